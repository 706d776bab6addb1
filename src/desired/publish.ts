/** From one request to its entries. */
import type { Node, Service } from '../kubernetes/objects.ts';
import { clusterMembers, type MemberQuestion } from './cluster-members.ts';
import type { Inventory } from './inventory.ts';
import { monitorEntries } from './monitor.ts';
import { poolName, poolUri } from './names.ts';
import type { Neighbours } from './neighbours.ts';
import { nodePortMembers } from './nodeport-members.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';
import { poolEntry } from './pool.ts';
import { addMembers, type PoolMembers } from './pool-members.ts';
import { type PublishRequest, protocolOf } from './request.ts';
import { choosePort } from './service-port.ts';
import type { StateBuilder } from './state-builder.ts';
import { virtualEntry } from './virtual-server.ts';

export interface PublishContext {
  readonly settings: Settings;
  readonly inventory: Inventory;
  readonly notes: Notes;
  readonly state: StateBuilder;
  /** Nodes that may be members, in nodeport mode. */
  readonly nodes: readonly Node[];
  /** In cluster mode with an overlay. */
  readonly neighbours: Neighbours | undefined;
}

function checkType(service: Service, key: string, mode: Settings['mode']): Refusal | undefined {
  const type = service.spec?.type ?? 'ClusterIP';
  if (type === 'ExternalName') {
    return refuse(
      'WrongServiceType',
      `Service ${key} is an ExternalName: a name of the DNS, without endpoints that could be members`,
    );
  }
  if (mode === 'cluster' || type === 'NodePort' || type === 'LoadBalancer') return undefined;
  return refuse('WrongServiceType', `Service ${key} is of type ${type}; nodeport mode needs NodePort or LoadBalancer`);
}

function findBackend(request: PublishRequest, context: PublishContext): PoolMembers | Refusal {
  const { inventory, settings, notes, nodes } = context;
  const key = `${request.namespace}/${request.service}`;
  const service = inventory.services.get(key);
  if (service === undefined) {
    const why = inventory.unreadableServices.has(key) ? 'is in the input and cannot be read' : 'is not in the input';
    return refuse('ServiceNotFound', `Service ${key} ${why}`);
  }
  const wrongType = checkType(service, key, settings.mode);
  if (wrongType !== undefined) return wrongType;
  const port = choosePort(service, key, request.port, protocolOf(request.mode));
  if (isRefusal(port)) return port;
  const question: MemberQuestion = {
    object: request.object,
    key,
    service,
    port,
    family: request.frontend?.address.family,
  };
  if (settings.mode === 'nodeport') return nodePortMembers(question, { inventory, settings, nodes, notes });
  const members = clusterMembers(inventory, question, notes);
  return isRefusal(members) ? members : { members, held: [] };
}

/** Adds what a request asks for, or holds what it has when its input is missing or not understood. */
export function publish(request: PublishRequest, conflict: Refusal | undefined, context: PublishContext): void {
  const { settings, state, notes } = context;
  const { folderUri, owner } = settings;
  const name = poolName(request.names, request.service);
  const backend = findBackend(request, context);
  for (const refusal of [conflict, backend]) if (isRefusal(refusal)) notes.addRefusal(request.object, refusal);
  if (isRefusal(backend) || conflict !== undefined) {
    const reason = conflict?.refused ?? (isRefusal(backend) ? backend.refused : '');
    state.holdRequest(folderUri, request.names, reason, request.frontend === undefined ? name : undefined);
    return;
  }
  const pool = poolUri(folderUri, name);
  const monitors = monitorEntries(name, request.monitors, settings);
  if (request.frontend !== undefined) state.add(virtualEntry(request, request.frontend, name, settings));
  state.add(...monitors.map(({ entry }) => entry));
  state.add(
    poolEntry(
      pool,
      request.loadBalancingMode,
      monitors.map(({ fullPath }) => fullPath),
      owner,
    ),
  );
  addMembers(backend, { object: request.object, pool, folderUri, state, notes, neighbours: context.neighbours });
  if (backend.members.length === 0 && backend.held.length === 0) {
    notes.add(
      request.object,
      'NoReadyEndpoints',
      `Service ${request.namespace}/${request.service} has no ready endpoint for port ${request.port}; its pool is empty`,
    );
  }
  if (monitors.length === 0) {
    notes.add(
      request.object,
      'PoolWithoutMonitor',
      `${request.object} asks for no health monitor, so BIG-IP also sends traffic to members that do not answer`,
    );
  }
}
