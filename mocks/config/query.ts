import { refuse, Unimplemented } from '../errors/refusal.ts';
import { isVersion } from '../versions.ts';
import type { Target } from '../wire/target.ts';
import type { Config } from './config.ts';
import type { Entry } from './entry.ts';
import type { View } from './render.ts';
import { defaultRouteDomain } from './route-domains.ts';
import { readSelect } from './select.ts';

/** Whether the account that asks sees an object. */
export type Sight = (entry: Entry) => boolean;

/** A query that says which objects of a collection, and how much of them. */
export interface Query {
  readonly view: View;
  readonly partition: string | undefined;
  readonly top: number | undefined;
  readonly skip: number;
  readonly options: string | undefined;
}

const parameters = ['$select', '$filter', '$top', '$skip'];

/** OData has more parameters than the device is known to have; what it makes of them was not found. */
export function checkParameters({ query }: Target): void {
  for (const name of query.keys()) {
    if (name.startsWith('$') && !parameters.includes(name)) throw new Unimplemented(`the parameter ${name}`);
  }
}

/** Reads the query of a GET. `partition eq X` is the only filter that the device is known to apply. */
export function readQuery(target: Target, config: Config): Query {
  const { query } = target;
  const select = query.get('$select');
  const partition = readFilter(query.get('$filter'));
  const view: View = {
    version: readVersion(target, config),
    query: repeated(target.rawQuery),
    expand: query.get('expandSubcollections') === 'true',
    select: select === undefined ? undefined : readSelect(select),
    bare: false,
    from: defaultRouteDomain(partition, config) === 0 ? undefined : partition,
  };
  const skip = query.get('$skip');
  const top = query.get('$top');
  return {
    view,
    partition,
    top: top === undefined ? undefined : count('$top', top),
    skip: skip === undefined ? 0 : count('$skip', skip),
    options: query.get('options'),
  };
}

/** The version of the answer: the one that `?ver=` asks for, else the device's. */
export function readVersion({ query }: Target, config: Config): string {
  const asked = query.get('ver');
  return asked !== undefined && isVersion(asked) ? asked : config.version;
}

/** A page of a collection: its objects, and the link to the next page. */
export function page(
  entries: readonly Entry[],
  query: Query,
  uri: string,
  config: Config,
  sees?: Sight,
): { items: readonly Entry[]; next: string | undefined } {
  const shown = sees === undefined ? entries : entries.filter(sees);
  const found = query.partition === undefined ? shown : inPartition(shown, query.partition, config, sees);
  if (query.top === undefined && query.skip === 0) return { items: found, next: undefined };
  const end = query.top === undefined ? found.length : query.skip + query.top;
  const others = query.view.query.split('&').filter((pair) => pair !== '' && !/^(\$|%24)(top|skip)=/.test(pair));
  const pinned = query.view.version === config.version ? [] : [`ver=${query.view.version}`];
  const asked = [...others, `%24top=${query.top}`, `%24skip=${end}`, ...pinned].join('&');
  const next = end < found.length && end > query.skip ? `https://localhost/mgmt/tm/${uri}?${asked}` : undefined;
  return { items: found.slice(query.skip, end), next };
}

function inPartition(
  entries: readonly Entry[],
  partition: string,
  config: Config,
  sees: Sight | undefined,
): readonly Entry[] {
  const known = config.find('auth/partition', partition);
  if (known === undefined || sees?.(known) === false) throw refuse('filterPartition', { path: `/${partition}` });
  return entries.filter((entry) => (entry.partition ?? entry.kind.countedIn) === partition);
}

function readFilter(filter: string | undefined): string | undefined {
  if (filter === undefined || filter.trim() === '') return undefined;
  const match = /^\s*partition\s+eq\s+'?([^\s']+)'?\s*$/.exec(filter);
  if (match === null) throw new Unimplemented(`$filter=${filter}`);
  return match[1];
}

function count(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw refuse('badQuery', { name });
  return Number(value);
}

function repeated(rawQuery: string): string {
  if (rawQuery === '') return '';
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('ver='))
    .join('&');
}
