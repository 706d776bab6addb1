/** The chain of one request: who asks, the Service's port, the candidates, and what stands on the BIG-IP for each. */
import type { Entry } from '../state.ts';
import { formatDestination } from '../values/destination.ts';
import { questionOf } from './backend.ts';
import { candidatesOf, type Found, memberName } from './candidates.ts';
import type { MemberQuestion } from './cluster-members.ts';
import type { Candidate, Chain, ServiceLink } from './explanation.ts';
import type { Mapped } from './mapping.ts';
import { memberUriPrefix } from './members.ts';
import { poolName, poolUri, virtualUri } from './names.ts';
import { isRefusal, printable } from './notes.ts';
import type { Backend, HeldAsking, PublishRequest } from './request.ts';
import { recordUri } from './vteps.ts';

export interface ChainContext extends Mapped {
  readonly byUri: ReadonlyMap<string, Entry>;
  /** Reasons of what is held, by URI. */
  readonly heldByUri: ReadonlyMap<string, string>;
}

export function chainContext(mapped: Mapped): ChainContext {
  const { objects, held } = mapped.desired;
  return {
    ...mapped,
    byUri: new Map(objects.map((entry) => [entry.uri, entry])),
    heldByUri: new Map(held.map(({ uri, reason }) => [uri, reason])),
  };
}

/** ARP entry and FDB record of a member, where an overlay is asked for. */
function overlayOf(found: Found, { overlay, context, byUri }: ChainContext): Pick<Candidate, 'arp' | 'fdb'> {
  const { neighbours } = context;
  const { at, node } = found;
  if (overlay === undefined || neighbours === undefined || at === undefined) return {};
  const member = {
    address: { ip: at.ip, family: at.family },
    port: at.port,
    state: 'enabled',
    ...(node === undefined ? {} : { node }),
  } as const;
  const neighbour = neighbours.of(member);
  const tunnel = overlay.tunnelOf(at.family);
  const vtep = overlay.vtepOf(node ?? '', at.family);
  const record = vtep === undefined || tunnel === undefined ? undefined : byUri.get(recordUri(tunnel, vtep.mac).uri);
  const fdb = record === undefined || vtep === undefined ? {} : { fdb: { uri: record.uri, endpoint: vtep.endpoint } };
  if (neighbour === undefined) return { arp: { none: 'it is in the network of its Node, which no tunnel carries' } };
  if (isRefusal(neighbour)) return { arp: { none: neighbour.message } };
  if ('outside' in neighbour) return { arp: { none: `it lies outside the pod network of ${neighbour.outside}` } };
  const { uri, properties } = neighbour.entry;
  return { arp: { uri, macAddress: String(properties['macAddress']) }, ...fdb };
}

/** `prefix` begins the URIs of the pool's members. */
function settle(found: Found, request: PublishRequest, prefix: string, chain: ChainContext): Candidate {
  const { at, ...facts } = found;
  if (at === undefined) return { ...facts, outcome: 'out' };
  const name = memberName(at);
  const uri = `${prefix}${name}`;
  const entry = chain.byUri.get(uri);
  const overlay = overlayOf(found, chain);
  if (entry === undefined) {
    const reason = chain.heldByUri.get(uri);
    const none = overlay.arp !== undefined && 'none' in overlay.arp ? overlay.arp.none : undefined;
    const why = reason === undefined ? 'the whole is held' : (none ?? reason);
    return { ...facts, outcome: 'held', why, member: { uri, name } };
  }
  const { ratio, session } = entry.properties;
  const weighed = request.backends !== undefined && request.backends.length > 1 && typeof ratio === 'number';
  return {
    ...facts,
    outcome: session === 'user-disabled' ? 'draining' : 'member',
    member: { uri, name, ...(weighed ? { ratio } : {}) },
    ...overlay,
  };
}

function portOf({ port: { port, name, protocol, targetPort, nodePort } }: MemberQuestion): ServiceLink['port'] {
  return {
    port,
    name: name ?? '',
    protocol: protocol ?? 'TCP',
    ...(targetPort == null ? {} : { targetPort }),
    ...(nodePort == null || nodePort === 0 ? {} : { nodePort }),
  };
}

function serviceLink(request: PublishRequest, backend: Backend, chain: ChainContext): ServiceLink {
  const { inventory, settings } = chain.context;
  const question = questionOf(request, backend, inventory, settings.mode);
  const head = {
    service: `${backend.namespace}/${backend.service}`,
    asked: backend.port,
    ...((request.backends?.length ?? 1) > 1 ? { weight: backend.weight } : {}),
  };
  if (isRefusal(question)) {
    return { ...head, problem: { reason: question.refused, message: printable(question.message) }, candidates: [] };
  }
  const port = portOf(question);
  const found = candidatesOf(question, chain.context);
  const prefix = memberUriPrefix(
    poolUri(settings.folderUri, poolName(request.names, request.service)),
    settings.folderUri,
  );
  const candidates =
    backend.weight === 0
      ? found.map(({ at: _, ...facts }): Candidate => ({ ...facts, outcome: 'out', why: 'its Service has weight 0' }))
      : found.map((one) => settle(one, request, prefix, chain));
  return { ...head, ...(port === undefined ? {} : { port }), candidates };
}

/** The diagnostic that says why something is held. */
function whyHeld(object: string, reason: string, { desired }: Mapped): Pick<Chain, 'reason' | 'message'> {
  const note = desired.diagnostics.find((one) => one.object === object && one.reason === reason);
  return { reason, ...(note === undefined ? {} : { message: note.message }) };
}

export function chainOf(request: PublishRequest, chain: ChainContext): Chain {
  const { settings } = chain.context;
  const { names, frontend, object } = request;
  const pool = poolUri(settings.folderUri, poolName(names, request.service));
  const virtual = virtualUri(settings.folderUri, names);
  const reason = chain.heldByUri.get(frontend === undefined ? pool : virtual);
  const backends = request.backends ?? [
    { namespace: request.namespace, service: request.service, port: request.port, weight: 1 },
  ];
  const conflict = chain.conflicts.get(names.virtual);
  const services = backends.map((backend) => serviceLink(request, backend, chain));
  const problem = services.find((link) => link.problem !== undefined)?.problem;
  const held = reason === undefined ? {} : whyHeld(object, reason, chain);
  const message = conflict?.message ?? problem?.message ?? held.message;
  const alone = frontend === undefined ? whyHeld(object, 'PoolAlone', chain).message : undefined;
  return {
    object,
    outcome: reason === undefined ? 'published' : 'held',
    ...held,
    ...(reason === undefined || message === undefined ? {} : { message }),
    ...(alone === undefined ? {} : { withoutVirtual: alone }),
    ...(frontend === undefined
      ? {}
      : {
          virtual: { uri: virtual, destination: formatDestination({ folder: `/${settings.partition}`, ...frontend }) },
        }),
    pool,
    services,
  };
}

export function heldChain({ object, names, refusal }: HeldAsking, { context }: ChainContext): Chain {
  const { folderUri } = context.settings;
  return {
    object,
    outcome: 'held',
    reason: refusal.refused,
    message: printable(refusal.message),
    ...('everything' in names ? {} : { virtual: { uri: virtualUri(folderUri, names), destination: '' } }),
    services: [],
  };
}
