import type { Entry } from '../config/entry.ts';

/** What outlives a reboot: the saved configuration, and files that a configuration was saved to. */
export class Disk {
  readonly #factory: readonly Entry[];
  readonly #atStart: readonly Entry[];
  #saved: readonly Entry[];
  readonly #files = new Map<string, readonly Entry[]>();

  constructor(factory: readonly Entry[], atStart: readonly Entry[]) {
    this.#factory = factory;
    this.#atStart = atStart;
    this.#saved = atStart;
  }

  /** Saves the running configuration, all of it or that of some partitions. */
  save(running: readonly Entry[], partitions?: ReadonlySet<string>): void {
    if (partitions === undefined) {
      this.#saved = running;
      return;
    }
    const kept = within(this.#saved, (partition) => !partitions.has(partition));
    this.#saved = [...kept, ...within(running, (partition) => partitions.has(partition))];
  }

  /** Saves the running configuration to a file; what the device starts with stays as it is. */
  saveTo(file: string, running: readonly Entry[]): void {
    this.#files.set(file, running);
  }

  /** What is there to be loaded. */
  read(what: 'saved' | 'default'): readonly Entry[] {
    return what === 'saved' ? this.#saved : this.#factory;
  }

  /** What was saved to a file, or `undefined` when there is none. */
  file(path: string): readonly Entry[] | undefined {
    return this.#files.get(path);
  }

  /** As after the start. */
  reset(): void {
    this.#saved = this.#atStart;
    this.#files.clear();
  }
}

/** The objects of some partitions. What lies in none, such as settings and users, is saved with Common. */
function within(entries: readonly Entry[], takes: (partition: string) => boolean): Entry[] {
  const byUri = new Map(entries.map((entry) => [entry.uri, entry]));
  const partitionOf = (entry: Entry): string => {
    const parent = entry.parent === undefined ? undefined : byUri.get(entry.parent);
    if (parent !== undefined) return partitionOf(parent);
    if (entry.kind.type === 'auth/partition') return entry.name;
    if (entry.kind.type === 'sys/folder' && entry.partition === undefined && entry.name !== '/') return entry.name;
    return entry.partition ?? 'Common';
  };
  return entries.filter((entry) => takes(partitionOf(entry)));
}
