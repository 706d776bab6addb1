import { interruption } from './deadline.ts';

/** Lets a number of callers in at a time, in the order of their coming. Whoever has entered must leave, once. */
export class Gate {
  #limit: number;
  #inside = 0;
  readonly #queue: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get limit(): number {
    return this.#limit;
  }

  /** A lower limit takes effect as those inside leave. */
  set limit(limit: number) {
    this.#limit = limit;
    this.#admit();
  }

  /** Takes a place when there is one. */
  tryEnter(): boolean {
    if (this.#inside >= this.#limit || this.#queue.length > 0) return false;
    this.#inside += 1;
    return true;
  }

  /** Waits for a place. Rejects when the signal is aborted; nothing was sent then. */
  async enter(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw interruption(signal.reason, 'not-sent');
    if (!this.tryEnter()) await this.#wait(signal);
  }

  leave(): void {
    this.#inside -= 1;
    this.#admit();
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const admitted = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#queue.splice(this.#queue.indexOf(admitted), 1);
        reject(interruption(signal.reason, 'not-sent'));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(admitted);
    });
  }

  #admit(): void {
    while (this.#inside < this.#limit) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      this.#inside += 1;
      next();
    }
  }
}
