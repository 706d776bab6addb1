import { refuse } from '../errors/refusal.ts';
import { isArray, type Json, type JsonDraft, type JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import type { MockClock } from '../life/clock.ts';
import { traitsOf, type VersionTraits } from '../versions.ts';
import { readBody } from './body.ts';
import { type Change, newChange, settle } from './change.ts';
import { complete } from './complete.ts';
import type { Draft, Entry, Subject } from './entry.ts';
import { linksOf } from './links.ts';
import { encodeName, folderOf, type Name, nameOfPath, plainName } from './names.ts';
import { Store } from './store.ts';
import { Tree } from './tree.ts';
import { dashed, ownFolder } from './value.ts';

/** How a write is meant. */
export interface WriteOptions {
  /** A test author's write: read-only and fixed properties may be set, references need not exist. */
  readonly direct?: boolean;
  /** Part of the factory state. */
  readonly factory?: boolean;
}

/** mcpd: the configuration, and the rules by which it changes. */
export class Config {
  readonly store = new Store();
  readonly tree: Tree;
  readonly version: string;
  readonly traits: VersionTraits;
  readonly clock: MockClock;
  /** MAC address of the tunnels. */
  readonly macAddress: string;
  #generation = 1;
  readonly #counters = new Map<string, number>();
  #change: Change | undefined;
  #base: { generation: number; counters: ReadonlyMap<string, number> } = { generation: 1, counters: new Map() };

  constructor(kinds: readonly Kind[], version: string, clock: MockClock, macAddress: string) {
    this.tree = new Tree(kinds);
    this.version = version;
    this.traits = traitsOf(version);
    this.clock = clock;
    this.macAddress = macAddress;
  }

  /** Runs a change: all of it is kept, or, when anything is refused, none. With `dry` none either way. */
  atomic<T>(run: () => T, how: { transaction?: boolean; direct?: boolean; dry?: boolean } = {}): T {
    if (this.#change !== undefined) return run();
    const change = newChange(how.transaction === true, how.direct === true);
    this.#change = change;
    this.store.begin();
    try {
      const result = run();
      settle(change, this);
      if (how.dry === true) this.store.rollback();
      else this.store.keep();
      if (change.touched.size > 0 && how.dry !== true) this.#generation++;
      return result;
    } catch (error) {
      this.store.rollback();
      throw error;
    } finally {
      this.#change = undefined;
    }
  }

  /** Whether a transaction is being committed, and this object lost a reference in it. */
  releasedInTransaction(uri: string): boolean {
    return this.#change?.transaction === true && this.#change.released.has(uri);
  }

  /** From here on `reset` returns to the present state. */
  baseline(): void {
    this.store.baseline();
    this.#base = { generation: this.#generation, counters: new Map(this.#counters) };
  }

  /** Back to the baseline, counters too. */
  reset(): void {
    this.store.reset();
    this.#generation = this.#base.generation;
    this.#counters.clear();
    for (const [name, value] of this.#base.counters) this.#counters.set(name, value);
  }

  /** The next number of a sequence such as `vsIndex`. */
  sequence(name: string, first: number, step: number): number {
    const next = (this.#counters.get(name) ?? first - step) + step;
    this.#counters.set(name, next);
    return next;
  }

  /** An object by its type and full path. */
  find(type: string, fullPath: string): Entry | undefined {
    return this.store.get(`${type}/${encodeName(fullPath)}`);
  }

  /** The full path that a name in a body means: as it is, else beside the object, else in Common. */
  locate(text: string, types: readonly string[], draft: Draft): string {
    if (text.startsWith('/')) return text;
    const folder = ownFolder(draft);
    const beside = folder === '/' ? `/${text}` : `${folder}/${text}`;
    const candidates = [beside, `/${draft.partition ?? 'Common'}/${text}`, `/Common/${text}`];
    return candidates.find((path) => types.some((type) => this.find(type, path) !== undefined)) ?? beside;
  }

  /** mcpd's word for what a reference points to: `Pool`, or `profile` where it may be one of many types. */
  referenceLabel(types: readonly string[]): string {
    const [first = ''] = types;
    if (first.startsWith('ltm/profile/')) return 'profile';
    if (first.startsWith('ltm/monitor/')) return 'monitor';
    return this.tree.kind(first)?.label ?? first;
  }

  /** Creates an object with the children in its body. */
  create(kind: Kind, parent: Entry | undefined, body: JsonObject, options: WriteOptions = {}): Entry {
    return this.atomic(
      () => {
        const name = this.#nameOf(kind, parent, body);
        const uri = this.uriOf(kind, parent, name.fullPath);
        this.#checkFolder(kind, parent, name);
        const title = kind.title?.(name.fullPath, parent?.fullPath ?? '') ?? name.fullPath;
        if (this.store.get(uri) !== undefined) {
          const partition = name.partition ?? parent?.partition ?? 'Common';
          throw refuse('alreadyExists', { label: kind.label, path: title, partition });
        }
        return this.#write(this.#draft(kind, parent?.uri, name, {}, options), body, undefined);
      },
      { direct: options.direct === true },
    );
  }

  /** Changes an object: `patch` leaves what is not named, `put` takes it back to its default. */
  modify(entry: Entry, body: JsonObject, how: 'patch' | 'put', options: WriteOptions = {}): Entry {
    return this.atomic(
      () => {
        const own = how === 'patch' ? { ...entry.own } : keptByPut(entry);
        const draft = this.#draft(entry.kind, entry.parent, entry, own, { ...options, factory: entry.factory });
        const after = this.#write(draft, body, entry);
        if (entry.kind.inherits !== undefined) this.#propagate(after);
        return after;
      },
      { direct: options.direct === true },
    );
  }

  /** Deletes an object and its children. */
  remove(entry: Entry, options: WriteOptions = {}): void {
    this.atomic(
      () => {
        if (options.direct !== true) entry.kind.life?.removing?.(entry, this);
        for (const [name, property] of Object.entries(entry.kind.properties)) {
          if (property.shape !== 'children') continue;
          for (const child of this.store.list(`${entry.uri}/${name}`)) this.remove(child, { ...options, direct: true });
        }
        this.#release(entry, undefined);
        this.store.remove(entry.uri);
        this.#change?.removed.set(entry.uri, entry);
        entry.kind.life?.removed?.(entry, this);
      },
      { direct: options.direct === true },
    );
  }

  /** Takes a removed object out of the lists of one that refers to it weakly. */
  forget(user: Entry, removed: Entry): void {
    const own: JsonDraft = {};
    for (const [name, value] of Object.entries(user.own)) {
      if (isArray(value)) {
        const left = value.filter((item) => item !== removed.fullPath);
        if (left.length > 0) own[name] = left;
      } else if (value !== removed.fullPath) own[name] = value;
    }
    this.#rebuild({ ...user, own });
  }

  /** Changes settings of an object as the device itself does: no validation, no side effects. */
  adjust(entry: Entry, settings: Readonly<Record<string, Json | undefined>>): Entry {
    const own: JsonDraft = { ...entry.own };
    for (const [name, value] of Object.entries(settings)) {
      if (value === undefined) delete own[name];
      else own[name] = value;
    }
    return this.#rebuild({ ...entry, own });
  }

  /** The URI of an object. */
  uriOf(kind: Kind, parent: Entry | undefined, fullPath: string): string {
    if (kind.naming === 'single') return kind.type;
    return `${this.collectionOf(kind, parent)}/${encodeName(fullPath)}`;
  }

  /** The URI of the collection of a type, below a parent for children. */
  collectionOf(kind: Kind, parent: Entry | undefined): string {
    return parent === undefined ? kind.type : `${parent.uri}/${kind.type.slice(kind.type.lastIndexOf('/') + 1)}`;
  }

  #nameOf(kind: Kind, parent: Entry | undefined, body: JsonObject): Name {
    if (kind.naming === 'single') return plainName('');
    const special = kind.life?.name?.(body, parent, this);
    const sent = special ?? body['name'];
    const text = typeof sent === 'number' ? String(sent) : sent;
    if (typeof text !== 'string' || text === '') throw refuse('nameMissing');
    if (kind.naming === 'plain') return plainName(text);
    if (text.startsWith('/')) return nameOfPath(text);
    const partition = typeof body['partition'] === 'string' ? body['partition'] : (parent?.partition ?? 'Common');
    const subPath = typeof body['subPath'] === 'string' && body['subPath'] !== '' ? `${body['subPath']}/` : '';
    return nameOfPath(`/${partition}/${subPath}${text}`);
  }

  #checkFolder(kind: Kind, parent: Entry | undefined, name: Name): void {
    if (kind.naming !== 'folder' || name.fullPath === '/') return;
    const folder = folderOf(name.fullPath);
    if (this.find('sys/folder', folder) !== undefined) return;
    if (kind.title !== undefined) {
      throw refuse('memberFolderMissing', { path: kind.title(name.fullPath, parent?.fullPath ?? '') });
    }
    throw refuse('folderMissing', { path: folder });
  }

  #draft(kind: Kind, parent: string | undefined, name: Name, own: JsonDraft, options: WriteOptions): Draft {
    return {
      name: name.name,
      partition: name.partition,
      subPath: name.subPath,
      fullPath: name.fullPath,
      kind,
      parent,
      own,
      properties: {},
      nested: new Map(),
      direct: options.direct === true,
      factory: options.factory === true,
    };
  }

  #write(draft: Draft, body: JsonObject, before: Entry | undefined): Entry {
    const { kind } = draft;
    readBody(body, draft, before, this);
    if (kind.inherits !== undefined && kind.inherits !== draft.fullPath) draft.own['defaultsFrom'] ??= kind.inherits;
    draft.properties = this.#shown(draft);
    if (kind.life?.prepare !== undefined) {
      kind.life.prepare(draft, before, this);
      draft.properties = this.#shown(draft);
    }
    if (!draft.direct) checkRequired(draft);
    const parent = draft.parent === undefined ? undefined : this.store.get(draft.parent);
    const after: Entry = {
      uri: before?.uri ?? this.uriOf(kind, parent, draft.fullPath),
      collection: before?.collection ?? this.collectionOf(kind, parent),
      kind,
      parent: draft.parent,
      name: draft.name,
      partition: draft.partition,
      subPath: draft.subPath,
      fullPath: draft.fullPath,
      own: draft.own,
      properties: draft.properties,
      links: linksOf(draft, this),
      generation: this.#generationOf(draft),
      factory: draft.factory,
    };
    this.#put(after, before);
    for (const [name, bodies] of draft.nested) this.#replaceChildren(after, name, bodies, draft);
    const stored = this.store.get(after.uri) ?? after;
    kind.life?.stored?.(stored, before, this);
    return this.store.get(after.uri) ?? stored;
  }

  #generationOf(draft: Draft): number {
    if (draft.kind.generationZero === true) return 0;
    return draft.factory ? 1 : this.#generation + 1;
  }

  #put(after: Entry, before: Entry | undefined): void {
    if (before !== undefined) this.#release(before, after);
    this.store.put(after);
    this.#change?.touched.add(after.uri);
  }

  #release(before: Entry, after: Entry | undefined): void {
    const kept = new Set(after?.links.map((link) => link.uri));
    for (const link of before.links) {
      if (link.uri !== undefined && !kept.has(link.uri)) this.#change?.released.add(link.uri);
    }
  }

  #replaceChildren(parent: Entry, name: string, bodies: readonly JsonObject[], draft: Draft): void {
    const kind = parent.kind.properties[name]?.kind;
    if (kind === undefined) return;
    const options = { direct: draft.direct, factory: draft.factory };
    const wanted = new Map(
      bodies.map((body) => [this.uriOf(kind, parent, this.#nameOf(kind, parent, body).fullPath), body]),
    );
    for (const child of this.store.list(`${parent.uri}/${name}`)) {
      if (!wanted.has(child.uri)) this.remove(child, options);
    }
    for (const [uri, body] of wanted) {
      const existing = this.store.get(uri);
      if (existing === undefined) this.create(kind, parent, body, options);
      else this.modify(existing, body, 'put', options);
    }
  }

  /** What a GET shows: set, inherited, default, and what follows from them. */
  #shown(subject: Subject): JsonDraft {
    const { kind, own } = subject;
    const from = own['defaultsFrom'];
    const heritage = kind.inherits !== undefined && typeof from === 'string';
    const inherited = heritage ? this.find(kind.type, from)?.properties : undefined;
    const properties = complete(kind, own, inherited, this.version);
    if (kind.life?.derive === undefined) return properties;
    const derived = kind.life.derive({ ...subject, properties }, this);
    return complete(kind, { ...own, ...derived }, inherited, this.version);
  }

  /** What an object inherits follows the object that it inherits from. */
  #propagate(parent: Entry): void {
    for (const heir of this.store.referrers(parent.uri)) {
      if (heir.kind === parent.kind && heir.own['defaultsFrom'] === parent.fullPath)
        this.#propagate(this.#rebuild(heir));
    }
  }

  #rebuild(entry: Entry): Entry {
    const properties = this.#shown(entry);
    const links = linksOf({ ...entry, properties }, this);
    const generation = entry.kind.generationZero === true || entry.factory ? entry.generation : this.#generation + 1;
    const after: Entry = { ...entry, properties, links, generation };
    this.#put(after, this.store.get(entry.uri));
    return after;
  }
}

function checkRequired(draft: Draft): void {
  for (const [name, property] of Object.entries(draft.kind.properties)) {
    if (property.required === true && draft.properties[name] === undefined) {
      throw refuse('requiredProperty', { property: dashed(name) });
    }
  }
}

/** PUT resets what it does not name, except what cannot change and what an object cannot be without. */
function keptByPut(entry: Entry): JsonDraft {
  const kept: JsonDraft = {};
  for (const [name, value] of Object.entries(entry.own)) {
    const property = Object.hasOwn(entry.kind.properties, name) ? entry.kind.properties[name] : undefined;
    if (property === undefined || property.fixed === true || property.required === true || property.readOnly === true) {
      kept[name] = value;
    }
  }
  return kept;
}
