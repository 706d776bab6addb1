import { refuse } from '../errors/refusal.ts';
import { isArray, isObject, type Json, type JsonDraft, type JsonObject } from '../json.ts';
import type { Properties, Property } from '../kinds/kind.ts';
import { parseMonitorRule, printMonitorRule } from '../values/monitor-rule.ts';
import type { Config } from './config.ts';
import type { Draft } from './entry.ts';
import { folderOf } from './names.ts';

/** Longest text that mcpd stores in one attribute. */
const longestText = 65_520;

/** A value that takes a property back to its default. */
export const unset = Symbol('unset');

/** A property that is being read. */
export interface Slot {
  readonly name: string;
  readonly property: Property;
  readonly draft: Draft;
  readonly config: Config;
}

/** Turns a value as sent into the device's own spelling, or refuses it. `before` is what the property was. */
export function readValue(slot: Slot, value: Json, before: Json | undefined): Json | typeof unset {
  if (value === null) return unset;
  const { property } = slot;
  switch (property.shape) {
    case 'number':
      return readNumber(slot, value);
    case 'flag':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return unset;
      throw wrong(slot, value);
    case 'list':
    case 'references':
      return readList(slot, value);
    case 'object':
      if (value === 'none') return unset;
      if (!isObject(value)) throw wrong(slot, value);
      return property.fields === undefined
        ? value
        : readFields(property.fields, value, isObject(before) ? before : {}, slot);
    case 'rows':
      return readRows(slot, value);
    case 'monitors':
      return readMonitors(slot, value);
    case 'reference':
      if (typeof value !== 'string') throw wrong(slot, value);
      if (value === '' || value === 'none') return unset;
      return locate(value, slot);
    default:
      return readText(slot, value);
  }
}

function wrong({ name }: Slot, value: Json): Error {
  return refuse('invalidValue', { property: dashed(name), value: printValue(value) });
}

function readText(slot: Slot, value: Json): Json | typeof unset {
  const { name, property, draft, config } = slot;
  if (typeof value === 'object') throw wrong(slot, value);
  const text = String(value);
  // JSON booleans are taken where the choices are the texts `true` and `false`.
  if (typeof value === 'boolean' && !draft.lenient && property.choices?.includes(text) !== true)
    throw wrong(slot, value);
  if (property.choices !== undefined) {
    if (property.choices.includes(text)) return text;
    if ((text === '' || text === 'none') && property.default === undefined) return unset;
    if (draft.lenient || (draft.direct && property.seen?.includes(text) === true)) return text;
    throw wrong(slot, value);
  }
  if (text === '' || (text === 'none' && property.spell === undefined)) return unset;
  const size = text.length > longestText / 4 ? Buffer.byteLength(text) : text.length;
  if (size > longestText)
    throw refuse('stringTooLong', {
      property: name,
      type: property.holder ?? draft.kind.type.replaceAll('/', '_'),
      size,
    });
  if (property.spell === undefined) return text;
  const spelled = property.spell(text, draft, config);
  if (spelled === undefined) throw wrong(slot, value);
  return spelled;
}

function readNumber(slot: Slot, value: Json): Json {
  const { property } = slot;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') {
    if (/^-?\d+$/.test(value)) return Number(value);
    if (property.loose === true || property.choices?.includes(value) === true) return value;
  }
  throw wrong(slot, value);
}

function readList(slot: Slot, value: Json): Json | typeof unset {
  const { property, draft, config } = slot;
  if (typeof value === 'string') {
    if (value === '' || value === 'none') return unset;
    if (property.choices?.includes(value) === true || property.loose === true) return value;
  }
  const items = isArray(value) ? value : [value];
  if (items.length === 0) return unset;
  return items.map((item) => {
    const text = isObject(item) ? item['name'] : item;
    if (typeof text !== 'string' && typeof text !== 'number') throw wrong(slot, value);
    if (property.shape === 'references') return locate(String(text), slot);
    const spelled = property.spell === undefined ? String(text) : property.spell(String(text), draft, config);
    if (spelled === undefined) throw wrong(slot, text);
    return spelled;
  });
}

