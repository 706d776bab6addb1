/** A TCP or UDP port as BIG-IP writes it: a number, or a word of tmsh; 0 is any port. */
import { BigIpValueError } from './value-error.ts';

/** Service names that tmsh and older versions print instead of the number (IANA's); `any` and `*` are port 0. */
const services: Readonly<Record<string, number>> = {
  any: 0,
  '*': 0,
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  tacacs: 49,
  domain: 53,
  tftp: 69,
  http: 80,
  kerberos: 88,
  pop3: 110,
  sunrpc: 111,
  nntp: 119,
  ntp: 123,
  'netbios-ns': 137,
  'netbios-dgm': 138,
  'netbios-ssn': 139,
  imap: 143,
  snmp: 161,
  'snmp-trap': 162,
  bgp: 179,
  ldap: 389,
  https: 443,
  'microsoft-ds': 445,
  isakmp: 500,
  syslog: 514,
  printer: 515,
  rtsp: 554,
  ldaps: 636,
  rsync: 873,
  'ftps-data': 989,
  ftps: 990,
  telnets: 992,
  imaps: 993,
  pop3s: 995,
  'ms-sql-s': 1433,
  'ms-sql-m': 1434,
  ncube_lm: 1521,
  l2tp: 1701,
  pptp: 1723,
  radius: 1812,
  'radius-acct': 1813,
  mqtt: 1883,
  nfs: 2049,
  'f5-globalsite': 2792,
  mysql: 3306,
  'ms-wbt-server': 3389,
  'f5-iquery': 4353,
  sip: 5060,
  sips: 5061,
  postgresql: 5432,
  amqp: 5672,
  'http-alt': 8008,
  webcache: 8080,
  'pcsync-https': 8443,
  'secure-mqtt': 8883,
};

/** `80`, `http` or `any` -> a number from 0 to 65535. Throws {@link BigIpValueError}. */
export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text)) {
    const port = Number(text);
    if (port <= 65_535) return port;
  }
  const known = Object.hasOwn(services, text) ? services[text] : undefined;
  if (known === undefined) throw new BigIpValueError(`${JSON.stringify(text)} is not a port`, { value: text });
  return known;
}
