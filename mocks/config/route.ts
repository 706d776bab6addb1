import { Refusal, refuse } from '../errors/refusal.ts';
import type { JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Config } from './config.ts';
import type { Entry } from './entry.ts';
import { camelCase, dashed } from './keys.ts';
import { folderOf, pathOfSegment } from './names.ts';
import { withService } from './naming.ts';
import type { Node } from './tree.ts';

/** What a path below `/mgmt/tm` means. */
export type Route =
  | { readonly what: 'organiser'; readonly node: Node }
  | { readonly what: 'collection'; readonly kind: Kind; readonly parent: Entry | undefined; readonly uri: string }
  | {
      readonly what: 'item';
      readonly kind: Kind;
      readonly parent: Entry | undefined;
      readonly uri: string;
      readonly fullPath: string;
      readonly bare: boolean;
      readonly entry: Entry | undefined;
    }
  | { readonly what: 'stats'; readonly of: Route }
  | { readonly what: 'unknown'; readonly path: string };

/** Finds the meaning of decoded segments. A missing parent of a subcollection is refused at once. */
export function findRoute(segments: readonly string[], config: Config): Route {
  let node = config.tree.root;
  for (let at = 0; at < segments.length; at++) {
    const segment = segments[at] ?? '';
    const next = node.branches.get(segment);
    if (next !== undefined) {
      node = next;
      continue;
    }
    if (node.kind === undefined) return { what: 'unknown', path: segments.join('/') };
    return below(node.kind, segments, at, config);
  }
  if (node.kind === undefined) return { what: 'organiser', node };
  return node.kind.naming === 'single' ? single(node.kind, config) : collection(node.kind, undefined, config);
}

function below(kind: Kind, segments: readonly string[], start: number, config: Config): Route {
  let here: Route = kind.naming === 'single' ? single(kind, config) : collection(kind, undefined, config);
  for (let at = start; at < segments.length; at++) {
    const segment = segments[at] ?? '';
    if (segment === 'stats' && at === segments.length - 1) return { what: 'stats', of: here };
    if (here.what === 'collection') here = item(here.kind, here.parent, segment, config);
    else if (here.what === 'item') here = child(here, segment, segments, config);
    else return { what: 'unknown', path: segments.join('/') };
  }
  return here;
}

function single(kind: Kind, config: Config): Route {
  const entry = config.store.get(kind.type);
  return { what: 'item', kind, parent: undefined, uri: kind.type, fullPath: '', bare: false, entry };
}

function collection(kind: Kind, parent: Entry | undefined, config: Config): Route {
  return { what: 'collection', kind, parent, uri: config.collectionOf(kind, parent) };
}

function item(kind: Kind, parent: Entry | undefined, segment: string, config: Config): Route {
  const plain = kind.naming === 'plain';
  const spelled = plain ? (kind.life?.name?.({ name: segment }, parent, config) ?? segment) : pathOfSegment(segment);
  const uri = config.uriOf(kind, parent, spelled);
  const bare = !plain && !segment.startsWith('~');
  const entry = config.store.get(uri) ?? (plain ? undefined : spelledOtherwise(kind, parent, spelled, config));
  return { what: 'item', kind, parent, uri: entry?.uri ?? uri, fullPath: entry?.fullPath ?? spelled, bare, entry };
}

/** A member asked for by service name: `~Common~web:http`. */
function spelledOtherwise(kind: Kind, parent: Entry | undefined, path: string, config: Config): Entry | undefined {
  if (kind.title === undefined) return undefined;
  try {
    const name = kind.life?.name?.({ name: path }, parent, config);
    return name === undefined ? undefined : config.store.get(config.uriOf(kind, parent, name));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function child(here: Route & { what: 'item' }, segment: string, segments: readonly string[], config: Config): Route {
  const name = segment === dashed(camelCase(segment)) ? camelCase(segment) : segment;
  const property = Object.hasOwn(here.kind.properties, name) ? here.kind.properties[name] : undefined;
  if (property?.kind === undefined) return { what: 'unknown', path: segments.join('/') };
  if (here.entry === undefined) return missingParent(here, property.kind, segments);
  return collection(property.kind, here.entry, config);
}

/** A subcollection of an object that does not exist: recorded for members of a pool. */
function missingParent(here: Route & { what: 'item' }, kind: Kind, segments: readonly string[]): Route {
  const last = segments.at(-1) ?? '';
  if (kind.title !== undefined && last !== kind.type.slice(kind.type.lastIndexOf('/') + 1) && last !== 'stats') {
    throw new MissingParent(here, kind.title(pathOfSegment(last), here.fullPath), kind);
  }
  throw new MissingParent(here, undefined, kind);
}

/** The parent of a subcollection is missing; what is answered depends on the verb. */
export class MissingParent extends Error {
  readonly parent: { readonly kind: Kind; readonly fullPath: string };
  readonly childTitle: string | undefined;
  readonly child: Kind;

  constructor(parent: { readonly kind: Kind; readonly fullPath: string }, childTitle: string | undefined, child: Kind) {
    super('the parent of a subcollection is missing');
    this.parent = parent;
    this.childTitle = childTitle;
    this.child = child;
  }

  /** As recorded: GET says `Pool`, POST says `pool`, and DELETE and PUT of a member name the member. */
  refusal(method: string, body: JsonObject | undefined, config: Config): Refusal {
    const { label } = this.parent.kind;
    const path = this.parent.fullPath;
    if (method === 'POST') return this.#postRefusal(label, path, body, config);
    if (method !== 'GET' && this.childTitle !== undefined) {
      return refuse('notFound', { label: this.child.label, path: this.childTitle });
    }
    return refuse('notFound', { label, path });
  }

  #postRefusal(label: string, path: string, body: JsonObject | undefined, config: Config): Refusal {
    const folder = folderOf(path);
    const { name, partition } = body ?? {};
    if (config.find('sys/folder', folder) === undefined && this.child.title !== undefined && typeof name === 'string') {
      const holder = typeof partition === 'string' ? `/${partition}` : folder;
      const full = name.startsWith('/') ? name : `${holder}/${name}`;
      return refuse('memberFolderMissing', { path: withService(this.child.title(full, path)) });
    }
    return refuse('notFound', { label: label.toLowerCase(), path });
  }
}
