/** Values to wire bodies. Encoding is closed: what the catalogue does not know, or nobody can set, is refused. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type AnyResource, shapeOf } from '../resources/define.ts';
import type { Json } from '../state.ts';
import { echoOf } from '../values/echo.ts';
import { bareName } from '../values/full-path.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { checkNaming, isNamingKey } from './naming.ts';
import { shown } from './shown.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What the device says about the answer itself is not sent. */
const echo = new Set(['kind', 'fullPath', 'generation', 'selfLink']);

/**
 * One value as it is sent. F5's own spelling is taken as well, when it is one that may be written. Of a `secret` the
 * refusal carries nothing.
 */
function encodeValue(schema: z.ZodType, key: string, value: unknown, secret = false): unknown {
  const encoded = z.safeEncode(schema, value);
  if (encoded.success) return encoded.data;
  // Decoding alone lets the words of newer versions pass.
  const decoded = z.safeDecode(schema, value);
  const again = decoded.success ? z.safeEncode(schema, decoded.data) : decoded;
  if (again.success) return value;
  // Of an object the reason why it is not written says more than that it is no text.
  const [own] = encoded.error.issues;
  const isObject = typeof value === 'object' && value !== null;
  const [issue] = isObject && own?.code === 'custom' && own.params?.['known'] === true ? [own] : again.error.issues;
  const inner = (issue?.path ?? []).map(String);
  const path = [key, ...inner].join('.');
  throw new BigIpValueError(issue?.message ?? 'is not understood', {
    value: shown(key, value, { inner, secret }),
    path,
  });
}

function encodeChildren(child: AnyResource, key: string, value: unknown): readonly Properties[] {
  if (!Array.isArray(value)) {
    throw new BigIpValueError('must be a list of objects', { value: shown(key, value), path: key });
  }
  return value.map((item: Properties, at) => {
    try {
      if (!isProperties(item)) throw new BigIpValueError('must be an object');
      const body = encodeProperties(child, item);
      checkName(child, item['name']);
      return body;
    } catch (error) {
      throw error instanceof BigIpValueError ? inside(error, `${key}[${at}]`) : error;
    }
  });
}

/** The same refusal, with where the object stands that it speaks of. */
function inside(error: BigIpValueError, place: string): BigIpValueError {
  const { value, path } = error;
  if (path === undefined) return new BigIpValueError(error.message, { value, path: place });
  return new BigIpValueError(error.message.replace(`${path}: `, ''), { value, path: `${place}.${path}` });
}

/** What may have properties at all. */
export function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A new object is not called what no device takes. */
export function checkName(resource: AnyResource, name: unknown): void {
  if (resource.checkName === undefined || typeof name !== 'string') return;
  try {
    resource.checkName(bareName(name));
  } catch (error) {
    throw error instanceof BigIpValueError ? new BigIpValueError(error.message, { value: name, path: 'name' }) : error;
  }
}

/** Of two flags that exclude each other the one that is true is sent, and never both. */
function settlePairs(resource: AnyResource, body: Record<string, unknown>): void {
  for (const [one, other] of Object.entries(resource.pairs ?? {})) {
    const [a, b] = [body[one], body[other]];
    if (typeof a !== 'boolean' && typeof b !== 'boolean') continue;
    if (a === b) throw new BigIpValueError(`excludes ${other}`, { value: a, path: one });
    const holds = typeof a === 'boolean' ? a : b === false;
    delete body[holds ? other : one];
    body[holds ? one : other] = true;
  }
}

/**
 * A body of a write. `undefined` is left out, `null` unsets. A key that the catalogue does not know, or that only the
 * device states, is refused, unless `current` (the object as it was read) says the same of it: then it comes from there.
 *
 * Throws {@link BigIpValueError} with the key's path.
 */
