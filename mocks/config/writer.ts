import { refuse } from '../errors/refusal.ts';
import type { Json, JsonDraft, JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import { readBody } from './body.ts';
import { type Change, newChange, settle, touchesSynced } from './change.ts';
import { shownBy } from './complete.ts';
import type { Config } from './config.ts';
import type { CounterState, Counters } from './counters.ts';
import { checkRequired, entryOf, inheritsByDefault, keptByPut, newDraft, type WriteOptions } from './draft.ts';
import type { Draft, Entry } from './entry.ts';
import { linksOf, linksOfDraft } from './links.ts';
import { checkFolder, nameOf, titleOf } from './naming.ts';

/** How a change is meant. */
export interface ChangeOptions {
  /** The commit of a transaction. */
  readonly transaction?: boolean;
  /** Nothing is refused for what it refers to. */
  readonly direct?: boolean;
  /** Only to see whether it would be refused. */
  readonly dry?: boolean;
}

/** Changes objects: one at a time, within a change that is kept whole or not at all. */
export class Writer {
  readonly #config: Config;
  readonly #counters: Counters;
  #change: Change | undefined;

  constructor(config: Config, counters: Counters) {
    this.#config = config;
    this.#counters = counters;
  }

  /** Runs a change: all of it is kept, or, when anything is refused, none. With `dry` none either way. */
  atomic<T>(run: () => T, how: ChangeOptions = {}): T {
    if (this.#change !== undefined) return run();
    const result = this.#attempt(run, how);
    this.#config.committed();
    return result;
  }

  #attempt<T>(run: () => T, how: ChangeOptions): T {
    const change = newChange(how.transaction === true, how.direct === true);
    this.#change = change;
    this.#config.store.begin();
    const numbers = this.#counters.state();
    try {
      const result = run();
      settle(change, this.#config);
      if (how.dry === true) this.#rollback(numbers);
      else this.#config.store.keep();
      if (how.dry !== true && change.touched.size + change.removed.size > 0) this.#counters.step();
      if (how.dry !== true && touchesSynced(change, this.#config.store)) this.#config.syncedChanges++;
      return result;
    } catch (error) {
      this.#rollback(numbers);
      throw error;
    } finally {
      this.#change = undefined;
    }
  }

  #rollback(numbers: CounterState): void {
    this.#config.store.rollback();
    this.#counters.rollback(numbers);
  }

  /** Whether a transaction is being committed, and this object lost a reference in it. */
  releasedInTransaction(uri: string): boolean {
    return this.#change?.transaction === true && this.#change.released.has(uri);
  }

  /** Creates an object with the children in its body. */
  create(kind: Kind, parent: Entry | undefined, body: JsonObject, options: WriteOptions = {}): Entry {
    return this.atomic(
      () => {
        const name = nameOf(kind, parent, body, this.#config);
        const uri = this.#config.uriOf(kind, parent, name.fullPath);
        checkFolder(kind, parent, name, this.#config);
        const title = titleOf(kind, name.fullPath, parent);
        if (this.#config.store.get(uri) !== undefined) {
          const partition = name.partition ?? parent?.partition ?? 'Common';
          throw refuse(kind.taken ?? 'alreadyExists', { label: kind.label, path: title, partition });
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
        if (options.direct !== true) entry.kind.life?.removing?.(entry, this.#config);
        for (const property of Object.values(entry.kind.properties)) {
          if (property.kind === undefined) continue;
          for (const child of this.#config.store.list(this.#config.collectionOf(property.kind, entry)))
            this.remove(child, { ...options, direct: true });
        }
        this.#release(entry, undefined);
        this.#config.store.remove(entry.uri);
        this.#change?.removed.set(entry.uri, entry);
        entry.kind.life?.removed?.(entry, this.#config);
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

  #write(draft: Draft, body: JsonObject, before: Entry | undefined): Entry {
    const { kind } = draft;
    readBody(body, draft, before, this.#config);
    if (kind.inherits !== undefined && inheritsByDefault(draft, body, before))
      draft.own['defaultsFrom'] ??= kind.inherits;
    draft.properties = shownBy(draft, this.#config);
    if (kind.life?.prepare !== undefined) {
      kind.life.prepare(draft, before, this.#config);
      draft.properties = shownBy(draft, this.#config);
    }
    if (!draft.lenient && !draft.factory) checkRequired(draft);
    if (kind.inherits !== undefined && draft.own['defaultsFrom'] === draft.fullPath && !draft.lenient)
      throw refuse('defaultsFromItself', { label: kind.type.split('/')[1] ?? kind.label, path: draft.fullPath });
    const parent = draft.parent === undefined ? undefined : this.#config.store.get(draft.parent);
    const after: Entry = {
      ...entryOf(draft),
      uri: before?.uri ?? this.#config.uriOf(kind, parent, draft.fullPath),
      collection: before?.collection ?? this.#config.collectionOf(kind, parent),
      links: linksOfDraft(draft, before, this.#config),
      generation: this.#generationOf(draft, before),
    };
    this.#put(after, before);
    for (const [name, bodies] of draft.nested) this.#replaceChildren(after, name, bodies, draft);
    const stored = this.#config.store.get(after.uri) ?? after;
    kind.life?.stored?.(stored, before, this.#config);
    return this.#config.store.get(after.uri) ?? stored;
  }

  #generationOf(draft: Draft, before: Entry | undefined): number {
    if (draft.kind.generationZero === true) return 0;
    return draft.factory && before === undefined ? 1 : this.#counters.next;
  }

  #put(after: Entry, before: Entry | undefined): void {
    if (before !== undefined) this.#release(before, after);
    this.#config.store.put(after);
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
    const options = { direct: draft.direct, lenient: draft.lenient, factory: draft.factory };
    const wanted = new Map(
      bodies.map((body) => [this.#config.uriOf(kind, parent, nameOf(kind, parent, body, this.#config).fullPath), body]),
    );
    for (const child of this.#config.store.list(this.#config.collectionOf(kind, parent))) {
      if (!wanted.has(child.uri)) this.remove(child, options);
    }
    for (const [uri, body] of wanted) {
      const existing = this.#config.store.get(uri);
      if (existing === undefined) this.create(kind, parent, body, options);
      else this.modify(existing, body, 'put', options);
    }
  }

  /** What an object inherits follows the object that it inherits from. */
  #propagate(parent: Entry): void {
    for (const heir of this.#config.store.referrers(parent.uri)) {
      if (heir.kind === parent.kind && heir.own['defaultsFrom'] === parent.fullPath)
        this.#propagate(this.#rebuild(heir));
    }
  }

  #rebuild(entry: Entry): Entry {
    const properties = shownBy(entry, this.#config);
    const links = linksOf({ ...entry, properties }, this.#config, entry);
    const generation = entry.kind.generationZero === true ? 0 : this.#counters.next;
    const after: Entry = { ...entry, properties, links, generation };
    this.#put(after, this.#config.store.get(entry.uri));
    return after;
  }
}
