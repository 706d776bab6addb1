import type { Clock } from './clock.ts';
import type { Reply } from './exchange.ts';
import type { RequestOptions } from './session.ts';

/** Anything that sends requests of the configuration tree: a session, or a transaction that queues them. */
export interface Requester {
  /** The only time that waits and deadlines know. */
  readonly clock: Clock;
  /** Host and port of the device, for those who watch: `192.0.2.10:443`. */
  readonly host?: string;
  /** How long a device is waited for that is not ready, in milliseconds. Default: 2,000 between two questions, 600,000 in all. */
  readonly readiness?: { readonly interval: number; readonly limit: number };
  request(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    segments: readonly string[],
    options?: RequestOptions,
  ): Promise<Reply>;
}

/** What every call takes as its last argument. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole call, retries included. */
  readonly timeout?: number;
}
