/**
 * The ltm nodes of the device, read where a member is to be made: an address has one node in a route domain, and a member on
 * it has to go by that node's name.
 */
import { nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { node } from '../resources/ltm/node.ts';
import type { DesiredState, Entry } from '../state.ts';
import { ipWithoutDomain } from '../values/address.ts';
import { bareName, partitionOf } from '../values/full-path.ts';
import { memberType, parseMemberName } from '../values/member-name.ts';
import { uriName } from '../values/uri.ts';
import { orNone } from '../values/value-error.ts';
import { readItems } from './collection.ts';
import { entriesOf } from './entries.ts';

const select = [...nameAndPlace, 'address', 'ephemeral'];

/** The pool, address and port of a member, however its name is spelt. */
function placeOf({ uri, properties: { address } }: Entry): string {
  const named = orNone(() => parseMemberName(bareName(uriName(uri))));
  const ip = typeof address === 'string' ? ipWithoutDomain(address) : named?.address?.ip;
  return `${uri.slice(0, uri.lastIndexOf('/'))} ${ip} ${named?.port}`;
}

/** The members that are wanted and not there. */
export function membersToMake({ objects }: DesiredState, found: readonly Entry[]): readonly Entry[] {
  const isMember = ({ type }: Entry): boolean => type === memberType;
  const there = new Set(found.filter(isMember).map(placeOf));
  return objects.filter((entry) => isMember(entry) && !there.has(placeOf(entry)));
}

/** True when a node says its route domain, or lies in another partition, where one that says none may be in another. */
export function isOfAnotherSpace(nodes: readonly Entry[] | undefined, partition: string): boolean {
  return (nodes ?? []).some(
    ({ uri, properties: { address } }) =>
      String(address).includes('%') || uri.includes('%25') || partitionOf(uriName(uri)) !== partition,
  );
}

/**
 * The nodes, of all partitions that the user may see, that have the address of one of these members, or are named by it.
 */
export async function readNodes(
  requester: Requester,
  members: readonly Entry[],
  options: CallOptions,
): Promise<readonly Entry[]> {
  const segments = node.path.split('/');
  const ips = new Set(members.map(({ properties: { address } }) => ipWithoutDomain(String(address))));
  const items = await readItems(requester, segments, { ...options, select });
  return items
    .flatMap((item) => entriesOf(segments, node, item))
    .filter(
      ({ uri, properties: { address } }) =>
        ips.has(ipWithoutDomain(String(address))) || ips.has(ipWithoutDomain(bareName(uriName(uri)))),
    );
}
