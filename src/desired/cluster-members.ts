/** Members in cluster mode: the pods behind one port of a Service. */
import type { Requirement } from '../kubernetes/label-selector.ts';
import type { Service, ServicePort } from '../kubernetes/objects.ts';
import {
  type EndpointsReading,
  portsFor,
  readServingEndpoints,
  type ServingEndpoint,
  spellPorts,
} from './endpoints.ts';
import { type Inventory, nodeNameOf } from './inventory.ts';
import { better, inOrder, type Member, type PoolMembers } from './members.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';

export interface MemberQuestion {
  /** Who asks, as diagnostics write it. */
  readonly object: string;
  /** `namespace/service`. */
  readonly key: string;
  readonly service: Service;
  readonly port: ServicePort;
  /** Family of the virtual server; undefined for a pool alone. */
  readonly family: 4 | 6 | undefined;
  /** What was asked for, where it is the targetPort of the port and not the port itself. */
  readonly byTargetPort?: number | string;
  /** Which Nodes may be members in nodeport mode, besides what the mapping says. */
  readonly nodeSelector?: readonly Requirement[];
}

/** The virtual's own family where the Service has both, else what there is: BIG-IP translates between them. */
export function chooseFamily(serving: readonly ServingEndpoint[], question: MemberQuestion): 4 | 6 {
  const [first] = question.service.spec?.ipFamilies ?? [];
  const wanted = question.family ?? (first === 'IPv6' ? 6 : 4);
  if (serving.some(({ family }) => family === wanted)) return wanted;
  return serving[0]?.family ?? wanted;
}

function spell(port: ServicePort): string {
  const name = (port.name ?? '') === '' ? 'without a name' : JSON.stringify(port.name);
  return `${port.port} (${name}${(port.protocol ?? 'TCP') === 'TCP' ? '' : `, ${port.protocol}`})`;
}

/** Why a Service has no member on a port although the input says all of it. */
export function emptyBecause({ serving, idle }: EndpointsReading, { key, port }: MemberQuestion): string {
  if (serving.length === 0) {
    const out = idle.length === 0 ? 'no endpoint' : `no ready endpoint (${idle.length} cannot serve)`;
    return `Service ${key} has ${out} for port ${port.port}`;
  }
  const have = spellPorts(serving.flatMap(({ ports }) => ports));
  const ready = serving.length === 1 ? '1 endpoint that serves' : `${serving.length} endpoints that serve`;
  return `Service ${key} has ${ready}, and none of them on its port ${spell(port)}: they have ${have ?? 'no ports'}`;
}

/** Each address and port once, in the order of the addresses. */
export function clusterMembers(inventory: Inventory, question: MemberQuestion, notes: Notes): PoolMembers | Refusal {
  const read = readServingEndpoints(inventory, question.key, question.object, notes);
  if (isRefusal(read)) return read;
  // All endpoints of a slice have the same list of ports.
  const named = new Map<ServingEndpoint['ports'], ReturnType<typeof portsFor>>();
  const onPort = read.serving.filter((endpoint) => {
    const ports = named.get(endpoint.ports) ?? portsFor(endpoint, question.port);
    named.set(endpoint.ports, ports);
    return ports.length > 0;
  });
  const family = chooseFamily(onPort, question);
  const members = new Map<string, Member>();
  for (const endpoint of onPort) {
    if (endpoint.family !== family) continue;
    for (const { port } of named.get(endpoint.ports) ?? []) {
      // The slice's own number, not targetPort: a named targetPort may differ from pod to pod.
      if (port == null || port === 0) {
        return refuse(
          'EndpointPortUnspecified',
          `an EndpointSlice of Service ${question.key} leaves the number of port ${JSON.stringify(question.port.name ?? '')} open`,
        );
      }
      const key = `${endpoint.ip} ${port}`;
      const node = nodeNameOf(inventory, endpoint.ip, endpoint.nodeName);
      const { ip, state } = endpoint;
      const address = { ip, family };
      const member: Member = node === undefined ? { address, port, state } : { address, port, state, node };
      members.set(key, better(members.get(key), member));
    }
  }
  if (members.size > 0) return { members: inOrder(members), held: [] };
  return { members: [], held: [], none: emptyBecause(read, question) };
}
