/** Pool members that are no entries of the state, and use their addresses all the same. */
import { type Item, nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { AnyResource } from '../resources/define.ts';
import { pool } from '../resources/ltm/pool.ts';
import { poolMember } from '../resources/ltm/pool-member.ts';
import type { DesiredState, Entry } from '../state.ts';
import { macSpelling } from '../values/mac.ts';
import { isRecord } from '../values/overlay-types.ts';
import { uriName } from '../values/uri.ts';
import { readItems } from './collection.ts';
import { entriesOf } from './entries.ts';

/** Members that are left out because of their name, or their pool's. */
export class UnnamedMembers {
  readonly addresses: string[] = [];

  readonly add = ({ address }: Item, resource: AnyResource): void => {
    if (resource === poolMember && typeof address === 'string') this.addresses.push(address);
  };
}

/** True when a static neighbour of ours is neither wanted nor obviously used: then other partitions have to be asked. */
export function hasDoubtfulNeighbour(entries: readonly Entry[], desired: DesiredState): boolean {
  const wanted = new Set(desired.objects.map(({ uri }) => uri));
  return entries.some(({ uri }) => uri.includes('~k8s-') && !wanted.has(uri));
}

/** True when one of these leads to no FDB record that is there or wanted: then it may belong to another tunnel. */
export function hasStrayNeighbour(
  neighbours: readonly Entry[],
  records: readonly Entry[],
  desired: DesiredState,
): boolean {
  const known = new Set(
    [...records, ...desired.objects].flatMap(({ uri, type }) => (isRecord(type) ? [macSpelling(uriName(uri))] : [])),
  );
  const stray = neighbours.filter(({ properties }) => !known.has(macSpelling(properties['macAddress'])));
  return hasDoubtfulNeighbour(stray, desired);
}

/** Addresses of the pool members outside the managed partition; of all where there is none. */
export async function readMembersElsewhere(
  requester: Requester,
  partition: string | undefined,
  options: CallOptions,
): Promise<readonly string[]> {
  const segments = ['ltm', 'pool'];
  const select = [...nameAndPlace, 'membersReference'];
  const items = await readItems(requester, segments, { ...options, select, expandSubcollections: true });
  const unnamed = new UnnamedMembers();
  const addresses = items
    .filter((item) => item['partition'] !== partition)
    .flatMap((item) => entriesOf(segments, pool, item, unnamed.add))
    .flatMap(({ type, properties: { address } }) =>
      type === 'ltm/pool/members' && typeof address === 'string' ? [address] : [],
    );
  return [...addresses, ...unnamed.addresses];
}
