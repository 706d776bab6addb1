/**
 * A device that spells its lists in every way that is known of any BIG-IP: the mock has the spelling of one version, others
 * say the same in other words (facts: icontrol-rest 5.7, 5.8, 5.11, 5.13, 5.15, 8.6). What is spelt otherwise than any
 * recording has it, and only feared, is the case of MAC addresses, the long form of IPv6, names of services, numbers and
 * flags in another JSON type, line ends that are no escapes, and what is left out of the items of a list.
 */
import { isIP, isIPv6 } from 'node:net';
import type { Transport, TransportReply, TransportRequest } from '../../src/icontrol/transport.ts';

type Body = { readonly [key: string]: unknown };
type Respell = (value: unknown, routeDomain: number) => unknown;

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `fd00::1` -> `FD00:0:0:0:0:0:0:1`. */
function longForm(ip: string): string {
  const [head = '', tail] = ip.toUpperCase().split('::');
  const groups = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(':'));
  if (tail === undefined) return ip.toUpperCase();
  const [front, back] = [groups(head), groups(tail)];
  return [...front, ...new Array<string>(8 - front.length - back.length).fill('0'), ...back].join(':');
}

/** The same address, with its route domain said. */
function address(text: unknown, routeDomain: number): unknown {
  if (typeof text !== 'string') return text;
  const [ip = '', stated] = text.split('%');
  if (isIP(ip) === 0) return text;
  return `${isIPv6(ip) ? longForm(ip) : ip}%${stated ?? routeDomain}`;
}

/** What stands behind the address stays: a port, or the length of a network. */
function addressBefore(end: RegExp): Respell {
  return (text, routeDomain) => {
    if (typeof text !== 'string') return text;
    const at = text.search(end);
    const from = text.lastIndexOf('/', at - 1) + 1;
    return `${text.slice(0, from)}${String(address(text.slice(from, at), routeDomain))}${text.slice(at)}`;
  };
}

const reversed: Respell = (list) => (Array.isArray(list) ? [...list].reverse() : list);

/** Every monitor must be up, whatever their order; up to 13.1 the rule ends with a space. */
const rule: Respell = (text) =>
  typeof text === 'string' && text.startsWith('/') ? `${text.trim().split(' and ').reverse().join(' and ')} ` : text;

const linked: Respell = (value) =>
  isBody(value) && value['pool'] !== undefined
    ? { poolReference: { link: 'https://localhost/mgmt/tm/ltm/snatpool/x' }, ...value }
    : value;

const services: Readonly<Record<string, string>> = { 80: 'http', 443: 'https', 8080: 'webcache' };

/** `tmsh` and older versions write the name of a service where they know one. */
const withService: Respell = (text) =>
  typeof text === 'string' ? text.replace(/\d+$/, (port) => services[port] ?? port) : text;

const withDomain = addressBefore(/[:.]\d+$/);

/** Which monitors, in another order, and with the braces as some write them. */
const anyRule: Respell = (text, routeDomain) => {
  const [, count, names = ''] = /^min (\d+) of \{ (.*) \}\s*$/.exec(String(text)) ?? [];
  return count === undefined
    ? rule(text, routeDomain)
    : `min ${count} of \\{ ${names.split(' ').reverse().join(' ')} \\} `;
};

const asText: Respell = (value) => (typeof value === 'number' ? String(value) : value);

/** What is left out of an item means the same as what most versions say. */
const without =
  (...keys: readonly string[]): Respell =>
  (list, routeDomain) =>
    (reversed(list, routeDomain) as readonly unknown[] | undefined)?.map((item) =>
      isBody(item) ? Object.fromEntries(Object.entries(item).filter(([key]) => !keys.includes(key))) : item,
    );

const unnamed: Respell = (reference, routeDomain) =>
  isBody(reference) && Array.isArray(reference['items'])
    ? { ...reference, items: without('fullPath')(reference['items'], routeDomain) }
    : reference;

/** A text with its line ends as they are. */
const unescaped: Respell = (text) =>
  typeof text === 'string' ? text.replaceAll('\\r', '\r').replaceAll('\\n', '\n').replaceAll('\\t', '\t') : text;

