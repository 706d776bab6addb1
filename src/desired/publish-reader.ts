/** One item of a `publish:` list: a request for each of its ports. */
import { keyOf, type Service } from '../kubernetes/objects.ts';
import { type Address, parseAddress } from '../values/address.ts';
import { listed } from '../values/words.ts';
import { findService } from './backend.ts';
import type { Inventory } from './inventory.ts';
import { askerPrefix, fitsBigIp, portNames, type RequestNames } from './names.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';
import { checkExcept, isPort } from './publish-except.ts';
import { type PublishItem, type PublishPort, publishItemSchema } from './publish-item.ts';
import { finishOf, type Wished } from './publish-settings.ts';
import { type Asked, type HeldAsking, type PublishRequest, protocolOf } from './request.ts';
import { spellProblems } from './schema-problems.ts';
import { choosePort } from './service-port.ts';

export interface PublishListContext {
  readonly settings: Settings;
  readonly inventory: Inventory;
  readonly notes: Notes;
}

/** An item that has a name, and whatever else. */
export interface NamedItem {
  readonly namespace: string;
  readonly name: string;
  readonly item: unknown;
  /** Where it stands: `publish[2] of gateway.yaml`. */
  readonly place: string;
}

function objectOf({ namespace, name }: NamedItem): string {
  return `Publish/${namespace}/${name}`;
}

/** All that the item may have is held. */
export function heldItem(named: NamedItem, refusal: Refusal): Asked {
  const names = { everything: askerPrefix('publish', named.namespace, named.name) };
  return { requests: [], held: [{ object: objectOf(named), names, refusal }] };
}

function validate({ item, place }: NamedItem): PublishItem | Refusal {
  const read = publishItemSchema().safeParse(item);
  if (read.success) return read.data;
  const { text, path } = spellProblems(read.error, 'the item');
  return refuse('InvalidPublish', `${place}: ${text}`, path === '' ? undefined : path);
}

function addressOf({ address }: PublishItem, { place }: NamedItem): Address | Refusal {
  try {
    return parseAddress(address);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('InvalidPublish', `${place}: address: ${why}`, 'address');
  }
}

const statusPorts: ReadonlySet<number | string> = new Set([15_020, 15_021, 'status-port']);

/** All ports of a Service but those that are left out. */
function allPorts(item: PublishItem, service: Service, note: (message: string) => void): PublishPort[] | Refusal {
  const ports = service.spec?.ports ?? [];
  const chosen = ports.filter((port) => !item.except?.some((entry) => isPort(entry, port)));
  if (chosen.length === 0) {
    const why = ports.length === 0 ? 'has no ports' : 'has no port that is not left out';
    return refuse('ServicePortNotFound', `Service ${keyOf(service)} ${why}`);
  }
  return chosen.flatMap(({ port, name, protocol }): PublishPort[] => {
    if (protocol === 'SCTP') {
      note(`port ${port} is SCTP, which is not published`);
      return [];
    }
    if (statusPorts.has(port) || statusPorts.has(name ?? ''))
      note(`port ${port} looks like the status port of a proxy, and is published; leave it out by "except: [${port}]"`);
    return [{ port, protocol: protocol ?? 'TCP' }];
  });
}

/** The number that a virtual server listens on. */
function listenOn(
  { port, listen }: PublishPort,
  protocol: 'TCP' | 'UDP',
  service: Service | Refusal,
): number | Refusal {
  if (listen !== undefined) return listen;
  if (typeof port === 'number') return port;
  if (isRefusal(service)) return service;
  const chosen = choosePort(service, keyOf(service), port, protocol);
  return isRefusal(chosen) ? chosen : chosen.port;
}

function readPort(
  named: NamedItem,
  item: PublishItem,
  port: PublishPort,
  { address, service, context }: { address: Address; service: Service | Refusal; context: PublishListContext },
): readonly (PublishRequest | HeldAsking)[] {
  const { namespace, name } = named;
  const stated = statedProtocol(item, port);
  const found = stated ?? protocolOfPort(port, service);
  const ask = (protocol: 'TCP' | 'UDP', refusal?: Refusal): PublishRequest | HeldAsking => {
    const names = portNames('publish', namespace, name, protocol, port.listen ?? port.port);
    if (refusal !== undefined) return { object: objectOf(named), names, refusal };
    return readPortOf(named, item, port, { address, service, context, protocol, names });
  };
  // Which of the two it has is not known, so whatever it has stays.
  return isRefusal(found) ? [ask('TCP', found), ask('UDP', found)] : [ask(found)];
}

function statedProtocol(item: PublishItem, port: PublishPort): 'TCP' | 'UDP' | undefined {
  const { protocol } = port;
  if (protocol !== undefined) return protocol.toUpperCase() === 'UDP' ? 'UDP' : 'TCP';
  const mode = port.mode ?? item.mode;
  return mode === undefined ? undefined : mode === 'udp' ? 'UDP' : 'TCP';
}

/** A name is that of one port alone, whose protocol is meant then; TCP and UDP may share a number, which is the one of TCP. */
function protocolOfPort({ port }: PublishPort, service: Service | Refusal): 'TCP' | 'UDP' | Refusal {
  if (typeof port === 'number') return 'TCP';
  if (isRefusal(service)) return service;
  const chosen = choosePort(service, keyOf(service), port, 'TCP');
  if (!isRefusal(chosen)) return 'TCP';
  return isRefusal(choosePort(service, keyOf(service), port, 'UDP')) ? chosen : 'UDP';
}

