/** A TCP or UDP port as BIG-IP writes it: a number, or a word of tmsh; 0 is any port. */
import { BigIpValueError } from './value-error.ts';

/** Service names that tmsh and older versions print instead of the number; `any` and `*` are port 0. */
const services: Readonly<Record<string, number>> = {
  any: 0,
  '*': 0,
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  http: 80,
  pop3: 110,
  ntp: 123,
  imap: 143,
  snmp: 161,
  'snmp-trap': 162,
  bgp: 179,
  ldap: 389,
  https: 443,
  'microsoft-ds': 445,
  syslog: 514,
  ldaps: 636,
  imaps: 993,
  pop3s: 995,
  'ms-sql-s': 1433,
  ncube_lm: 1521,
  mysql: 3306,
  'ms-wbt-server': 3389,
  sip: 5060,
  sips: 5061,
  postgresql: 5432,
  'http-alt': 8008,
  webcache: 8080,
  'pcsync-https': 8443,
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
