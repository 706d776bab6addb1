import type { Entry } from './entry.ts';

/** All objects, by URI, with indexes; keeps an undo log while a change is under way. */
export class Store {
  readonly #entries = new Map<string, Entry>();
  readonly #collections = new Map<string, Map<string, Entry>>();
  readonly #sorted = new Map<string, readonly Entry[]>();
  readonly #referrers = new Map<string, Set<string>>();
  readonly #keys = new Map<string, Set<string>>();
  readonly #dirty = new Map<string, Entry | undefined>();
  #undo: [uri: string, before: Entry | undefined][] | undefined;

  get size(): number {
    return this.#entries.size;
  }

  get(uri: string): Entry | undefined {
    return this.#entries.get(uri);
  }

  /** All objects, in no particular order. */
  all(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  /** The objects of a collection, sorted by full path, as the device lists them. */
  list(collection: string): readonly Entry[] {
    const known = this.#sorted.get(collection);
    if (known !== undefined) return known;
    const found = this.#collections.get(collection);
    if (found === undefined) return [];
    const entries = [...found.values()];
    entries.sort((left, right) => (left.fullPath < right.fullPath ? -1 : left.fullPath > right.fullPath ? 1 : 0));
    this.#sorted.set(collection, entries);
    return entries;
  }

  /** How many objects a collection has. */
  count(collection: string): number {
    return this.#collections.get(collection)?.size ?? 0;
  }

  /** Objects that hold a link to this one. */
  referrers(uri: string): Entry[] {
    const found: Entry[] = [];
    for (const from of this.#referrers.get(uri) ?? []) {
      const entry = this.#entries.get(from);
      if (entry !== undefined) found.push(entry);
    }
    return found;
  }

  /** Objects that a kind's own key finds, for example `node 10.0.0.1%0`. */
  byKey(key: string): Entry[] {
    const found: Entry[] = [];
    for (const uri of this.#keys.get(key) ?? []) {
      const entry = this.#entries.get(uri);
      if (entry !== undefined) found.push(entry);
    }
    return found;
  }

  put(entry: Entry): void {
    this.#replace(entry.uri, entry);
  }

  remove(uri: string): void {
    this.#replace(uri, undefined);
  }

  /** Begins to log changes; nested beginnings are refused. */
  begin(): void {
    if (this.#undo !== undefined) throw new Error('a change is already under way');
    this.#undo = [];
  }

  /** Ends the change and keeps it. */
  keep(): void {
    this.#undo = undefined;
  }

  /** Ends the change and takes all of it back. */
  rollback(): void {
    const log = this.#undo ?? [];
    this.#undo = undefined;
    for (const [uri, before] of log.reverse()) this.#replace(uri, before);
  }

  /** From here on `reset` returns to the present state. */
  baseline(): void {
    this.#dirty.clear();
  }

  /** Back to the baseline; costs what was changed since, not what there is. */
  reset(): void {
    for (const [uri, before] of [...this.#dirty]) this.#replace(uri, before);
    this.#dirty.clear();
  }

  /** Makes the store hold exactly these objects; answers those that came or went. */
  restore(entries: readonly Entry[]): Entry[] {
    const wanted = new Map(entries.map((entry) => [entry.uri, entry]));
    const gone = [...this.#entries.values()].filter(({ uri }) => !wanted.has(uri));
    const come = entries.filter((entry) => this.#entries.get(entry.uri) !== entry);
    for (const { uri } of gone) this.#replace(uri, undefined);
    for (const entry of come) this.#replace(entry.uri, entry);
    return [...gone, ...come];
  }

  /** What was changed since the baseline: as it was then, and as it is. */
  *changes(): Generator<Entry> {
    for (const [uri, before] of this.#dirty) {
      if (before !== undefined) yield before;
      const after = this.#entries.get(uri);
      if (after !== undefined) yield after;
    }
  }

  #replace(uri: string, after: Entry | undefined): void {
    const before = this.#entries.get(uri);
    if (before === after) return;
    this.#undo?.push([uri, before]);
    if (!this.#dirty.has(uri)) this.#dirty.set(uri, before);
    else if (this.#dirty.get(uri) === after) this.#dirty.delete(uri);
    if (before !== undefined) this.#unindex(before);
    if (after === undefined) this.#entries.delete(uri);
    else {
      this.#entries.set(uri, after);
      this.#index(after);
    }
  }

  #index(entry: Entry): void {
    const collection = this.#collections.get(entry.collection) ?? new Map<string, Entry>();
    collection.set(entry.uri, entry);
    this.#collections.set(entry.collection, collection);
    this.#sorted.delete(entry.collection);
    for (const link of entry.links) if (link.uri !== undefined) add(this.#referrers, link.uri, entry.uri);
    for (const key of entry.kind.life?.keys?.(entry) ?? []) add(this.#keys, key, entry.uri);
  }

  #unindex(entry: Entry): void {
    const collection = this.#collections.get(entry.collection);
    collection?.delete(entry.uri);
    if (collection?.size === 0) this.#collections.delete(entry.collection);
    this.#sorted.delete(entry.collection);
    for (const link of entry.links) if (link.uri !== undefined) drop(this.#referrers, link.uri, entry.uri);
    for (const key of entry.kind.life?.keys?.(entry) ?? []) drop(this.#keys, key, entry.uri);
  }
}

function add(index: Map<string, Set<string>>, key: string, uri: string): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, new Set([uri]));
  else found.add(uri);
}

function drop(index: Map<string, Set<string>>, key: string, uri: string): void {
  const found = index.get(key);
  found?.delete(uri);
  if (found?.size === 0) index.delete(key);
}