const monitorText = { send: unescaped, recv: unescaped, interval: asText, timeout: asText } as const;

const spellings: Readonly<Record<string, Readonly<Record<string, Respell>>>> = {
  virtual: {
    destination: (text, routeDomain) => withService(withDomain(text, routeDomain), routeDomain),
    metadata: without('persist'),
    mirror: (word) => (word === undefined ? word : word === 'enabled'),
    persist: without('tmDefault'),
    policiesReference: unnamed,
    profilesReference: unnamed,
    sourceAddressTranslation: (value, routeDomain) =>
      isBody(value) && value['type'] === 'none' ? {} : linked(value, routeDomain),
    vlans: reversed,
    vlansDisabled: (flag) => (flag === true ? null : flag),
    vlansEnabled: (flag) => (flag === true ? null : flag),
  },
  pool: { monitor: anyRule, metadata: without('persist'), reselectTries: asText },
  http: monitorText,
  tcp: monitorText,
  udp: monitorText,
  'source-addr': { timeout: (text) => (/^\d+$/.test(String(text)) ? Number(text) : text) },
  members: { address, metadata: reversed, ratio: asText },
  arp: { ipAddress: address, macAddress: (mac) => String(mac).toUpperCase() },
  ndp: { ipAddress: address, macAddress: (mac) => String(mac).toUpperCase().replaceAll(':0', ':') },
  records: { endpoint: address },
  route: { gw: address, network: addressBefore(/\/\d+$/) },
  internal: { records: reversed },
};

/** What some versions say of what is not set. */
const nothing: Readonly<Record<string, Body>> = {
  http: { recv: 'none', send: '' },
  tcp: { recv: 'none', send: 'none' },
  udp: { recv: '', send: 'none' },
  pool: { monitor: '', description: 'none', appService: 'none' },
  virtual: { description: '', appService: 'none', persist: [], rules: [] },
  'source-addr': { description: 'none', appService: 'none' },
};

/** The type of an object, `members` of `tm:ltm:pool:members:membersstate`; what is selected comes without a kind. */
function typeOf({ kind }: Body): string | undefined {
  return typeof kind === 'string' && !kind.includes('collection') ? kind.split(':').at(-2) : undefined;
}

/** `routeDomains` are the default ones of the partitions, `type` that of the objects of a list. */
function respelt(value: unknown, routeDomains: Readonly<Record<string, number>>, type?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => respelt(item, routeDomains, type));
  if (!isBody(value)) return value;
  const known = typeOf(value) ?? (typeof value['name'] === 'string' ? type : undefined) ?? '';
  const routeDomain = routeDomains[String(value['partition'])] ?? 0;
  const own = Object.hasOwn(spellings, known) ? spellings[known] : undefined;
  const said = Object.hasOwn(nothing, known) ? { ...nothing[known], ...value } : value;
  const entries = Object.entries(said).map(([key, item]) => {
    const respell = own?.[key];
    const word = respell === undefined ? item : respell(item, routeDomain);
    return [key, respelt(word, routeDomains, key === 'items' ? type : undefined)];
  });
  return Object.fromEntries(entries);
}

async function readAll(body: TransportReply['body']): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The transport of a device whose lists of `ltm` and `net` objects are spelt otherwise. */
export function speltOtherwise(transport: Transport, routeDomains: Readonly<Record<string, number>>): Transport {
  return {
    close: () => transport.close(),
    async send(request: TransportRequest): Promise<TransportReply> {
      const reply = await transport.send(request);
      const [, type] = /^\/mgmt\/tm\/(?:ltm|net)\/(?:[^/?]+\/)*([\w-]+)(?:\?|$)/.exec(request.path) ?? [];
      if (request.method !== 'GET' || type === undefined || reply.status !== 200) return reply;
      const read: unknown = JSON.parse(Buffer.from(await readAll(reply.body)).toString('utf8'));
      const sent = Buffer.from(JSON.stringify(respelt(read, routeDomains, type)));
      return { ...reply, headers: { ...reply.headers, 'content-length': String(sent.length) }, body: sent };
    },
  };
}
