/** Reading collections as they come on the wire, page by page. */
import { ProtocolError } from '../errors.ts';
import type { Json } from '../state.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { checkListOptions } from './list-options.ts';
import { type PageOptions, Pages } from './pages.ts';
import type { Requester } from './requester.ts';

/** One object as the device sends it. */
export type Item = { readonly [key: string]: Json };

/** What tells which object of which partition an item is: every selection needs it. */
export const nameAndPlace = ['name', 'partition', 'subPath', 'fullPath'] as const;

export interface ListOptions extends PageOptions {
  /** Only objects of this partition and its folders: `$filter=partition eq k8s`. */
  readonly partition?: string;
  /** Any other `$filter`. BIG-IP is only known to apply `partition eq` (facts: icontrol-rest 4.3). */
  readonly filter?: string;
  /** Only these properties. */
  readonly select?: readonly string[];
  /** With the objects of the subcollections inside, in the same answer: one request instead of one an object. What has none has `[]`. */
  readonly expandSubcollections?: boolean;
}

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The elements of a collection's body. Up to TMOS 11.6, and in empty subcollections, `items` may be absent. */
export function elementsOf(body: unknown, what: string): readonly unknown[] {
  if (!isItem(body)) throw new ProtocolError(`the answer for ${what} is not an object`);
  const { items } = body;
  if (items === undefined) return [];
  if (!Array.isArray(items)) throw new ProtocolError(strangeItems(what));
  return items;
}

/** What is said of items that are none. */
export function strangeItems(what: string): string {
  return `the items of ${what} are not a list of objects`;
}

/** The items of a collection's body. */
function itemsOf(body: unknown, what: string): readonly Item[] {
  const items = elementsOf(body, what);
  if (!items.every(isItem)) throw new ProtocolError(strangeItems(what));
  return items;
}

function filterOf({ partition, filter }: ListOptions): Record<string, string> {
  if (partition === undefined) return filter === undefined ? {} : { $filter: filter };
  if (filter !== undefined) throw new BigIpValueError('goes without partition', { value: filter, path: 'filter' });
  if (/^\/[^/]+$/.test(partition)) {
    throw new BigIpValueError(`is a name: write ${partition.slice(1)}`, { value: partition, path: 'partition' });
  }
  // Anything else would be a filter of its own.
  if (!/^[^\s'"()]+$/.test(partition)) {
    throw new BigIpValueError('is not the name of a partition', { value: partition, path: 'partition' });
  }
  return { $filter: `partition eq ${partition}` };
}

/** The query of a list. Throws BigIpValueError. */
export function queryOf(options: ListOptions): Record<string, string> {
  const { select, expandSubcollections } = options;
  return {
    ...filterOf(options),
    ...(select === undefined ? {} : { $select: select.join(',') }),
    ...(expandSubcollections === true ? { expandSubcollections: 'true' } : {}),
  };
}

/** All items of a collection, also when the device pages by itself. */
export async function* listItems(
  requester: Requester,
  segments: readonly string[],
  options: ListOptions = {},
): AsyncGenerator<Item> {
  checkListOptions('list', options);
  const what = segments.join('/');
  for await (const body of new Pages(requester, segments, queryOf(options), options)) yield* itemsOf(body, what);
}
