/**
 * What this process itself writes to a device, for those who watch the device for the writes of others. Kept for each
 * requester, and only while somebody listens.
 */
import type { Requester } from '../icontrol/requester.ts';
import type { Change } from '../plan/types.ts';

/** One change of a plan that was sent. */
export interface OwnWrite {
  readonly change: Change;
  /** False when it is not known whether the device applied it, or it was refused. */
  readonly certain: boolean;
}

export type Listener = (owner: string, writes: readonly OwnWrite[]) => void;

/** The applies of one requester. */
export class OwnWrites {
  readonly #listeners = new Set<Listener>();
  #running = 0;
  #begun = 0;
  #over: Promise<void> = Promise.resolve();
  #end = () => {};

  /** How many applies have begun so far: when two answers differ, one has begun in between. */
  get begun(): number {
    return this.#begun;
  }

  get running(): boolean {
    return this.#running > 0;
  }

  /** Resolves when no apply is under way. */
  async idle(): Promise<void> {
    while (this.#running > 0) await this.#over;
  }

  begin(): void {
    this.#begun += 1;
    this.#running += 1;
    if (this.#running > 1) return;
    this.#over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  note(owner: string, writes: readonly OwnWrite[]): void {
    if (writes.length > 0) for (const listener of this.#listeners) listener(owner, writes);
  }

  end(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#end();
  }

  /** Returns what ends it. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const known = new WeakMap<Requester, OwnWrites>();

export function ownWritesOf(requester: Requester): OwnWrites {
  const writes = known.get(requester) ?? new OwnWrites();
  known.set(requester, writes);
  return writes;
}

/** What is written through one requester counts as written through the other. */
export function sharesWritesOf(wrapper: Requester, requester: Requester): void {
  known.set(wrapper, ownWritesOf(requester));
}
