/**
 * Static ARP entries that a list leaves out: 13.1.1.2 answers with an empty one although there are some (facts: icontrol-rest
 * 8.9). They are asked for by their names then, as far as those are known: of members that are wanted, and that are there.
 */
import { NotFoundError } from '../errors.ts';
import { isItem } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { poolMember } from '../resources/ltm/pool-member.ts';
import { arp } from '../resources/net/arp.ts';
import type { DesiredState, Entry } from '../state.ts';
import { ipWithoutDomain } from '../values/address.ts';
import { partitionOf } from '../values/full-path.ts';
import { formatUri, parseUri } from '../values/uri.ts';
import { entriesOf } from './entries.ts';

/** As many are asked for to find out whether the list says all that there is. */
const firstAsked = 3;
/** Requests at a time. */
const atOnce = 16;

async function readOne(requester: Requester, uri: string, options: CallOptions): Promise<Entry[]> {
  const segments = parseUri(uri);
  try {
    const { body } = await requester.request('GET', segments, options);
    return isItem(body) ? entriesOf(segments.slice(0, -1), arp, body) : [];
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

async function readEach(requester: Requester, uris: readonly string[], options: CallOptions): Promise<Entry[]> {
  const found: Entry[] = [];
  for (let at = 0; at < uris.length; at += atOnce) {
    const some = uris.slice(at, at + atOnce).map((uri) => readOne(requester, uri, options));
    found.push(...(await Promise.all(some)).flat());
  }
  return found;
}

/**
 * The ARP entries of these URIs that a list without any lacks. Nothing is sent when it has one, or none of them is asked for.
 * When none of the first few is there the list is believed.
 */
export async function readUnlisted(
  requester: Requester,
  listed: readonly Entry[],
  uris: Iterable<string>,
  options: CallOptions,
): Promise<Entry[]> {
  if (listed.some(({ type }) => type === arp.path)) return [];
  const asked = [...new Set(uris)].filter((uri) => uri.startsWith(`${arp.path}/`));
  const first = await readEach(requester, asked.slice(0, firstAsked), options);
  if (first.length === 0) return [];
  return [...first, ...(await readEach(requester, asked.slice(firstAsked), options))];
}

/** The URIs that the ARP entries of pool members have when they are ours. */
export function neighbourUrisOf(members: readonly Entry[], tunnel: string): readonly string[] {
  return members.flatMap(({ type, properties: { address } }) => {
    const ip = type === poolMember.path && typeof address === 'string' ? ipWithoutDomain(address) : undefined;
    return ip === undefined || ip.includes(':')
      ? []
      : [formatUri([...arp.path.split('/'), `/${partitionOf(tunnel)}/k8s-${ip}`])];
  });
}

/**
 * The URIs to ask for: of wanted entries, and of members that will go, because they are not wanted and their pool is. With
 * `orphans` every member may go. The entries of members that are there come first.
 */
export function neighboursToAskFor(
  { objects, scope: { tunnel } }: DesiredState,
  pools: readonly Entry[],
  orphans: boolean,
): readonly string[] {
  if (tunnel === undefined) return [];
  const wanted = new Set(objects.flatMap(({ uri, type }) => (type === arp.path ? [uri] : [])));
  const asked = new Set(objects.map(({ uri }) => uri));
  const mayGo = ({ uri }: Entry): boolean =>
    orphans || (!asked.has(uri) && asked.has(uri.split('/').slice(0, -2).join('/')));
  const there = neighbourUrisOf(pools, tunnel).filter((uri) => wanted.has(uri));
  const going = neighbourUrisOf(pools.filter(mayGo), tunnel);
  return [...new Set([...there, ...going, ...wanted])];
}
