/** What an owner has on a device, whatever any input says. */

import type { ActualState, Entry } from '../state.ts';
import { memberType } from '../values/member-name.ts';
import { isRecord } from '../values/overlay-types.ts';
import { parentUri, resourceFor } from './identity.ts';
import { memberIp, namedNeighbour } from './overlay.ts';
import { type Holder, holders } from './ownership.ts';
import { recordHolders } from './registry.ts';

/**
 * Says whose each found object is: what carries a mark by its mark, a member by its pool, an FDB record by the registries, a
 * static neighbour by its name and by the pool member that uses its address.
 */
export function judge(actual: ActualState, owner: string): (entry: Entry) => Holder {
  const holderOf = holders(actual, owner);
  const recordOf = recordHolders(actual, false);
  const pools = new Map(actual.objects.flatMap((entry) => (entry.type === 'ltm/pool' ? [[entry.uri, entry]] : [])));
  const ofMember = ({ uri, properties }: Entry): Holder => {
    const pool = pools.get(parentUri(uri));
    // One that BIG-IP made from a name in DNS is its own.
    return pool === undefined || properties['ephemeral'] === 'true' ? { kind: 'nobody' } : holderOf(pool);
  };
  const members = actual.objects.filter((entry) => entry.type === memberType && ofMember(entry).kind === 'ours');
  const reached = new Set(members.map(memberIp));
  return (entry) => {
    if (entry.type === memberType) return ofMember(entry);
    if (isRecord(entry.type)) {
      const kind = recordOf(entry);
      // The registries were read as one: they do not say whose each is.
      return kind === 'another' ? { kind, mark: '' } : { kind: kind === 'ours' ? 'ours' : 'nobody' };
    }
    if (resourceFor(entry.type).mark !== undefined) return holderOf(entry);
    const ip = namedNeighbour(entry);
    return ip !== undefined && reached.has(ip) ? { kind: 'ours' } : { kind: 'nobody' };
  };
}

/** The objects of this owner. */
export function managedEntries(actual: ActualState, owner: string): readonly Entry[] {
  const holderOf = judge(actual, owner);
  return actual.objects.filter((entry) => holderOf(entry).kind === 'ours');
}
