/** Members in cluster mode: the pods behind one port of a Service. */
import type { Service, ServicePort } from '../kubernetes/objects.ts';
import { readServingEndpoints, type ServingEndpoint } from './endpoints.ts';
import { type Inventory, nodeNameOf } from './inventory.ts';
import type { Member } from './members.ts';
import { byText, isRefusal, type Notes, type Refusal, refuse } from './notes.ts';

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
function chooseFamily(serving: readonly ServingEndpoint[], question: MemberQuestion): 4 | 6 {
  const [first] = question.service.spec?.ipFamilies ?? [];
  const wanted = question.family ?? (first === 'IPv6' ? 6 : 4);
  if (serving.some(({ family }) => family === wanted)) return wanted;
  return serving[0]?.family ?? wanted;
}

function better(a: Member | undefined, b: Member): Member {
  // Of an address in two slices, as while it moves between them, the one that is ready counts.
  return a === undefined || (a.state === 'draining' && b.state === 'enabled') ? b : a;
}

/** Each address and port once, in the order of the addresses. */
export function clusterMembers(
  inventory: Inventory,
  question: MemberQuestion,
  notes: Notes,
): readonly Member[] | Refusal {
  const read = readServingEndpoints(inventory, question.key, question.object, notes);
  if (isRefusal(read)) return read;
  const family = chooseFamily(read.serving, question);
  const portName = question.port.name ?? '';
  const members = new Map<string, Member>();
  for (const endpoint of read.serving) {
    if (endpoint.family !== family) continue;
    for (const port of endpoint.ports) {
      // The slice's own number, not targetPort: a named targetPort may differ from pod to pod.
      if ((port.name ?? '') !== portName) continue;
      if (port.port == null || port.port === 0) {
        return refuse(
          'EndpointPortUnspecified',
          `an EndpointSlice of Service ${question.key} leaves the number of port ${JSON.stringify(portName)} open`,
        );
      }
      const key = `${endpoint.ip} ${port.port}`;
      const node = nodeNameOf(inventory, endpoint.ip, endpoint.nodeName);
      const member: Member = {
        address: { ip: endpoint.ip, family },
        port: port.port,
        state: endpoint.state,
        ...(node === undefined ? {} : { node }),
      };
      members.set(key, better(members.get(key), member));
    }
  }
  return [...members].sort(([a], [b]) => byText(a, b)).map(([, member]) => member);
}
