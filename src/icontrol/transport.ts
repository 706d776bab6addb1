/** Bytes and a signal in; a status, headers and bytes out. One of the two seams of the client; the other is the clock. */

import type { Stop } from './stop.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

export interface TransportRequest {
  readonly method: Method;
  /** Request target, encoded already: `/mgmt/tm/ltm/pool?$select=name`. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** When it is aborted, the request ends and its connection is freed. */
  readonly signal: AbortSignal;
  /** The same as `signal` for the default transport, which does without an AbortSignal for each request. */
  readonly stop?: Stop;
  /** Bytes of an answer beyond which nobody wants the rest: a transport that reads answers whole ends there. */
  readonly limit?: number;
}

export interface TransportReply {
  readonly status: number;
  /** Lower-case names; a header that came more than once is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it comes; or all of it, when the transport has waited for that. */
  readonly body: AsyncIterable<Uint8Array> | Uint8Array;
}

/**
 * Carries requests to one device. It follows no redirect and repeats nothing.
 *
 * `send` rejects when no complete head of a reply came; it or the body's iterator when the rest did not. An error with
 * `sent: false` says that no byte of the request left; any other error leaves that open.
 */
export interface Transport {
  /** Gets ready what takes time without the device, such as loading modules; called before the first deadline begins. */
  prepare?(): Promise<void>;
  send(request: TransportRequest): Promise<TransportReply>;
  /** Ends every connection. */
  close(): Promise<void>;
}
