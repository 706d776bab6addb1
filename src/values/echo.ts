/**
 * What was read, as it is sent back with the rest of its object: also what nobody would be let write, such as a word of a
 * newer version, or an address that no host should have.
 */
import { z } from 'zod';

/** The wire value of a value that was read; undefined for what is the device's own finding and no setting. */
export type Echo = (value: unknown) => unknown;

const echoes = new WeakMap<z.ZodType, Echo>();

/** Says how a schema's values are sent back where it refuses to encode them. */
export function withEcho<Schema extends z.ZodType>(schema: Schema, echo: Echo): Schema {
  echoes.set(schema, echo);
  return schema;
}

/** The wire value of a value that a schema has decoded, whether or not it would be let through as a new one. */
export function echoOf(schema: z.ZodType, value: unknown): unknown {
  const encoded = z.safeEncode(schema, value);
  if (encoded.success) return encoded.data;
  const own = echoes.get(schema);
  if (own !== undefined) return own(value);
  if (schema instanceof z.ZodOptional) return echoOf(schema.unwrap() as z.ZodType, value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item) => echoOf(schema.element as z.ZodType, item));
  }
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return value;
  const shape: Readonly<Record<string, z.ZodType>> = schema.shape;
  const entries = Object.entries(value).map(([key, item]) => {
    const inner = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return [key, inner === undefined ? item : echoOf(inner, item)] as const;
  });
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}
