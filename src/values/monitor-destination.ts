/**
 * What a monitor asks: `*:*` the member's own address and port, `*:80` its address at another port, `192.0.2.1:80` a fixed
 * one, `*` an address without ports (icmp). IPv6 has `.` before the port: `*.80`, `fd00::1.80` (facts: icontrol-rest 5.5).
 */
import { type Address, formatAddress, parseWireAddress } from './address.ts';
import { parsePort } from './port.ts';
import { BigIpValueError } from './value-error.ts';

export interface MonitorDestination {
  /** Absent: the address of whatever is monitored. */
  readonly address?: Address;
  /** Absent: the port of whatever is monitored. */
  readonly port?: number;
}

function parseHost(text: string): { readonly address?: Address } {
  return text === '*' ? {} : { address: parseWireAddress(text) };
}

/** Throws {@link BigIpValueError}. */
export function parseMonitorDestination(text: string): MonitorDestination {
  if (text === '*') return {};
  const match = /^(.+)[:.]([^:.]+)$/.exec(text);
  const [, host, port] = match ?? [];
  const separator = host === undefined ? '' : text.charAt(host.length);
  const isV6 = host !== undefined && (host.includes(':') || host === 'any6');
  if (host === undefined || port === undefined || (host !== '*' && isV6 !== (separator === '.'))) {
    throw new BigIpValueError(`${JSON.stringify(text)} is not what a monitor asks, such as *:80`, { value: text });
  }
  return { ...parseHost(host), ...(port === '*' ? {} : { port: parsePort(port) }) };
}

/** The inverse of {@link parseMonitorDestination}. */
export function formatMonitorDestination({ address, port }: MonitorDestination): string {
  const host = address === undefined ? '*' : formatAddress(address);
  return `${host}${address?.family === 6 ? '.' : ':'}${port ?? '*'}`;
}

/** As the monitors that know no ports write it: `*`, or an address. */
export function parseMonitorAddress(text: string): MonitorDestination {
  return parseHost(text === '*:*' || text === '*.*' ? '*' : text);
}

/** The inverse of {@link parseMonitorAddress}. */
export function formatMonitorAddress({ address }: MonitorDestination): string {
  return address === undefined ? '*' : formatAddress(address);
}
