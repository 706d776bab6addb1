import { TimeoutError } from '../errors.ts';
import type { Clock } from './clock.ts';
import { within } from './deadline.ts';
import type { CallOptions } from './requester.ts';

/** Whether a time is for each request, or for all of them together. */
export type Share = 'each' | 'all';

/** One signal, and a time, for something that is made of several requests. */
export class SharedTime {
  readonly #clock: Clock;
  readonly #options: CallOptions;
  readonly #what: string;
  /** The moment at which a time for all of them is over. */
  readonly #end: number | undefined;

  /** A time for all runs from now on. `what` is what is not done then, for the message: `the transaction was not committed`. */
  constructor(clock: Clock, options: CallOptions, { share, what }: { readonly share: Share; readonly what: string }) {
    this.#clock = clock;
    this.#options = options;
    this.#what = what;
    this.#end = share === 'each' || options.timeout === undefined ? undefined : clock.now() + options.timeout;
  }

  /** What bounds one request of it, which may have a signal and a time of its own. Throws TimeoutError when none is left. */
  bounds(own: CallOptions = {}): CallOptions {
    const { signal, timeout } = this.#options;
    const left = this.#end === undefined ? (timeout ?? Number.POSITIVE_INFINITY) : this.#end - this.#clock.now();
    if (left <= 0) throw new TimeoutError(`${this.#what} within ${timeout} ms`, { timeout, outcome: 'not-sent' });
    const least = Math.min(left, own.timeout ?? Number.POSITIVE_INFINITY);
    const signals = [...new Set([signal, own.signal])].filter((one) => one !== undefined);
    const [only] = signals;
    return {
      ...(Number.isFinite(least) ? { timeout: least } : {}),
      ...(only === undefined ? {} : { signal: signals.length > 1 ? AbortSignal.any(signals) : only }),
    };
  }

  /** Runs work under the signal and the time that is left. Nothing that it did counts when it is interrupted. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const { signal = new AbortController().signal, timeout } = this.bounds();
    const what = this.#what;
    const late = `${what} within ${this.#options.timeout} ms`;
    return within({ clock: this.#clock, timeout, signal, what, late, outcome: 'not-sent' }, work);
  }

  /** Waits under the signal. */
  pause(ms: number): Promise<void> {
    return this.#clock.sleep(ms, this.#options.signal);
  }
}
