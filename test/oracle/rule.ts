/**
 * Whose an object of a mock is, and whether a write to it was its owner's. Written from the contract and the device's own
 * words alone: nothing of this is taken from src, so that both have to be wrong in the same way for a foreign write to pass.
 */
import { isIP } from 'node:net';
import type { MockBigIp } from '../../mocks/index.ts';

type Body = Readonly<Record<string, unknown>>;

/** One write to one object, and what was known of the object before it. */
export interface Write {
  readonly method: string;
  /** `ltm/pool/~k8s~web` */
  readonly uri: string;
  readonly existed: boolean;
  /** The object whose mark decides: a member's pool, a monitor's. */
  readonly decisive: string;
  /** Owners that the marks, or the registries, name. */
  readonly owners: readonly string[];
  readonly appService?: string;
  /** The owner that the write itself names as its own. */
  readonly claims?: string;
  readonly body: Body;
  /** Of a neighbour or an FDB record, before. */
  readonly address?: string;
  readonly name: string;
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);
const bare = (address: unknown): string => String(address).replace(/%\d+/, '').replace(/\/.*/, '');

/** The owner in `managed-by bigip-icontrol/<owner>`, wherever a type carries it. */
function markOf(properties: Body | undefined): string | undefined {
  const { metadata, description } = properties ?? {};
  const items = Array.isArray(metadata) ? metadata.filter(isBody) : [];
  const value = items.find(({ name }) => name === 'managed-by')?.['value'];
  const text = typeof value === 'string' ? value : /^managed-by (\S+)/.exec(String(description ?? ''))?.[1];
  return /^bigip-icontrol\/(.+)$/.exec(text ?? '')?.[1];
}

/** The object that a monitor, profile or member is part of. */
function wholeOf(uri: string): string | undefined {
  const [, pool] = /^(ltm\/pool\/[^/]+)\/members(?:\/|$)/.exec(uri) ?? [];
  if (pool !== undefined) return pool;
  const [, ofMonitor] = /^ltm\/monitor\/[^/]+\/(.+)_\d+_(?:http|tcp|udp)$/.exec(uri) ?? [];
  if (ofMonitor !== undefined) return `ltm/pool/${ofMonitor}`;
  const [, ofProfile] = /^ltm\/persistence\/[^/]+\/(.+)_source_addr$/.exec(uri) ?? [];
  return ofProfile === undefined ? undefined : `ltm/virtual/${ofProfile}`;
}

const registries = 'ltm/data-group/internal';

/** The other unit of a pair: the lists of records are of both, wherever they have been copied to. */
export const peers = new WeakMap<MockBigIp, MockBigIp>();

/** Owners whose registry names an FDB record, on this unit or the other one of its pair. */
function registered(uri: string, device: MockBigIp): readonly string[] {
  const peer = peers.get(device);
  const all = [device, ...(peer === undefined ? [] : [peer])].flatMap((unit) => registeredOn(uri, unit));
  return [...new Set(all)];
}

function registeredOn(uri: string, device: MockBigIp): readonly string[] {
  const [, tunnel = '', mac = ''] = /^net\/fdb\/tunnel\/([^/]+)\/records\/(.+)$/.exec(uri) ?? [];
  const wanted = `${decodeURIComponent(tunnel).replaceAll('~', '/')}/${decodeURIComponent(mac)}`.toLowerCase();
  return device.list(registries).flatMap((group) => {
    const [, owner] = /~bigip-icontrol\.([^~/]+)$/.exec(group) ?? [];
    const records = device.get(group)?.['records'];
    const names = Array.isArray(records) ? records.filter(isBody).map(({ name }) => String(name).toLowerCase()) : [];
    return owner !== undefined && names.includes(wanted) ? [owner] : [];
  });
}

function ownersOf(uri: string, decisive: string, device: MockBigIp): readonly string[] {
  if (/\/records\/[^/]+$/.test(uri) && uri.startsWith('net/fdb/')) return registered(uri, device);
  const [, byName] = new RegExp(`^${registries}/~[^~]+~bigip-icontrol\\.([^~/]+)$`).exec(uri) ?? [];
  const own = byName ?? markOf(device.get(uri)) ?? markOf(device.get(decisive));
  return own === undefined ? [] : [own];
}

/** What is no object: transactions, tokens, commands. */
const commands = /^(?:transaction|sys\/config$|cm(?:\/|$)|sys\/(?:ready|failover)|util\/)/;

const encoded = (name: string): string => encodeURIComponent(name).replaceAll('%3A', ':');

/** As the mock spells it, however the client did. */
function spelt(uri: string): string {
  return uri
    .split('/')
    .map((segment) => encoded(decodeURIComponent(segment)))
    .join('/');
}

/** The last segment of what a POST makes. */
function segment({ name, partition }: Body): string {
  const path = typeof partition === 'string' ? `/${partition}/${String(name)}` : String(name);
  return encoded(path.startsWith('/') ? path.replaceAll('/', '~') : path);
}

