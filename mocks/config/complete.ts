import { isObject, type Json, type JsonDraft, type JsonObject } from '../json.ts';
import type { Kind, Property } from '../kinds/kind.ts';
import { propertyOf } from './body.ts';
import type { Config } from './config.ts';
import type { Subject } from './entry.ts';
import { fillFields } from './value.ts';

/** What an object never inherits from the one named in `defaultsFrom`. */
const personal = new Set(['defaultsFrom', 'description', 'appService']);

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
    const value = shownValue(name, property, own, inherited);
    if (value !== undefined) shown[name] = value;
  }
  for (const [name, value] of Object.entries(own)) {
    if (!Object.hasOwn(kind.properties, name)) shown[name] = value;
  }
  return shown;
}

function shownValue(
  name: string,
  property: Property,
  own: JsonObject,
  inherited: JsonObject | undefined,
): Json | undefined {
  const mine = Object.hasOwn(own, name) ? own[name] : undefined;
  if (property.opposite !== undefined) {
    if (mine === true) return true;
    return own[property.opposite] === true ? undefined : property.default;
  }
  const parent = inherited !== undefined && !personal.has(name) ? inherited[name] : undefined;
  if (property.shape === 'object' && property.fields !== undefined) {
    const base = isObject(parent) ? parent : {};
    const filled = fillFields(property.fields, { ...base, ...(isObject(mine) ? mine : {}) });
    return Object.keys(filled).length > 0 || property.default !== undefined ? filled : undefined;
  }
  return mine ?? parent ?? property.default;
}
