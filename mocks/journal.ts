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
  /** It had a body, which went to make room: bodies of more than 32 MiB in all are not kept. */
  readonly bodyDropped?: true;
  /** The transaction that the request was for. */
  readonly coordinationId?: string;
  /** Milliseconds since the epoch, on the device's clock. */
  readonly time: number;
  /** The fault that was played on it. */
  readonly fault?: string;
}

/** Most characters of bodies that are kept; older entries lose theirs. */
const mostText = 32 * 1024 * 1024;

/** The last requests. Memory stays flat: the oldest go when it is full, and the bodies of old ones when they are large. */
export class Journal {
  readonly #entries: JournalEntry[] = [];
  readonly #sizes: number[] = [];
  readonly #capacity: number;
  #total = 0;
  #text = 0;
  /** The first entry that may still have a body, counted from the first request. */
  #firstWithBody = 0;

  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 0) throw new TypeError(`not a size of a journal: ${capacity}`);
    this.#capacity = capacity;
  }

  /** How many requests there were in all, also those that are gone. */
  get total(): number {
    return this.#total;
  }

  /** Takes an entry in; `size` is the length of its body's text. */
  push(entry: JournalEntry, size = 0): void {
    const at = this.#total++ % Math.max(this.#capacity, 1);
    if (this.#capacity === 0) return;
    this.#text += size - (this.#sizes[at] ?? 0);
    this.#entries[at] = entry;
    this.#sizes[at] = size;
    this.#firstWithBody = Math.max(this.#firstWithBody, this.#total - this.#capacity);
    while (this.#text > mostText && this.#firstWithBody < this.#total)
      this.#strip(this.#firstWithBody++ % this.#capacity);
  }

  clear(): void {
    this.#entries.length = 0;
    this.#sizes.length = 0;
    this.#total = 0;
    this.#text = 0;
    this.#firstWithBody = 0;
  }

  #strip(at: number): void {
    const entry = this.#entries[at];
    if (entry?.body === undefined) return;
    const { body: _, ...rest } = entry;
    this.#entries[at] = { ...rest, bodyDropped: true };
    this.#text -= this.#sizes[at] ?? 0;
    this.#sizes[at] = 0;
  }

  /** A copy, oldest first. */
  toArray(): JournalEntry[] {
    const start = this.#total > this.#capacity ? this.#total % this.#capacity : 0;
    return [...this.#entries.slice(start), ...this.#entries.slice(0, start)];
  }
}
