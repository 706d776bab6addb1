import { setMaxListeners } from 'node:events';
import { SessionClosedError } from '../errors.ts';
import type { Clock } from './clock.ts';

/** One piece of work of a session. */
export interface Work {
  /** Ends with the caller's signal and with the session. */
  readonly signal: AbortSignal;
  /** To be called when the work has ended. */
  done(): void;
}

const IGNORED = 'not needed';

/** From the first call of a session to its close: knows what is under way, and ends it. */
export class Lifetime {
  readonly #end = new AbortController();
  readonly #host: string;
  #closed = false;
  #underWay = 0;
  #onIdle: () => void = () => {};

  /** `host` is that of the device, for messages. */
  constructor(host: string) {
    this.#host = host;
    // Many calls at once are no leak: every listener goes with its call. The same holds for a signal of the caller's.
    setMaxListeners(0, this.#end.signal);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Throws {@link SessionClosedError} once closing has begun. */
  checkOpen(): void {
    if (this.#closed) throw new SessionClosedError(`the session with ${this.#host} is closed`);
  }

  begin(callers: AbortSignal | undefined): Work {
    this.#underWay += 1;
    const { signal, unlink } = this.#link(callers);
    const done = () => {
      unlink();
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#onIdle();
    };
    return { signal, done };
  }

  /** Takes no new work, leaves `grace` milliseconds to what is under way, and cuts off the rest. */
  async close(clock: Clock, grace: number): Promise<void> {
    this.#closed = true;
    await this.#idle(clock, grace);
    this.#end.abort(new SessionClosedError(`the session with ${this.#host} was closed`));
  }

  async #idle(clock: Clock, grace: number): Promise<void> {
    if (this.#underWay === 0) return;
    const idle = new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
    const timer = new AbortController();
    const late = clock.sleep(grace, timer.signal).catch(() => undefined);
    await Promise.race([idle, late]);
    timer.abort(IGNORED);
  }

  #link(callers: AbortSignal | undefined): { readonly signal: AbortSignal; unlink(): void } {
    const own = this.#end.signal;
    if (callers === undefined) return { signal: own, unlink: () => {} };
    const both = new AbortController();
    const onCallers = () => both.abort(callers.reason);
    const onOwn = () => both.abort(own.reason);
    if (callers.aborted) onCallers();
    setMaxListeners(0, callers);
    callers.addEventListener('abort', onCallers, { once: true });
    own.addEventListener('abort', onOwn, { once: true });
    const unlink = () => {
      callers.removeEventListener('abort', onCallers);
      own.removeEventListener('abort', onOwn);
    };
    return { signal: both.signal, unlink };
  }
}
