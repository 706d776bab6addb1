import {
  AbortError,
  type BigIpError,
  isBigIpError,
  type Outcome,
  type RequestSummary,
  TimeoutError,
} from '../errors.ts';
import type { Clock } from './clock.ts';
import { type Exchange, nameOf, type Send } from './exchange.ts';
import { Stop } from './stop.ts';

export interface Bounds {
  readonly clock: Clock;
  /** Milliseconds; without it only the signal ends the work. */
  readonly timeout?: number | undefined;
  readonly signal: AbortSignal;
  /** What the time is for, `one attempt` or `the call`. */
  readonly what: string;
  readonly request?: RequestSummary | undefined;
  /** The message when the time is over. Default: that there was no answer. */
  readonly late?: string;
  /** What is known of the effect when the work is interrupted and does not say so itself. Default `maybe-applied`. */
  readonly outcome?: Outcome;
}

/** Why a timer ends early. Without a reason, an error with a stack would be made each time. */
const NOT_NEEDED = 'not needed';

/** The error for work that was interrupted for `reason`; `says` is its message where there is no request to name. */
export function interruption(reason: unknown, outcome: Outcome, request?: RequestSummary, says?: string): BigIpError {
  if (reason instanceof TimeoutError) {
    const { message, timeout } = reason;
    return new TimeoutError(says ?? message, { timeout, outcome, request: request ?? reason.request });
  }
  const where = request === undefined ? '' : ` during ${nameOf(request)}`;
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new TimeoutError(says ?? `the caller's time ran out${where}`, { cause: reason, outcome, request });
  }
  const closed = isBigIpError(reason) ? reason.message : 'aborted';
  return new AbortError(says ?? `${closed}${where}`, { cause: reason, outcome, request });
}

function setAlarm(clock: Clock, ms: number, ring: (failure?: unknown) => void): () => void {
  if (clock.alarm !== undefined) return clock.alarm(ms, ring);
  const timer = new AbortController();
  clock.sleep(ms, timer.signal).then(() => ring(), ring);
  return () => timer.abort(NOT_NEEDED);
}

/**
 * Runs `work` until it ends, `timeout` has passed or the signal is aborted, whichever comes first: an answer that drips
 * one byte at a time, or a transport that ignores its signal, does not hold it up. The error says what is known about
 * the effect of what was interrupted.
 */
export function within<T>(bounds: Bounds, work: (stop: Stop) => Promise<T>): Promise<T> {
  const { clock, timeout, signal, what, request } = bounds;
  if (signal.aborted) return Promise.reject(interruption(signal.reason, 'not-sent', request));
  // By hand, because every request passes here: one promise instead of four.
  return new Promise((resolve, reject) => {
    const stop = new Stop();
    let ended = false;
    let cancelAlarm: (() => void) | undefined;
    const end = () => {
      ended = true;
      signal.removeEventListener('abort', onAbort);
      cancelAlarm?.();
    };
    const succeed = (value: T) => {
      if (ended) return;
      end();
      resolve(value);
    };
    const fail = (error: unknown) => {
      if (ended) return;
      end();
      if (!stop.stopped) {
        reject(error);
        return;
      }
      const outcome = isBigIpError(error) && error !== stop.reason ? error.outcome : undefined;
      reject(interruption(stop.reason, outcome ?? bounds.outcome ?? 'maybe-applied', request));
    };
    const interrupt = (reason: unknown) => {
      if (ended) return;
      stop.now(reason);
      // Whoever was told to stop has a turn to say what it knows of the outcome; after that it is abandoned.
      setImmediate(fail, reason);
    };
    const onAbort = () => interrupt(signal.reason);
    const expire = (failure?: unknown) => {
      const where = request === undefined ? '' : ` to ${nameOf(request)}`;
      const message = bounds.late ?? `no answer${where} within ${timeout} ms, the time for ${what}`;
      interrupt(failure ?? new TimeoutError(message, { timeout, request }));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (timeout !== undefined) cancelAlarm = setAlarm(clock, timeout, expire);
    work(stop).then(succeed, fail);
  });
}

/** One overall deadline for each attempt, head and body together. */
export function withDeadline(exchange: Exchange, clock: Clock): Send {
  return (call, ticket) => {
    const { attemptTimeout: timeout, signal, summary: request } = call;
    return within({ clock, timeout, signal, what: 'one attempt', request }, (stop) => exchange(call, stop, ticket));
  };
}
