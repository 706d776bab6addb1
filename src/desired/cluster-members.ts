/** Members in cluster mode: the pods behind one port of a Service. */
import type { Service, ServicePort } from '../kubernetes/objects.ts';
import { type EndpointsReading, portsNamed, readServingEndpoints, type ServingEndpoint } from './endpoints.ts';
import { type Inventory, nodeNameOf } from './inventory.ts';
import { better, inOrder, type Member, type PoolMembers } from './members.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import { listed } from './words.ts';

export interface MemberQuestion {
  /** Who asks, as diagnostics write it. */
  readonly object: string;
  /** `namespace/service`. */
  readonly key: string;
  readonly service: Service;
  readonly port: ServicePort;
  /** Family of the virtual server; undefined for a pool alone. */
  readonly family: 4 | 6 | undefined;
}

/** The virtual's own family where the Service has both, else what there is: BIG-IP translates between them. */
export function chooseFamily(serving: readonly ServingEndpoint[], question: MemberQuestion): 4 | 6 {
  const [first] = question.service.spec?.ipFamilies ?? [];
  const wanted = question.family ?? (first === 'IPv6' ? 6 : 4);
  if (serving.some(({ family }) => family === wanted)) return wanted;
  return serving[0]?.family ?? wanted;
}

function spell(port: ServicePort): string {
  return (port.name ?? '') === '' ? `${port.port}, which has no name` : `${port.port} (${JSON.stringify(port.name)})`;
}

/** Why a Service has no member on a port although the input says all of it. */
export function emptyBecause({ serving, idle }: EndpointsReading, { key, port }: MemberQuestion): string {
  if (serving.length === 0) {
    const out = idle.length === 0 ? 'no endpoint' : `no ready endpoint (${idle.length} cannot serve)`;
    return `Service ${key} has ${out} for port ${port.port}`;
  }
  const names = new Set(serving.flatMap(({ ports }) => ports.map(({ name }) => JSON.stringify(name ?? ''))));
  const have =
    names.size === 0
      ? 'they have no ports'
      : `they have the port${names.size === 1 ? '' : 's'} ${listed([...names].sort())}`;
  const ready = serving.length === 1 ? '1 endpoint that serves' : `${serving.length} endpoints that serve`;
  return `Service ${key} has ${ready}, and none of them on its port ${spell(port)}: ${have}`;
}

/** Each address and port once, in the order of the addresses. */
export function clusterMembers(inventory: Inventory, question: MemberQuestion, notes: Notes): PoolMembers | Refusal {
  const read = readServingEndpoints(inventory, question.key, question.object, notes);
  if (isRefusal(read)) return read;
  const portName = question.port.name ?? '';
  // All endpoints of a slice have the same list of ports.
  const named = new Map<ServingEndpoint['ports'], ReturnType<typeof portsNamed>>();
  const onPort = read.serving.filter((endpoint) => {
    const ports = named.get(endpoint.ports) ?? portsNamed(endpoint, portName);
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
          `an EndpointSlice of Service ${question.key} leaves the number of port ${JSON.stringify(portName)} open`,
        );
      }
      const key = `${endpoint.ip} ${port}`;
      const node = nodeNameOf(inventory, endpoint.ip, endpoint.nodeName);
      const member: Member = {
        address: { ip: endpoint.ip, family },
        port,
        state: endpoint.state,
        ...(node === undefined ? {} : { node }),
      };
      members.set(key, better(members.get(key), member));
    }
  }
  if (members.size > 0) return { members: inOrder(members), held: [] };
  return { members: [], held: [], none: emptyBecause(read, question) };
}
