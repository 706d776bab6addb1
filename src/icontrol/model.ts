/** Wire objects to values and back, by a resource's fields. Decoding is open, encoding closed. */
import { z } from 'zod';
import { ProtocolError } from '../errors.ts';
import { type AnyResource, shapeOf } from '../resources/define.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { type Item, isItem } from './items.ts';

const envelope = new Set(['kind', 'name', 'partition', 'subPath', 'fullPath', 'generation', 'selfLink']);

function issueText(error: z.core.$ZodError, key: string): string {
  const [issue] = error.issues;
  const path = [key, ...(issue?.path ?? [])].map(String).join('.');
  return `${path}: ${issue?.message ?? 'is not understood'}`;
}

/** Full path of an item. It cannot be read from `fullPath`, which is the bare name when that is what was asked for. */
export function fullPathOf(item: Item, resource: AnyResource): string {
  const { name, partition, subPath, fullPath } = item;
  if (typeof name !== 'string') throw new ProtocolError(`an item of ${resource.path} has no name`);
  if (resource.naming === 'name') return name;
  if (typeof partition === 'string')
    return `/${partition}${typeof subPath === 'string' && subPath !== '' ? `/${subPath}` : ''}/${name}`;
  return typeof fullPath === 'string' && fullPath.startsWith('/') ? fullPath : `/Common/${name}`;
}

/** Moves what is returned inside a subcollection's reference to the name under which it is sent. */
export function withInlined(resource: AnyResource, item: Item): Item {
  const moved: Record<string, Item[string]> = {};
  for (const [key, from] of Object.entries(resource.returnedIn ?? {})) {
    const reference = item[from];
    if (isItem(reference) && Array.isArray(reference['items'])) moved[key] = reference['items'];
  }
  return { ...item, ...moved };
}

/**
 * A wire object as values. A known key of the wrong type is refused with its path; unknown keys are kept as they are.
 */
export function decodeItem(resource: AnyResource, wire: Item): Record<string, unknown> {
  const item = withInlined(resource, wire);
  const shape = shapeOf(resource);
  const model: Record<string, unknown> = Object.create(null);
  for (const [key, value] of Object.entries(item)) {
    const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (schema === undefined) {
      model[key] = value;
      continue;
    }
    const decoded = z.safeDecode(schema, value);
    if (!decoded.success)
      throw new ProtocolError(`${resource.path} ${fullPathOf(item, resource)}: ${issueText(decoded.error, key)}`);
    model[key] = decoded.data;
  }
  return { ...model, fullPath: fullPathOf(item, resource) };
}

/**
 * Values, or F5's own spelling, as a body. `undefined` is left out, a key that the catalogue does not know is refused.
 */
export function encodeProperties(
  resource: AnyResource,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const shape = shapeOf(resource);
  const body: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (envelope.has(key)) {
      body[key] = value;
    } else if (schema === undefined) {
      throw new BigIpValueError(`${resource.path} has no property ${JSON.stringify(key)}`, { value, path: key });
    } else {
      body[key] = value === null ? (resource.unset?.[key] ?? 'none') : encodeValue(schema, key, value);
    }
  }
  return body;
}

function encodeValue(schema: z.ZodType, key: string, value: unknown): unknown {
  const encoded = z.safeEncode(schema, value);
  if (encoded.success) return encoded.data;
  // F5's own spelling is taken as well, when it is one that may be written: decoding alone lets newer words pass.
  const decoded = z.safeDecode(schema, value);
  const again = decoded.success ? z.safeEncode(schema, decoded.data) : decoded;
  if (again.success) return value;
  throw new BigIpValueError(issueText(again.error, key), { value, path: key });
}
