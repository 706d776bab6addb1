import type { Json, JsonObject } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import type { MockClock } from '../life/clock.ts';
import { Uploads } from '../uploads.ts';
import { traitsOf, type VersionTraits } from '../versions.ts';
import { Answers } from './answers.ts';
import { type CounterState, Counters } from './counters.ts';
import type { WriteOptions } from './draft.ts';
import type { Entry, Link } from './entry.ts';
import { linksOf } from './links.ts';
import { encodeName } from './names.ts';
import { Store } from './store.ts';
import { isSynced } from './synced.ts';
import { Tree } from './tree.ts';
import { type ChangeOptions, Writer } from './writer.ts';

/** A configuration that other devices can begin with: objects never change in place. */
export interface Image {
  readonly entries: readonly Entry[];
  readonly counters: CounterState;
}

/** What makes the device this one; no setting changes it. */
export interface Identity {
  readonly version: string;
  /** MAC address of the tunnels. */
  readonly macAddress: string;
  /** A UUID. */
  readonly machineId: string;
}

/** mcpd: the configuration, and the rules by which it changes. */
export class Config {
  readonly store = new Store();
  readonly tree: Tree;
  readonly version: string;
  readonly traits: VersionTraits;
  readonly clock: MockClock;
  readonly identity: Identity;
  /** Told after every change that was kept. */
  committed: () => void = () => undefined;
  /** Recorded answers of a device that a test's author wants to be given back as they are, by path. */
  readonly answers = new Answers();
  /** Files that were uploaded and are not part of the configuration yet. */
  readonly uploads: Uploads;
  /** How many changes touched objects that config-sync carries. */
  syncedChanges = 0;
  readonly #counters = new Counters();
  readonly #writer = new Writer(this, this.#counters);

  constructor(kinds: readonly Kind[], identity: Identity, clock: MockClock) {
    this.tree = new Tree(kinds);
    this.identity = identity;
    this.version = identity.version;
    this.traits = traitsOf(identity.version);
    this.clock = clock;
    this.uploads = new Uploads(clock);
  }

  /** From here on `reset` returns to the present state. */
  baseline(): void {
    this.store.baseline();
    this.answers.baseline();
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

  /** Makes the configuration exactly these objects, as a load from disk does. */
  replace(entries: readonly Entry[]): void {
    const changed = this.store.restore(entries);
    this.relink(true);
    if (changed.some((entry) => isSynced(entry, this.store))) this.syncedChanges++;
    this.committed();
  }

  /** The objects of an image, with numbers that go on behind those that were given before and after it. */
  restore({ entries, counters }: Image): void {
    this.#counters.reach(counters);
    this.replace(entries);
  }

  /** Back to the baseline, counters too. */
  reset(): void {
    this.store.reset();
    this.answers.reset();
    this.#counters.reset();
  }

  /** Finds the targets of links that were set before their targets were there; of all links with `all`. */
  relink(all = false): void {
    const isOpen = ({ uri, excused }: Link) =>
      uri === undefined || ((all || excused === true) && this.store.get(uri) === undefined);
    for (const entry of [...this.store.all()]) {
      if (entry.links.some(isOpen)) this.store.put({ ...entry, links: linksOf(entry, this, entry) });
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

  /** Runs a change: all of it is kept, or, when anything is refused, none. With `dry` none either way. */
  atomic<T>(run: () => T, how: ChangeOptions = {}): T {
    return this.#writer.atomic(run, how);
  }

  /** Whether a transaction is being committed, and this object lost a reference in it. */
  releasedInTransaction(uri: string): boolean {
    return this.#writer.releasedInTransaction(uri);
  }

  /** Creates an object with the children in its body. */
  create(kind: Kind, parent: Entry | undefined, body: JsonObject, options: WriteOptions = {}): Entry {
    return this.#writer.create(kind, parent, body, options);
  }

  /** Changes an object: `patch` leaves what is not named, `put` takes it back to its default. */
  modify(entry: Entry, body: JsonObject, how: 'patch' | 'put', options: WriteOptions = {}): Entry {
    return this.#writer.modify(entry, body, how, options);
  }

  /** Deletes an object and its children. */
  remove(entry: Entry, options: WriteOptions = {}): void {
    this.#writer.remove(entry, options);
  }

  /** Changes settings of an object as the device itself does: no validation, no side effects. */
  adjust(entry: Entry, settings: Readonly<Record<string, Json | undefined>>): Entry {
    return this.#writer.adjust(entry, settings);
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
}
