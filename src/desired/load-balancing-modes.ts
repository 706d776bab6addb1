import { type Refusal, refuse } from './notes.ts';
import { listed } from './words.ts';

/** Load balancing modes of `ltm pool` (F5: tmsh reference, `ltm pool`, load-balancing-mode). */
export const loadBalancingModes: ReadonlySet<string> = new Set([
  'dynamic-ratio-member',
  'dynamic-ratio-node',
  'fastest-app-response',
  'fastest-node',
  'least-connections-member',
  'least-connections-node',
  'least-sessions',
  'observed-member',
  'observed-node',
  'predictive-member',
  'predictive-node',
  'ratio-least-connections-member',
  'ratio-least-connections-node',
  'ratio-member',
  'ratio-node',
  'ratio-session',
  'round-robin',
  'weighted-least-connections-member',
  'weighted-least-connections-node',
]);

/** Why a mode that is asked for is none; undefined when BIG-IP has it. */
export function unknownMode(field: string, mode: string, path: string): Refusal | undefined {
  if (loadBalancingModes.has(mode)) return undefined;
  return refuse(
    'UnknownLoadBalancingMode',
    `${field} ${JSON.stringify(mode)} is not a load balancing mode of BIG-IP; it has ${listed([...loadBalancingModes])}`,
    path,
  );
}
