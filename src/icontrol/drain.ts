/** Taking a pool member or a node out of traffic, and waiting until its last connection is gone. */
import { type BigIpError, ProtocolError } from '../errors.ts';
import type { AnyResource, Model, Switches } from '../resources/define.ts';
import type { Properties } from '../state.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { callOptions, checkCallOptions, checkedCallOptions, checkTime } from './call-options.ts';
import { Collection } from './collection.ts';
import { interruption } from './deadline.ts';
import { isItem } from './items.ts';
import { decodeItem } from './model.ts';
import { pause } from './pause.ts';
import type { CallOptions, Requester } from './requester.ts';
import type { Counter } from './stats.ts';
import { type Target, Writes } from './write.ts';

export interface DrainProgress {
  /** Connections that are open now, by `serverside.curConns`. */
  readonly connections: Counter;
  /** Milliseconds since the drain began. */
  readonly elapsed: number;
}

export interface DrainReport extends DrainProgress {
  /** True when no connection was left; false when the time was over first. The object stays disabled either way. */
  readonly drained: boolean;
}

export interface DrainOptions {
  /** Milliseconds to wait for the last connection. Default 300,000. */
  readonly timeout?: number;
  /** Milliseconds between two looks. Default 2,000. */
  readonly interval?: number;
  /** Ends the wait with an AbortError, or a TimeoutError for `AbortSignal.timeout()`; the object stays disabled. */
  readonly signal?: AbortSignal;
  /** Told after every look. What it throws ends the wait. */
  readonly onProgress?: (progress: DrainProgress) => void;
}

const DRAIN_OPTIONS: ReadonlySet<string> = new Set(['interval', 'onProgress']);

function checkDrainOptions(options: DrainOptions): void {
  // No time at all is one look.
  checkCallOptions(options.timeout === 0 ? { ...options, timeout: 1 } : options, DRAIN_OPTIONS);
  const { interval, onProgress } = options;
  if (interval !== undefined) checkTime(interval, 'interval');
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new BigIpValueError('must be a function', { path: 'onProgress' });
  }
}

function givenUp(reason: unknown): BigIpError {
  return interruption(reason, 'maybe-applied', undefined, 'the drain was given up; what was drained stays disabled');
}

/** A resource that a hand can take in and out of traffic. */
export type SwitchedResource = AnyResource & { readonly switches: Switches };

/** A collection of what takes traffic: pool members and nodes. */
export class SwitchedCollection<R extends SwitchedResource> extends Collection<R> {
  readonly #requester: Requester;
  readonly #resource: R;
  readonly #writes: Writes<R>;

  constructor(requester: Requester, resource: R, segments: readonly string[]) {
    super(requester, resource, segments);
    this.#requester = requester;
    this.#resource = resource;
    this.#writes = new Writes(resource, segments);
  }

  /** Takes traffic again: `user-up`, `user-enabled`. */
  enable(target: Target<R>, options: CallOptions = {}): Promise<Model<R>> {
    return this.#switch(target, this.#resource.switches.enable, options);
  }

  /** Takes no new connections; open ones and persistent clients go on: `user-up`, `user-disabled`. */
  disable(target: Target<R>, options: CallOptions = {}): Promise<Model<R>> {
    return this.#switch(target, this.#resource.switches.disable, options);
  }

  /** Down whatever its monitors say; only open connections go on: `user-down`, `user-disabled`. */
  forceOffline(target: Target<R>, options: CallOptions = {}): Promise<Model<R>> {
    return this.#switch(target, this.#resource.switches.forceOffline, options);
  }

  /**
   * Disables it and waits until nobody is connected. Neither forces it offline nor removes it: the report says whether
   * connections are left. Throws AbortError or TimeoutError, as the signal says, and whatever a request throws.
   */
  async drain(target: Target<R>, options: DrainOptions = {}): Promise<DrainReport> {
    checkDrainOptions(options);
    const { timeout = 300_000, interval = 2_000, signal, onProgress } = options;
    const { clock } = this.#requester;
    const call = callOptions({ signal });
    const began = clock.now();
    await this.disable(target, call);
    for (;;) {
      const connections = await this.#connections(target, call);
      const elapsed = clock.now() - began;
      onProgress?.({ connections, elapsed });
      if (connections === 0 || connections === 0n) return { drained: true, connections, elapsed };
      if (elapsed >= timeout) return { drained: false, connections, elapsed };
      await pause(clock, Math.min(interval, timeout - elapsed), signal, givenUp);
    }
  }

  async #connections(target: Target<R>, options: CallOptions): Promise<Counter> {
    const { connections } = this.#resource.switches;
    const found = (await this.stats(target, options)).counters[connections];
    if (found === undefined) throw new ProtocolError(`the statistics of ${this.#resource.path} have no ${connections}`);
    return found;
  }

  async #switch(target: Target<R>, properties: Properties, options: CallOptions): Promise<Model<R>> {
    const path = this.#writes.at(target);
    // The same twice does no harm, so a lost reply is no reason to stop.
    const { body } = await this.#requester.request('PATCH', path, {
      ...checkedCallOptions(options),
      body: properties,
      onMaybe: 'retry',
    });
    if (!isItem(body)) throw new ProtocolError(`the answer for ${path.join('/')} is not an object`);
    return decodeItem(this.#resource, body) as unknown as Model<R>;
  }
}