interface PortContext {
  readonly address: Address;
  readonly service: Service | Refusal;
  readonly context: PublishListContext;
  readonly protocol: 'TCP' | 'UDP';
  readonly names: RequestNames;
}

/** How a port of UDP is asked for, where nothing says that it is one. */
function udpAdvice(item: PublishItem, port: PublishPort, service: Service | Refusal): Refusal | undefined {
  if (isRefusal(service) || statedProtocol(item, port) !== undefined) return undefined;
  const tcp = choosePort(service, keyOf(service), port.port, 'TCP');
  if (!isRefusal(tcp) || isRefusal(choosePort(service, keyOf(service), port.port, 'UDP'))) return undefined;
  return refuse(tcp.refused, `${tcp.message}; say {port: ${port.port}, protocol: UDP}`, tcp.path);
}

interface Secured {
  readonly tls: Pick<PublishItem, 'clientSsl' | 'serverSsl'>;
  /** Which of the item's profiles the port does not get. */
  readonly without?: string;
}

/** SSL profiles are for TCP: a port of UDP does not get those of its item, and cannot ask for them. */
function tlsOf(item: PublishItem, port: PublishPort, protocol: 'TCP' | 'UDP'): Secured | Refusal {
  if (protocol === 'TCP') return { tls: {} };
  const fields = ['clientSsl', 'serverSsl'] as const;
  const own = fields.find((field) => port[field] !== undefined);
  if (own !== undefined) return refuse('InvalidPublish', `port ${port.port} is UDP, and ${own} is for TCP`, own);
  const lost = fields.filter((field) => item[field] !== undefined);
  const tls = { clientSsl: undefined, serverSsl: undefined };
  return lost.length === 0 ? { tls } : { tls, without: listed(lost) };
}

function readPortOf(
  named: NamedItem,
  item: PublishItem,
  port: PublishPort,
  { address, service, context, protocol, names }: PortContext,
): PublishRequest | HeldAsking {
  const { settings, notes } = context;
  const { namespace, place } = named;
  const object = objectOf(named);
  const held = (refusal: Refusal): HeldAsking => ({ object, names, refusal });
  if (!fitsBigIp(names))
    return held(refuse('NameTooLong', `${object}: the names of its objects would be longer than 255 characters`));
  const advice = protocol === 'TCP' ? udpAdvice(item, port, service) : undefined;
  if (advice !== undefined) return held(advice);
  const listen = listenOn(port, protocol, service);
  if (isRefusal(listen)) return held(listen);
  const own = Object.fromEntries(Object.entries(port).filter(([, value]) => value !== undefined));
  const secured = tlsOf(item, port, protocol);
  if (isRefusal(secured)) return held(refuse(secured.refused, `${place}: ${secured.message}`, secured.path));
  if (secured.without !== undefined)
    notes.add(
      object,
      'PublishedPortDoubtful',
      `${object}: port ${port.port} is UDP, and is published without the item’s ${secured.without}`,
    );
  const wished: Wished = { ...item, ...own, ...secured.tls };
  const known = isRefusal(service) ? undefined : service;
  const read = finishOf(wished, { object, place, protocol, service: known, settings, notes });
  if (isRefusal(read)) return held(read);
  const services = item.services ?? [{ service: item.service ?? '', weight: 1 }];
  return {
    object,
    createdAt: undefined,
    names,
    namespace,
    service: services[0]?.service ?? '',
    port: port.port,
    frontend: { address, port: listen },
    backends: services.map((backend) => ({ namespace, ...backend, port: port.port })),
    ...read,
  };
}

/** Two entries that would listen on one port, or have one name. */
function repeated(requests: readonly PublishRequest[]): string | undefined {
  const seen = new Set<string>();
  for (const { names, frontend, mode } of requests) {
    const place = `${frontend?.port} ${protocolOf(mode)}`;
    if (seen.has(names.virtual) || seen.has(place)) return place;
    seen.add(names.virtual).add(place);
  }
  return undefined;
}

/** What one item asks for. What is wrong with one port holds that port alone. */
export function readItem(named: NamedItem, context: PublishListContext): Asked {
  const item = validate(named);
  if (isRefusal(item)) return heldItem(named, item);
  const first = item.services?.[0]?.service ?? item.service ?? '';
  const service = findService(`${named.namespace}/${first}`, context.inventory, context.settings.mode);
  const object = objectOf(named);
  const note = (message: string): void => context.notes.add(object, 'PublishedPortDoubtful', `${object}: ${message}`);
  const written =
    item.ports === 'all' ? undefined : item.ports.map((port) => (typeof port === 'object' ? port : { port }));
  const ports = written ?? (isRefusal(service) ? service : allPorts(item, service, note));
  if (isRefusal(ports)) return heldItem(named, ports);
  const address = addressOf(item, named);
  if (isRefusal(address)) return heldItem(named, address);
  const requests: PublishRequest[] = [];
  const held: HeldAsking[] = [];
  if (!isRefusal(service)) held.push(...checkExcept({ ...named, object }, item, service, context.notes));
  const doubtful = new Set(held.flatMap(({ names }) => ('virtual' in names ? names.virtual : [])));
  for (const port of ports) {
    for (const read of readPort(named, item, port, { address, service, context })) {
      if ('refusal' in read) held.push(read);
      else if (!doubtful.has(read.names.virtual)) requests.push(read);
    }
  }
  const twice = repeated(requests);
  if (twice === undefined) return { requests, held, decided: [askerPrefix('publish', named.namespace, named.name)] };
  return heldItem(named, refuse('InvalidPublish', `${named.place}: two of its ports listen on ${twice}`, 'ports'));
}
