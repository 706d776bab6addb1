/**
 * Reading a list as code that is made for one object type: the checks of all known properties, one after the other, in one
 * loop. A loop over the names of the properties costs more than the whole of JSON.parse; this costs a twentieth of it.
 */
import { compile, type Plain, testOf } from '../values/guard.ts';
import type { Reader } from '../values/reader.ts';

/** Makes values of the objects of an expanded subcollection, in place. `parent` is the object that they are in. */
export type ReadChildren = (items: unknown, parent: object) => void;

/** What is to be done with one object. */
export interface Layout {
  /** Properties that are read as they are. */
  readonly plain: readonly (readonly [key: string, type: Plain])[];
  /** Properties that are looked at one by one. */
  readonly read: readonly (readonly [key: string, read: Reader])[];
  /** Properties that are returned inside a subcollection's reference. */
  readonly inlined: readonly (readonly [key: string, reference: string])[];
  /** Expanded subcollections, by the word that they are known under; without one only their objects become values. */
  readonly children: readonly (readonly [word: string | undefined, reference: string, read: ReadChildren])[];
  /** Whether the bare name is the full path. */
  readonly bare: boolean;
}

/**
 * Makes values of objects, in place, from index `from` on. Gives the index of the first one that it leaves as it was,
 * because somebody has to look more closely; the length of the list when there is none.
 */
export type BulkDecode = (items: readonly unknown[], from: number) => number;

/** Leaves every object to the closer look: where code cannot be made of strings. */
const leaveAll: BulkDecode = (_items, from) => from;

const property = (key: string): string => `o[${JSON.stringify(key)}]`;
const isObject = (name: string): string => `typeof ${name} === 'object' && ${name} !== null`;

/** What has to be true of an object; everything else leaves it as it was. */
function conditions({ plain, bare }: Layout): string {
  const own = [`${isObject('o')} && !Array.isArray(o)`, ...plain.map(([key, type]) => testOf(key, type))];
  const name = `typeof o.name === 'string'`;
  // A full path that begins with a slash is whole; any other is only what was asked for.
  const whole = `typeof (v = o.fullPath) === 'string' && v.charCodeAt(0) === 0x2f`;
  return [...own, name, ...(bare ? [] : [whole])].join(' && ');
}

/** `unread` is what a reader answers for what it does not understand. */
export function compileBulk(layout: Layout, unread: unknown): BulkDecode {
  const { read, inlined, children, bare } = layout;
  const lines = [
    ...inlined.map(
      ([key, reference]) =>
        `v = ${property(reference)}; if (${isObject('v')} && Array.isArray(v.items)) ${property(key)} = v.items;`,
    ),
    ...read.map(
      ([key], at) =>
        `const v${at} = (v = ${property(key)}) === undefined ? v : r[${at}](v); if (v${at} === u) return i;`,
    ),
    // Nothing of the object has been changed until here.
    ...read.map(([key], at) => `if (v${at} !== ${property(key)}) ${property(key)} = v${at};`),
    ...children.map(
      ([word, reference], at) =>
        `v = ${property(reference)}; if (v !== undefined && v.items !== undefined) { c[${at}](v.items, o); ${word === undefined ? '' : `${property(word)} = v.items;`} }`,
    ),
    ...(bare ? ['o.fullPath = o.name;'] : []),
  ];
  const make = compile(
    ['r', 'c', 'u'],
    `return (items, from) => {
for (let i = from; i < items.length; i += 1) {
const o = items[i]; let v;
if (!(${conditions(layout)})) return i;
${lines.join('\n')}
}
return items.length;
};`,
  );
  const readers = read.map(([, reader]) => reader);
  const readChildren = children.map(([, , reader]) => reader);
  return make === undefined ? leaveAll : (make(readers, readChildren, unread) as BulkDecode);
}
