/** Health monitors as they are asked for, whoever asks. */
import { type Refusal, refuse } from './notes.ts';
import type { HealthMonitor, Mode } from './request.ts';

export interface AskedMonitor {
  readonly protocol: Mode;
  /** Seconds, default 5. */
  readonly interval?: number | undefined;
  /** Seconds, default 16. */
  readonly timeout?: number | undefined;
  readonly send?: string | undefined;
  readonly recv?: string | undefined;
}

/** Seconds, of BIG-IP's own monitors. */
export const defaultInterval = 5;
export const defaultTimeout = 16;

/** With the defaults of BIG-IP's own monitors. Refused when it could never find anything up. */
export function readMonitor(asked: AskedMonitor, index: number, path: string): HealthMonitor | Refusal {
  const { protocol, interval = defaultInterval, timeout = defaultTimeout, send, recv } = asked;
  if (interval >= timeout) {
    return refuse(
      'InvalidMonitor',
      `health monitor ${index} (${protocol}) has interval ${interval} and timeout ${timeout}; the interval has to be less than the timeout`,
      path,
    );
  }
  return {
    protocol,
    interval,
    timeout,
    ...(send === undefined ? {} : { send }),
    ...(recv === undefined ? {} : { recv }),
  };
}
