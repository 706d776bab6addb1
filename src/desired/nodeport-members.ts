/** Members in nodeport mode: Nodes, on the node port of a Service. */
import type { Node } from '../kubernetes/objects.ts';
import type { MemberQuestion } from './cluster-members.ts';
import { readServingEndpoints } from './endpoints.ts';
import { type Inventory, nodeNameOf } from './inventory.ts';
import type { Member } from './members.ts';
import { familyOf, nodeAddress } from './node-addresses.ts';
import { byText, isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';
import type { PoolMembers } from './pool-members.ts';

export interface NodePortContext {
  readonly inventory: Inventory;
  readonly settings: Settings;
  /** The Nodes that may be members. */
  readonly nodes: readonly Node[];
  readonly notes: Notes;
}

/** The virtual's own family first where the Service has it; without a word of the Service both are possible. */
function families(question: MemberQuestion): readonly (4 | 6)[] {
  const stated = question.service.spec?.ipFamilies ?? [];
  const possible = stated.length === 0 ? ([4, 6] as const) : stated.map((family) => (family === 'IPv6' ? 6 : 4));
  const wanted = question.family;
  return wanted !== undefined && possible.includes(wanted)
    ? [wanted, ...possible.filter((f) => f !== wanted)]
    : possible;
}

/**
 * externalTrafficPolicy Local: only Nodes with an endpoint of this port answer. By Node, whether it has one that is ready
 * or only ones that drain.
 */
function localNodes(
  question: MemberQuestion,
  context: NodePortContext,
): ReadonlyMap<string, Member['state']> | Refusal {
  const { inventory, notes } = context;
  const read = readServingEndpoints(inventory, question.key, question.object, notes);
  if (isRefusal(read)) return read;
  const nodes = new Map<string, Member['state']>();
  for (const { ip, state, nodeName, ports } of read.serving) {
    if (!ports.some(({ name }) => (name ?? '') === (question.port.name ?? ''))) continue;
    const node = nodeNameOf(inventory, ip, nodeName);
    if (node === undefined) {
      return refuse(
        'EndpointNodeUnknown',
        `externalTrafficPolicy of Service ${question.key} is Local, and the Node of its endpoint ${ip} is not known; put the Pods into the input`,
      );
    }
    if (nodes.get(node) !== 'enabled') nodes.set(node, state);
  }
  return nodes;
}

function unreadableMembers(context: NodePortContext, port: number, family: 4 | 6): PoolMembers['held'] | Refusal {
  const held: Pick<Member, 'address' | 'port'>[] = [];
  for (const node of context.inventory.unreadableNodes) {
    if (context.settings.bigipNodes.has(node.name)) continue;
    if (node.addresses.length === 0)
      return refuse('InvalidObject', `${node.object} cannot be read, so its address is not known`);
    for (const ip of node.addresses) if (familyOf(ip) === family) held.push({ address: { ip, family }, port });
  }
  return held;
}

/** One member a Node. Refused when the input says nothing of Nodes: pools are not emptied for that. */
export function nodePortMembers(question: MemberQuestion, context: NodePortContext): PoolMembers | Refusal {
  const { inventory, settings, nodes, notes } = context;
  const { service, key } = question;
  const port = question.port.nodePort ?? 0;
  if (port === 0) return refuse('NodePortNotAllocated', `port ${question.port.port} of Service ${key} has no nodePort`);
  if (inventory.nodes.length === 0 && inventory.unreadableNodes.length === 0) {
    return refuse('NodesNotFound', 'no Node is in the input, so the members are not known');
  }
  const local = service.spec?.externalTrafficPolicy === 'Local' ? localNodes(question, context) : undefined;
  if (isRefusal(local)) return local;
  const type = settings.nodeAddress;
  const family = families(question).find((f) => nodes.some((node) => nodeAddress(node, type, f) !== undefined));
  if (family === undefined) {
    const why = nodes.length === 0 ? 'every Node is left out' : `no Node has an address of type ${type} for it`;
    return refuse('NoUsableNodes', `Service ${key} has no members: ${why}`);
  }
  const held = unreadableMembers(context, port, family);
  if (isRefusal(held)) return held;
  const members = new Map<string, Member>();
  for (const node of nodes) {
    const { name } = node.metadata;
    const state = local === undefined ? 'enabled' : local.get(name);
    if (state === undefined) continue;
    const ip = nodeAddress(node, type, family);
    if (ip === undefined) {
      notes.add(
        `Node/${name}`,
        'NodeWithoutAddress',
        `Node ${name} has no IPv${family} address of type ${type}, so it is no member`,
      );
    } else if (members.get(ip)?.state !== 'enabled') {
      members.set(ip, { address: { ip, family }, port, state, node: name });
    }
  }
  return { members: [...members].sort(([a], [b]) => byText(a, b)).map(([, member]) => member), held };
}
