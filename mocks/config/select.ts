import { isArray, isObject, type Json, type JsonDraft, type JsonObject } from '../json.ts';

/** What `$select` asks for: keys, and keys below them; no keys below mean the whole value. */
export type Selection = ReadonlyMap<string, Selection>;

type Growing = Map<string, Growing>;

/** Reads `name,membersReference/items/address`. */
export function readSelect(text: string): Selection {
  const selection: Growing = new Map();
  for (const path of text.split(',')) add(selection, path.trim().split('/'));
  return selection;
}

function add(selection: Growing, [key = '', ...rest]: readonly string[]): void {
  const known = selection.get(key);
  if (rest.length === 0) selection.set(key, new Map());
  // What was asked for whole stays whole.
  else if (known?.size !== 0) {
    const below = known ?? new Map();
    add(below, rest);
    selection.set(key, below);
  }
}

/** The selected part of a body; of a list, the selected part of each item. */
export function pick(body: JsonObject, selection: Selection): JsonDraft {
  const picked: JsonDraft = {};
  for (const [key, value] of Object.entries(body)) {
    const below = selection.get(key);
    if (below !== undefined) picked[key] = below.size === 0 ? value : within(value, below);
  }
  return picked;
}

function within(value: Json, selection: Selection): Json {
  if (isArray(value)) return value.map((item) => within(item, selection));
  return isObject(value) ? pick(value, selection) : value;
}
