import { Unimplemented } from '../errors/refusal.ts';
import type { Json, JsonDraft, JsonObject } from '../json.ts';
import type { Config } from './config.ts';
import type { Entry } from './entry.ts';
import { kindName, link, type View } from './render.ts';

const host = 'https://localhost/mgmt/tm/';

/** The stats of one object. Versions 12 and 13 write its name twice in the key. */
export function itemStats(entry: Entry, view: View, config: Config, all: boolean): JsonObject {
  const kind = `${kindName(entry.kind.type)}stats`;
  const uri = `${entry.uri}/stats`;
  return { kind, selfLink: link(uri, view), entries: { [keyOf(entry, config)]: nested(entry, view, config, all) } };
}

/** The stats of a page of a collection; `entries` is absent when there is nothing. */
export function collectionStats(
  type: string,
  uri: string,
  entries: readonly Entry[],
  view: View,
  config: Config,
  all: boolean,
  next?: string,
): JsonObject {
  const body: JsonDraft = { kind: `${kindName(type)}collectionstats`, selfLink: link(`${uri}/stats`, view) };
  if (next !== undefined) body['nextLink'] = next;
  if (entries.length === 0) return body;
  const plain = { ...view, query: '' };
  body['entries'] = Object.fromEntries(
    entries.map((entry): [string, Json] => [`${host}${entry.uri}/stats`, nested(entry, plain, config, all)]),
  );
  return body;
}

function keyOf(entry: Entry, config: Config): string {
  const name = entry.uri.slice(entry.collection.length + 1);
  return config.traits.statsNameTwice ? `${host}${entry.uri}/${name}/stats` : `${host}${entry.uri}/stats`;
}

function nested(entry: Entry, view: View, config: Config, all: boolean): JsonObject {
  const counters = entry.kind.life?.stats?.(entry, config, all);
  if (counters === undefined) throw new Unimplemented(`the stats of ${entry.kind.type}`);
  const entries: JsonDraft = {};
  for (const [name, value] of Object.entries(counters)) {
    entries[name] = typeof value === 'number' ? { value } : { description: value };
  }
  return {
    nestedStats: {
      kind: `${kindName(entry.kind.type)}stats`,
      selfLink: link(`${entry.uri}/stats`, { ...view, query: '' }),
      entries,
    },
  };
}