function one(method: string, target: string, body: Body, device: MockBigIp): Write {
  const uri = spelt(target);
  const before = device.get(uri);
  const decisive = wholeOf(uri) ?? uri;
  const service = before?.['appService'] ?? device.get(decisive)?.['appService'];
  const address = before?.['ipAddress'] ?? before?.['endpoint'];
  const claims = markOf(body);
  return {
    method,
    uri,
    existed: before !== undefined,
    decisive,
    owners: ownersOf(uri, decisive, device),
    body,
    name: decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)).replace(/^.*~/, ''),
    ...(typeof service === 'string' && service !== 'none' && service !== '' ? { appService: service } : {}),
    ...(claims === undefined ? {} : { claims }),
    ...(address === undefined ? {} : { address: bare(address) }),
  };
}

/** The writes that a request is: of a list of FDB records one for each record that it takes away or changes. */
export function writesOf(method: string, path: string, given: unknown, device: MockBigIp): readonly Write[] {
  const uri = path
    .replace(/^\/mgmt\/tm\//, '')
    .replace(/\?.*$/, '')
    .replace(/\/$/, '');
  if (method === 'GET' || method === 'HEAD' || !path.startsWith('/mgmt/tm/') || commands.test(uri)) return [];
  const body = isBody(given) ? given : {};
  if (method === 'POST') return [one(method, `${uri}/${segment(body)}`, body, device)];
  const { records } = body;
  if (!uri.startsWith('net/fdb/tunnel/') || uri.includes('/records') || !Array.isArray(records))
    return [one(method, uri, body, device)];
  const wanted = new Map(records.filter(isBody).map((record) => [String(record['name']).toLowerCase(), record]));
  return device.list(`${uri}/records`).flatMap((record) => {
    const now = wanted.get(decodeURIComponent(record.slice(record.lastIndexOf('/') + 1)).toLowerCase());
    if (now === undefined) return [one('DELETE', record, {}, device)];
    return bare(now['endpoint']) === bare(device.get(record)?.['endpoint']) ? [] : [one('PATCH', record, now, device)];
  });
}

/** Members of pools that are not this owner's. */
function addressesOfOthers(owner: string, device: MockBigIp): ReadonlySet<string> {
  const pools = device
    .list('ltm/pool')
    .filter((uri) => /^ltm\/pool\/[^/]+$/.test(uri) && markOf(device.get(uri)) !== owner);
  return new Set(
    pools.flatMap((pool) => device.list(`${pool}/members`).map((uri) => bare(device.get(uri)?.['address']))),
  );
}

function hasRecordTo(endpoint: string | undefined, uri: string, device: MockBigIp): boolean {
  const all = uri.slice(0, uri.lastIndexOf('/'));
  return device.list(all).some((record) => bare(device.get(record)?.['endpoint']) === endpoint);
}

/** Why these writes were not this owner's to make; empty when they were. `device` is as it is after all of them. */
export function foreignWrites(writes: readonly Write[], owner: string, device: MockBigIp): readonly string[] {
  const claimed = new Set(
    writes.flatMap(({ uri, claims, owners }) => (claims === owner && owners.length === 0 ? [uri] : [])),
  );
  const adopts = writes.some(({ uri, existed, body }) => claimed.has(uri) && existed && 'metadata' in body);
  let others: ReadonlySet<string> | undefined;
  const objection = (write: Write): string | undefined => {
    const { method, uri, existed, owners, appService, decisive, claims, address, name } = write;
    if (appService !== undefined) return `it is part of the application service ${appService}`;
    const another = owners.find((each) => each !== owner);
    const isFdbRecord = uri.startsWith('net/fdb/') && uri.includes('/records/');
    // What an old registry names and is not there is free for everybody; what another one uses is not to go.
    if (isFdbRecord && method === 'POST' && !existed) return undefined;
    const shares = owners.includes(owner) && !(isFdbRecord && method === 'DELETE');
    if (another !== undefined && !shares) return `it is ${another}'s`;
    // A name that is taken is refused by the device: nothing was written.
    if (method === 'POST' && existed) return undefined;
    if (method === 'POST' && /^ltm\/(?:virtual|pool)\/[^/]+$/.test(uri))
      return claims === owner ? undefined : 'it was made without a mark';
    if (!existed && !uri.includes('/members')) return undefined;
    if (/^net\/(?:arp|ndp)\//.test(uri)) {
      // The contract: they are ours by their name, an address behind `k8s-`.
      if (!name.startsWith('k8s-') || isIP(name.slice(4)) === 0)
        return adopts ? undefined : 'it is not named as ours are';
      if (method !== 'DELETE' || device.get(uri) !== undefined) return undefined;
      others ??= addressesOfOthers(owner, device);
      return others.has(address ?? '') ? `a member of somebody else uses ${address}` : undefined;
    }
    if (isFdbRecord) {
      const fair = owners.includes(owner) || adopts || method !== 'DELETE' || hasRecordTo(address, uri, device);
      return fair ? undefined : 'nobody has registered it';
    }
    // A switch of the system, which overlay.yaml asks for.
    if (uri === 'sys/db/iptunnel.configsync') return undefined;
    if (uri.startsWith('ltm/node/'))
      return method === 'DELETE' && isIP(bare(name)) !== 0 ? undefined : 'nodes are not ours';
    return owners.includes(owner) || claimed.has(decisive) || claimed.has(uri) ? undefined : 'it carries no mark';
  };
  return writes.flatMap((write) => {
    const why = objection(write);
    return why === undefined ? [] : [`${write.method} ${write.uri} by ${owner}: ${why}`];
  });
}
