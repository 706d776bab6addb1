import { refuse } from '../../errors/refusal.ts';
import type { Json } from '../../json.ts';
import { isV6, parseAddress } from '../../values/address.ts';
import { joinPort, parseHostPort } from '../../values/endpoint.ts';
import type { Kind, Life, Properties, Property } from '../kind.ts';
import { table, text } from '../property.ts';

/** A monitor type: the factory monitor's name, its defaults, and settings without a default. */
interface MonitorType {
  readonly root: string;
  readonly defaults: Readonly<Record<string, Json>>;
  readonly optional?: readonly string[];
}

const common = { interval: 5, manualResume: 'disabled', timeUntilUp: 0, timeout: 16, upInterval: 0 };
const adaptive = {
  adaptive: 'disabled',
  adaptiveDivergenceType: 'relative',
  adaptiveDivergenceValue: 25,
  adaptiveLimit: 200,
  adaptiveSamplingTimespan: 300,
};
const probe = { ...adaptive, ...common, destination: '*:*', transparent: 'disabled' };
const script = { ...common, debug: 'no', destination: '*:*' };
const slow = { ...script, interval: 10, timeout: 31 };
const database = { ...script, count: '0', interval: 30, timeout: 91 };
const login = ['username', 'password'];
const query = [...login, 'database', 'send', 'recv', 'recvColumn', 'recvRow'];
const exchange = ['send', 'recv', 'recvDisable'];

