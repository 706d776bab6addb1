import { refuse } from '../errors/refusal.ts';
import type { Json, JsonDraft, JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import type { MockClock } from '../life/clock.ts';
import { traitsOf, type VersionTraits } from '../versions.ts';
import { readBody } from './body.ts';
import { type Change, newChange, settle, touchesSynced } from './change.ts';
import { shownBy } from './complete.ts';
import { type CounterState, Counters } from './counters.ts';
import { checkRequired, entryOf, inheritsByDefault, keptByPut, newDraft, type WriteOptions } from './draft.ts';
import type { Draft, Entry } from './entry.ts';
import { linksOf } from './links.ts';
import { encodeName } from './names.ts';
import { checkFolder, nameOf } from './naming.ts';
import { Store } from './store.ts';
import { Tree } from './tree.ts';

/** A configuration that other devices can begin with: objects never change in place. */
export interface Image {
  readonly entries: readonly Entry[];
  readonly counters: CounterState;
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
  /** Told after every change that was kept. */
  committed: () => void = () => undefined;
  /** How many changes touched objects that config-sync carries. */
  syncedChanges = 0;
  readonly #counters = new Counters();
  #change: Change | undefined;

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
    const result = this.#attempt(run, how);
    this.committed();
    return result;
  }

  #attempt<T>(run: () => T, how: { transaction?: boolean; direct?: boolean; dry?: boolean }): T {
    const change = newChange(how.transaction === true, how.direct === true);
    this.#change = change;
    this.store.begin();
    try {
      const result = run();
      settle(change, this);
      if (how.dry === true) this.store.rollback();
      else this.store.keep();
      if (how.dry !== true && change.touched.size + change.removed.size > 0) this.#counters.step();
      if (how.dry !== true && touchesSynced(change, this.store)) this.syncedChanges++;
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
    this.#counters.baseline();
  }

  /** All objects and numbers, to begin another device with. */
  image(): Image {
    return { entries: [...this.store.all()], counters: this.#counters.state() };
  }

  /** Begins with the objects and numbers of another device. */
  adopt(image: Image): void {
    this.store.restore(image.entries);
    this.#counters.adopt(image.counters);
  }

  /** Back to the baseline, counters too. */
  reset(): void {
    this.store.reset();
    this.#counters.reset();
  }

  /** Finds the targets of links that were set before their targets were there; of all links with `all`. */
  relink(all = false): void {
    for (const entry of [...this.store.all()]) {
      if (entry.links.some((link) => link.uri === undefined || (all && this.store.get(link.uri) === undefined))) {
        this.store.put({ ...entry, links: linksOf(entry, this) });
      }
    }
  }

  /** The next number of a sequence such as `vsIndex`. */
  sequence(name: string, first: number, step: number): number {
    return this.#counters.sequence(name, first, step);
  }

  /** An object by its type and full path. */
  find(type: string, fullPath: string): Entry | undefined {
    return this.store.get(`${type}/${encodeName(fullPath)}`);
  }

  /** Creates an object with the children in its body. */
  create(kind: Kind, parent: Entry | undefined, body: JsonObject, options: WriteOptions = {}): Entry {
    return this.atomic(
      () => {
        const name = nameOf(kind, parent, body, this);
        const uri = this.uriOf(kind, parent, name.fullPath);
        checkFolder(kind, parent, name, this);
        const title = kind.title?.(name.fullPath, parent?.fullPath ?? '') ?? name.fullPath;
        if (this.store.get(uri) !== undefined) {
          const partition = name.partition ?? parent?.partition ?? 'Common';
          throw refuse('alreadyExists', { label: kind.label, path: title, partition });
        }
        return this.#write(newDraft(kind, parent?.uri, name, {}, options), body, undefined);
      },
      { direct: options.direct === true },
    );
  }

  /** Changes an object: `patch` leaves what is not named, `put` takes it back to its default. */
  modify(entry: Entry, body: JsonObject, how: 'patch' | 'put', options: WriteOptions = {}): Entry {
    return this.atomic(
      () => {
        const own = how === 'patch' ? { ...entry.own } : keptByPut(entry);
        const draft = newDraft(entry.kind, entry.parent, entry, own, { ...options, factory: entry.factory });
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

  #write(draft: Draft, body: JsonObject, before: Entry | undefined): Entry {
    const { kind } = draft;
    readBody(body, draft, before, this);
    if (kind.inherits !== undefined && inheritsByDefault(draft, body, before))
      draft.own['defaultsFrom'] ??= kind.inherits;
    draft.properties = shownBy(draft, this);
    if (kind.life?.prepare !== undefined) {
      kind.life.prepare(draft, before, this);
      draft.properties = shownBy(draft, this);
    }
    if (!draft.direct) checkRequired(draft);
    const parent = draft.parent === undefined ? undefined : this.store.get(draft.parent);
    const after: Entry = {
      ...entryOf(draft),
      uri: before?.uri ?? this.uriOf(kind, parent, draft.fullPath),
      collection: before?.collection ?? this.collectionOf(kind, parent),
      links: linksOf(draft, this),
      generation: this.#generationOf(draft, before),
    };
    this.#put(after, before);
    for (const [name, bodies] of draft.nested) this.#replaceChildren(after, name, bodies, draft);
    const stored = this.store.get(after.uri) ?? after;
    kind.life?.stored?.(stored, before, this);
    return this.store.get(after.uri) ?? stored;
  }

  #generationOf(draft: Draft, before: Entry | undefined): number {
    if (draft.kind.generationZero === true) return 0;
    return draft.factory && before === undefined ? 1 : this.#counters.next;
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
      bodies.map((body) => [this.uriOf(kind, parent, nameOf(kind, parent, body, this).fullPath), body]),
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

  /** What an object inherits follows the object that it inherits from. */
  #propagate(parent: Entry): void {
    for (const heir of this.store.referrers(parent.uri)) {
      if (heir.kind === parent.kind && heir.own['defaultsFrom'] === parent.fullPath)
        this.#propagate(this.#rebuild(heir));
    }
  }

  #rebuild(entry: Entry): Entry {
    const properties = shownBy(entry, this);
    const links = linksOf({ ...entry, properties }, this);
    const generation = entry.kind.generationZero === true ? 0 : this.#counters.next;
    const after: Entry = { ...entry, properties, links, generation };
    this.#put(after, this.store.get(entry.uri));
    return after;
  }
}