export function encodeProperties(
  resource: AnyResource,
  input: Properties,
  current: Properties = {},
): Record<string, unknown> {
  const shape = shapeOf(resource);
  const body: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    if (value === undefined || echo.has(key)) continue;
    const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
    const child = Object.hasOwn(resource.children, key) ? resource.children[key] : undefined;
    const stated = resource.readOnly?.includes(key) === true;
    const isAsRead = Object.hasOwn(current, key) && isDeepStrictEqual(current[key], value);
    if (isNamingKey(key)) {
      // What was read is how the device calls it.
      if (!Object.hasOwn(current, key) || current[key] !== value) checkNaming(key, value);
      body[key] = value;
    } else if (isAsRead && (schema === undefined || stated || !z.safeEncode(schema, value).success)) continue;
    else if (schema === undefined && child !== undefined) body[key] = encodeChildren(child, key, value);
    else if (schema === undefined) {
      // Under a misspelt name may stand a secret.
      throw new BigIpValueError(`${resource.path} has no property ${JSON.stringify(key)}`, { path: key });
    } else if (stated) {
      throw new BigIpValueError('is stated by the device and cannot be set', { value: shown(key, value), path: key });
    } else if (value === null) body[key] = resource.unset?.[key] ?? 'none';
    // What is never returned is a secret.
    else body[key] = encodeValue(schema, key, value, resource.writeOnly?.includes(key) === true);
  }
  settlePairs(resource, body);
  return body;
}

/** What an object that was read would be sent as: all that can be set, and the properties nobody here knows. */
export function encodeCurrent(resource: AnyResource, current: Properties): Record<string, unknown> {
  const shape = shapeOf(resource);
  const body: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(current)) {
    if (value === undefined || echo.has(key) || resource.readOnly?.includes(key) === true) continue;
    const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (schema === undefined) {
      // Links repeat what the property beside them says; subcollections are objects of their own.
      if (key.endsWith('Reference') || Object.hasOwn(resource.children, key)) continue;
      body[key] = value;
      continue;
    }
    const wire = echoOf(schema, value);
    // What only the device says, such as a monitor's verdict, is no part of the object's settings.
    if (wire !== undefined) body[key] = wire;
  }
  return body;
}

/** BIG-IP leaves out what is empty, and takes `none` for it. */
function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 'none' || isDeepStrictEqual(value, []);
}

/** Without links, with sorted keys; of an object only the keys of `wanted`, because the device may know more of it. */
function comparable(value: unknown, wanted: unknown): unknown {
  if (Array.isArray(value)) {
    const list = Array.isArray(wanted) ? wanted : [];
    return value.map((item, at) => comparable(item, list[at]));
  }
  if (typeof value !== 'object' || value === null) return value;
  const asked = typeof wanted === 'object' && wanted !== null ? wanted : value;
  const entries = Object.entries(value)
    .filter(([key]) => Object.hasOwn(asked, key) && !key.endsWith('Reference'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, item]) => [key, comparable(item, (asked as Properties)[key])]);
}

/** By what a list without order is sorted: objects by their names, whatever else is said of them. */
function placeOf(item: unknown): string {
  const isNamed = typeof item === 'object' && item !== null && 'name' in item;
  return isNamed ? String(item.name) : JSON.stringify(item);
}

/** Both sides as values of the property's schema, after what the resource says about comparing it. */
function seen(resource: AnyResource, key: string, value: unknown, current: Properties): unknown {
  const schema = shapeOf(resource)[key];
  if (schema === undefined) return value;
  const encoded = z.safeEncode(schema, value);
  const wire = encoded.success ? encoded.data : value;
  const compared = resource.compareAs?.[key]?.(wire as Json, current) ?? wire;
  const decoded = z.safeDecode(schema, compared);
  const result = decoded.success ? decoded.data : compared;
  if (!Array.isArray(result) || resource.unordered?.includes(key) !== true) return result;
  return [...result].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** Whether an object that was read already says what a body wants of one property. */
export function sameValue(resource: AnyResource, key: string, wire: unknown, current: Properties): boolean {
  const found = Object.hasOwn(current, key) ? current[key] : undefined;
  if (isUnset(wire) || isUnset(found)) return isUnset(wire) && isUnset(found);
  if (Object.hasOwn(resource.children, key) && !Object.hasOwn(shapeOf(resource), key)) return false;
  const wanted = seen(resource, key, wire, current);
  const there = seen(resource, key, found, current);
  if (Array.isArray(wanted) && Array.isArray(there) && wanted.length !== there.length) return false;
  return isDeepStrictEqual(comparable(wanted, wanted), comparable(there, wanted));
}
