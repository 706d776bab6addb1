/**
 * Address and port in one word: BIG-IP joins them by `:`, and by `.` when the address is IPv6
 * (`10.0.0.1:80`, `fd00::1.80`, `fd00::1%2.80`; facts: icontrol-rest 3.4).
 */
import { isIP } from 'node:net';
import { type Address, formatAddress, parseWireAddress } from './address.ts';
import { parsePort } from './port.ts';
import { BigIpValueError } from './value-error.ts';

export interface AddressPort {
  readonly address: Address;
  /** 0 is any port. */
  readonly port: number;
}

/** How an IPv6 address and its port are written, from two spellings that are common elsewhere; empty for all else. */
function dotted(text: string): string {
  const [, host, port] = /^\[([^\]]+)\]:(\w+)$/.exec(text) ?? /^(.+):(\w+)$/.exec(text) ?? [];
  const ip = host?.replace(/%\d+$/, '');
  if (ip === undefined || isIP(ip) !== 6) {
    return isIP(text) === 6 ? `: behind an IPv6 address it stands after a dot, ${text}.80` : '';
  }
  return `: behind an IPv6 address it stands after a dot, ${host}.${port}`;
}

/** Tells where the port begins: behind the last `.` of an IPv6 address, behind the `:` of every other. */
export function splitPort(text: string): { readonly host: string; readonly port: string } {
  const colons = text.split(':').length - 1;
  const separator = colons > 1 || text.startsWith('any6') ? '.' : ':';
  const at = text.lastIndexOf(separator);
  if (at < 1) throw new BigIpValueError(`${JSON.stringify(text)} has no port${dotted(text)}`, { value: text });
  return { host: text.slice(0, at), port: text.slice(at + 1) };
}

/** Throws {@link BigIpValueError}. `any` and `any6` are the wildcard addresses. */
export function parseAddressPort(text: string): AddressPort {
  const { host, port } = splitPort(text);
  return { address: parseWireAddress(host), port: parsePort(port) };
}

export function formatAddressPort({ address, port }: AddressPort): string {
  return `${formatAddress(address)}${address.family === 6 ? '.' : ':'}${port}`;
}
