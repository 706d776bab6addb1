/**
 * An address with the length of its network: a self IP `10.244.20.60%1/16`, the source of a virtual server `0.0.0.0/0`, a
 * route's network `10.244.0.0/16`. The route domain stands before the slash (facts: icontrol-rest 5.9, 8.12).
 */
import { type Address, canonicalIp, formatAddress, parseWireAddress } from './address.ts';
import { BigIpValueError } from './value-error.ts';

export interface AddressPrefix {
  /** Host bits are kept: a self IP is an address, not a network. */
  readonly address: Address;
  /** 0 to 32, or to 128 for IPv6. */
  readonly prefix: number;
}

function parsePrefixLength(text: string, family: 4 | 6): number | undefined {
  const longest = family === 4 ? 32 : 128;
  if (/^\d{1,3}$/.test(text)) return Number(text) <= longest ? Number(text) : undefined;
  // Older tools write the mask behind the slash.
  return maskLength(text, family);
}

/** Bits of a mask that is written like an address, `255.255.255.0` -> 24; undefined when it is none. */
function maskLength(text: string, family: 4 | 6): number | undefined {
  const ip = canonicalIp(text);
  if (ip === undefined || ip.includes(':') !== (family === 6)) return undefined;
  const bits = bitsOf(ip, family);
  return /^1*0*$/.test(bits) ? bits.replace(/0+$/, '').length : undefined;
}

function bitsOf(ip: string, family: 4 | 6): string {
  if (family === 4)
    return ip
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('');
  const [head = '', tail] = ip.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const middle = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...middle, ...after]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
}

/** `10.244.20.60%1/16`. Without a length it is one host. Throws {@link BigIpValueError}. */
export function parseAddressPrefix(text: string): AddressPrefix {
  const [host = '', length, ...rest] = text.split('/');
  const address = parseWireAddress(host);
  const prefix = length === undefined ? (address.family === 4 ? 32 : 128) : parsePrefixLength(length, address.family);
  if (prefix === undefined || rest.length > 0) {
    throw new BigIpValueError(`${JSON.stringify(text)} is not an address with the length of its network`, {
      value: text,
    });
  }
  return { address, prefix };
}

/** The inverse of {@link parseAddressPrefix}; the length is always written. */
export function formatAddressPrefix({ address, prefix }: AddressPrefix): string {
  return `${formatAddress(address)}/${prefix}`;
}

/** What a route leads to: `default` and `default-inet6` are the networks of length 0, with `%` and a route domain. */
export function parseRouteNetwork(text: string): AddressPrefix {
  const match = /^(default|default-inet6)(%\d+)?$/.exec(text);
  if (match === null) return parseAddressPrefix(text);
  const [, word, routeDomain = ''] = match;
  return parseAddressPrefix(`${word === 'default' ? '0.0.0.0' : '::'}${routeDomain}/0`);
}

/** The inverse of {@link parseRouteNetwork}. */
export function formatRouteNetwork(network: AddressPrefix): string {
  const { address, prefix } = network;
  const whole = prefix === 0 && (address.ip === '0.0.0.0' || address.ip === '::');
  if (!whole) return formatAddressPrefix(network);
  const routeDomain = address.routeDomain === undefined ? '' : `%${address.routeDomain}`;
  return `${address.family === 4 ? 'default' : 'default-inet6'}${routeDomain}`;
}
