import type { Json } from './json.ts';

/** One request as it arrived, and what became of it. */
export interface JournalEntry {
  readonly method: string;
  /** The raw request target. */
  readonly uri: string;
  /** The target without its query. */
  readonly path: string;
  /** Status of the reply; 0 when none was sent. */
  readonly status: number;
  /** The body, parsed where it is JSON; passwords are left out. */
  readonly body?: Json;
  /** The transaction that the request was for. */
  readonly coordinationId?: string;
  /** Milliseconds since the epoch, on the device's clock. */
  readonly time: number;
  /** The fault that was played on it. */
  readonly fault?: string;
}

/** The last requests. Memory stays flat: the oldest go when it is full. */
export class Journal {
  readonly #entries: JournalEntry[] = [];
  readonly #capacity: number;
  #total = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many requests there were in all, also those that are gone. */
  get total(): number {
    return this.#total;
  }

  push(entry: JournalEntry): void {
    if (this.#capacity > 0) this.#entries[this.#total % this.#capacity] = entry;
    this.#total++;
  }

  clear(): void {
    this.#entries.length = 0;
    this.#total = 0;
  }

  /** A copy, oldest first. */
  toArray(): JournalEntry[] {
    const start = this.#total > this.#capacity ? this.#total % this.#capacity : 0;
    return [...this.#entries.slice(start), ...this.#entries.slice(0, start)];
  }
}
