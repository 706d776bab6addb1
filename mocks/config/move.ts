import { isArray, isObject, type Json, type JsonDraft, type JsonObject } from '../json.ts';
import type { Config } from './config.ts';
import type { Entry } from './entry.ts';

/** Gives an object another path. Its children go with it, and what refers to it follows. */
export function moveEntry(entry: Entry, fullPath: string, config: Config): Entry {
  const moved = copyEntry(entry, fullPath, config);
  for (const holder of config.store.referrers(entry.uri)) {
    if (holder.links.some(({ property, uri }) => property === 'name' && uri === entry.uri)) {
      moveEntry(holder, moved.fullPath, config);
    } else {
      config.adjust(holder, renamed(holder.own, entry.fullPath, moved.fullPath));
    }
  }
  config.remove(entry, { direct: true });
  return moved;
}

/** Copies an object with its children; what is at the path already becomes the same. */
export function copyEntry(entry: Entry, fullPath: string, config: Config, over: JsonObject = {}): Entry {
  const { kind, parent } = entry;
  const options = { direct: true, lenient: true, factory: entry.factory };
  const holder = parent === undefined ? undefined : config.store.get(parent);
  const body: JsonObject = { ...bodyOf(entry, config), ...over };
  const there = config.store.get(config.uriOf(kind, holder, fullPath));
  if (there !== undefined) return config.modify(there, body, 'put', options);
  return config.create(kind, holder, { ...body, name: fullPath }, options);
}

/** What would be sent to make an object with its children. */
function bodyOf(entry: Entry, config: Config): JsonObject {
  const body: JsonDraft = { ...entry.own };
  for (const [name, { kind }] of Object.entries(entry.kind.properties)) {
    if (kind === undefined) continue;
    const children = config.store.list(config.collectionOf(kind, entry));
    body[name] = children.map((child): JsonObject => ({ ...bodyOf(child, config), name: child.fullPath }));
  }
  return body;
}

function renamed(own: JsonObject, from: string, to: string): JsonObject {
  const rename = (value: Json): Json => {
    if (value === from) return to;
    if (isArray(value)) return value.map(rename);
    return isObject(value) ? renamed(value, from, to) : value;
  };
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, rename(value)]));
}
