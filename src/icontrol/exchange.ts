import type { BigIpError, RequestSummary } from '../errors.ts';
import type { Ticket } from './credentials.ts';
import type { Stop } from './stop.ts';
import type { Method } from './transport.ts';

/** An answer of the device, parsed. Failures are thrown as errors of the BigIpError tree. */
export interface Reply {
  readonly status: number;
  /** Parsed JSON, or undefined for an empty body. Integers beyond 2^53 are strings of their digits. */
  readonly body: unknown;
  /** Lower-case names; cookies are left out. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What was read back is not what was sent, and does not show that the write was not applied. */
export interface Differs {
  /** What is there instead, for the message: `another object of that name is there (description)`. */
  readonly differs: string;
}

/**
 * How a lost answer of a write is resolved: reads back and tells whether the change is there. A reply ends the call as
 * if it were the lost one, `absent` allows the write to be sent again, and with {@link Differs} the outcome stays
 * unknown. It runs under the call's own signal.
 */
export type Resolve = (context: { readonly signal: AbortSignal }) => Promise<Reply | 'absent' | Differs>;

/** One request on its way through the wrappers. Never changed; a wrapper hands on a copy. */
export interface Call {
  readonly method: Method;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** For errors and logs: secrets redacted, also those that are learnt while the call is on its way. */
  readonly summary: RequestSummary;
  /** Milliseconds for one attempt. */
  readonly attemptTimeout: number;
  /** How many attempts, at most. */
  readonly attempts: number;
  /** 1 for the first. */
  readonly attempt: number;
  /**
   * What an earlier attempt leaves in doubt: `maybe`, its answer was lost; `refused`, the device said that it did nothing,
   * and may have been wrong.
   */
  readonly doubt: 'none' | 'refused' | 'maybe';
  readonly onMaybe: 'retry' | 'fail';
  /** Sent again only when no byte of it left, whatever the device answers. */
  readonly once: boolean;
  readonly resolve?: Resolve;
  /** Failures that the caller answers in a way of his own: after one of these it is not sent again. */
  readonly final?: (error: BigIpError) => boolean;
  /** A failure of another request that this one takes the place of: it costs as much as a retry. */
  readonly insteadOf?: BigIpError;
  /** Whether a 404 or an empty list is believed only of a device that is ready. */
  readonly absence: 'confirm' | 'believe';
  /** Id of the transaction that it belongs to. */
  readonly transaction?: string;
  /** The answer contains secrets: no piece of it may be quoted. */
  readonly confidential?: boolean;
}

/**
 * The contract that every concern wraps: authentication, retry, deadlines, limits, logging. `ticket` is what the call
 * proves with who we are; authentication adds it, and it may be retired while the call waits for its turn.
 */
export type Send = (call: Call, ticket?: Ticket) => Promise<Reply>;

/** One attempt, which `stop` ends: the innermost contract. */
export type Exchange = (call: Call, stop: Stop, ticket?: Ticket) => Promise<Reply>;

/** How a request is named in a message: `GET 192.0.2.10:443/mgmt/tm/ltm/pool`. */
export function nameOf({ host = '', method, path }: RequestSummary): string {
  return `${method} ${host}${path}`;
}

/** What comes back is the truth of the moment; sending it twice is as good as once. */
export function isRead(call: { readonly method: Method }): boolean {
  return call.method === 'GET';
}
