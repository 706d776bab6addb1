/** Time, as far as the client knows it: deadlines, pauses, probes and renewal use nothing else. */
export interface Clock {
  /** Milliseconds since some moment; only differences mean anything, and they never go backwards. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls `ring` after `ms` unless the function that is returned was called before. A cheaper form of `sleep` for the
   * deadline that every request has and nearly none reaches; a clock without it is asked to sleep.
   */
  alarm?(ms: number, ring: () => void): () => void;
}

/** The longest timer that Node takes without firing at once, about 24.8 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

const timerOf = (ms: number) => Math.min(Math.max(0, ms), LONGEST_TIMER);

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
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, timerOf(ms));
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  },
  alarm(ms, ring) {
    const timer = setTimeout(ring, timerOf(ms));
    return () => clearTimeout(timer);
  },
};
