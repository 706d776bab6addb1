import { isObject } from './objects.ts';

/** A place where the mock and a recording differ. */
export interface Difference {
  /** The type and the path of the property: `ltm/pool slowRampTime`. */
  where: string;
  what: 'missing' | 'extra' | 'form' | 'value' | 'refused';
  recorded: unknown;
  shown: unknown;
}

/** Values that are the device's own: a number that it counts, a time. Their form is compared, not the value. */
const counted = new Set(['generation', 'vsIndex', 'ifIndex', 'creationTime', 'lastModifiedTime', 'tag', 'unit']);

/** All differences between what was recorded and what the mock shows. */
export function compare(type: string, recorded: unknown, shown: unknown): Difference[] {
  const found: Difference[] = [];
  visit(type, '', recorded, shown, found);
  return found;
}

function visit(type: string, path: string, recorded: unknown, shown: unknown, found: Difference[]): void {
  const where = `${type} ${path}`;
  if (shown === undefined) {
    found.push({ where, what: 'missing', recorded, shown });
  } else if (recorded === undefined) {
    found.push({ where, what: 'extra', recorded, shown });
  } else if (isObject(recorded) && isObject(shown)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(shown)])) {
      visit(type, path === '' ? key : `${path}.${key}`, recorded[key], shown[key], found);
    }
  } else if (Array.isArray(recorded) && Array.isArray(shown) && recorded.length === shown.length) {
    // The VLANs of a route domain stand in the order in which they came.
    const [left, right] = /^vlans/.test(path) ? [sorted(recorded), sorted(shown)] : [recorded, shown];
    for (const [at, item] of left.entries()) visit(type, `${path}[]`, item, right[at], found);
  } else if (form(recorded) !== form(shown)) {
    found.push({ where, what: 'form', recorded, shown });
  } else if (!counted.has(path.slice(path.lastIndexOf('.') + 1)) && normal(recorded) !== normal(shown)) {
    found.push({ where, what: 'value', recorded, shown });
  }
}

function sorted(items: unknown[]): unknown[] {
  return [...items].sort((left, right) => (normal(left) < normal(right) ? -1 : 1));
}

/** How a value looks: its JSON type, and for texts what kind of word it is. */
function form(value: unknown): string {
  if (typeof value !== 'string') return Array.isArray(value) ? 'list' : typeof value;
  if (/^https:\/\/localhost\//.test(value)) return 'link';
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return 'time';
  if (/^\//.test(value)) return 'path';
  if (/^-?\d+$/.test(value)) return 'number in a text';
  return 'text';
}

function normal(value: unknown): string {
  return JSON.stringify(value);
}
