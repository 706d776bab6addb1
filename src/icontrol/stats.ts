/**
 * Statistics, in every shape that versions give them: nested by URL (12.1 and later), with the object's name once or
 * twice in the URL, or flat (11.x) (facts: icontrol-rest 4.6; POSH-LTM-Rest 61).
 */
import { ProtocolError } from '../errors.ts';
import { parseUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { type Item, isItem } from './items.ts';

/** A counter; a bigint when a number could not hold it exactly, which is above 2^53. */
export type Counter = number | bigint;

/** The statistics of one object. */
export interface Statistics {
  /** The object's full path, or the bare name of what lies in no partition; empty where the device does not say it. */
  readonly name: string;
  /** `serverside.curConns`, `clientside.bitsIn` … */
  readonly counters: Readonly<Record<string, Counter>>;
  /** `status.availabilityState`, `monitorRule` … */
  readonly texts: Readonly<Record<string, string>>;
  /** Tables inside, by the last word of their URL. */
  readonly nested: Readonly<Record<string, readonly Statistics[]>>;
}

function counterOf(value: unknown): Counter | undefined {
  if (typeof value === 'number') return value;
  // The session keeps the digits of what a number cannot hold.
  return typeof value === 'string' && /^-?\d{1,40}$/.test(value) ? BigInt(value) : undefined;
}

/** The path of an entry's URL, below `/mgmt/tm/`. */
function pathOf(url: string): readonly string[] {
  const path = url.replace(/^https?:\/\/[^/]*/, '').replace(/[?#].*$/, '');
  return path
    .replace(/^\/mgmt\/tm\//, '')
    .split('/')
    .filter((word) => word !== '');
}

function nameIn(url: string, collection: readonly string[]): string {
  const [name = ''] = pathOf(url).slice(collection.length);
  if (name === 'stats') return '';
  try {
    return parseUri(name)[0] ?? '';
  } catch (error) {
    // An object with a name that no URI of ours could have is told by what the device wrote.
    if (error instanceof BigIpValueError) return name;
    throw error;
  }
}

function entriesOf(value: unknown): Item | undefined {
  const nested = isItem(value) ? value['nestedStats'] : undefined;
  const entries = isItem(nested) ? nested['entries'] : undefined;
  return isItem(entries) ? entries : isItem(nested) ? {} : undefined;
}

/** A table is named by the word of its URL, its rows by a number: `…/details/0`. */
function tableOf(url: string): string {
  return pathOf(url).findLast((word) => word !== 'stats' && !/^\d+$/.test(word)) ?? '';
}

/** One line of statistics: a counter, or a text. What has neither says nothing. */
function lineOf(key: string, entry: unknown): Counter | string | undefined {
  if (isItem(entry)) {
    const { value, description } = entry;
    const said = counterOf(value) ?? description ?? value;
    if (said === undefined) return undefined;
    if (typeof said === 'number' || typeof said === 'bigint' || typeof said === 'string') return said;
  }
  throw new ProtocolError(`${key}: is neither a counter nor a text`);
}

function flatten(name: string, entries: Item): Statistics {
  const counters: Record<string, Counter> = Object.create(null);
  const texts: Record<string, string> = Object.create(null);
  const nested: Record<string, Statistics[]> = Object.create(null);
  for (const [key, entry] of Object.entries(entries)) {
    const inner = entriesOf(entry);
    if (inner !== undefined) {
      const row = flatten('', inner);
      const table = tableOf(key);
      const isRow = Object.keys(row.counters).length + Object.keys(row.texts).length > 0;
      // A table within a table of the same word is how the device writes its rows.
      const rows = isRow ? [row] : (row.nested[table] ?? (Object.keys(row.nested).length > 0 ? [row] : []));
      nested[table] = [...(nested[table] ?? []), ...rows];
      continue;
    }
    const said = lineOf(key, entry);
    if (typeof said === 'string') texts[key] = said;
    else if (said !== undefined) counters[key] = said;
  }
  return { name, counters, texts, nested };
}

/** Every object that a body of statistics speaks of. `collection` is the path of what was asked for, without names. */
export function statisticsIn(body: unknown, collection: readonly string[]): Statistics[] {
  if (!isItem(body)) throw new ProtocolError(`the statistics of ${collection.join('/')} are not an object`);
  const { entries } = body;
  // A collection without objects has no entries.
  if (entries === undefined) return [];
  if (!isItem(entries))
    throw new ProtocolError(`the entries of the statistics of ${collection.join('/')} are no object`);
  const objects = Object.entries(entries).flatMap(([url, entry]) => {
    const inner = entriesOf(entry);
    return inner === undefined ? [] : [flatten(nameIn(url, collection), inner)];
  });
  return objects.length > 0 || Object.keys(entries).length === 0 ? objects : [flatten('', entries)];
}
