import { isIP } from 'node:net';

/** An address with its route domain. */
export interface RoutedAddress {
  readonly address: string;
  /** `undefined` when the text names none. */
  readonly routeDomain: number | undefined;
}

/** Takes `10.0.0.1`, `10.0.0.1%2`, `2001:db8::1%2`; `undefined` when it is no IP address. */
export function parseAddress(text: string): RoutedAddress | undefined {
  const mark = text.indexOf('%');
  const address = mark < 0 ? text : text.slice(0, mark);
  if (isIP(address) === 0) return undefined;
  if (mark < 0) return { address: canonical(address), routeDomain: undefined };
  const id = text.slice(mark + 1);
  if (!/^\d{1,5}$/.test(id) || Number(id) > 65535) return undefined;
  return { address: canonical(address), routeDomain: Number(id) };
}

/** IPv6 in its shortest lower-case spelling; IPv4 as it is. */
function canonical(address: string): string {
  if (isIP(address) !== 6) return address;
  try {
    return new URL(`http://[${address}]/`).hostname.slice(1, -1);
  } catch {
    return address.toLowerCase();
  }
}

/** `10.0.0.1` in route domain 0, else `10.0.0.1%2`: how the device prints an address. */
export function printAddress(address: string, routeDomain: number): string {
  return routeDomain === 0 ? address : `${address}%${routeDomain}`;
}

/** True for an IPv6 address, with or without a route domain. */
export function isV6(address: string): boolean {
  return address.includes(':');
}

/** A network: `10.0.0.0/16`, with an optional route domain between address and length. */
export interface Network {
  readonly address: string;
  readonly routeDomain: number | undefined;
  readonly length: number;
}

/** Takes `10.244.20.60/16`, `10.0.0.1%2/24`, `2001:db8::/32`; `undefined` when it is none. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,3}$/.test(length)) return undefined;
  if (Number(length) > (isV6(address.address) ? 128 : 32)) return undefined;
  return { ...address, length: Number(length) };
}

/** The bits of an address, most significant first, as one big number. */
function addressBits(address: string): bigint {
  if (!isV6(address)) return address.split('.').reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const text = dotted === null ? address : `${dotted[1]}${groups(dotted[2] ?? '')}`;
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

function groups(dotted: string): string {
  const bits = addressBits(dotted);
  return `${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;
}

/** The network's own bits, host part cleared. */
export function networkBits(network: Network): bigint {
  const shift = BigInt((isV6(network.address) ? 128 : 32) - network.length);
  return (addressBits(network.address) >> shift) << shift;
}

/** A mask as the device prints it: no bits at all are `any` or `any6`. `undefined` when it is no address. */
export function spellMask(text: string): string | undefined {
  if (text === 'any' || text === '0.0.0.0') return 'any';
  if (text === 'any6' || text === '::') return 'any6';
  if (isIP(text) === 0) return undefined;
  const v6 = isV6(text);
  const bits = addressBits(canonical(text));
  const open = (1n << BigInt(v6 ? 128 : 32)) - 1n - bits;
  // Ones in front, zeros behind: what is left, plus one, is a power of two.
  return (open & (open + 1n)) === 0n ? canonical(text) : undefined;
}

/** The first address of a network: `10.244.0.0` of `10.244.20.60/16`. */
export function networkAddress(network: Network): string {
  const v6 = isV6(network.address);
  return canonical(printBits(networkBits(network), v6));
}

/** The dotted mask of an IPv4 prefix length; for IPv6 the grouped one. */
export function maskOf(length: number, v6: boolean): string {
  const text = printBits(((1n << BigInt(length)) - 1n) << BigInt((v6 ? 128 : 32) - length), v6);
  return v6 && length < 128 ? canonical(text) : text;
}

function printBits(bits: bigint, v6: boolean): string {
  const step = v6 ? 16 : 8;
  const parts: string[] = [];
  for (let at = (v6 ? 128 : 32) - step; at >= 0; at -= step) {
    const part = (bits >> BigInt(at)) & ((1n << BigInt(step)) - 1n);
    parts.push(v6 ? part.toString(16) : part.toString());
  }
  return parts.join(v6 ? ':' : '.');
}
