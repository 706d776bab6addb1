/**
 * What differs between a wanted and a found object, compared as values and not as text: BIG-IP adds `%0`, drops empty
 * properties, sorts lists and spells numbers, MAC addresses and monitors in its own way.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type AddressSpace, type AnyResource, shapeOf } from '../resources/define.ts';
import type { Json, Properties } from '../state.ts';
import { mergeMetadata } from './ownership.ts';
import { inOneSpelling, sameWord, withoutFolder } from './spelling.ts';

/** BIG-IP leaves out what is empty, and takes `none` for it; an object that says `none` of everything says nothing. */
export function isUnset(wire: Json | undefined): boolean {
  if (wire === undefined || wire === null || wire === '' || wire === 'none') return true;
  return Array.isArray(wire) ? wire.length === 0 : isObject(wire) && Object.values(wire).every(isUnset);
}

/** An address without route domain is in its partition's default one; keys are sorted, and links and what is empty go. */
function inSpace(value: unknown, space: AddressSpace): unknown {
  if (Array.isArray(value)) return value.map((item) => inSpace(item, space));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(withoutFolder(value as Readonly<Record<string, unknown>>, space))
    .filter(([key, item]) => item !== undefined && item !== 'none' && item !== '' && !key.endsWith('Reference'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]): [string, unknown] => [key, inSpace(item, space)]);
  const result = Object.fromEntries(entries);
  if ('ip' in result && 'family' in result) result['routeDomain'] ??= space.defaultRouteDomain;
  return result;
}

/** What a wire value says, in one spelling. What the device does not say may say something too: that nobody disabled it. */
function seen(resource: AnyResource, key: string, wire: Json | undefined): Json {
  return inOneSpelling(key, resource.compareAs?.[key]?.(wire ?? null) ?? wire ?? null);
}

function comparable(resource: AnyResource, key: string, wire: Json, space: AddressSpace): unknown {
  const shape = shapeOf(resource);
  const schema = Object.hasOwn(shape, key) ? shape[key] : undefined;
  const decoded = schema === undefined ? undefined : z.safeDecode(schema, wire);
  // A value that its own codec does not take is compared as it stands.
  const value = inSpace(decoded?.success === true ? decoded.data : wire, space);
  if (!Array.isArray(value) || resource.unordered?.includes(key) !== true) return value;
  // Without order it is a set: what was sent twice is returned once.
  return [...new Set(value.map((item) => JSON.stringify(item)))].sort();
}

function isObject(wire: Json | undefined): wire is Properties {
  return typeof wire === 'object' && wire !== null && !Array.isArray(wire);
}

/** Of an object property only what was asked for is compared: the device may know more of it. */
function sameKeys(wanted: Json, found: Json): Json {
  if (!isObject(wanted) || !isObject(found)) return found;
  return Object.fromEntries(Object.entries(found).filter(([key]) => Object.hasOwn(wanted, key)));
}

/** Whether the device already says what is wanted for one property. */
export function sameValue(
  resource: AnyResource,
  key: string,
  wanted: Json,
  found: Json | undefined,
  space: AddressSpace,
): boolean {
  if (wanted === found) return true;
  // BIG-IP 11.4 and 11.5.0 say so of a flag that is set, and no later version says it of anything.
  if (wanted === true && found === null) return true;
  const asked = seen(resource, key, wanted);
  const there = seen(resource, key, found);
  if (isUnset(asked) || isUnset(there)) return isUnset(asked) && isUnset(there);
  const one = comparable(resource, key, asked, space);
  const other = comparable(resource, key, sameKeys(asked, there), space);
  return isDeepStrictEqual(one, other) || sameWord(one, other);
}

/** What cannot change, and was not read: the object would not have been taken for the wanted one if it were another. */
function isUntold(resource: AnyResource, key: string, found: Json | undefined): boolean {
  return (found === undefined || found === null) && resource.fixed?.includes(key) === true;
}

export interface Difference {
  readonly before: Properties;
  readonly after: Properties;
}

/**
 * A wanted object property with the keys unset that only the device has: BIG-IP keeps what a PATCH does not name, and an
 * automap that still knows its SNAT pool keeps that from being deleted (01070320).
 */
function withUnset(wanted: Json, found: Json | undefined): Json {
  if (!isObject(wanted) || !isObject(found)) return wanted;
  const extra = Object.entries(found).filter(
    ([key, value]) => typeof value === 'string' && !Object.hasOwn(wanted, key),
  );
  return {
    ...Object.fromEntries(extra.filter(([, value]) => !isUnset(value)).map(([key]) => [key, 'none'])),
    ...wanted,
  };
}

/** The wanted properties that the device does not have, and what it has instead; undefined when there are none. */
export function difference(
  resource: AnyResource,
  wanted: Properties,
  found: Properties,
  space: AddressSpace,
): Difference | undefined {
  const before: Record<string, Json> = {};
  const after: Record<string, Json> = {};
  for (const [key, value] of Object.entries(wanted)) {
    const there = Object.hasOwn(found, key) ? found[key] : undefined;
    if (isUntold(resource, key, there)) continue;
    const target =
      key === 'metadata' && resource.mark === 'metadata' ? mergeMetadata(value, there) : withUnset(value, there);
    if (sameValue(resource, key, target, there, space)) continue;
    before[key] = there ?? null;
    after[key] = target;
  }
  return Object.keys(after).length === 0 ? undefined : { before, after };
}

/** Of a pair of flags one is present: the other one need not be unset. */
export function counterpart(resource: AnyResource, key: string): string | undefined {
  const pairs = Object.entries(resource.pairs ?? {});
  return pairs.map(([one, other]) => (key === one ? other : key === other ? one : undefined)).find(Boolean);
}

/** What unsets everything that only the found object has. What the catalogue does not know, or only the device states, is left. */
function unsetting(resource: AnyResource, wanted: Properties, found: Properties): Properties {
  const shape = shapeOf(resource);
  const only = Object.entries(found).filter(([key, value]) => {
    if (Object.hasOwn(wanted, key) || isUnset(value) || !Object.hasOwn(shape, key)) return false;
    const other = counterpart(resource, key);
    return other === undefined || !Object.hasOwn(wanted, other);
  });
  return Object.fromEntries(only.map(([key, value]): [string, Json] => [key, Array.isArray(value) ? [] : null]));
}

/**
 * As {@link difference}, for an object that is to be exactly as it was: what was added since is unset, metadata and the
 * inside of objects too. Not compared is what only the device states, and what the catalogue does not know: that may be
 * either.
 */
export function exactDifference(
  resource: AnyResource,
  wanted: Properties,
  found: Properties,
  space: AddressSpace,
): Difference | undefined {
  const shape = shapeOf(resource);
  const stated = new Set(resource.readOnly);
  const before: Record<string, Json> = {};
  const after: Record<string, Json> = {};
  for (const [key, value] of Object.entries({ ...unsetting(resource, wanted, found), ...wanted })) {
    if (stated.has(key) || !Object.hasOwn(shape, key)) continue;
    const there = Object.hasOwn(found, key) ? found[key] : undefined;
    const same = sameValue(resource, key, value, there, space) && sameValue(resource, key, there ?? null, value, space);
    if (same) continue;
    before[key] = there ?? null;
    after[key] = withUnset(value, there);
  }
  return Object.keys(after).length === 0 ? undefined : { before, after };
}
