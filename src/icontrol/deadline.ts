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
import { Stop } from './stop.ts';

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
export async function within<T>(bounds: Bounds, work: (stop: Stop) => Promise<T>): Promise<T> {
  const { clock, timeout, signal, what, request } = bounds;
  if (signal.aborted) throw interruption(signal.reason, 'not-sent', request);
  const stop = new Stop();
  let ended = false;
  let abandon: (reason: unknown) => void = () => {};
  const interrupt = (reason: unknown) => {
    if (ended) return;
    stop.now(reason);
    // Whoever was told to stop has a turn to say what it knows of the outcome; after that it is abandoned.
    setImmediate(abandon, reason);
  };
  const onAbort = () => interrupt(signal.reason);
  const expire = (failure?: unknown) => {
    const where = request === undefined ? '' : ` to ${request.method} ${request.path}`;
    const message = `no answer${where} within ${timeout} ms, the time for ${what}`;
    interrupt(failure ?? new TimeoutError(message, { timeout, request }));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const cancelAlarm = timeout === undefined ? undefined : setAlarm(clock, timeout, expire);
  try {
    return await new Promise<T>((resolve, reject) => {
      abandon = reject;
      work(stop).then(resolve, reject);
    });
  } catch (error) {
    if (!stop.stopped) throw error;
    const outcome = isBigIpError(error) && error !== stop.reason ? error.outcome : undefined;
    throw interruption(stop.reason, outcome ?? 'maybe-applied', request);
  } finally {
    ended = true;
    signal.removeEventListener('abort', onAbort);
    cancelAlarm?.();
  }
}

/** One overall deadline for each attempt, head and body together. */
export function withDeadline(send: Send, clock: Clock): Send {
  return (call) => {
    const { attemptTimeout: timeout, signal, summary: request } = call;
    return within({ clock, timeout, signal, what: 'one attempt', request }, (stop) => send({ ...call, stop }));
  };
}
