import type { FaultAction, Timed } from './action.ts';
import { checkFault } from './check.ts';
import { type FaultMatch, type FaultRequest, matcherOf } from './match.ts';

/** A fault to come. */
export interface Fault extends Timed {
  readonly match: FaultMatch;
  /**
   * Before the device has done anything, or after it has done all of it. Default: before. `drop`, `truncate` and `drip`
   * spoil a reply, so the device has always done the request.
   */
  readonly when?: 'before' | 'after';
  readonly do: FaultAction;
  /** How many requests it is played on, or `always`; default 1. */
  readonly times?: number | 'always';
  /** How many matching requests pass before it begins; default 0. */
  readonly skip?: number;
}

/** A fault that was set. */
export interface FaultHandle {
  readonly id: number;
  /** How many requests it was played on. */
  readonly played: number;
  /** Takes it back. */
  remove(): void;
}

/** A fault that waits for its requests. */
export interface WaitingFault {
  readonly id: number;
  readonly match: FaultMatch;
  readonly when: 'before' | 'after';
  readonly do: FaultAction;
  /** How often it will still be played; `Infinity` for always. */
  readonly left: number;
  /** How many matching requests will still pass before it begins. */
  readonly skip: number;
  readonly played: number;
}

interface Waiting {
  readonly id: number;
  readonly fault: Fault;
  readonly matches: (request: FaultRequest) => boolean;
  skip: number;
  left: number;
  played: number;
}

/** The faults that wait for their request, in the order in which they were set. */
export class Faults {
  #waiting: Waiting[] = [];
  #last = 0;

  /** Throws a `TypeError` for what is no fault. */
  add(fault: Fault): FaultHandle {
    checkFault(fault);
    const { skip = 0, times = 1 } = fault;
    const waiting: Waiting = {
      id: ++this.#last,
      fault,
      matches: matcherOf(fault.match),
      skip,
      left: times === 'always' ? Number.POSITIVE_INFINITY : times,
      played: 0,
    };
    this.#waiting.push(waiting);
    return {
      id: waiting.id,
      get played() {
        return waiting.played;
      },
      remove: () => {
        this.remove(waiting.id);
      },
    };
  }

  /** Takes one back; answers whether it was there. */
  remove(id: number): boolean {
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter((waiting) => waiting.id !== id);
    return this.#waiting.length < before;
  }

  clear(): void {
    this.#waiting = [];
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Those that wait, in their order. */
  list(): WaitingFault[] {
    return this.#waiting.map(({ id, fault, left, skip, played }) => {
      const { match, when = 'before', do: action } = fault;
      return { id, match, when, do: action, left, skip, played };
    });
  }

  /** The first fault that is due on a request; it counts as played. */
  take(request: FaultRequest): Fault | undefined {
    for (const waiting of this.#waiting) {
      if (!waiting.matches(request)) continue;
      if (waiting.skip > 0) {
        waiting.skip--;
        continue;
      }
      waiting.played++;
      waiting.left--;
      if (waiting.left <= 0) this.remove(waiting.id);
      return waiting.fault;
    }
    return undefined;
  }
}
