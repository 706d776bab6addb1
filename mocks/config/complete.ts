import { isArray, isObject, type Json, type JsonDraft, type JsonObject } from '../json.ts';
import type { Kind, Properties, Property } from '../kinds/kind.ts';
import { compareVersions } from '../versions.ts';
import { propertyOf } from './body.ts';
import type { Config } from './config.ts';
import type { Subject } from './entry.ts';
import { inheritedValue, isInherited } from './inherit.ts';
import { fillFields } from './value.ts';

/** What a GET shows of an object: set, inherited, default, and what follows from them. */
export function shownBy(subject: Subject, config: Config): JsonDraft {
  const { kind, own } = subject;
  const from = own['defaultsFrom'];
  const heritage = kind.inherits !== undefined && typeof from === 'string';
  const inherited = heritage ? config.find(kind.type, from)?.properties : undefined;
  const properties = complete(kind, own, inherited, config.version);
  if (kind.life?.derive === undefined) return properties;
  const derived = kind.life.derive({ ...subject, properties }, config);
  return complete(kind, { ...own, ...derived }, inherited, config.version);
}

/** All that a GET shows: what was set, else inherited, else the default, in the order of the wire. */
function complete(kind: Kind, own: JsonObject, inherited: JsonObject | undefined, version: string): JsonDraft {
  const shown: JsonDraft = {};
  for (const name of Object.keys(kind.properties)) {
    const property = propertyOf(kind, name, version);
    if (property === undefined || property.shape === 'children' || property.writeOnly === true) continue;
    const value = shownValue(name, property, own, inherited, version);
    if (value !== undefined) shown[name] = ofVersion(value, property.fields, version);
  }
  // What a test's author set besides, or recorded on a version of which the mock thinks that it has not got it.
  for (const [name, value] of Object.entries(own)) {
    if (propertyOf(kind, name, version) === undefined) shown[name] = value;
  }
  return shown;
}

/** A value without the defaults of fields that came with a later version. */
function ofVersion(value: Json, fields: Properties | undefined, version: string): Json {
  if (fields === undefined) return value;
  if (isArray(value)) return value.map((row) => ofVersion(row, fields, version));
  if (!isObject(value)) return value;
  const isLater = ([name, item]: [string, Json]): boolean => {
    const { since = '0', default: fallback } = fields[name] ?? {};
    return item === fallback && compareVersions(version, since) < 0;
  };
  const entries = Object.entries(value);
  return entries.some(isLater) ? Object.fromEntries(entries.filter((entry) => !isLater(entry))) : value;
}

function defaultOf({ later, default: first }: Property, version: string): Json | undefined {
  return later !== undefined && compareVersions(version, later.since) >= 0 ? later.default : first;
}

function shownValue(
  name: string,
  property: Property,
  own: JsonObject,
  inherited: JsonObject | undefined,
  version: string,
): Json | undefined {
  const mine = Object.hasOwn(own, name) ? own[name] : undefined;
  if (property.opposite !== undefined) {
    if (mine === true) return true;
    return own[property.opposite] === true ? undefined : property.default;
  }
  const parent = inherited !== undefined && isInherited(name) ? inherited[name] : undefined;
  if (property.shape === 'object' && property.fields !== undefined) {
    const base = isObject(parent) ? parent : {};
    const filled = fillFields(property.fields, { ...base, ...(isObject(mine) ? mine : {}) });
    return Object.keys(filled).length > 0 || property.default !== undefined ? filled : undefined;
  }
  const fallback = defaultOf(property, version);
  return inherited === undefined ? (mine ?? fallback) : inheritedValue(mine, parent, fallback);
}
