/**
 * On which ltm node a new member stands. An address has one node in a route domain: BIG-IP makes it with the first member and
 * names it by the address, CIS names it `10.0.0.1%0`, an operator as he likes, and it may lie in Common. A member under
 * another name is refused (`0107003a`), so a new one goes by the name of the node that is there (facts: icontrol-rest 7.4).
 */
import type { ActualState, Entry, Json, Properties } from '../state.ts';
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

/** Such a key as an address of a partition is written. */
function spelt(place: string, partition: string, { routeDomains }: ActualState): string {
  const [ip = '', routeDomain] = place.split('%');
  return routeDomain === String(routeDomains[partition] ?? 0) ? ip : place;
}

/** `node:port`, and `node.port` behind an IPv6 address. */
function memberName(node: string, port: number): string {
  return `${node}${node.includes(':') ? '.' : ':'}${port}`;
}

function taken(creation: Change, holder: string, message: string): Conflict {
  return { uri: creation.uri, type: creation.type, reason: 'NodeTaken', holder, message };
}

function under(creation: Change, node: string, port: number, address: Json | undefined): Change {
  const { folder, name } = parseFullPath(node);
  const path = formatFullPath({ folder, name: memberName(name, port) });
  const uri = formatUri([...parseUri(creation.uri).slice(0, -1), path]);
  return { ...creation, uri, after: { ...creation.after, ...(address === undefined ? {} : { address }) } };
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
    const pool = partitionOf(segments.at(-3) ?? '');
    const place = placeOf(after, partition, actual);
    if (place === undefined) return creation;
    const { node: own, port } = parseMemberName(name);
    const ownPath = formatFullPath({ folder, name: own });
    const there = byPlace.get(place);
    if (there === undefined) {
      // A member that comes back, and whose node in Common is gone, gets no new one there: nobody would clear it away.
      if (actual.nodes !== undefined && partition !== pool) {
        const address = spelt(place, pool, actual);
        return under(creation, `/${pool}/${address}`, port, address);
      }
      const namesake = byPath.get(ownPath);
      if (namesake === undefined) return creation;
      const address = String(namesake.properties['address']);
      return taken(creation, namesake.uri, `the ltm node of its name, ${ownPath}, has the address ${address}`);
    }
    const path = uriName(there.uri);
    if (path === ownPath) return creation;
    if (![pool, 'Common'].includes(partitionOf(path))) {
      const why = `its address has the ltm node ${path}, which a pool of ${pool} cannot use; a node for several partitions lies in Common`;
      return taken(creation, there.uri, why);
    }
    return under(creation, path, port, there.properties['address']);
  };
}

/**
 * A member whose name is that of a wanted one while its address is another: the node of that name has that address, and the
 * member cannot be made anew on it.
 */
export function standsElsewhere({ uri, type, properties }: Entry): Conflict {
  const segments = parseUri(uri);
  const { folder, name } = parseFullPath(segments.at(-1) ?? '');
  const node = formatFullPath({ folder, name: parseMemberName(name).node });
  const holder = formatUri(['ltm', 'node', node]);
  return taken(
    { action: 'create', uri, type },
    holder,
    `the ltm node of its name, ${node}, has the address ${String(properties['address'])}`,
  );
}
