import { refuse } from '../errors/refusal.ts';
import { isArray, isObject, type Json, type JsonDraft, type JsonObject } from '../json.ts';
import type { Properties, Property } from '../kinds/kind.ts';
import { parseMonitorRule, printMonitorRule } from '../values/monitor-rule.ts';
import type { Config } from './config.ts';
import type { Draft, Entry } from './entry.ts';
import { camelCase, dashed } from './keys.ts';
import { folderOf } from './names.ts';
import { noteLinks } from './recorded-links.ts';

/** Longest text that mcpd stores in one attribute. */
const longestText = 65_520;

/** A value that takes a property back to its default. */
export const unset = Symbol('unset');

/** A property that is being read. */
export interface Slot {
  readonly name: string;
  /** Where it stands in the body: `persist.0.name`. */
  readonly path: string;
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
  if (text === '' || (text === 'none' && property.spell === undefined) || property.empty?.includes(text) === true)
    return unset;
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

/** Words that stand for numbers in profiles and monitors. */
const numberWords = new Set(
  `any auto default disabled enabled immediate indefinite infinite max mimic none pass-through preserve proxy unlimited
  unspecified`.split(/\s+/),
);

function readNumber(slot: Slot, value: Json): Json {
  const { property } = slot;
  const digits = typeof value === 'string' && /^-?\d+$/.test(value);
  if (typeof value === 'number' || digits) {
    const number = Number(value);
    const [least, most] = property.range ?? [0, 4_294_967_295];
    if (Number.isInteger(number) && number >= least && number <= most) return number;
  } else if (typeof value === 'string') {
    if ((property.loose === true && numberWords.has(value)) || property.choices?.includes(value) === true) return value;
  }
  throw wrong(slot, value);
}

function readList(slot: Slot, value: Json): Json | typeof unset {
  const { property, draft, config } = slot;
  // A word that stands for a whole list may come alone in a list.
  const word = property.choices !== undefined && isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof word === 'string') {
    if (word === '' || word === 'none') return unset;
    if (property.choices?.includes(word) === true || property.loose === true) return word;
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

/** Reads an object's fields; those not sent keep what they were. Names of Go pass (`MaxRequests`: Terraform provider). */
function readFields(fields: Properties, value: JsonObject, before: JsonObject, slot: Slot): JsonObject {
  const result: JsonDraft = { ...before };
  for (const [key, item] of Object.entries(value)) {
    const name = camelCase(key);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const path = `${slot.path}.${name}`;
    if (field === undefined) {
      if (/^[A-Z]/.test(key) && !slot.draft.lenient) continue;
      if (name.endsWith('Reference')) {
        const base = name.slice(0, -'Reference'.length);
        const named = Object.hasOwn(fields, base) ? fields[base] : undefined;
        if (!slot.draft.lenient || noteLinks(`${slot.path}.${base}`, named, item, slot.draft)) continue;
      }
      if (!slot.draft.lenient) throw refuse('unknownProperty', { property: dashed(name) });
      result[name] = item;
      continue;
    }
    if (field.readOnly === true && !slot.draft.direct) continue;
    const read = readValue({ ...slot, name, path, property: field }, item, before[name]);
    // An object may be called `none`; only settings are unset by it.
    if (read === unset && name === 'name' && item === 'none') result[name] = item;
    else if (read === unset) delete result[name];
    else result[name] = read;
  }
  return result;
}

function readRows(slot: Slot, value: Json): Json | typeof unset {
  const { property } = slot;
  if (value === 'none' || value === '') return unset;
  const items = isArray(value) ? value : isRowMap(property, value) ? rowsOf(value) : [value];
  if (items.length === 0) return unset;
  const rows = items.map((item, at): JsonObject => {
    const row = typeof item === 'string' ? { name: item } : item;
    if (!isObject(row)) throw wrong(slot, value);
    if (property.fields === undefined) return row;
    const read = readFields(property.fields, row, {}, { ...slot, path: `${slot.path}.${at}` });
    const named = property.fields['name'];
    const nameless = named !== undefined && named.default === undefined && read['name'] === undefined;
    if (nameless && !slot.draft.lenient) throw refuse('nameMissing');
    return fillFields(property.fields, apart(property.fields, read));
  });
  if (property.fields?.['persist'] === undefined || slot.draft.lenient) return rows;
  return rows.sort((left, right) => (printValue(left['name']) < printValue(right['name']) ? -1 : 1));
}

/** A full path in the name of a row that shows its partition: `/Common/cookie` becomes name and partition. */
function apart(fields: Properties, row: JsonObject): JsonObject {
  const { name } = row;
  if (fields['name']?.names === undefined || typeof name !== 'string' || !name.startsWith('/')) return row;
  const [, partition = 'Common', ...rest] = name.split('/');
  const subPath = rest.length > 1 ? { subPath: rest.slice(0, -1).join('/') } : {};
  return { ...row, name: rest.at(-1) ?? '', partition, ...subPath };
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
  // What a test's author set besides.
  for (const [name, own] of Object.entries(value)) if (!Object.hasOwn(fields, name)) filled[name] = own;
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

/** The full path that a name in a body means: as it is, else beside the object, else in Common. */
function locate(text: string, { property: { to = [], ofPartition }, draft, config }: Slot): string {
  if (text.startsWith('/')) return text;
  const folder = folderAround(draft, config);
  const within = `/${folder.split('/')[1]}/${text}`;
  const beside = ofPartition === true ? within : `${folder}/${text}`;
  const candidates = [beside, within, `/Common/${text}`];
  return candidates.find((path) => to.some((type) => config.find(type, path) !== undefined)) ?? beside;
}

/** The folder that an object lies in, or the one that it is part of: the action of a policy. */
function folderAround(draft: Draft, config: Config): string {
  let { partition, fullPath, parent }: Pick<Entry, 'partition' | 'fullPath' | 'parent'> = draft;
  while (partition === undefined && parent !== undefined) {
    const above = config.store.get(parent);
    if (above === undefined) break;
    ({ partition, fullPath, parent } = above);
  }
  return partition === undefined ? '/Common' : folderOf(fullPath);
}

function printValue(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
