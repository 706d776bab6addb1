import {
  AbortError,
  type BigIpError,
  isBigIpError,
  type Outcome,
  type RequestSummary,
  TimeoutError,
} from '../errors.ts';
import type { Clock } from './clock.ts';
import type { Send } from './exchange.ts';

export interface Bounds {
  readonly clock: Clock;
  /** Milliseconds; without it only the signal ends the work. */
  readonly timeout?: number | undefined;
  readonly signal: AbortSignal;
  /** What the time is for, `one attempt` or `the call`. */
  readonly what: string;
  readonly request?: RequestSummary | undefined;
}

/** Why a timer ends early. Without a reason, an error with a stack would be made each time. */
const NOT_NEEDED = 'not needed';

/** The error for work that was interrupted for `reason`. */
export function interruption(reason: unknown, outcome: Outcome, request?: RequestSummary): BigIpError {
  if (reason instanceof TimeoutError) {
    const { message, timeout } = reason;
    return new TimeoutError(message, { timeout, outcome, request: request ?? reason.request });
  }
  const where = request === undefined ? '' : ` during ${request.method} ${request.path}`;
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new TimeoutError(`the caller's time ran out${where}`, { cause: reason, outcome, request });
  }
  const closed = isBigIpError(reason) ? reason.message : 'aborted';
  return new AbortError(`${closed}${where}`, { cause: reason, outcome, request });
}

/**
 * Runs `work` until it ends, `timeout` has passed or the signal is aborted, whichever comes first: an answer that drips
 * one byte at a time, or a transport that ignores its signal, does not hold it up. The error says what is known about
 * the effect of what was interrupted. One controller serves the work and its timer, because there is one for each
 * request; when the work has ended it is aborted to stop the timer.
 */
export async function within<T>(bounds: Bounds, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, timeout, signal: parent, what, request } = bounds;
  if (parent.aborted) throw interruption(parent.reason, 'not-sent', request);
  const inner = new AbortController();
  let ended = false;
  const stop = (reason: unknown) => {
    if (!ended) inner.abort(reason);
  };
  const onAbort = () => stop(parent.reason);
  parent.addEventListener('abort', onAbort, { once: true });
  if (timeout !== undefined) {
    const where = request === undefined ? '' : ` to ${request.method} ${request.path}`;
    const expire = () =>
      stop(new TimeoutError(`no answer${where} within ${timeout} ms, the time for ${what}`, { timeout, request }));
    clock.sleep(timeout, inner.signal).then(expire, stop);
  }
  try {
    return await new Promise<T>((resolve, reject) => {
      // Whoever was told to stop has a turn to say what it knows of the outcome; after that it is abandoned.
      const abandon = () => {
        if (!ended) setImmediate(reject, inner.signal.reason);
      };
      inner.signal.addEventListener('abort', abandon, { once: true });
      work(inner.signal).then(resolve, reject);
    });
  } catch (error) {
    if (!inner.signal.aborted) throw error;
    const outcome = isBigIpError(error) && error !== inner.signal.reason ? error.outcome : undefined;
    throw interruption(inner.signal.reason, outcome ?? 'maybe-applied', request);
  } finally {
    ended = true;
    parent.removeEventListener('abort', onAbort);
    inner.abort(NOT_NEEDED);
  }
}

/** One overall deadline for each attempt, head and body together. */
export function withDeadline(send: Send, clock: Clock): Send {
  return (call) => {
    const bounds = {
      clock,
      timeout: call.attemptTimeout,
      signal: call.signal,
      what: 'one attempt',
      request: call.summary,
    };
    return within(bounds, (signal) => send({ ...call, signal }));
  };
}
