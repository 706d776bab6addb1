import { refuse, Unimplemented } from '../errors/refusal.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { Kind, Property } from '../kinds/kind.ts';
import { compareVersions } from '../versions.ts';
import type { Config } from './config.ts';
import type { Draft, Entry } from './entry.ts';
import { camelCase, dashed, readValue, unset } from './value.ts';

/** Keys of the envelope: part of every body that a client sends back whole, and never a setting. */
const envelope = new Set(['name', 'partition', 'subPath', 'fullPath', 'kind', 'selfLink', 'generation', 'appService']);

/** Takes over what a body sets. Leaves `draft.own` and `draft.nested` changed; refuses what the device would. */
export function readBody(body: JsonObject, draft: Draft, before: Entry | undefined, config: Config): void {
  for (const [key, value] of Object.entries(body)) {
    const name = camelCase(key);
    const property = propertyOf(draft.kind, name, config.version);
    if (property?.shape === 'children') {
      draft.nested.set(name, childBodies(name, value));
      continue;
    }
    if (property !== undefined) {
      setOne(name, property, value, draft, before, config);
      continue;
    }
    if (name.endsWith('Reference') && readReference(name, value, draft)) continue;
    const free = draft.lenient ? !envelope.has(name) : draft.direct && name === 'appService';
    if (free) draft.own[name] = value;
    else if (!envelope.has(name)) throw unknown(draft.kind, name);
  }
  checkPairs(body, draft.kind);
}

function setOne(
  name: string,
  property: Property,
  value: Json,
  draft: Draft,
  before: Entry | undefined,
  config: Config,
): void {
  if (property.readOnly === true && !draft.direct) return;
  const old = draft.own[name];
  const read = readValue({ name, property, draft, config }, value, old);
  if (property.fixed === true && before !== undefined && !draft.direct) {
    if (read === unset || sameJson(read, before.properties[name])) return;
    throw refuse('fixedProperty', { property: dashed(name) });
  }
  if (property.opposite !== undefined) {
    delete draft.own[name];
    delete draft.own[property.opposite];
    draft.own[read === unset ? property.opposite : name] = true;
  } else if (read === unset) {
    delete draft.own[name];
  } else {
    draft.own[name] = read;
  }
}

/** Looks a property up without tripping over `__proto__` and `constructor`. */
export function propertyOf(kind: Kind, name: string, version: string): Property | undefined {
  const property = Object.hasOwn(kind.properties, name) ? kind.properties[name] : undefined;
  if (property === undefined) return undefined;
  if (property.since !== undefined && compareVersions(version, property.since) < 0) return undefined;
  if (property.until !== undefined && compareVersions(version, property.until) >= 0) return undefined;
  return property;
}

function unknown(kind: Kind, name: string): Error {
  if (kind.unimplemented?.includes(name) === true) return new Unimplemented(`the property ${name} of ${kind.type}`);
  return refuse('unknownProperty', { property: dashed(name) });
}

/** `membersReference: {isSubcollection, items}` is accepted like `members`; all other links are echoes. */
function readReference(name: string, value: Json, draft: Draft): boolean {
  const child = name.slice(0, -'Reference'.length);
  const property = Object.hasOwn(draft.kind.properties, child) ? draft.kind.properties[child] : undefined;
  if (property?.shape === 'children' && isObject(value)) {
    const items = value['items'];
    if (items !== undefined) draft.nested.set(child, childBodies(child, items));
    return true;
  }
  return property !== undefined || isObject(value) || isArray(value);
}

function childBodies(name: string, value: Json): readonly JsonObject[] {
  if (value === null || value === 'none' || value === '') return [];
  const items = isObject(value) && isArray(value['items']) ? value['items'] : value;
  return (isArray(items) ? items : [items]).map((item): JsonObject => {
    if (isObject(item)) return item;
    if (typeof item === 'string') return { name: item };
    throw refuse('invalidValue', { property: dashed(name), value: JSON.stringify(item) });
  });
}

function checkPairs(body: JsonObject, kind: Kind): void {
  for (const [name, value] of Object.entries(body)) {
    if (value !== true) continue;
    const property = Object.hasOwn(kind.properties, name) ? kind.properties[name] : undefined;
    if (property?.opposite !== undefined && body[property.opposite] === true) {
      throw refuse('bothOfPair', { property: dashed(name), opposite: dashed(property.opposite) });
    }
  }
}

/** Deep equality of JSON values. */
function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((item, at) => sameJson(item, right[at]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => sameJson(left[key], right[key]));
}
