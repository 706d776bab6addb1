/**
 * BIG-IP makes an ltm node with the first member on an address and keeps it when the member goes. The ones whose member
 * this apply removed go after the commit: named by their address, in the same partition, and used by nobody.
 */
import { BigIpError, NotFoundError, ValidationError } from '../errors.ts';
import type { Reply } from '../icontrol/exchange.ts';
import { listItems } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { Change } from '../plan/types.ts';
import { canonicalIp } from '../values/address.ts';
import { parseFullPath, partitionOf } from '../values/full-path.ts';
import { parseMemberName } from '../values/member-name.ts';
import { formatUri, uriName } from '../values/uri.ts';
import type { Step } from './types.ts';

interface NodePath {
  readonly partition: string;
  readonly fullPath: string;
}

/** The node that BIG-IP made for a member by itself: the member's address, in the member's partition. */
function nodeOf({ uri, before }: Change): NodePath | undefined {
  if (before?.['ephemeral'] === 'true') return undefined;
  const { folder, name } = parseFullPath(uriName(uri));
  const { address, node } = parseMemberName(name);
  // In a sub-folder an application service made it.
  if (address === undefined || folder !== `/${partitionOf(folder)}`) return undefined;
  return { partition: partitionOf(folder), fullPath: `${folder}/${node}` };
}

/** Nodes of a partition that are named by their address, as BIG-IP names them. */
async function namedByAddress(requester: Requester, partition: string, options: CallOptions): Promise<Set<string>> {
  const nodes = new Set<string>();
  for await (const { name, subPath, address } of listItems(requester, ['ltm', 'node'], { ...options, partition })) {
    if (typeof name !== 'string' || typeof address !== 'string' || subPath !== undefined) continue;
    if (sameIp(name, address)) nodes.add(`/${partition}/${name}`);
  }
  return nodes;
}

function sameIp(name: string, address: string): boolean {
  const [a, b] = [name, address].map((text) => canonicalIp(text.split('%')[0] ?? ''));
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
    if (error instanceof ValidationError) return { ...step, outcome: 'skipped', error: { message: error.message } };
    if (error instanceof BigIpError) return { ...step, outcome: 'failed', error: { message: error.message } };
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

/** Steps of the nodes that went, or that the device wanted to keep. */
export async function removeOrphanedNodes(
  requester: Requester,
  deleted: readonly Change[],
  options: CallOptions,
): Promise<Step[]> {
  const candidates = new Map<string, Set<string>>();
  for (const change of deleted.filter(({ type }) => type === 'ltm/pool/members')) {
    const node = nodeOf(change);
    if (node === undefined) continue;
    candidates.set(node.partition, (candidates.get(node.partition) ?? new Set()).add(node.fullPath));
  }
  const steps: Step[] = [];
  for (const [partition, paths] of candidates) {
    const named = await namedByAddress(requester, partition, options);
    for (const path of paths) {
      const step = named.has(path) ? await removeNode(requester, path, options) : undefined;
      if (step !== undefined) steps.push(step);
    }
  }
  return steps;
}
