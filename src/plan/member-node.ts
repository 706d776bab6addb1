/**
 * On which ltm node a new member stands. An address has one node in a route domain: BIG-IP makes it with the first member and
 * names it by the address, CIS names it `10.0.0.1%0`, an operator as he likes, and it may lie in Common. A member under
 * another name is refused (`0107003a`), so a new one goes by the name of the node that is there (facts: icontrol-rest 7.4).
 */
import type { ActualState, Entry, Properties } from '../state.ts';
import { parseAddress } from '../values/address.ts';
import { formatFullPath, parseFullPath, partitionOf } from '../values/full-path.ts';
import { parseMemberName } from '../values/member-name.ts';
import { formatUri, parseUri, uriName } from '../values/uri.ts';
import { orNone } from '../values/value-error.ts';
import type { Change, Conflict } from './types.ts';

/** An address with its route domain, as one key. */
function placeOf({ address }: Properties, partition: string, { routeDomains }: ActualState): string | undefined {
  const at = typeof address === 'string' ? orNone(() => parseAddress(address)) : undefined;
  const byDefault = Object.hasOwn(routeDomains, partition) ? routeDomains[partition] : 0;
  return at === undefined ? undefined : `${at.ip}%${at.routeDomain ?? byDefault}`;
}

/** `node:port`, and `node.port` behind an IPv6 address. */
function memberName(node: string, port: number): string {
  return `${node}${node.includes(':') ? '.' : ':'}${port}`;
}

/**
 * Gives a creation of a member the name of the node on its address, or says why that node cannot be used. A node that BIG-IP
 * made from a name in DNS takes no member by hand; what the device says of that is not known, so it is left to it.
 */
export function standing(actual: ActualState): (creation: Change) => Change | Conflict {
  const byPlace = new Map<string, Entry>();
  const byPath = new Map<string, Entry>();
  for (const node of actual.nodes ?? []) {
    const path = uriName(node.uri);
    const place = placeOf(node.properties, partitionOf(path), actual);
    byPath.set(path, node);
    if (place !== undefined && node.properties['ephemeral'] !== 'true') byPlace.set(place, node);
  }
  return (creation) => {
    const { uri, type, after = {} } = creation;
    if (type !== 'ltm/pool/members') return creation;
    const segments = parseUri(uri);
    const { folder, name } = parseFullPath(segments.at(-1) ?? '');
    const partition = partitionOf(folder);
    const place = placeOf(after, partition, actual);
    const { node: own, port } = parseMemberName(name);
    const ownPath = formatFullPath({ folder, name: own });
    const there = place === undefined ? undefined : byPlace.get(place);
    const conflict = (holder: Entry, why: string): Conflict => ({
      uri,
      type,
      reason: 'NodeTaken',
      holder: holder.uri,
      message: why,
    });
    if (there === undefined) {
      const namesake = byPath.get(ownPath);
      if (namesake === undefined || place === undefined) return creation;
      const address = String(namesake.properties['address']);
      return conflict(namesake, `the ltm node of its name, ${ownPath}, has the address ${address}`);
    }
    const path = uriName(there.uri);
    if (path === ownPath) return creation;
    const pool = partitionOf(segments.at(-3) ?? '');
    if (![pool, 'Common'].includes(partitionOf(path))) {
      const why = `its address has the ltm node ${path}, which a pool of ${pool} cannot use; a node for several partitions lies in Common`;
      return conflict(there, why);
    }
    const { folder: at, name: node } = parseFullPath(path);
    const renamed = [...segments.slice(0, -1), formatFullPath({ folder: at, name: memberName(node, port) })];
    const { address = after['address'] } = there.properties;
    return { ...creation, uri: formatUri(renamed), after: { ...after, ...(address === undefined ? {} : { address }) } };
  };
}
