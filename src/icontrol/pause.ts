import { AbortError, BigIpError } from '../errors.ts';
import type { Clock } from './clock.ts';

/**
 * Waits between two looks at a device. Once the signal is aborted it throws what `failure` makes of the reason; a string is
 * the message of an AbortError.
 */
export async function pause(
  clock: Clock,
  ms: number,
  signal: AbortSignal | undefined,
  failure: string | ((reason: unknown) => BigIpError),
): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (error instanceof BigIpError || signal?.aborted !== true) throw error;
    throw typeof failure === 'string' ? new AbortError(failure, { cause: error }) : failure(error);
  }
}
