import type { Clock } from '../../src/icontrol/clock.ts';

interface Waiting {
  readonly at: number;
  readonly wake: () => void;
  /** A deadline, which nobody hopes to reach. */
  readonly alarm: boolean;
}

/** Milliseconds of real time without any event, after which a test that runs by itself is taken to wait for a deadline. */
const QUIET = 100;

/**
 * Time that stands still until it is moved. With `auto`, it jumps to the next pause whenever nothing else happens for a
 * few turns of the event loop, so that a program of many pauses runs at once; to a deadline only when nothing else
 * happens for a while, because what it limits may be on its way.
 */
export class TestClock implements Clock {
  #now = 0;
  readonly #waiting = new Set<Waiting>();
  readonly #auto: boolean;
  #scheduled = false;
  #changes = 0;
  /** Every pause that was asked for. */
  readonly pauses: number[] = [];

  constructor(options: { auto?: boolean } = {}) {
    this.#auto = options.auto ?? false;
  }

  /** Pauses and deadlines that are pending. */
  get sleeping(): number {
    return this.#waiting.size;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.pauses.push(ms);
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = () => {
        cancel();
        reject(signal?.reason);
      };
      const cancel = this.#add(ms, false, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  alarm(ms: number, ring: () => void): () => void {
    return this.#add(ms, true, ring);
  }

  /** Moves time, waking those who wait in the order of their times. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#next();
      if (next === undefined || next.at > end) break;
      this.#wake(next);
    }
    this.#now = end;
    await settle();
  }

  #add(ms: number, alarm: boolean, wake: () => void): () => void {
    this.#changes += 1;
    const waiting: Waiting = { at: this.#now + Math.max(0, ms), wake, alarm };
    this.#waiting.add(waiting);
    if (this.#auto) this.#schedule();
    return () => {
      this.#changes += 1;
      this.#waiting.delete(waiting);
    };
  }

  #next(): Waiting | undefined {
    let first: Waiting | undefined;
    for (const waiting of this.#waiting) if (first === undefined || waiting.at < first.at) first = waiting;
    return first;
  }

  #wake(waiting: Waiting): void {
    this.#changes += 1;
    this.#waiting.delete(waiting);
    this.#now = Math.max(this.#now, waiting.at);
    waiting.wake();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    void this.#jump().finally(() => {
      this.#scheduled = false;
      if (this.#waiting.size > 0) this.#schedule();
    });
  }

  async #jump(): Promise<void> {
    await settle();
    if (this.#next()?.alarm === true) {
      const before = this.#changes;
      await new Promise((resolve) => setTimeout(resolve, QUIET));
      if (this.#changes !== before) return;
    }
    const next = this.#next();
    if (next !== undefined) this.#wake(next);
  }
}

/** A few turns of the event loop: everything that does not wait for time or a socket has happened then. */
export async function settle(turns = 5): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
