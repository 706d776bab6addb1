/** Reading collections as they come on the wire, page by page. */
import { ProtocolError } from '../errors.ts';
import type { Json } from '../state.ts';
import type { CallOptions, Requester } from './requester.ts';

/** One object as the device sends it. */
export type Item = { readonly [key: string]: Json };

export interface ListOptions extends CallOptions {
  /** Only objects of this partition and its folders: `$filter=partition eq k8s`. */
  readonly partition?: string;
  /** Only these properties. */
  readonly select?: readonly string[];
  /** Objects a request; default: all in one. */
  readonly pageSize?: number;
  readonly expandSubcollections?: boolean;
}

export function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a collection's body. Up to TMOS 11.6, and in empty subcollections, `items` may be absent. */
export function itemsOf(body: unknown, what: string): readonly Item[] {
  if (!isItem(body)) throw new ProtocolError(`the answer for ${what} is not an object`);
  const { items } = body;
  if (items === undefined) return [];
  if (!Array.isArray(items) || !items.every(isItem))
    throw new ProtocolError(`the items of ${what} are not a list of objects`);
  return items;
}

function queryOf({ partition, select, pageSize, expandSubcollections }: ListOptions): Record<string, string> {
  return {
    ...(partition === undefined ? {} : { $filter: `partition eq ${partition}` }),
    ...(select === undefined ? {} : { $select: select.join(',') }),
    ...(pageSize === undefined ? {} : { $top: String(pageSize) }),
    ...(expandSubcollections === true ? { expandSubcollections: 'true' } : {}),
  };
}

/** Where the page begins that `nextLink` speaks of; undefined when there is none. */
function nextPage(body: unknown, begun: number, what: string): number | undefined {
  const link = isItem(body) ? body['nextLink'] : undefined;
  if (link === undefined) return undefined;
  const skip = typeof link === 'string' ? /[?&](?:%24|\$)skip=(\d+)/i.exec(link)?.[1] : undefined;
  if (skip === undefined || Number(skip) <= begun) throw new ProtocolError(`the pages of ${what} do not advance`);
  return Number(skip);
}

/**
 * All items of a collection, also when the device pages by itself: a part of a collection is never taken for the whole.
 * The host and the path of `nextLink` are never followed.
 */
export async function* listItems(
  requester: Requester,
  segments: readonly string[],
  options: ListOptions = {},
): AsyncGenerator<Item> {
  const query = queryOf(options);
  const { signal, timeout } = options;
  for (let skip = 0; ; ) {
    const { body } = await requester.request('GET', segments, {
      query: skip === 0 ? query : { ...query, $skip: String(skip) },
      ...(signal === undefined ? {} : { signal }),
      ...(timeout === undefined ? {} : { timeout }),
    });
    const what = segments.join('/');
    yield* itemsOf(body, what);
    const next = nextPage(body, skip, what);
    if (next === undefined) return;
    skip = next;
  }
}