/** Reads the fields of an object; those that are not sent keep what they were. */
function readFields(fields: Properties, value: JsonObject, before: JsonObject, slot: Slot): JsonObject {
  const result: JsonDraft = { ...before };
  for (const [key, item] of Object.entries(value)) {
    const name = camelCase(key);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      if (name.endsWith('Reference')) continue;
      throw refuse('unknownProperty', { property: dashed(name) });
    }
    if (field.readOnly === true && !slot.draft.direct) continue;
    const read = readValue({ ...slot, name, property: field }, item, before[name]);
    if (read === unset) delete result[name];
    else result[name] = read;
  }
  return result;
}

function readRows(slot: Slot, value: Json): Json | typeof unset {
  const { property } = slot;
  if (value === 'none') return unset;
  const items = isArray(value) ? value : isRowMap(property, value) ? rowsOf(value) : [value];
  if (items.length === 0) return unset;
  const rows = items.map((item): JsonObject => {
    const row = typeof item === 'string' ? { name: item } : item;
    if (!isObject(row)) throw wrong(slot, value);
    if (property.fields === undefined) return row;
    return fillFields(property.fields, readFields(property.fields, row, {}, slot));
  });
  if (property.fields?.['persist'] === undefined) return rows;
  return rows.sort((left, right) => (printValue(left['name']) < printValue(right['name']) ? -1 : 1));
}

/** Rows sent as an object by name: `{"all-partitions": {"role": "admin"}}`. */
function isRowMap({ fields = {} }: Property, value: Json): value is JsonObject {
  if (!isObject(value) || fields['name'] === undefined) return false;
  return Object.entries(value).every(([key, row]) => !Object.hasOwn(fields, camelCase(key)) && isObject(row));
}

function rowsOf(map: JsonObject): JsonObject[] {
  return Object.entries(map).map(([name, row]) => ({ ...(isObject(row) ? row : {}), name }));
}

/** An object's fields in the order of the wire, defaults filled in. */
export function fillFields(fields: Properties, value: JsonObject): JsonObject {
  const filled: JsonDraft = {};
  for (const [name, field] of Object.entries(fields)) {
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    if (field.shape === 'object' && field.fields !== undefined) {
      const inner = fillFields(field.fields, isObject(own) ? own : {});
      if (Object.keys(inner).length > 0) filled[name] = inner;
      continue;
    }
    const shown = own ?? field.default;
    if (shown !== undefined) filled[name] = shown;
  }
  return filled;
}

function readMonitors(slot: Slot, value: Json): Json | typeof unset {
  const { property, config } = slot;
  const text = isArray(value) ? value.map(printValue).join(' and ') : value;
  if (typeof text !== 'string') throw wrong(slot, value);
  if (text.trim() === '' || text.trim() === 'none' || property.empty?.includes(text.trim()) === true) return unset;
  if (property.choices?.includes(text.trim()) === true) return text.trim();
  const rule = parseMonitorRule(text);
  if (rule.monitors.length === 0) throw wrong(slot, text);
  const monitors = rule.monitors.map((monitor) => locate(monitor, slot));
  return printMonitorRule({ minimum: rule.minimum, monitors }, config.traits.monitorSpace);
}

/** A property's name as tmsh has it: `load-balancing-mode`. */
export function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A key as REST has it; keys sent with dashes are accepted. */
export function camelCase(key: string): string {
  return key.includes('-') ? key.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : key;
}

/** The full path that a name in a body means: as it is, else beside the object, else in Common. */
function locate(text: string, { property: { to = [] }, draft, config }: Slot): string {
  if (text.startsWith('/')) return text;
  const folder = draft.partition === undefined ? '/Common' : folderOf(draft.fullPath);
  const beside = `${folder}/${text}`;
  const candidates = [beside, `/${draft.partition ?? 'Common'}/${text}`, `/Common/${text}`];
  return candidates.find((path) => to.some((type) => config.find(type, path) !== undefined)) ?? beside;
}

function printValue(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
