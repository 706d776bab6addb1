/** The check of a load balancing mode that is asked for. */
import { loadBalancingModes } from '../values/load-balancing-modes.ts';
import { listed } from '../values/words.ts';
import { type Refusal, refuse } from './notes.ts';

const known: ReadonlySet<string> = new Set(loadBalancingModes);

/** Why a mode that is asked for is none; undefined when BIG-IP has it. */
export function unknownMode(field: string, mode: string, path: string): Refusal | undefined {
  if (known.has(mode)) return undefined;
  return refuse(
    'UnknownLoadBalancingMode',
    `${field} ${JSON.stringify(mode)} is not a load balancing mode of BIG-IP; it has ${listed(loadBalancingModes)}`,
    path,
  );
}
