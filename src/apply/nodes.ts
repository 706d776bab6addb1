/**
 * BIG-IP makes an ltm node with the first member on an address and keeps it when the member goes. The ones whose member
 * this apply removed go after the commit: named by their address, in the same partition, and used by nobody.
 */
import { BigIpError, InUseError, NotFoundError } from '../errors.ts';
import type { Reply } from '../icontrol/exchange.ts';
import { type Item, listItems } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { parentUri } from '../plan/identity.ts';
import type { Change } from '../plan/types.ts';
import { ipWithoutDomain } from '../values/address.ts';
import { parseFullPath, partitionOf } from '../values/full-path.ts';
import { parseMemberName } from '../values/member-name.ts';
import { formatUri, uriName } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { Step } from './types.ts';

interface NodePath {
  readonly partition: string;
  readonly fullPath: string;
}

/**
 * The node that BIG-IP made for a member by itself: the member's address, in the member's partition. A member from another
 * partition than its pool's was put there by hand, and so was its node.
 */
function nodeOf({ uri, before }: Change): NodePath | undefined {
  if (before?.['ephemeral'] === 'true') return undefined;
  try {
    const { folder, name } = parseFullPath(uriName(uri));
    const { address, node } = parseMemberName(name);
    // In a sub-folder an application service made it.
    if (address === undefined || folder !== `/${partitionOf(folder)}`) return undefined;
    if (partitionOf(uriName(parentUri(uri))) !== partitionOf(folder)) return undefined;
    return { partition: partitionOf(folder), fullPath: `${folder}/${node}` };
  } catch (error) {
    // A member with a name that we would not give has a node that we would not have made.
    if (error instanceof BigIpValueError) return undefined;
    throw error;
  }
}

/** BIG-IP writes nothing of this on a node that it makes by itself. */
function isSomeones({ description, metadata, appService }: Item): boolean {
  return [description, metadata, appService].some((value) => value !== undefined && value !== '' && value !== 'none');
}

/** Nodes of a partition that are named by their address and bear nobody's hand, as BIG-IP makes them. */
async function namedByAddress(requester: Requester, partition: string, options: CallOptions): Promise<Set<string>> {
  const nodes = new Set<string>();
  for await (const node of listItems(requester, ['ltm', 'node'], { ...options, partition })) {
    const { name, subPath, address } = node;
    if (typeof name !== 'string' || typeof address !== 'string' || subPath !== undefined) continue;
    if (sameIp(name, address) && !isSomeones(node)) nodes.add(`/${partition}/${name}`);
  }
  return nodes;
}

function sameIp(name: string, address: string): boolean {
  const [a, b] = [name, address].map(ipWithoutDomain);
  return a !== undefined && a === b;
}

/** Deletes one node. A node that another member uses is refused by the device, and that is fine. */
async function removeNode(requester: Requester, fullPath: string, options: CallOptions): Promise<Step | undefined> {
  const segments = ['ltm', 'node', fullPath];
  const step = { uri: formatUri(segments), type: 'ltm/node' } as const;
  try {
    await requester.request('DELETE', segments, {
      ...options,
      resolve: () => resolveDeletion(requester, segments, options),
    });
    return { ...step, outcome: 'deleted' };
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    if (error instanceof InUseError) return { ...step, outcome: 'skipped' };
    if (error instanceof BigIpError) return { ...step, outcome: 'skipped', error: { message: error.message } };
    throw error;
  }
}

async function resolveDeletion(
  requester: Requester,
  segments: readonly string[],
  options: CallOptions,
): Promise<Reply | 'absent'> {
  try {
    await requester.request('GET', segments, options);
    return 'absent';
  } catch (error) {
    if (error instanceof NotFoundError) return { status: 200, body: undefined, headers: {} };
    throw error;
  }
}

/** Paths of the nodes that the removed members leave, by partition; not those to which the plan adds a member. */
function orphans(deleted: readonly Change[], changes: readonly Change[]): ReadonlyMap<string, ReadonlySet<string>> {
  const isMember = ({ type }: Change): boolean => type === 'ltm/pool/members';
  const used = new Set(
    changes
      .filter((change) => isMember(change) && change.action !== 'delete')
      .map((change) => nodeOf(change)?.fullPath),
  );
  const found = new Map<string, Set<string>>();
  for (const change of deleted.filter(isMember)) {
    const node = nodeOf(change);
    if (node === undefined || used.has(node.fullPath)) continue;
    found.set(node.partition, (found.get(node.partition) ?? new Set()).add(node.fullPath));
  }
  return found;
}

/**
 * Steps of the nodes that went, or that the device wanted to keep. A node that stays is no failure: what was asked for
 * is done.
 */
export async function removeOrphanedNodes(
  requester: Requester,
  deleted: readonly Change[],
  changes: readonly Change[],
  options: CallOptions,
): Promise<Step[]> {
  const steps: Step[] = [];
  for (const [partition, paths] of orphans(deleted, changes)) {
    try {
      const named = await namedByAddress(requester, partition, options);
      for (const path of paths) {
        const step = named.has(path) ? await removeNode(requester, path, options) : undefined;
        if (step !== undefined) steps.push(step);
      }
    } catch (error) {
      if (!(error instanceof BigIpError)) throw error;
      const message = `the nodes of ${partition} could not be read: ${error.message}`;
      steps.push({ uri: 'ltm/node', type: 'ltm/node', outcome: 'skipped', error: { message } });
    }
  }
  return steps;
}
