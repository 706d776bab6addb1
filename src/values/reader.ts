/**
 * Readers: what a schema says of a wire value, told as fast as a look at its type.
 *
 * A bulk read has hundreds of thousands of properties, and nearly all of them are right. A reader answers for those and
 * leaves every other value to the schema itself, which then says what is wrong, and where.
 */
import { z } from 'zod';
import { isPlain, type Plain } from './guard.ts';

/** What a reader answers when only the schema itself can tell. */
export const unread: unique symbol = Symbol('unread');

/** Gives the value of a wire value, or {@link unread}. Equal to what `z.decode` gives wherever it gives one. */
export type Reader = (wire: unknown) => unknown;

const readers = new WeakMap<z.ZodType, Reader>();
const plain = new WeakMap<z.ZodType, Plain>();

/** Marks a schema that reads every value of one JSON type as it is. */
export function asPlain<Schema extends z.ZodType>(schema: Schema, type: Plain): Schema {
  plain.set(schema, type);
  return withReader(schema, (wire) => (isPlain(wire, type) ? wire : unread));
}

/** The JSON type that a schema reads as it is; undefined when there is more to it. */
export function plainOf(schema: z.ZodType): Plain | undefined {
  return plain.get(schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema);
}

/** Gives a schema its reader. */
export function withReader<Schema extends z.ZodType>(schema: Schema, reader: Reader): Schema {
  readers.set(schema, reader);
  return schema;
}

const viaSchema =
  (schema: z.ZodType): Reader =>
  (wire) => {
    const decoded = z.safeDecode(schema, wire);
    return decoded.success ? decoded.data : unread;
  };

/** The reader of a schema; that of an optional one is its inner one's, because a wire value is never undefined. */
export function readerOf(schema: z.ZodType): Reader {
  const own = readers.get(schema);
  if (own !== undefined) return own;
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : undefined;
  const reader = inner === undefined ? viaSchema(schema) : readerOf(inner);
  readers.set(schema, reader);
  return reader;
}

/** Reads the known keys of an object; the object itself is given back when no value of it changes. */
export function readKeys(keys: readonly (readonly [string, Reader])[], wire: object): unknown {
  const source = wire as Readonly<Record<string, unknown>>;
  let changed: Record<string, unknown> | undefined;
  for (const [key, read] of keys) {
    const value = source[key];
    if (value === undefined) continue;
    const seen = read(value);
    if (seen === unread) return unread;
    if (seen === value) continue;
    changed ??= { ...source };
    changed[key] = seen;
  }
  return changed ?? wire;
}

/** Reads every element of a list; the list itself is given back when no element changes. */
export function readAll(read: Reader, wire: readonly unknown[]): unknown {
  let changed: unknown[] | undefined;
  for (let at = 0; at < wire.length; at += 1) {
    const element = wire[at];
    const seen = read(element);
    if (seen === unread) return unread;
    if (seen === element) continue;
    changed ??= [...wire];
    changed[at] = seen;
  }
  return changed ?? wire;
}

export function isObject(wire: unknown): wire is object {
  return typeof wire === 'object' && wire !== null && !Array.isArray(wire);
}
