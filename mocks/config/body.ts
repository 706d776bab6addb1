import { Refusal, refuse, Unimplemented } from '../errors/refusal.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { Kind, Property } from '../kinds/kind.ts';
import { compareVersions } from '../versions.ts';
import type { Config } from './config.ts';
import type { Draft, Entry } from './entry.ts';
import { nothingOf } from './inherit.ts';
import { camelCase, dashed } from './keys.ts';
import { noteLinks } from './recorded-links.ts';
import { readValue, type Slot, unset } from './value.ts';

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
    if (name.endsWith('Reference') && readReference(name, value, body, draft, before, config)) continue;
    const free = (draft.lenient && !envelope.has(name)) || (draft.direct && name === 'appService');
    if (free || isEcho(name, value, before)) draft.own[name] = value;
    else if (!envelope.has(name) && !asksNothing(name, value, draft.kind)) throw unknown(draft.kind, name);
  }
  checkPairs(body, draft);
}

/** A client sends back what a test's author had recorded, and the mock does not know. */
function isEcho(name: string, value: Json, before: Entry | undefined): boolean {
  return before !== undefined && Object.hasOwn(before.own, name) && sameJson(value, before.own[name]);
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
  const read = readLeniently({ name, path: name, property, draft, config }, value, old);
  if (!draft.lenient) delete draft.own[`${name}Reference`];
  if (property.fixed === true && before !== undefined && !draft.direct) {
    if (read === unset || sameJson(read, before.properties[name])) return;
    throw refuse('fixedProperty', { property: dashed(name) });
  }
  if (value !== null && property.opposite !== undefined) {
    delete draft.own[name];
    delete draft.own[property.opposite];
    draft.own[read === unset ? property.opposite : name] = true;
  } else if (read === unset) {
    const nothing = value === null ? undefined : nothingOf(name, property, draft);
    if (nothing === undefined) delete draft.own[name];
    else draft.own[name] = nothing;
  } else {
    draft.own[name] = read;
  }
}

/** What the device would refuse, the test's author may set all the same. */
function readLeniently(slot: Slot, value: Json, before: Json | undefined): Json | typeof unset {
  if (!slot.draft.lenient) return readValue(slot, value, before);
  try {
    return readValue(slot, value, before);
  } catch (error) {
    if (error instanceof Refusal) return value;
    throw error;
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

/** A setting that the mock does not have, left out or taken away: it has none anyway. */
function asksNothing(name: string, value: Json, { unimplemented }: Kind): boolean {
  if (unimplemented?.includes(name) !== true) return false;
  return value === null || value === '' || value === 'none' || (isArray(value) && value.length === 0);
}

function unknown(kind: Kind, name: string): Error {
  if (kind.unimplemented?.includes(name) === true) return new Unimplemented(`the property ${name} of ${kind.type}`);
  return refuse('unknownProperty', { property: dashed(name) });
}

/** `membersReference: {isSubcollection, items}` is accepted like `members`; all other links are echoes. */
function readReference(
  name: string,
  value: Json,
  body: JsonObject,
  draft: Draft,
  before: Entry | undefined,
  config: Config,
): boolean {
  const child = name.slice(0, -'Reference'.length);
  const property = Object.hasOwn(draft.kind.properties, child) ? draft.kind.properties[child] : undefined;
  if (property?.shape === 'children' && isObject(value)) {
    const items = value['items'];
    if (items !== undefined) draft.nested.set(child, childBodies(child, items));
    return true;
  }
  // go-bigip sends `originsReference` with the rows that a device shows as `origins`.
  if (property?.shape === 'rows' && isObject(value) && isArray(value['items']) && !Object.hasOwn(body, child)) {
    setOne(child, property, value['items'], draft, before, config);
    return true;
  }
  // A link of a recording without what it links to: kept as it is.
  if (draft.lenient && child !== 'name' && !Object.hasOwn(body, child)) return false;
  if (draft.lenient) return noteLinks(child, property, value, draft);
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

function checkPairs(body: JsonObject, { kind, direct }: Draft): void {
  const sent = new Map(Object.entries(body).map(([key, value]) => [camelCase(key), value]));
  for (const [name, value] of sent) {
    const { opposite, notWith } = (Object.hasOwn(kind.properties, name) ? kind.properties[name] : undefined) ?? {};
    const both = value === true && opposite !== undefined && sent.get(opposite) === true;
    const other = both ? opposite : direct ? undefined : notWith;
    if (other !== undefined && sent.has(other)) {
      throw refuse('bothOfPair', { property: dashed(name), opposite: dashed(other) });
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
