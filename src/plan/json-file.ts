/** What files that were written by this program have in common when they are read back. */
import { z } from 'zod';
import type { Json } from '../state.ts';
import { once } from '../values/codec.ts';
import { BigIpValueError } from '../values/value-error.ts';

/** Schemas are made when the first file is read: importing the package must not pay for them. */
export const json = once(() => {
  const any: z.ZodType<Json> = z.lazy(() =>
    z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(any), z.record(z.string(), any)]),
  );
  return any;
});

/** An owner stands in a mark on the device. */
export const ownerName = once(() => z.string().regex(/^[A-Za-z0-9][\w.-]{0,62}$/));

/** What a text holds. Throws BigIpValueError with the path of the first thing that is wrong. */
export function parseJsonFile<T>(text: string, schema: z.ZodType<T>, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BigIpValueError('is not JSON', { path: what, value: text.slice(0, 40) });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BigIpValueError(issue?.message ?? `is not a ${what}`, { path: [what, ...(issue?.path ?? [])].join('.') });
}
