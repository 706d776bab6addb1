/** What the library refuses unless it is told otherwise, with the flag that tells it. */
import { OtherDeviceError, StalePlanError } from '../apply/index.ts';
import { UsageError } from './usage-error.ts';

/** Runs `work`; its refusals name the flag of the command. */
export async function withHints<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StalePlanError)
      throw new UsageError(`${error.message}, or apply this one all the same with --allow-stale`);
    throw error;
  }
}

/** As {@link withHints}, for a file that says which BIG-IP it is of. */
export async function withDeviceHint<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OtherDeviceError)
      throw new UsageError(`${error.message}. If that is meant, say --other-device`);
    throw error;
  }
}
