/** Members in nodeport mode: Nodes, on the node port of a Service. */
import { selects } from '../kubernetes/label-selector.ts';
import type { Node } from '../kubernetes/objects.ts';
import { listed } from '../values/words.ts';
import { emptyBecause, type MemberQuestion } from './cluster-members.ts';
import { type EndpointsReading, portsFor, readServingEndpoints } from './endpoints.ts';
import { type Inventory, nodeNameOf } from './inventory.ts';
import { inOrder, type Member, type PoolMembers } from './members.ts';
import { familyOf, nodeAddress } from './node-addresses.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';

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

export interface LocalNodes {
  readonly read: EndpointsReading;
  /** By Node, whether it has an endpoint of the port that is ready, or only ones that drain. */
  readonly states: ReadonlyMap<string, Member['state']>;
}

/** externalTrafficPolicy Local: only Nodes with an endpoint of this port answer. Undefined where every Node does. */
export function localNodes(
  question: MemberQuestion,
  inventory: Inventory,
  notes: Notes,
): LocalNodes | Refusal | undefined {
  if (question.service.spec?.externalTrafficPolicy !== 'Local') return undefined;
  const read = readServingEndpoints(inventory, question.key, question.object, notes);
  if (isRefusal(read)) return read;
  const states = new Map<string, Member['state']>();
  for (const endpoint of read.serving) {
    if (portsFor(endpoint, question.port).length === 0) continue;
    const node = nodeNameOf(inventory, endpoint.ip, endpoint.nodeName);
    if (node === undefined) {
      return refuse(
        'EndpointNodeUnknown',
        `externalTrafficPolicy of Service ${question.key} is Local, and the Node of its endpoint ${endpoint.ip} is not known; put the Pods into the input`,
      );
    }
    if (states.get(node) !== 'enabled') states.set(node, endpoint.state);
  }
  return { read, states };
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

/** `InternalIP`, and `InternalIP inside 10.0.0.0/8` where only some networks count. */
export function wantedAddress({ nodeAddress: type, nodeNetworks }: Settings): string {
  if (nodeNetworks.length === 0) return `of type ${type}`;
  return `of type ${type} inside ${listed(nodeNetworks.map(({ ip, prefix }) => `${ip}/${prefix}`))}`;
}

/** The family of the members: the first that any Node has an address of. */
export function nodeFamily(question: MemberQuestion, nodes: readonly Node[], settings: Settings): 4 | 6 | undefined {
  return families(question).find((family) => nodes.some((node) => ownAddress(node, family, settings) !== undefined));
}

export function ownAddress(node: Node, family: 4 | 6, settings: Settings): string | undefined {
  return nodeAddress(node, settings.nodeAddress, family, settings.nodeNetworks);
}

/** One member a Node. Refused when the input says nothing of Nodes: pools are not emptied for that. */
export function nodePortMembers(question: MemberQuestion, context: NodePortContext): PoolMembers | Refusal {
  const { inventory, settings, notes } = context;
  const { key, nodeSelector = [] } = question;
  const nodes = context.nodes.filter((node) => selects(nodeSelector, node));
  const port = question.port.nodePort ?? 0;
  if (port === 0) return refuse('NodePortNotAllocated', `port ${question.port.port} of Service ${key} has no nodePort`);
  if (inventory.nodes.length === 0 && inventory.unreadableNodes.length === 0) {
    return refuse('NodesNotFound', 'no Node is in the input, so the members are not known');
  }
  const local = localNodes(question, inventory, notes);
  if (isRefusal(local)) return local;
  const family = nodeFamily(question, nodes, settings);
  if (family === undefined) {
    const why = nodes.length === 0 ? 'every Node is left out' : `no Node has an address ${wantedAddress(settings)}`;
    return refuse('NoUsableNodes', `Service ${key} has no members: ${why}`);
  }
  const held = unreadableMembers(context, port, family);
  if (isRefusal(held)) return held;
  const members = new Map<string, Member>();
  for (const node of nodes) {
    const { name } = node.metadata;
    const state = local === undefined ? 'enabled' : local.states.get(name);
    if (state === undefined) continue;
    const ip = ownAddress(node, family, settings);
    if (ip === undefined) {
      const wanted = wantedAddress(settings);
      notes.add(
        `Node/${name}`,
        'NodeWithoutAddress',
        `Node ${name} has no IPv${family} address ${wanted}, so it is no member`,
      );
    } else if (members.get(ip)?.state !== 'enabled') {
      members.set(ip, { address: { ip, family }, port, state, node: name });
    }
  }
  if (members.size > 0 || local === undefined) return { members: inOrder(members), held };
  if (local.states.size > 0) return refuse('NoUsableNodes', leftOut(local, question, inventory));
  return { members: [], held, none: emptyBecause(local.read, question) };
}

/** Why none of the Nodes with an endpoint is a member: the endpoints are there, so the pool is not emptied for that. */
function leftOut({ states }: LocalNodes, { key }: MemberQuestion, inventory: Inventory): string {
  const missing = [...states.keys()].filter((name) => !inventory.nodesByName.has(name)).sort();
  const gone = missing.length === 0 ? '' : `; not in the input, or not readable: ${listed(missing, 5)}`;
  return `every Node with an endpoint of Service ${key} is left out, and its externalTrafficPolicy is Local${gone}`;
}
