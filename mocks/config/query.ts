import { refuse, Unimplemented } from '../errors/refusal.ts';
import type { Target } from '../wire/target.ts';
import type { Config } from './config.ts';
import type { Entry } from './entry.ts';
import type { View } from './render.ts';

/** A query that says which objects of a collection, and how much of them. */
export interface Query {
  readonly view: View;
  readonly partition: string | undefined;
  readonly top: number | undefined;
  readonly skip: number;
  readonly options: string | undefined;
}

/** Reads the query of a GET. `partition eq X` is the only filter that the device is known to apply. */
export function readQuery(target: Target, config: Config): Query {
  const { query } = target;
  const select = query.get('$select');
  const ver = query.get('ver');
  const view: View = {
    version: ver !== undefined && /^\d+(\.\d+){1,4}$/.test(ver) ? ver : config.version,
    query: repeated(target.rawQuery),
    expand: query.get('expandSubcollections') === 'true',
    select: select === undefined ? undefined : new Set(select.split(',').map((name) => name.trim())),
    bare: false,
  };
  const skip = query.get('$skip');
  const top = query.get('$top');
  return {
    view,
    partition: readFilter(query.get('$filter')),
    top: top === undefined ? undefined : count('$top', top),
    skip: skip === undefined ? 0 : count('$skip', skip),
    options: query.get('options'),
  };
}

/** A page of a collection: its objects, and the link to the next page. */
export function page(
  entries: readonly Entry[],
  query: Query,
  uri: string,
  config: Config,
): { items: readonly Entry[]; next: string | undefined } {
  const found = query.partition === undefined ? entries : inPartition(entries, query.partition, config);
  if (query.top === undefined && query.skip === 0) return { items: found, next: undefined };
  const end = query.top === undefined ? found.length : query.skip + query.top;
  const others = query.view.query.split('&').filter((pair) => pair !== '' && !/^(\$|%24)(top|skip)=/.test(pair));
  const asked = [...others, `%24top=${query.top}`, `%24skip=${end}`].join('&');
  const next = end < found.length ? `https://localhost/mgmt/tm/${uri}?${asked}` : undefined;
  return { items: found.slice(query.skip, end), next };
}

function inPartition(entries: readonly Entry[], partition: string, config: Config): readonly Entry[] {
  if (config.find('auth/partition', partition) === undefined) {
    throw refuse('filterPartition', { path: `/${partition}` });
  }
  return entries.filter((entry) => entry.partition === partition);
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
