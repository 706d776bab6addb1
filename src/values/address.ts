/**
 * An IP address with the route domain that BIG-IP writes behind it: `10.0.0.1`, `10.0.0.1%5`, `fd00::10%5`.
 *
 * Without `%` the address is in the default route domain of its partition, so `routeDomain` is absent, which is not the
 * same as 0 (facts: icontrol-rest 3.2, 8.6).
 */
import { isIP } from 'node:net';
import { BigIpValueError } from './value-error.ts';

export interface Address {
  /** Canonical text: dotted decimal, or IPv6 in lower case with the longest run of zeros compressed. */
  readonly ip: string;
  readonly family: 4 | 6;
  /** 0 to 65534; absent: the partition's default route domain. */
  readonly routeDomain?: number;
}

/** The one spelling of an IPv6 address that RFC 5952 recommends, so that two spellings compare equal. */
function canonicalIpv6(text: string): string {
  // The URL parser canonicalises IPv6 hosts and has been tested far more widely than anything written here would be.
  return new URL(`http://[${text}]/`).hostname.slice(1, -1);
}

/** Canonical text of an IP address without route domain, or undefined when it is none. */
export function canonicalIp(text: string): string | undefined {
  if (isDottedQuad(text)) return text;
  return !text.includes('%') && isIP(text) === 6 ? canonicalIpv6(text) : undefined;
}

/** The address in an address that may say its route domain, `10.0.0.1%5`; undefined when there is none. */
export function ipWithoutDomain(text: string): string | undefined {
  return canonicalIp(text.split('%')[0] ?? '');
}

/** As node:net's isIPv4, for the text that a bulk read has a hundred thousand times. */
function isDottedQuad(text: string): boolean {
  if (text.length > 15) return false;
  let dots = 0;
  let octet = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2e) {
      dots += 1;
      if (octet < 0) return false;
      octet = -1;
      continue;
    }
    // Nothing stands behind a leading zero.
    if (code < 0x30 || code > 0x39 || octet === 0) return false;
    octet = (octet < 0 ? 0 : octet * 10) + code - 0x30;
    if (octet > 255) return false;
  }
  return dots === 3 && octet >= 0;
}

/** An address of IP version 4 alone; undefined for all else. */
export function quickAddress(text: string): Address | undefined {
  return isDottedQuad(text) ? { ip: text, family: 4 } : undefined;
}

/** An IPv4 address as a number. A cluster asks about each of its pods, so nothing is made on the way. */
export function ipv4Number(ip: string): number {
  let sum = 0;
  let octet = 0;
  for (let at = 0; at < ip.length; at += 1) {
    const code = ip.charCodeAt(at);
    if (code === 0x2e) {
      sum = sum * 256 + octet;
      octet = 0;
    } else {
      octet = octet * 10 + code - 0x30;
    }
  }
  return sum * 256 + octet;
}

/** Route domain ids that BIG-IP takes: 0 to 65534. */
function parseRouteDomain(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const id = Number(text);
  return id <= 65_534 ? id : undefined;
}

/** `10.0.0.1%5` -> `{ ip: '10.0.0.1', family: 4, routeDomain: 5 }`. Throws {@link BigIpValueError}. */
export function parseAddress(text: string): Address {
  const quick = quickAddress(text);
  if (quick !== undefined) return quick;
  const [host = '', ...rest] = text.split('%');
  const ip = canonicalIp(host);
  if (ip === undefined || rest.length > 1) {
    throw new BigIpValueError(`${JSON.stringify(text)} is not an IP address with an optional route domain`, {
      value: text,
    });
  }
  const family = ip.includes(':') ? 6 : 4;
  const [suffix] = rest;
  if (suffix === undefined) return { ip, family };
  const routeDomain = parseRouteDomain(suffix);
  if (routeDomain === undefined) {
    throw new BigIpValueError(`${JSON.stringify(text)} has a route domain that is not a number from 0 to 65534`, {
      value: text,
    });
  }
  return { ip, family, routeDomain };
}

/** How BIG-IP writes an address that was never set, or that stands for all of them. */
const wildcards: Readonly<Record<string, string>> = { any: '0.0.0.0', any6: '::', '*': '0.0.0.0' };

/** As {@link parseAddress}, and takes the words `any` and `any6`. */
export function parseWireAddress(text: string): Address {
  const [word = '', ...routeDomain] = text.split('%');
  const ip = Object.hasOwn(wildcards, word) ? wildcards[word] : undefined;
  return parseAddress(ip === undefined ? text : [ip, ...routeDomain].join('%'));
}

/** The inverse of {@link parseAddress}; `%0` is written when it is said. */
export function formatAddress(address: Address): string {
  return address.routeDomain === undefined ? address.ip : `${address.ip}%${address.routeDomain}`;
}