/** The monitor types of TMOS 14.1 with the values of their factory monitors. */
const types: Readonly<Record<string, MonitorType>> = {
  http: {
    root: 'http',
    defaults: { ...probe, ipDscp: 0, reverse: 'disabled', send: 'GET /\\r\\n' },
    optional: [...exchange, ...login],
  },
  https: {
    root: 'https',
    defaults: { ...probe, ipDscp: 0, reverse: 'disabled', send: 'GET /\\r\\n' },
    optional: [...exchange, ...login, 'cert', 'key', 'cipherlist', 'compatibility', 'sslProfile'],
  },
  tcp: { root: 'tcp', defaults: { ...probe, ipDscp: 0, reverse: 'disabled' }, optional: exchange },
  udp: {
    root: 'udp',
    defaults: { ...probe, debug: 'no', reverse: 'disabled', send: 'default send string' },
    optional: exchange,
  },
  icmp: { root: 'icmp', defaults: { ...probe, destination: '*' } },
  'gateway-icmp': { root: 'gateway_icmp', defaults: probe },
  'tcp-half-open': { root: 'tcp_half_open', defaults: { ...common, destination: '*:*', transparent: 'disabled' } },
  'tcp-echo': { root: 'tcp_echo', defaults: { ...probe, destination: '*' } },
  inband: { root: 'inband', defaults: { failureInterval: 30, failures: 3, responseTime: 10, retryTime: 300 } },
  external: { root: 'external', defaults: { ...common, destination: '*:*' }, optional: ['run', 'args'] },
  dns: {
    root: 'dns',
    defaults: { ...probe, acceptRcode: 'no-error', answerContains: 'query-type', qtype: 'a', reverse: 'disabled' },
    optional: ['qname', 'recv'],
  },
  diameter: {
    root: 'diameter',
    defaults: {
      ...common,
      interval: 10,
      originRealm: 'f5.com',
      productName: 'F5 BIGIP Diameter Health Monitoring',
      timeout: 31,
      vendorId: '3375',
    },
    optional: ['acctApplicationId', 'authApplicationId', 'hostIpAddress', 'originHost', 'vendorSpecificApplicationId'],
  },
  firepass: {
    root: 'firepass',
    defaults: {
      cipherlist: 'HIGH:!ADH',
      concurrencyLimit: 95,
      destination: '*:*',
      interval: 5,
      maxLoadAverage: 12,
      timeUntilUp: 0,
      timeout: 16,
      upInterval: 0,
      username: 'gtmuser',
    },
    optional: ['password'],
  },
  ftp: { root: 'ftp', defaults: { ...slow, mode: 'passive' }, optional: [...login, 'filename'] },
  imap: { root: 'imap', defaults: { ...slow, folder: 'INBOX' }, optional: login },
  ldap: {
    root: 'ldap',
    defaults: { ...slow, chaseReferrals: 'yes' },
    optional: [...login, 'base', 'filter', 'mandatoryAttributes', 'security'],
  },
  'module-score': {
    root: 'module_score',
    defaults: {
      debug: 'no',
      interval: 10,
      snmpCommunity: 'public',
      snmpPort: 161,
      snmpVersion: 'v2c',
      timeUntilUp: 0,
      timeout: 30,
      upInterval: 0,
    },
    optional: ['snmpIpAddress', 'pool'],
  },
  mqtt: { root: 'mqtt', defaults: { ...script, mqttVersion: '3.1.1' }, optional: [...login, 'clientId'] },
  mssql: { root: 'mssql', defaults: database, optional: query },
  mysql: { root: 'mysql', defaults: database, optional: query },
  nntp: { root: 'nntp', defaults: script, optional: [...login, 'newsgroup'] },
  none: {
    root: 'none',
    defaults: {
      destination: '*:6666',
      ignoreDownResponse: 'disabled',
      interval: 0,
      probeTimeout: 0,
      timeUntilUp: 86_500,
      timeout: 0,
      upInterval: 0,
    },
  },
  oracle: { root: 'oracle', defaults: { ...database, database: '%node_ip%:%node_port%:' }, optional: query },
  pop3: { root: 'pop3', defaults: script, optional: login },
  postgresql: { root: 'postgresql', defaults: database, optional: query },
  radius: { root: 'radius', defaults: slow, optional: [...login, 'secret', 'nasIpAddress'] },
  'radius-accounting': { root: 'radius_accounting', defaults: slow, optional: ['username', 'secret', 'nasIpAddress'] },
  'real-server': {
    root: 'real_server',
    defaults: {
      agent: 'Mozilla/4.0 (compatible: MSIE 5.0; Windows NT)',
      interval: 5,
      method: 'GET',
      metrics: 'ServerBandwidth:1.5, CPUPercentUsage, MemoryUsage, TotalClientCount',
      timeUntilUp: 0,
      timeout: 16,
      tmCommand: 'GetServerStats',
    },
  },
  rpc: { root: 'rpc', defaults: { ...slow, mode: 'tcp' }, optional: ['programNumber', 'versionNumber'] },
  sasp: {
    root: 'sasp',
    defaults: { interval: 'auto', mode: 'push', protocol: 'tcp', service: '3860', timeUntilUp: 0 },
    optional: ['primaryAddress', 'secondaryAddress'],
  },
  scripted: { root: 'scripted', defaults: slow, optional: ['filename'] },
  sip: {
    root: 'sip',
    defaults: { ...script, cipherlist: 'DEFAULT:+SHA:+3DES:+kEDH', compatibility: 'enabled', mode: 'udp' },
    optional: ['cert', 'key', 'filter', 'filterNeg', 'headers', 'request'],
  },
  smb: { root: 'smb', defaults: slow, optional: [...login, 'get', 'server', 'service'] },
  smtp: { root: 'smtp', defaults: script, optional: ['domain'] },
  'snmp-dca': {
    root: 'snmp_dca',
    defaults: {
      agentType: 'UCD',
      community: 'public',
      cpuCoefficient: '1.5',
      cpuThreshold: '80',
      diskCoefficient: '2.0',
      diskThreshold: '90',
      interval: 10,
      memoryCoefficient: '1.0',
      memoryThreshold: '70',
      timeUntilUp: 0,
      timeout: 30,
      version: 'v1',
    },
  },
  'snmp-dca-base': {
    root: 'snmp_dca_base',
    defaults: { community: 'public', interval: 10, timeUntilUp: 0, timeout: 30, version: 'v1' },
  },
  soap: {
    root: 'soap',
    defaults: { ...script, expectFault: 'no', protocol: 'http' },
    optional: [
      ...login,
      'method',
      'namespace',
      'parameterName',
      'parameterType',
      'parameterValue',
      'returnType',
      'returnValue',
      'soapAction',
      'urlPath',
    ],
  },
  'virtual-location': {
    root: 'virtual_location',
    defaults: { debug: 'no', interval: 5, timeUntilUp: 0, timeout: 16, upInterval: 0 },
    optional: ['pool'],
  },
  wap: {
    root: 'wap',
    defaults: slow,
    optional: [
      'accountingNode',
      'accountingPort',
      'callId',
      'framedAddress',
      'recv',
      'secret',
      'send',
      'serverId',
      'sessionId',
    ],
  },
  wmi: {
    root: 'wmi',
    defaults: {
      agent: 'Mozilla/4.0 (compatible: MSIE 5.0; Windows NT)',
      destination: '*:80',
      interval: 5,
      metrics: 'LoadPercentage, DiskUsage, PhysicalMemoryUsage:1.5, VirtualMemoryUsage:2.0',
      method: 'POST',
      post: 'RespFormat=HTML',
      timeUntilUp: 0,
      timeout: 16,
      tmCommand: 'GetCPUInfo, GetDiskInfo, GetOSInfo',
      url: '/scripts/F5Isapi.dll',
    },
    optional: login,
  },
};

