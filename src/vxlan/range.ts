/** Networks as ranges of numbers: whether they overlap, and which of many do, in the time that sorting takes. */
import { type Address, canonicalIp, ipv4Number } from '../values/address.ts';
import { type Network, parseNetwork } from '../values/network.ts';
import { orNone } from '../values/value-error.ts';

export interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
}

function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

/** An IP address as a number. The text has to be one. */
export function addressNumber(ip: string): bigint {
  if (!ip.includes(':')) return BigInt(ipv4Number(ip));
  const [head = '', tail] = (canonicalIp(ip) ?? ip).split('::');
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = words(head);
  const after = tail === undefined ? [] : words(tail);
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].reduce((sum, word) => sum * 65_536n + BigInt(`0x${word}`), 0n);
}

/** The addresses of a network; host bits of the text do not matter. */
export function rangeOf(ip: string, prefix: number): Range {
  const family = ip.includes(':') ? 6 : 4;
  const size = 1n << BigInt(bitsOf(family) - prefix);
  const first = (addressNumber(ip) / size) * size;
  return { family, first, last: first + size - 1n, prefix };
}

/** A network that may have been written wrongly: undefined then. */
export function readNetwork(text: string): Network | undefined {
  return orNone(() => parseNetwork(text));
}

/** The range of a network in CIDR spelling; undefined when it is none. */
export function readRange(text: string): Range | undefined {
  const network = readNetwork(text);
  return network === undefined ? undefined : rangeOf(network.ip, network.prefix);
}

export function overlaps(a: Range, b: Range): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Whether all of `inner` lies in `outer`. */
export function covers(outer: Range, inner: Range): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function holds(range: Range, ip: string): boolean {
  if (ip.includes(':') !== (range.family === 6)) return false;
  const number = range.family === 4 ? ipv4Number(ip) : addressNumber(ip);
  return range.first <= number && number <= range.last;
}

/** The first and last address of several ranges of one family; undefined of none. */
export function boundsOf(ranges: readonly Range[]): Pick<Range, 'family' | 'first' | 'last'> | undefined {
  return ranges.reduce<Pick<Range, 'family' | 'first' | 'last'> | undefined>(
    (bounds, { family, first, last }) => ({
      family,
      first: bounds !== undefined && bounds.first < first ? bounds.first : first,
      last: bounds !== undefined && bounds.last > last ? bounds.last : last,
    }),
    undefined,
  );
}

/** The smallest network that holds all of it. */
export function rangeAround({ family, first, last }: Pick<Range, 'family' | 'first' | 'last'>): Range {
  const different = first ^ last;
  const prefix = bitsOf(family) - (different === 0n ? 0 : different.toString(2).length);
  const size = 1n << BigInt(bitsOf(family) - prefix);
  const start = (first / size) * size;
  return { family, first: start, last: start + size - 1n, prefix };
}

/** True for the address that names the network, and for an IPv4 network's broadcast address. */
export function isEdge(range: Range, ip: string): boolean {
  // A network of one or two addresses has no edges (RFC 3021, RFC 6164).
  if (range.prefix >= bitsOf(range.family) - 1) return false;
  const number = addressNumber(ip);
  return number === range.first || (range.family === 4 && number === range.last);
}

/** Pairs that overlap: each range against the one that reaches furthest among those that begin before it. */
export function overlappingPairs<T>(items: readonly T[], range: (item: T) => Range): readonly (readonly [T, T])[] {
  const pairs: (readonly [T, T])[] = [];
  const ranged = items.map((item) => ({ item, range: range(item) }));
  for (const family of [4, 6] as const) {
    const sorted = ranged
      .filter((one) => one.range.family === family)
      .sort((a, b) => (a.range.first < b.range.first ? -1 : a.range.first > b.range.first ? 1 : 0));
    let furthest: (typeof ranged)[number] | undefined;
    for (const one of sorted) {
      if (furthest !== undefined && one.range.first <= furthest.range.last) pairs.push([furthest.item, one.item]);
      if (furthest === undefined || one.range.last > furthest.range.last) furthest = one;
    }
  }
  return pairs;
}

/** Whether an address may be a single host's: not unspecified, loopback, link-local IPv6 or multicast, nor above. */
export function isUnicast({ ip, family }: Address): boolean {
  if (family === 6) return !/^(?:::1?$|fe[89ab]|ff)/.test(ip);
  const first = Number(ip.split('.')[0]);
  return first > 0 && first < 224 && first !== 127;
}

function textOf(number: bigint, family: 4 | 6): string {
  const bits = family === 4 ? 8n : 16n;
  const length = family === 4 ? 4 : 8;
  const parts = Array.from({ length }, (_, index) => {
    const part = (number >> (bits * BigInt(length - 1 - index))) & ((1n << bits) - 1n);
    return family === 4 ? String(part) : part.toString(16);
  });
  const text = parts.join(family === 4 ? '.' : ':');
  return canonicalIp(text) ?? text;
}

/** The first and the last address. */
export function edgesOf({ first, last, family }: Range): readonly [string, string] {
  return [textOf(first, family), textOf(last, family)];
}

/** The network of that length around an address: `10.244.246.2`, 24 -> `10.244.246.0/24`. */
export function networkOf(ip: string, prefix: number): string {
  return `${edgesOf(rangeOf(ip, prefix))[0]}/${prefix}`;
}

/** The mask of an IPv4 prefix length: 24 -> `255.255.255.0`. */
export function ipv4Mask(prefix: number): string {
  return textOf(((1n << BigInt(prefix)) - 1n) << BigInt(32 - prefix), 4);
}
