/**
 * A write that is under way when the apply is interrupted is given time to end: what becomes of it would not be known
 * otherwise, and what was done would neither be told nor saved.
 */
import { AbortError } from '../errors.ts';
import type { Requester } from '../icontrol/requester.ts';

/** Milliseconds between the interruption and the end of waiting. */
const grace = 10_000;

/**
 * Runs `work` with a signal that is aborted `grace` milliseconds after this one. Throws AbortError, and runs nothing, when this one
 * is aborted already.
 */
export async function withGrace<T>(
  { clock }: Requester,
  signal: AbortSignal | undefined,
  work: (late: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (signal === undefined) return work(undefined);
  if (signal.aborted) throw new AbortError('interrupted before it was sent', { cause: signal.reason });
  const late = new AbortController();
  const over = new AbortController();
  const begin = (): void => {
    clock.sleep(grace, over.signal).then(
      () => late.abort(signal.reason),
      // It ended in time.
      () => undefined,
    );
  };
  signal.addEventListener('abort', begin, { once: true });
  try {
    return await work(late.signal);
  } finally {
    signal.removeEventListener('abort', begin);
    over.abort();
  }
}
