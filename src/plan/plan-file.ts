/** A plan as it was written to a file, read back with care: a person may have edited it, or cut it. */
import { z } from 'zod';
import { resourceOf } from '../resources/tree.ts';
import type { Json } from '../state.ts';
import { once } from '../values/codec.ts';
import { parseUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { Plan } from './types.ts';

/** The path without names of what a URI names; undefined when the catalogue has no such type. */
function typeOf(uri: string): string | undefined {
  try {
    const words = parseUri(uri).filter((segment) => !segment.startsWith('/'));
    const whole = resourceOf(words.join('/'));
    if (whole !== undefined && whole.naming === 'path') return whole.path;
    const parent = resourceOf(words.slice(0, -1).join('/'));
    return parent?.naming === 'name' ? parent.path : undefined;
  } catch (error) {
    if (error instanceof BigIpValueError) return undefined;
    throw error;
  }
}

/** Made when the first plan is read: importing the package must not pay for it. */
const schema = once(() => {
  const json: z.ZodType<Json> = z.lazy(() =>
    z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
  );
  const properties = z.record(z.string(), json);

  const named = z.object({ uri: z.string(), type: z.string() });
  const change = named
    .extend({
      action: z.enum(['create', 'modify', 'replace', 'delete']),
      before: properties.exactOptional(),
      after: properties.exactOptional(),
      reason: z.string().exactOptional(),
    })
    .refine(({ uri, type }) => typeOf(uri) === type, { message: 'its type is not that of its uri', path: ['type'] })
    .refine(({ action, after }) => action === 'delete' || after !== undefined, {
      message: 'is missing',
      path: ['after'],
    });

  return z.object({
    version: z.literal(1),
    owner: z.string().regex(/^[A-Za-z0-9][\w.-]{0,62}$/),
    changes: z.array(change),
    kept: z.array(named),
    held: z.array(named.extend({ reason: z.string() })),
    conflicts: z.array(
      named.extend({
        reason: z.enum(['NotOurs', 'OwnedByAnother', 'AppService', 'AddressTaken']),
        message: z.string(),
        holder: z.string().exactOptional(),
      }),
    ),
    diagnostics: z.array(
      z.object({
        severity: z.enum(['error', 'warning', 'info']),
        object: z.string(),
        reason: z.string(),
        message: z.string(),
        path: z.string().exactOptional(),
      }),
    ),
    generations: z.record(z.string(), z.int().nonnegative()),
  });
});

/**
 * The plan in a text, as `JSON.stringify` wrote it. Throws BigIpValueError with the path of what is wrong: nothing of a
 * plan that is not understood is applied.
 */
export function parsePlan(text: string): Plan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BigIpValueError('is not JSON', { path: 'plan', value: text.slice(0, 40) });
  }
  const parsed = schema().safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BigIpValueError(issue?.message ?? 'is not a plan', { path: ['plan', ...(issue?.path ?? [])].join('.') });
}
