import pRetry from 'p-retry';
import {
  type BigIpError,
  ConnectError,
  isBigIpError,
  NotReadyError,
  OutcomeUnknownError,
  ReplyLimitError,
  TlsError,
} from '../errors.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { Clock } from './clock.ts';
import { HeldCall } from './concurrency.ts';
import { interruption } from './deadline.ts';
import { type Call, isRead, type Reply, type Send } from './exchange.ts';
import { MAY_RESTART } from './network-error.ts';
import { tellRetry } from './observe.ts';
import type { Readiness } from './readiness.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface RetryPolicy {
  /** Attempts for each request, the first one included. Default 3. */
  readonly attempts: number;
  /** Milliseconds; the pause before the n-th retry is random between 0 and this times 2^(n-1). Default 200. */
  readonly baseDelay: number;
  /** Milliseconds that no such pause exceeds. Default 10,000. A Retry-After of the device's is honoured above it. */
  readonly maxDelay: number;
  /** Between 0 and 1, as Math.random. */
  readonly random: () => number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 3, baseDelay: 200, maxDelay: 10_000, random: Math.random };

/** A device that asks for more patience than this has a person to look after it. */
const LONGEST_RETRY_AFTER = 600_000;

/** Full jitter: retries of many clients spread over the whole interval instead of coming together. */
export function backoff(policy: RetryPolicy, retry: number): number {
  return policy.random() * Math.min(policy.maxDelay, policy.baseDelay * 2 ** (retry - 1));
}

/** Whether a request may be sent again after this failure, by what is known of its effect. */
function mayRepeat(error: BigIpError, call: Call): boolean {
  if (error instanceof TlsError || error instanceof ReplyLimitError || error instanceof OutcomeUnknownError)
    return false;
  // What the caller gave is not better the next time.
  if (error instanceof BigIpValueError) return false;
  if (call.final?.(error) === true) return false;
  if (error.outcome === 'not-sent') return true;
  if (call.once) return false;
  // A command is not sent again before somebody has looked whether it is in the queue.
  if (error.outcome === 'refused-for-now')
    return isRead(call) || call.transaction === undefined || call.resolve !== undefined;
  return error.outcome === 'maybe-applied' && (isRead(call) || call.onMaybe === 'retry');
}

function doubtAfter(error: BigIpError, before: Call['doubt']): Call['doubt'] {
  if (error.outcome === 'maybe-applied' || before === 'maybe') return 'maybe';
  return error.outcome === 'refused-for-now' ? 'refused' : before;
}

/** Nobody answers where this client had answers before. */
function mayRestart(error: BigIpError, readiness: Readiness): boolean {
  if (!(error instanceof ConnectError) || error.sent || !readiness.reached) return false;
  return error.reason !== undefined && MAY_RESTART.has(error.reason);
}

/**
 * Sends again what may be sent again. p-retry counts; the pause is awaited in `shouldRetry`, which it does not call
 * after the last attempt, so that the session's clock is the only one. While the device restarts, work is not tried
 * again at all until a probe finds it ready.
 */
export function retrying(
  send: Send,
  {
    clock,
    policy,
    budget,
    readiness,
  }: { clock: Clock; policy: RetryPolicy; budget: RetryBudget; readiness: Readiness },
): Send {
  const attempt = async (call: Call): Promise<Reply> => {
    if (readiness.waiting) await readiness.open(call.signal);
    try {
      const reply = await send(call);
      budget.refund();
      return reply;
    } catch (error) {
      if (error instanceof HeldCall) return attempt(call);
      if (isBigIpError(error)) {
        if (call.attempt > 1) error.attempts = Math.max(error.attempts ?? 0, call.attempt);
        if (error.outcome !== 'refused' && !call.signal.aborted) readiness.doubt();
      }
      throw error;
    }
  };

  const again = async (call: Call, failure: unknown): Promise<Reply> => {
    let doubt: Call['doubt'] = 'none';
    /** Of which one may have been a replay with another token. */
    let made = 1;

    const shouldRetry = async (error: unknown, number: number): Promise<boolean> => {
      if (!isBigIpError(error) || call.signal.aborted || !mayRepeat(error, call) || !budget.take()) return false;
      made = Math.max(number, error.attempts ?? 1);
      doubt = doubtAfter(error, doubt);
      const asked = Math.min(error.retryAfter ?? 0, LONGEST_RETRY_AFTER);
      const pause = Math.max(asked, backoff(policy, number));
      tellRetry(call, error, { attempt: made, pause });
      // At once, so that no more work is sent; the pause then keeps those who waited from coming all together.
      if (error instanceof NotReadyError || mayRestart(error, readiness)) await readiness.wait(call.signal);
      try {
        await clock.sleep(pause, call.signal);
      } catch (reason) {
        if (!call.signal.aborted) throw reason;
        throw interruption(call.signal.reason, error.outcome ?? 'maybe-applied', call.summary);
      }
      return true;
    };

    if (call.attempts === 1 || !(await shouldRetry(failure, 1))) throw failure;
    const last = pRetry(() => attempt({ ...call, attempt: made + 1, doubt }), {
      retries: call.attempts - 2,
      minTimeout: 0,
      factor: 1,
      shouldRetry: ({ error, attemptNumber }) => shouldRetry(error, attemptNumber + 1),
    });
    return last.catch((error: unknown) => {
      // The last attempt does not know what an earlier one may have done.
      if (doubt === 'maybe' && !isRead(call) && isBigIpError(error)) error.outcome = 'maybe-applied';
      throw error;
    });
  };

  return (call) => {
    if (call.insteadOf !== undefined && !budget.take()) return Promise.reject(call.insteadOf);
    // Nearly every request ends with its first attempt; p-retry costs more than all the rest of it.
    return attempt(call).catch((failure: unknown) => again(call, failure));
  };
}
