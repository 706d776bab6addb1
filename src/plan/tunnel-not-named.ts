/** Members are pods, no tunnel was named, and this owner used one here before: most likely it was forgotten. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Registries, Scope } from '../state.ts';
import { otherTunnels } from './registry.ts';
import type { Plan } from './types.ts';

/** Whether pool members come or go by a plan: at rest nobody is asked. */
export function movesMembers({ changes }: Plan): boolean {
  return changes.some(({ type }) => type === 'ltm/pool/members');
}

/** What is said when the own registry names records of a tunnel that was not named. */
export function tunnelNotNamed(scope: Scope, owner: string, { own }: Registries): readonly Diagnostic[] {
  const tunnels = own === undefined ? [] : otherTunnels(own, scope);
  const [first] = tunnels;
  if (own === undefined || first === undefined) return [];
  const message = `owner ${owner} has FDB records of ${tunnels.join(' and ')} on this BIG-IP, and no tunnel was named: new pool members get no static ARP entry, and those that go leave theirs; say --tunnel ${first}`;
  return [{ severity: 'warning', object: `BigIp/${own.uri}`, reason: 'TunnelNotNamed', message }];
}
