/** Every one that could be a member of a Service, with the reason when it is none: by the rules that choose the members. */
import { selects } from '../kubernetes/label-selector.ts';
import { keyOf, type Node } from '../kubernetes/objects.ts';
import { formatMemberName } from '../values/member-name.ts';
import { chooseFamily, type MemberQuestion } from './cluster-members.ts';
import { portsFor, readServingEndpoints, type ServingEndpoint, spellPorts } from './endpoints.ts';
import type { Candidate } from './explanation.ts';
import { type Inventory, nodeNameOf } from './inventory.ts';
import { familyOf, isBigIpNode } from './node-addresses.ts';
import { exclusionOf } from './node-filter.ts';
import { localNodes, nodeFamily, ownAddress, wantedAddress } from './nodeport-members.ts';
import { localPort } from './nodeportlocal-members.ts';
import { isRefusal, Notes } from './notes.ts';
import type { PublishContext } from './publish.ts';

/** A candidate before it is known what became of it on the way to the device: where it would be reached. */
export type Found = Omit<Candidate, 'outcome'> & {
  readonly at?: { readonly ip: string; readonly family: 4 | 6; readonly port: number };
};

function endpointFacts(
  inventory: Inventory,
  { ip, source, nodeName, pod }: Pick<ServingEndpoint, 'ip' | 'source' | 'nodeName' | 'pod'>,
): Found {
  const pods = inventory.podsByAddress.get(ip)?.map(keyOf) ?? (pod === undefined ? undefined : [pod]);
  const node = nodeNameOf(inventory, ip, nodeName);
  return {
    kind: 'endpoint',
    name: ip,
    source,
    ...(pods === undefined ? {} : { pods }),
    ...(node === undefined ? {} : { node }),
  };
}

function otherPort({ ports, source }: ServingEndpoint, { port }: MemberQuestion): string {
  const protocol = (port.protocol ?? 'TCP') === 'TCP' ? '' : ` (${port.protocol})`;
  const called = `${JSON.stringify(port.name ?? '')}${protocol}`;
  return `${source} has ${spellPorts(ports) ?? 'no ports'}, and the Service’s port ${port.port} is called ${called}`;
}

/** Endpoints, for cluster and nodeportlocal mode. */
function endpointCandidates(question: MemberQuestion, { inventory, settings }: PublishContext): Found[] {
  const read = readServingEndpoints(inventory, question.key, question.object, new Notes());
  if (isRefusal(read)) return [];
  const family = chooseFamily(
    read.serving.filter((endpoint) => portsFor(endpoint, question.port).length > 0),
    question,
  );
  const serving = read.serving.flatMap((endpoint): Found[] => {
    const facts = endpointFacts(inventory, endpoint);
    const ports = portsFor(endpoint, question.port);
    if (ports.length === 0) return [{ ...facts, why: otherPort(endpoint, question) }];
    if (endpoint.family !== family)
      return [{ ...facts, why: `it is an IPv${endpoint.family} address, and the members are IPv${family}` }];
    return ports.map(({ port }): Found => {
      if (port == null || port === 0) return { ...facts, why: `${endpoint.source} leaves the number of the port open` };
      if (settings.mode === 'cluster') return { ...facts, at: { ip: endpoint.ip, family, port } };
      const local = localPort(inventory.podsByAddress.get(endpoint.ip) ?? [], port, question.port.protocol ?? 'TCP');
      if ('problem' in local) return { ...facts, why: local.problem };
      return { ...facts, at: { ip: local.ip, family: familyOf(local.ip), port: local.port } };
    });
  });
  const idle = read.idle.map((endpoint): Found => ({ ...endpointFacts(inventory, endpoint), why: endpoint.why }));
  return [...serving, ...idle];
}

/** Nodes, for nodeport mode. */
function nodeCandidates(question: MemberQuestion, { inventory, settings, nodes: all }: PublishContext): Found[] {
  const { nodeSelector = [] } = question;
  const nodes = all.filter((node) => selects(nodeSelector, node));
  const local = localNodes(question, inventory, new Notes());
  const family = nodeFamily(question, nodes, settings);
  const port = question.port.nodePort ?? 0;
  const judge = (node: Node): Pick<Found, 'why' | 'at'> => {
    const { name } = node.metadata;
    if (isBigIpNode(node, settings, inventory.cni)) return { why: 'it stands for the BIG-IP itself' };
    const excluded = exclusionOf(node, settings);
    if (excluded !== undefined) return { why: excluded };
    if (!selects(nodeSelector, node)) return { why: 'the nodeMemberLabel does not select it' };
    if (local !== undefined && !isRefusal(local) && !local.states.has(name))
      return { why: 'externalTrafficPolicy is Local, and it has no endpoint of the Service on this port' };
    const ip = family === undefined ? undefined : ownAddress(node, family, settings);
    if (ip === undefined || family === undefined) return { why: `it has no address ${wantedAddress(settings)}` };
    return port === 0 ? { why: 'the port has no nodePort' } : { at: { ip, family, port } };
  };
  return [
    ...inventory.nodes.map(
      (node): Found => ({ kind: 'node', name: node.metadata.name, node: node.metadata.name, ...judge(node) }),
    ),
    ...inventory.unreadableNodes.map(
      ({ name }): Found => ({ kind: 'node', name, node: name, why: 'it cannot be read' }),
    ),
  ];
}

export function candidatesOf(question: MemberQuestion, context: PublishContext): readonly Found[] {
  return context.settings.mode === 'nodeport'
    ? nodeCandidates(question, context)
    : endpointCandidates(question, context);
}

/** `10.244.1.5:8080`. */
export function memberName({ ip, family, port }: NonNullable<Found['at']>): string {
  return formatMemberName({ address: { ip, family }, port });
}
