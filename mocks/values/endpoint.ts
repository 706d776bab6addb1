import { parseAddress, type RoutedAddress } from './address.ts';

/** Service names that the device prints instead of numbers in its texts, and accepts instead of numbers. */
const services: Readonly<Record<string, number>> = {
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
  ldap: 389,
  https: 443,
  ldaps: 636,
  imaps: 993,
  pop3s: 995,
  'ms-sql-s': 1433,
  ncube_lm: 1521,
  mysql: 3306,
  'ms-wbt-server': 3389,
  sip: 5060,
  postgresql: 5432,
  'http-alt': 8008,
  webcache: 8080,
};

/** A port by number, service name, `any` or `*` (0); `undefined` when it is none. */
function parsePort(text: string): number | undefined {
  if (text === 'any' || text === '*') return 0;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : services[text];
  return port !== undefined && port <= 65535 ? port : undefined;
}

/** A port as the device prints it in its messages: 80 is `http`, 0 is `any`. */
export function servicePort(port: number): string {
  if (port === 0) return 'any';
  for (const name of ['http', 'https', 'ssh', 'ftp', 'telnet', 'smtp', 'domain', 'ldap']) {
    if (services[name] === port) return name;
  }
  return String(port);
}

/** A name and port: `10.0.0.1:80`, `web1:http`, and for IPv6 `2001:db8::1.80`. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Splits `host:port` or `ipv6.port`; `undefined` without a port. */
export function parseHostPort(text: string): HostPort | undefined {
  const colons = text.split(':').length - 1;
  const dotted = colons > 1 || /^any6(?:%\d+)?\./.test(text);
  const at = dotted ? text.lastIndexOf('.') : text.lastIndexOf(':');
  if (at <= 0) return undefined;
  const port = parsePort(text.slice(at + 1));
  return port === undefined ? undefined : { host: text.slice(0, at), port };
}

/** A virtual server's destination. */
export interface Destination extends RoutedAddress {
  /** Partition and folders, as `/Common/app`; `undefined` when the text names none. */
  readonly folder: string | undefined;
  readonly port: number;
}

/** Takes `/P/10.0.0.1%2:80`, `10.0.0.1:http`, `/P/2001:db8::1.443`; `undefined` when it is none. */
export function parseDestination(text: string): Destination | undefined {
  const slash = text.lastIndexOf('/');
  const folder = slash > 0 ? text.slice(0, slash) : undefined;
  const split = parseHostPort(text.slice(slash + 1));
  if (split === undefined) return undefined;
  const address = parseAddress(
    split.host.replace(/^(?:any6?|\*)(?=%|$)/, (any) => (any === 'any6' ? '::' : '0.0.0.0')),
  );
  return address === undefined ? undefined : { ...address, folder, port: split.port };
}

/** `address:port`, with a dot before the port of an IPv6 address. */
export function joinPort(host: string, port: number): string {
  return `${host}${host.includes(':') ? '.' : ':'}${port}`;
}
