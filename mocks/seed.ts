import type { Config } from './config/config.ts';
import type { WriteOptions } from './config/draft.ts';
import type { Entry } from './config/entry.ts';
import { findRoute, MissingParent } from './config/route.ts';
import { Refusal } from './errors/refusal.ts';
import type { Objects } from './factory.ts';
import type { Json, JsonObject } from './json.ts';
import { kinds } from './kinds/index.ts';
import type { Kind } from './kinds/kind.ts';
import { isList, isRecorded, isStats, makePlaceFor, objectsIn } from './recorded.ts';
import { isKnownToTmos } from './tmos.ts';

const order = new Map(kinds.map((kind, at) => [kind.type, at]));

/**
 * Takes objects over, those first that others refer to. All or none. What a POST would refuse is refused, with the
 * URI of the object in the message; only read-only properties may be set. Answers of a device (with `kind` and
 * `selfLink`) are taken as they are: objects, lists, and stats, which then answer as recorded.
 */
export function seedObjects(objects: Objects, config: Config, factory: boolean): void {
  const all = Object.entries(objects).flatMap(([uri, properties]) =>
    objectsIn(pathOf(uri), properties, config.version),
  );
  const answers = new Set(all.filter(([uri, body]) => isAnswer(uri, body, config)));
  const sorted = all
    .filter((object) => !answers.has(object) && !isList(object[1]))
    .map(([uri, properties]) => ({ uri, properties, rank: rankOf(uri, config) }))
    .sort((left, right) => left.rank - right.rank);
  try {
    config.atomic(
      () => {
        for (const { uri, properties } of sorted) plant(uri, properties, config, factory);
      },
      { direct: factory },
    );
  } catch (error) {
    throw error instanceof Refusal ? refusedEntry(error.about ?? 'the seed', error) : error;
  }
  config.relink();
  for (const [uri, body] of answers) config.answers.set(segmentsOf(uri).join('/'), body);
}

/** Stats, and recorded answers of types that TMOS has and the mock has not: they are given back as they are. */
function isAnswer(uri: string, body: JsonObject, config: Config): boolean {
  if (isStats(body)) return true;
  return isRecorded(body) && isKnownToTmos(uri) && findRoute(segmentsOf(uri), config).what === 'unknown';
}

function plant(uri: string, properties: Readonly<Record<string, Json>>, config: Config, factory: boolean): void {
  try {
    const recorded = isRecorded(properties);
    if (recorded) makePlaceFor(uri, config);
    writeObject(uri, properties, config, { factory, lenient: recorded });
  } catch (error) {
    if (error instanceof MissingParent) throw refusedEntry(uri, error.refusal('GET', undefined, config));
    throw error instanceof Refusal ? refusedEntry(uri, error) : error;
  }
}

function refusedEntry(uri: string, cause: Error): Error {
  return new Error(`seed: ${uri}: ${cause.message}`, { cause });
}

/** Creates or changes one object, as its test's author wants it. */
export function writeObject(
  uri: string,
  properties: Readonly<Record<string, Json>>,
  config: Config,
  how: WriteOptions = {},
): Entry {
  const found = locate(uri, config);
  const options = { ...how, direct: true };
  if (found.entry !== undefined) return config.modify(found.entry, properties, 'patch', options);
  return config.create(found.kind, found.parent, { ...properties, name: found.fullPath }, options);
}

/** An object by its URI; `undefined` when there is none. */
export function findObject(uri: string, config: Config): Entry | undefined {
  try {
    return locate(uri, config).entry;
  } catch (error) {
    if (error instanceof MissingParent) return undefined;
    throw error;
  }
}

/** A URI as the store has it: without `/mgmt/tm/` and a slash in front. */
export function pathOf(uri: string): string {
  return uri.replace(/^\/?(mgmt\/tm\/)?/, '');
}

function segmentsOf(uri: string): string[] {
  return pathOf(uri)
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
}

function locate(
  uri: string,
  config: Config,
): { kind: Kind; parent: Entry | undefined; fullPath: string; entry: Entry | undefined } {
  const route = findRoute(segmentsOf(uri), config);
  if (route.what !== 'item') throw new TypeError(`not the URI of an object: ${uri}`);
  return route;
}

/** Types after those that they refer to, children after parents, bases before what derives from them. */
function rankOf(uri: string, config: Config): number {
  let type = '';
  let rank = -1;
  const segments = uri.split('/');
  for (const segment of segments) {
    type = type === '' ? segment : `${type}/${segment}`;
    const at = order.get(type);
    if (at !== undefined) rank = at;
  }
  if (rank < 0) throw new TypeError(`not the URI of an object: ${uri}`);
  const folders = (uri.match(/~/g) ?? []).length;
  const kind = config.tree.kind(kinds[rank]?.type ?? '');
  const derived = kind?.inherits === undefined || uri.endsWith(kind.inherits.replaceAll('/', '~')) ? 0 : 0.5;
  return rank + derived + segments.length / 1000 + folders / 100_000;
}
