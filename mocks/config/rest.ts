import { refuse, Unimplemented } from '../errors/refusal.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import { branchesOfTmos } from '../tmos.ts';
import { jsonReply, type MockReply } from '../wire/message.ts';
import type { Target } from '../wire/target.ts';
import type { Config } from './config.ts';
import type { Entry } from './entry.ts';
import { folderOf } from './names.ts';
import { titleOf } from './naming.ts';
import { page, type Query, readQuery, readVersion, type Sight } from './query.ts';
import { Renderer } from './render.ts';
import { findRoute, MissingParent, type Route } from './route.ts';
import { collectionStats, itemStats } from './stats.ts';

type Item = Route & { readonly what: 'item' };
type Collection = Route & { readonly what: 'collection' };

/** icrd: turns the verbs of `/mgmt/tm` into reads and changes of the configuration. */
export class Rest {
  readonly #config: Config;
  readonly #renderer: Renderer;

  constructor(config: Config) {
    this.#config = config;
    this.#renderer = new Renderer(config);
  }

  /** What the segments below `/mgmt/tm` mean. */
  route(segments: readonly string[], method: string, body?: JsonObject): Route {
    try {
      return findRoute(segments, this.#config);
    } catch (error) {
      throw error instanceof MissingParent ? error.refusal(method, body, this.#config) : error;
    }
  }

  /** Answers a read or change of configuration. */
  perform(method: string, route: Route, target: Target, body: JsonObject | undefined, sees?: Sight): MockReply {
    switch (method) {
      case 'GET':
        return jsonReply(200, this.#get(route, readQuery(target, this.#config), sees));
      case 'POST':
        return this.#post(route, body ?? {}, target);
      case 'PUT':
      case 'PATCH':
        return this.#change(route, body ?? {}, method === 'PUT' ? 'put' : 'patch', target);
      case 'DELETE':
        return this.#delete(route);
      default:
        throw new Unimplemented(`the method ${method}`);
    }
  }

  #get(route: Route, query: Query, sees?: Sight): string {
    if (route.what === 'organiser') {
      const names = new Set([...route.node.branches.keys(), ...branchesOfTmos(route.node.path)]);
      return this.#renderer.organiser(route.node.path, [...names].sort(), query.view);
    }
    if (route.what === 'stats') return this.#stats(route.of, query, sees);
    if (sees !== undefined) checkSight(route, sees);
    if (route.what === 'collection') return this.#list(route, query, sees);
    if (route.what === 'unknown') throw refuse('unexpectedUri', { path: route.path });
    const entry = route.entry ?? notFound(route, 'GET');
    return this.#renderer.text(entry, route.bare ? { ...query.view, bare: true } : query.view);
  }

  #list(route: Collection, query: Query, sees: Sight | undefined): string {
    const { kind, uri } = route;
    const hidden = kind.type === 'net/arp' && this.#config.traits.arpListEmpty;
    const entries = hidden ? [] : this.#config.store.list(uri);
    const { items, next } = page(entries, query, uri, this.#config, sees);
    const view = { ...query.view, query: '' };
    const texts = items.map((item) => this.#renderer.text(item, view));
    return this.#renderer.list(kind, uri, texts, query.view, next);
  }

  #stats(route: Route, query: Query, sees: Sight | undefined): string {
    if (sees !== undefined) checkSight(route, sees);
    const all = query.options === 'all-properties';
    if (route.what === 'item') {
      return JSON.stringify(itemStats(route.entry ?? notFound(route, 'GET'), query.view, this.#config, all));
    }
    if (route.what !== 'collection') throw refuse('unexpectedUri', { path: 'stats' });
    const { items, next } = page(this.#config.store.list(route.uri), query, `${route.uri}/stats`, this.#config, sees);
    return JSON.stringify(collectionStats(route.kind.type, route.uri, items, query.view, this.#config, all, next));
  }

  #post(route: Route, body: JsonObject, target: Target): MockReply {
    if (route.what !== 'collection') {
      if (route.what === 'item') throw new Unimplemented(`POST on an object (${route.kind.type})`);
      throw refuse('unexpectedUri', { path: target.segments.slice(2).join('/') });
    }
    const command = body['command'];
    if (typeof command === 'string' && route.kind.properties['command'] === undefined) {
      return this.#command(route.kind, command, body);
    }
    checkVerb(route.kind, 'create');
    if (target.query.has('options')) throw new Unimplemented(`options of a POST (${route.kind.type})`);
    return this.#show(this.#config.create(route.kind, route.parent, this.#spoken(route.kind, body, target)), target);
  }

  #command(kind: Kind, command: string, body: JsonObject): MockReply {
    const { commands = {} } = kind;
    const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (run === undefined) throw new Unimplemented(`the command ${command} of ${kind.type}`);
    this.#config.atomic(() => run(body, this.#config));
    return jsonReply(200, JSON.stringify({ kind: `tm:${kind.type.replaceAll('/', ':')}:${command}state`, ...body }));
  }

  #change(route: Route, body: JsonObject, how: 'patch' | 'put', target: Target): MockReply {
    if (route.what !== 'item') throw refuse('unexpectedUri', { path: target.segments.slice(2).join('/') });
    const options = target.query.get('options');
    if (how === 'patch' && options === undefined && Object.keys(body).length === 0) throw refuse('emptyPatch');
    this.#checkFolder(route);
    const entry = route.entry ?? notFound(route, how === 'put' ? 'PUT' : 'PATCH');
    checkVerb(route.kind, 'modify');
    if (route.kind.type === 'ltm/pool/members' && changesResolution(body, entry)) {
      throw refuse('fixedProperty', { property: 'fqdn' });
    }
    const set = options === undefined ? {} : route.kind.life?.options?.(options, entry);
    if (set === undefined || (options !== undefined && how === 'put'))
      throw new Unimplemented(`options=${options} of ${route.kind.type}`);
    return this.#show(this.#config.modify(entry, { ...this.#spoken(route.kind, body, target), ...set }, how), target);
  }

  #delete(route: Route): MockReply {
    if (route.what === 'collection' && route.kind.cleared !== undefined) {
      this.#config.atomic(() => route.kind.cleared?.(this.#config), { direct: true });
      return jsonReply(200, '');
    }
    if (route.what !== 'item' || route.kind.naming === 'single') throw refuse('invalidOption');
    checkVerb(route.kind, 'delete');
    const entry = route.entry ?? notFound(route, 'DELETE');
    if (entry.factory) throw refuse('systemObject', { label: entry.kind.label, path: entry.fullPath });
    this.#config.remove(entry);
    return jsonReply(200, '');
  }

  #show(entry: Entry, target: Target): MockReply {
    const { plain } = this.#renderer;
    if (target.rawQuery === '') return jsonReply(200, this.#renderer.text(entry, plain));
    const options = target.query.get('options');
    const query = options === undefined ? '' : `options=${formEncoded(options)}`;
    const view = { ...plain, version: readVersion(target, this.#config), query };
    return jsonReply(200, this.#renderer.text(entry, view));
  }

  /** A body in the words of the device's own version. */
  #spoken(kind: Kind, body: JsonObject, target: Target): JsonObject {
    return kind.life?.sent?.(body, readVersion(target, this.#config)) ?? body;
  }

  /** PATCH of something in a folder that does not exist: 400, where GET and DELETE answer 404. */
  #checkFolder(route: Item): void {
    if (route.entry !== undefined || route.kind.naming !== 'folder' || route.parent !== undefined) return;
    const folder = folderOf(route.fullPath);
    if (this.#config.find('sys/folder', folder) === undefined) throw refuse('folderMissing', { path: folder });
  }
}

/** As Java encodes a query: recorded in the selfLink of a PATCH with options. */
function formEncoded(text: string): string {
  const encoded = encodeURIComponent(text).replaceAll('%20', '+');
  return encoded.replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Answers for what an account does not see as if it were not there. */
function checkSight(route: Route, sees: Sight): void {
  if (route.what !== 'item' && route.what !== 'collection') return;
  const { parent } = route;
  if (parent !== undefined && !sees(parent)) {
    notFound({ kind: parent.kind, fullPath: parent.fullPath, parent: undefined }, 'GET');
  }
  if (route.what === 'item' && route.entry !== undefined && !sees(route.entry)) notFound(route, 'GET');
}

function checkVerb({ type, refuses, lacks }: Kind, verb: 'create' | 'modify' | 'delete'): void {
  if (refuses?.includes(verb) === true) throw refuse('invalidOption');
  if (lacks?.includes(verb) === true) throw new Unimplemented(`to ${verb} ${type}`);
}

/** Refuses an object that is not there, in the words that its type and the verb have. */
export function notFound(route: Pick<Item, 'kind' | 'fullPath' | 'parent'>, method: string): never {
  const { kind, fullPath, parent } = route;
  if (method === 'GET' && kind.missing === 'object') throw refuse('objectNotFound', { path: fullPath });
  const path = titleOf(kind, fullPath, parent);
  throw refuse('notFound', { label: kind.label, path });
}

function changesResolution(body: JsonObject, entry: Entry): boolean {
  const fqdn = body['fqdn'];
  const own = entry.properties['fqdn'];
  if (!isObject(fqdn) || !isObject(own)) return false;
  if (fqdn['autopopulate'] !== undefined && own['autopopulate'] !== fqdn['autopopulate']) return true;
  return fqdn['addressFamily'] !== undefined;
}
