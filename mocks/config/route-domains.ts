import { isIP } from 'node:net';
import type { JsonDraft, JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import { parseAddress, printAddress, type RoutedAddress } from '../values/address.ts';
import { parseDestination } from '../values/endpoint.ts';
import type { Config } from './config.ts';
import type { Entry, Subject } from './entry.ts';
import type { Name } from './names.ts';

// Inside the mock an address names its route domain unless that is 0, and so does a GET. Only a list that is filtered by
// a partition leaves the default one of the partition out, and names every other, 0 too (POSH-LTM-Rest 129,
// f5-common-python 1559): what is shown depends on the filter, what is kept does not.

/** The route domain of addresses that name none: the partition's default. */
export function defaultRouteDomain(partition: string | undefined, config: Config): number {
  if (partition === undefined || partition === 'Common') return 0;
  const value = config.store.get(`auth/partition/${partition}`)?.properties['defaultRouteDomain'];
  return typeof value === 'number' ? value : 0;
}

/** An address as the mock keeps it: `10.0.0.1`, or `10.0.0.1%2` outside of route domain 0. */
export function routed(text: string, holder: Pick<Name, 'partition'>, config: Config): string | undefined {
  const parsed = resolve(text, holder, config);
  return parsed === undefined ? undefined : printAddress(parsed.address, parsed.routeDomain);
}

/** An address with its route domain, always told: `10.0.0.1%0`, as FDB records show it. */
export function routedAlways(text: string, holder: Pick<Name, 'partition'>, config: Config): string | undefined {
  const parsed = resolve(text, holder, config);
  return parsed === undefined ? undefined : `${parsed.address}%${parsed.routeDomain}`;
}

/** An address that the mock keeps, in words that mean the same in a body for any partition. */
export function explicit(address: string): string {
  return parseAddress(address)?.routeDomain === undefined && isIP(address) !== 0 ? `${address}%0` : address;
}

/** An address and the route domain that it lies in. */
export function resolve(
  text: string,
  holder: Pick<Name, 'partition'>,
  config: Config,
): (RoutedAddress & { routeDomain: number }) | undefined {
  const parsed = parseAddress(text);
  if (parsed === undefined) return undefined;
  return { ...parsed, routeDomain: parsed.routeDomain ?? defaultRouteDomain(holder.partition, config) };
}

const ends = {
  address: /$/,
  network: /(?=\/\d+$)|$/,
  destination: /(?=[:.]\d+$)/,
} as const;

/** An address as it is seen from within a partition. */
export function seenFrom(
  partition: string | undefined,
  text: string,
  shape: keyof typeof ends,
  config: Config,
): string {
  const own = defaultRouteDomain(partition, config);
  if (own === 0 || text === 'any' || text === 'any6') return text;
  const [mark, id] = /%(\d+)/.exec(text) ?? [];
  if (mark === undefined) return text.replace(ends[shape], '%0');
  return Number(id) === own ? text.replace(mark, '') : text;
}

/** An address as it is seen from outside of its partition, in words that a body for that partition may have too. */
function seenFromOutside(text: string, shape: keyof typeof ends): string {
  const open = text === 'any' || text === 'any6' || text.includes('%');
  return open ? text : text.replace(ends[shape], '%0');
}

/** What a GET shows of an object's properties; its addresses as they are seen from outside, or from a partition. */
export function shownFrom(entry: Entry, config: Config, from?: string): JsonObject {
  const names = routedProperties(entry.kind);
  if (names.length === 0 || defaultRouteDomain(entry.partition, config) === 0) return entry.properties;
  const shown: JsonDraft = { ...entry.properties };
  for (const [name, shape] of names) {
    const value = shown[name];
    if (typeof value !== 'string' || (shape === 'destination' && parseDestination(value) === undefined)) continue;
    shown[name] = from === undefined ? seenFromOutside(value, shape) : seenFrom(from, value, shape, config);
  }
  return shown;
}

/** The numbers of the route domains other than 0 that an object's addresses lie in, each with its text. */
export function routeDomainsOf(subject: Subject): Map<number, string> {
  const found = new Map<number, string>();
  for (const [name] of routedProperties(subject.kind)) {
    const value = subject.properties[name];
    const [address, id] = (typeof value === 'string' ? /[^/]*%(\d+)/.exec(value) : undefined) ?? [];
    if (address !== undefined && id !== '0') found.set(Number(id), address);
  }
  return found;
}

const known = new WeakMap<Kind, [name: string, shape: keyof typeof ends][]>();

function routedProperties(kind: Kind): readonly [name: string, shape: keyof typeof ends][] {
  let names = known.get(kind);
  if (names === undefined) {
    names = [];
    for (const [name, { routed: shape }] of Object.entries(kind.properties)) {
      if (shape !== undefined) names.push([name, shape]);
    }
    known.set(kind, names);
  }
  return names;
}
