import { isArray, isObject, type Json, type JsonDraft } from '../json.ts';
import type { Kind, Properties } from '../kinds/kind.ts';
import { compareVersions } from '../versions.ts';
import type { Config } from './config.ts';
import type { Entry, Link } from './entry.ts';
import { encodeName } from './names.ts';
import { shownFrom } from './route-domains.ts';
import { pick, type Selection } from './select.ts';

/** What a GET asks for, apart from the object. */
export interface View {
  /** The version that `?ver=` pins, else the device's. */
  readonly version: string;
  /** The query to repeat in the selfLink, without `ver`; empty for most. */
  readonly query: string;
  readonly expand: boolean;
  readonly select: Selection | undefined;
  /** The object was asked for by its bare name: no partition, and the name as its full path. */
  readonly bare: boolean;
  /** The partition that addresses are seen from, where a filter asks for one with a route domain of its own. */
  readonly from: string | undefined;
}

const host = 'https://localhost/mgmt/tm/';

/** Turns objects into what a GET shows. */
export class Renderer {
  readonly #config: Config;
  readonly #texts = new WeakMap<Entry, string>();

  constructor(config: Config) {
    this.#config = config;
  }

  /** The plain view of this device. */
  get plain(): View {
    return { version: this.#config.version, query: '', expand: false, select: undefined, bare: false, from: undefined };
  }

  /** An object as JSON text; the plain one is kept, so that a GET that changes nothing costs nothing. */
  text(entry: Entry, view: View): string {
    if (entry.kind.life?.shown !== undefined || !isPlain(view, this.#config.version)) {
      return JSON.stringify(this.item(entry, view));
    }
    const known = this.#texts.get(entry);
    if (known !== undefined) return known;
    const text = JSON.stringify(this.item(entry, view));
    this.#texts.set(entry, text);
    return text;
  }

  /** An object as JSON. */
  item(stored: Entry, view: View): JsonDraft {
    const entry = stored.kind.life?.shown?.(stored, this.#config) ?? stored;
    const name = entry.kind.naming === 'single' ? {} : { name: entry.name, ...folders(entry, view) };
    const body: JsonDraft = {
      kind: `${kindName(entry.kind.type)}state`,
      ...name,
      ...(entry.kind.naming === 'single' ? {} : { generation: entry.generation }),
      selfLink: link(bareUri(entry, view), view),
    };
    const properties = shownFrom(entry, this.#config, view.from);
    this.#properties(entry.kind.properties, properties, '', entry.links, body, view);
    const named = entry.links.find(({ property }) => property === 'name')?.uri;
    const target = named ?? leadingTo(entry, view.version);
    if (target !== undefined) body['nameReference'] = { link: link(target, { ...view, query: '' }) };
    for (const [property, { shape, kind }] of Object.entries(entry.kind.properties)) {
      if (shape === 'children' && kind !== undefined) this.#children(entry, property, kind, body, view);
    }
    return view.select === undefined ? body : pick(body, view.select);
  }

  /** The body of a collection, its items already as text. */
  list(kind: Kind, uri: string, items: readonly string[], view: View, nextLink?: string): string {
    const next = nextLink === undefined ? '' : `,"nextLink":${JSON.stringify(nextLink)}`;
    const head = `{"kind":"${kindName(kind.type)}collectionstate","selfLink":${JSON.stringify(link(uri, view))}${next}`;
    if (items.length === 0 && !this.#config.traits.emptyItems) return `${head}}`;
    return `${head},"items":[${items.join(',')}]}`;
  }

  /** The body of an organising collection: links to what lies below. */
  organiser(path: string, branches: readonly string[], view: View): string {
    const below = path === '' ? '' : `${path}/`;
    const items = branches.map((branch) => ({
      reference: { link: link(`${below}${branch}`, { ...view, query: '' }) },
    }));
    const kind = path === '' ? 'tm:restgroupresolverviewstate' : `${kindName(path)}collectionstate`;
    return JSON.stringify({ kind, selfLink: link(path, view), items });
  }

  #properties(
    properties: Properties,
    values: Readonly<Record<string, Json>>,
    prefix: string,
    links: readonly Link[],
    body: JsonDraft,
    view: View,
  ): void {
    for (const [name, value] of Object.entries(values)) {
      const path = `${prefix}${name}`;
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      const fields = property?.fields;
      if (fields !== undefined && isObject(value)) {
        const inner: JsonDraft = {};
        this.#properties(fields, value, `${path}.`, links, inner, view);
        body[name] = inner;
      } else if (fields !== undefined && isArray(value)) {
        body[name] = value.map((row, at) => {
          const inner: JsonDraft = {};
          if (isObject(row)) this.#properties(fields, row, `${path}.${at}.`, links, inner, view);
          return isObject(row) ? inner : row;
        });
      } else {
        body[name] = value;
      }
      if (property?.bare === true) continue;
      if (property?.leadsTo !== undefined && value !== 'none') {
        const target = `${property.leadsTo}/${encodeName(String(value))}`;
        body[`${name}Reference`] = { link: link(target, { ...view, query: '' }) };
      } else if (property?.shape === 'reference' || property?.names !== undefined) {
        const target = links.find((known) => known.property === path)?.uri;
        if (target !== undefined) body[`${name}Reference`] = { link: link(target, { ...view, query: '' }) };
      } else if (property?.shape === 'references') {
        const found = links.filter((known) => known.property === path && known.uri !== undefined);
        body[`${name}Reference`] = found.map(({ uri }) => ({ link: link(uri ?? '', { ...view, query: '' }) }));
      }
    }
  }

  #children(entry: Entry, property: string, kind: Kind, body: JsonDraft, view: View): void {
    const uri = this.#config.collectionOf(kind, entry);
    const children = { ...view, query: '', bare: false, select: undefined };
    if (kind.type === 'net/fdb/tunnel/records' && compareVersions(view.version, '12.1') < 0) {
      const records = this.#config.store.list(uri);
      if (records.length > 0) body['records'] = records.map((record) => this.item(record, children));
      return;
    }
    const reference: JsonDraft = { link: link(uri, children), isSubcollection: true };
    if (view.expand) {
      const items = this.#config.store.list(uri);
      // Without `items` when there are none, whatever an empty collection of its own says: recorded on 12.1.2 and 13.0.0.
      if (items.length > 0) {
        // One level only: what hangs below an expanded child is not expanded.
        reference['items'] = items.map((item) =>
          this.item(item, { ...children, expand: kind.type.endsWith('/rules') }),
        );
      }
    }
    body[`${property}Reference`] = reference;
  }
}

/** `tm:ltm:pool:pool` of `ltm/pool`. */
export function kindName(type: string): string {
  return `tm:${type.replaceAll('/', ':')}:${type.slice(type.lastIndexOf('/') + 1)}`;
}

/** A link as the device writes it: host localhost, the query repeated, and the version. */
export function link(uri: string, view: Pick<View, 'version' | 'query'>): string {
  return `${uri === '' ? host.slice(0, -1) : host}${uri}?${view.query === '' ? '' : `${view.query}&`}ver=${view.version}`;
}

/** Where the name of an object leads that is another's, of a type that the mock may not have. */
function leadingTo({ kind, name }: Entry, version: string): string | undefined {
  const { leadsTo } = kind;
  if (leadsTo === undefined || compareVersions(version, leadsTo.since) < 0) return undefined;
  return `${leadsTo.path}/${encodeName(name)}`;
}

function isPlain(view: View, version: string): boolean {
  if (view.expand || view.select !== undefined || view.from !== undefined) return false;
  return view.query === '' && !view.bare && view.version === version;
}

function folders(entry: Entry, view: View): JsonDraft {
  if (view.bare) return { fullPath: entry.name };
  const body: JsonDraft = {};
  if (entry.partition !== undefined) body['partition'] = entry.partition;
  if (entry.subPath !== undefined) body['subPath'] = entry.subPath;
  body['fullPath'] = entry.fullPath;
  return body;
}

function bareUri(entry: Entry, view: View): string {
  return view.bare
    ? `${entry.collection}/${entry.uri.slice(entry.collection.length + 1).replace('~Common~', '')}`
    : entry.uri;
}
