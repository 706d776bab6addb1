/** Time, as far as the client knows it: deadlines, pauses, probes and renewal use nothing else. */
export interface Clock {
  /** Milliseconds since some moment; only differences mean anything, and they never go backwards. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest timer that Node takes without firing at once, about 24.8 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Real, monotonic time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  // By hand, because `timers/promises` makes an error with a stack for every deadline that was not needed.
  sleep(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.min(Math.max(0, ms), LONGEST_TIMER),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  },
};
