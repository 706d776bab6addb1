import type { Config } from './config/config.ts';
import { folderOf, pathOfSegment } from './config/names.ts';
import { uriOfLink } from './config/recorded-links.ts';
import { findRoute, MissingParent, type Route } from './config/route.ts';
import { isArray, isObject, type Json, type JsonObject } from './json.ts';

/** True for an answer as a device gave it: an object, a list or stats, with its kind and selfLink. */
export function isRecorded(body: unknown): body is JsonObject {
  if (!isObject(body)) return false;
  const { kind, selfLink } = body;
  return typeof kind === 'string' && /^tm:.*(state|stats)$/.test(kind) && typeof selfLink === 'string';
}

/** A recorded answer, and the objects of a list, each with its URI. Links get this version. */
export function objectsIn(uri: string, body: JsonObject, version: string): [uri: string, body: JsonObject][] {
  const path = uri.replace(/\?.*$/, '').replace(/\/$/, '');
  if (!isRecorded(body)) return [[path, body]];
  const text = JSON.stringify(body).replace(/([?&])ver=\d[\d.]*/g, `$1ver=${version}`);
  const own = JSON.parse(text) as JsonObject;
  const { items, kind } = own;
  if (!isArray(items) || !String(kind).endsWith('collectionstate')) return [[path, own]];
  const objects = items.flatMap((item): [string, JsonObject][] => {
    const at = isObject(item) ? uriOfItem(path, item) : undefined;
    return at === undefined || !isObject(item) ? [] : [[at, { kind: objectKind(kind), selfLink: at, ...item }]];
  });
  return [[path, own], ...objects];
}

function objectKind(kind: Json | undefined): string {
  return String(kind).replace(/collectionstate$/, 'state');
}

/** Lists that were trimmed (`$select`) have items without a link, and those of an organiser have nothing else. */
function uriOfItem(list: string, item: JsonObject): string | undefined {
  const { selfLink, fullPath, name } = item;
  if (typeof selfLink === 'string') return uriOfLink(selfLink);
  const path = typeof fullPath === 'string' ? fullPath : name;
  return typeof path === 'string' ? `${list}/${path.replaceAll('/', '~').replaceAll('%', '%25')}` : undefined;
}

/** Whether an answer is a list, whose objects come besides. */
export function isList(body: JsonObject): boolean {
  return isRecorded(body) && String(body['kind']).endsWith('collectionstate') && isArray(body['items'] ?? null);
}

/** Whether a recorded answer is not an object: stats, and what the device says about itself. */
export function isStats(body: JsonObject): boolean {
  return isRecorded(body) && String(body['kind']).endsWith('stats');
}

const bringers = [
  ['net/fdb/tunnel/', 'net/tunnels/tunnel/'],
  ['net/fdb/vlan/', 'net/vlan/'],
] as const;

/** Makes what a recorded object lies in where it is missing: partition, folders, the pool of a member. */
export function makePlaceFor(uri: string, config: Config): void {
  const segments = uri.split('/');
  for (const segment of segments)
    if (segment.startsWith('~')) makeFolder(folderOf(pathOfSegment(decode(segment))), config);
  for (let count = 2; count <= segments.length; count++) {
    const above = segments.slice(0, count).join('/');
    const bringer = bringers.find(([brought]) => above.startsWith(brought));
    if (bringer !== undefined) make(bringer[1] + above.slice(bringer[0].length), config);
    else if (count < segments.length) make(above, config);
  }
}

function makeFolder(path: string, config: Config): void {
  const [partition, ...folders] = path.split('/').slice(1);
  if (partition === undefined || partition === '') return;
  make(`auth/partition/${partition}`, config);
  folders.forEach((_, at) => {
    make(`sys/folder/~${[partition, ...folders.slice(0, at + 1)].join('~')}`, config);
  });
}

/** Makes an object of which nothing is known but its name, unless it is there. */
function make(uri: string, config: Config): void {
  const route = routeOf(uri, config);
  if (route?.what !== 'item' || route.entry !== undefined) return;
  const { kind, parent, fullPath } = route;
  const body = kind.type === 'net/tunnels/tunnel' ? { profile: '/Common/vxlan' } : {};
  config.create(kind, parent, { ...body, name: fullPath }, { direct: true, lenient: true });
}

function routeOf(uri: string, config: Config): Route | undefined {
  try {
    return findRoute(uri.split('/').map(decode), config);
  } catch (error) {
    if (error instanceof MissingParent) return undefined;
    throw error;
  }
}

function decode(segment: string): string {
  return decodeURIComponent(segment);
}