/** `*:*`, `*:80`, `10.0.0.1:80`; for types without a port `*` or an address. Names of services become numbers. */
function spellDestination(value: string): string | undefined {
  if (value === '*' || /^\*[:.]\*$/.test(value)) return value;
  if (parseAddress(value) !== undefined) return value;
  const star = /^\*[:.](.+)$/.exec(value);
  const split = parseHostPort(star === null ? value.replace(/[:.]\*$/, ':0') : `star:${star[1]}`);
  if (split === undefined) return undefined;
  if (star !== null) return `*:${split.port}`;
  const address = parseAddress(split.host);
  if (address === undefined) return undefined;
  return split.port === 0 && !isV6(address.address) ? `${split.host}:*` : joinPort(split.host, split.port);
}

const life: Life = {
  // On 13 and later a monitor cannot go in the transaction that takes it off its pool (AS3 issues 2, 15, 110).
  removing(entry, config) {
    if (config.releasedInTransaction(entry.uri)) throw refuse('monitorInUse', { path: entry.fullPath });
  },
};

function monitor(type: string, { root, defaults, optional = [] }: MonitorType): Kind {
  const { destination } = defaults;
  const own: Properties = {
    ...Object.fromEntries(optional.map((name): [string, Property] => [name, text()])),
    ...table(defaults),
    appService: text(undefined, { readOnly: true }),
    defaultsFrom: { shape: 'reference', to: [`ltm/monitor/${type}`], fixed: true, bare: true },
    description: text(),
    ...(destination === undefined ? {} : { destination: text(String(destination), { spell: spellDestination }) }),
  };
  const sorted = Object.entries(own).sort(([left], [right]) => (realName(left) < realName(right) ? -1 : 1));
  return {
    type: `ltm/monitor/${type}`,
    label: 'monitor',
    naming: 'folder',
    properties: Object.fromEntries(sorted),
    life,
    missing: 'object',
    busy: 'monitorInUse',
    inherits: `/Common/${root}`,
    generationZero: true,
    evidence: 'recorded',
    source: `captures ltm-monitor (14.1.2.1); settings without a default from F5's tmsh reference`,
  };
}

/** `command` of `tmCommand`: REST renames what would clash with its own keys, and sorts by the old name. */
function realName(name: string): string {
  return /^tm[A-Z]/.test(name) ? name.charAt(2).toLowerCase() + name.slice(3) : name;
}

/** The object types of all monitors. */
export const monitors: readonly Kind[] = Object.entries(types).map(([type, data]) => monitor(type, data));

/** Monitors of the factory besides the root of each type. */
export const factoryMonitors: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  ...Object.fromEntries(Object.entries(types).map(([type, { root }]) => [`ltm/monitor/${type}/~Common~${root}`, {}])),
  'ltm/monitor/http/~Common~http_head_f5': { recv: 'Server\\:', send: 'HEAD / HTTP/1.0\\r\\n\\r\\n' },
  'ltm/monitor/https/~Common~https_443': { destination: '*:443' },
  'ltm/monitor/https/~Common~https_head_f5': { recv: 'Server\\:', send: 'HEAD / HTTP/1.0\\r\\n\\r\\n' },
};
