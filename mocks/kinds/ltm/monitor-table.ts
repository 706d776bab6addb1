import type { Json } from '../../json.ts';

/** A monitor type: the factory monitor's name, its defaults, and settings without a default. */
export interface MonitorType {
  readonly root: string;
  readonly defaults: Readonly<Record<string, Json>>;
  readonly optional?: readonly string[];
  /** It has variables of the user's own: `apiRawValues: {"userDefined FOO": "bar"}`. */
  readonly variables?: boolean;
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
export const monitorTable: Readonly<Record<string, MonitorType>> = {
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
  external: {
    root: 'external',
    defaults: { ...common, destination: '*:*' },
    optional: ['run', 'args'],
    variables: true,
  },
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
    variables: true,
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
    variables: true,
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
