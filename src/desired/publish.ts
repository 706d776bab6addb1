/** From one request to its entries. */
import { listed } from '../values/words.ts';
import { type BackendContext, findMembers } from './backend.ts';
import { monitorEntries } from './monitor.ts';
import { poolName, poolUri } from './names.ts';
import type { Neighbours } from './neighbours.ts';
import { isRefusal, type Refusal } from './notes.ts';
import { persistenceEntry } from './persistence.ts';
import { poolEntry } from './pool.ts';
import { addMembers } from './pool-members.ts';
import type { PublishRequest } from './request.ts';
import { limitedTo } from './source-ranges.ts';
import type { StateBuilder } from './state-builder.ts';
import { virtualEntry } from './virtual-server.ts';

export interface PublishContext extends BackendContext {
  readonly state: StateBuilder;
  /** In cluster mode with an overlay. */
  readonly neighbours: Neighbours | undefined;
}

/** Says what a Service asks of a load balancer, and nobody does here; whoever says rules or VLANs has seen to it. */
function noteSourceRanges(request: PublishRequest, { inventory, notes }: PublishContext): void {
  const { finish, namespace, service: name, frontend, object, backends = [{ namespace, service: name }] } = request;
  if (frontend === undefined || (finish?.rules.length ?? 0) > 0 || (finish?.vlans.length ?? 0) > 0) return;
  for (const backend of backends) {
    const key = `${backend.namespace}/${backend.service}`;
    const service = inventory.services.get(key);
    const ranges = service === undefined ? [] : limitedTo(service);
    if (ranges.length === 0) continue;
    const message = `Service ${key} lets in ${listed(ranges, 5)} alone (spec.loadBalancerSourceRanges), and what is published of it answers everybody; keep the others out by rules or vlans`;
    notes.add(object, 'SourceRangesIgnored', message);
  }
}

/** Adds what a request asks for, or holds what it has when its input is missing or not understood. */
export function publish(request: PublishRequest, conflict: Refusal | undefined, context: PublishContext): void {
  const { settings, state, notes } = context;
  const { folderUri, owner } = settings;
  const name = poolName(request.names, request.service);
  const backend = findMembers(request, context);
  for (const refusal of [conflict, backend]) if (isRefusal(refusal)) notes.addRefusal(request.object, refusal);
  if (isRefusal(backend) || conflict !== undefined) {
    const reason = conflict?.refused ?? (isRefusal(backend) ? backend.refused : '');
    state.holdRequest(folderUri, request.names, reason, request.frontend === undefined ? name : undefined);
    return;
  }
  noteSourceRanges(request, context);
  const pool = poolUri(folderUri, name);
  const monitors = monitorEntries(name, request.monitors, settings);
  const rule = [...monitors.map(({ fullPath }) => fullPath), ...(request.foreignMonitors ?? [])];
  const persistence = persistenceEntry(request, settings);
  if (persistence !== undefined) state.add(persistence);
  if (request.frontend !== undefined) state.add(virtualEntry(request, request.frontend, name, settings));
  state.add(...monitors.map(({ entry }) => entry), poolEntry(pool, request, rule, owner));
  addMembers(backend, { object: request.object, pool, folderUri, state, notes, neighbours: context.neighbours });
  if (backend.members.length === 0 && backend.held.length === 0) {
    const why = backend.none ?? `Service ${request.namespace}/${request.service} has no Node that answers for it`;
    notes.add(request.object, 'NoReadyEndpoints', `${why}; its pool is empty`);
  }
  if (rule.length === 0) {
    notes.add(
      request.object,
      'PoolWithoutMonitor',
      `${request.object} asks for no health monitor, so BIG-IP also sends traffic to members that do not answer`,
    );
  }
}
