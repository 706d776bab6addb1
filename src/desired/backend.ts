/** From the Services of a request to the members of its pool. */
import type { Node, Service } from '../kubernetes/objects.ts';
import { clusterMembers, type MemberQuestion } from './cluster-members.ts';
import type { Inventory } from './inventory.ts';
import type { PoolMembers } from './members.ts';
import { nodePortMembers } from './nodeport-members.ts';
import { nodePortLocalMembers } from './nodeportlocal-members.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';
import { type Backend, type PublishRequest, protocolOf } from './request.ts';
import { choosePort, type PodPort, portOfTarget } from './service-port.ts';
import { type WeighedMembers, weigh } from './weights.ts';

export interface BackendContext {
  readonly settings: Settings;
  readonly inventory: Inventory;
  readonly notes: Notes;
  /** Nodes that may be members, in nodeport mode. */
  readonly nodes: readonly Node[];
}

/** Whether a Service of this type has members in a mode. */
function checkType(service: Service, key: string, mode: Settings['mode']): Refusal | undefined {
  const type = service.spec?.type ?? 'ClusterIP';
  if (type === 'ExternalName') {
    return refuse(
      'WrongServiceType',
      `Service ${key} is an ExternalName: a name of the DNS, without endpoints that could be members`,
    );
  }
  if (mode !== 'nodeport' || type === 'NodePort' || type === 'LoadBalancer') return undefined;
  return refuse('WrongServiceType', `Service ${key} is of type ${type}; nodeport mode needs NodePort or LoadBalancer`);
}

/** The Service of a key, or why it cannot be published. */
export function findService(key: string, inventory: Inventory, mode: Settings['mode']): Service | Refusal {
  const service = inventory.services.get(key);
  if (service === undefined) {
    const why = inventory.unreadableServices.has(key) ? 'is in the input and cannot be read' : 'is not in the input';
    return refuse('ServiceNotFound', `Service ${key} ${why}`);
  }
  return checkType(service, key, mode) ?? service;
}

function* podPorts(key: string, { slices }: Inventory): Generator<PodPort> {
  for (const { ports } of slices.get(key) ?? []) yield* ports ?? [];
}

/** The Service and its port that stand behind a pool, as what its members are looked for by. */
export function questionOf(
  request: PublishRequest,
  { namespace, service: name, port: asked, orTargetPort = false, nodeSelector }: Omit<Backend, 'weight'>,
  inventory: Inventory,
  mode: Settings['mode'],
): MemberQuestion | Refusal {
  const key = `${namespace}/${name}`;
  const service = findService(key, inventory, mode);
  if (isRefusal(service)) return service;
  const protocol = protocolOf(request.mode);
  const chosen = choosePort(service, key, asked, protocol, podPorts(key, inventory));
  const target = isRefusal(chosen) && orTargetPort ? portOfTarget(service, asked, protocol) : undefined;
  const port = target ?? chosen;
  if (isRefusal(port)) return port;
  return {
    object: request.object,
    key,
    service,
    port,
    family: request.frontend?.address.family,
    ...(target === undefined ? {} : { byTargetPort: asked }),
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
  };
}

function membersFor(question: MemberQuestion, context: BackendContext): PoolMembers | Refusal {
  const { inventory, settings, notes } = context;
  switch (settings.mode) {
    case 'cluster':
      return clusterMembers(inventory, question, notes);
    case 'nodeport':
      return nodePortMembers(question, context);
    case 'nodeportlocal':
      return nodePortLocalMembers(inventory, question, notes);
  }
}

/** The members of a request's pool, or why they are not known. */
export function findMembers(request: PublishRequest, context: BackendContext): PoolMembers | Refusal {
  const { inventory, settings } = context;
  const ask = (backend: Omit<Backend, 'weight'>): PoolMembers | Refusal => {
    const question = questionOf(request, backend, inventory, settings.mode);
    if (isRefusal(question)) return question;
    const { byTargetPort, key, port } = question;
    if (byTargetPort !== undefined) {
      const message = `${byTargetPort} is no port of Service ${key}, and the targetPort of its port ${port.port}, which is taken`;
      context.notes.add(request.object, 'TargetPortTaken', message);
    }
    return membersFor(question, context);
  };
  if (request.backends === undefined) return ask(request);
  const parts: WeighedMembers[] = [];
  for (const backend of request.backends) {
    const found = ask(backend);
    if (isRefusal(found)) return found;
    parts.push({ weight: backend.weight, found });
  }
  return weigh(parts);
}
