/** Pool members that are no entries of the state, and use their addresses all the same. */
import { type Item, nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { AnyResource } from '../resources/define.ts';
import { pool } from '../resources/ltm/pool.ts';
import { poolMember } from '../resources/ltm/pool-member.ts';
import type { DesiredState, Entry, Json, Registries } from '../state.ts';
import { ipWithoutDomain } from '../values/address.ts';
import { macSpelling } from '../values/mac.ts';
import { isRecord } from '../values/overlay-types.ts';
import { registeredMac, registeredNames } from '../values/registry.ts';
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

function ipOf(wire: Json | undefined): string | undefined {
  return typeof wire === 'string' ? ipWithoutDomain(wire) : undefined;
}

/**
 * Says which neighbours are another owner's: their MAC address is that of a record that only he has registered, and no member
 * of ours has their address. They stay, whoever uses them.
 */
function strangerTest(
  { objects, scope }: DesiredState,
  found: readonly Entry[],
  registries: Registries | undefined,
): (neighbour: Entry) => boolean {
  const macsOf = (names: readonly string[]): string[] =>
    names.flatMap((name) => [scope.tunnel, scope.tunnelV6].flatMap((tunnel) => registeredMac(name, tunnel) ?? []));
  const theirs = new Set(macsOf(registries?.others ?? []));
  for (const mac of macsOf(registeredNames(registries?.own?.properties['records']))) theirs.delete(mac);
  for (const { uri, type } of objects) if (isRecord(type)) theirs.delete(macSpelling(uriName(uri)));
  const members = new Set(
    found.flatMap(({ type, properties }) => (type === poolMember.path ? ipOf(properties['address']) : [])),
  );
  return ({ properties: { ipAddress, macAddress } }) =>
    theirs.has(macSpelling(macAddress)) && !members.has(ipOf(ipAddress));
}

/**
 * True when a static neighbour named as ours is neither wanted nor known to be another owner's: then other partitions have to
 * be asked who uses it. `found` are the members of this one.
 */
export function hasDoubtfulNeighbour(
  entries: readonly Entry[],
  desired: DesiredState,
  found: readonly Entry[] = [],
  registries?: Registries,
): boolean {
  const wanted = new Set(desired.objects.map(({ uri }) => uri));
  const isStranger = strangerTest(desired, found, registries);
  return entries.some((entry) => entry.uri.includes('~k8s-') && !wanted.has(entry.uri) && !isStranger(entry));
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
