import type { Config } from './config/config.ts';
import type { Entry } from './config/entry.ts';
import { findRoute, MissingParent } from './config/route.ts';
import type { Objects } from './factory.ts';
import type { Json } from './json.ts';
import { kinds } from './kinds/index.ts';
import type { Kind } from './kinds/kind.ts';

const order = new Map(kinds.map((kind, at) => [kind.type, at]));

/** Takes objects over, those first that others refer to. All or none. */
export function seedObjects(objects: Objects, config: Config, factory: boolean): void {
  const sorted = Object.entries(objects)
    .map(([uri, properties]) => ({ uri: uri.replace(/^\/?(mgmt\/tm\/)?/, ''), properties }))
    .map((object) => ({ ...object, rank: rankOf(object.uri, config) }))
    .sort((left, right) => left.rank - right.rank);
  config.atomic(
    () => {
      for (const { uri, properties } of sorted) writeObject(uri, properties, config, factory);
    },
    { direct: true },
  );
  config.relink();
}

/** Creates or changes one object, as its test's author wants it. */
export function writeObject(
  uri: string,
  properties: Readonly<Record<string, Json>>,
  config: Config,
  factory = false,
): Entry {
  const found = locate(uri, config);
  const options = { direct: true, factory };
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

function locate(
  uri: string,
  config: Config,
): { kind: Kind; parent: Entry | undefined; fullPath: string; entry: Entry | undefined } {
  const segments = uri
    .replace(/^\/?(mgmt\/tm\/)?/, '')
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  const route = findRoute(segments, config);
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
