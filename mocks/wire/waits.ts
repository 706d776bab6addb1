/** Waits so many milliseconds; ends early, without an error, when the signal is aborted. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

interface Waiting {
  readonly controller: AbortController;
  ended: boolean;
}

/** All that a device waits for: delays, drips, silence. A reset and the end of the device end every wait. */
export class Waits {
  readonly #sleep: Sleep;
  readonly #waiting = new Set<Waiting>();

  constructor(sleep: Sleep) {
    this.#sleep = sleep;
  }

  /** Waits, or less long when the signal is aborted. False when the device ended it: then nothing may come of it. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
    return this.#until((ended) => this.#sleep(milliseconds, ended), signal);
  }

  /** Waits until the signal is aborted. False when the device ended it. */
  forever(signal: AbortSignal): Promise<boolean> {
    const silence = (ended: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (ended.aborted) resolve();
        else ended.addEventListener('abort', () => resolve(), { once: true });
      });
    return this.#until(silence, signal);
  }

  /** Ends every wait. */
  end(): void {
    for (const waiting of this.#waiting) {
      waiting.ended = true;
      waiting.controller.abort();
    }
    this.#waiting.clear();
  }

  async #until(run: (ended: AbortSignal) => Promise<void>, signal: AbortSignal | undefined): Promise<boolean> {
    const waiting: Waiting = { controller: new AbortController(), ended: false };
    const abort = () => waiting.controller.abort();
    this.#waiting.add(waiting);
    if (signal?.aborted === true) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    try {
      await run(waiting.controller.signal);
    } catch (error) {
      // A clock of a test may reject what is aborted.
      if (!waiting.controller.signal.aborted) throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
      this.#waiting.delete(waiting);
    }
    return !waiting.ended;
  }
}
