import type { MockReply } from './message.ts';

/** How a reply goes out. */
export interface Delivery {
  /** Milliseconds to wait before the first byte. */
  readonly delay: number;
  /** Absent when nothing is sent. */
  readonly reply?: MockReply;
  /** `reset`: the connection breaks at once; `hang`: nothing ever comes. */
  readonly end: 'clean' | 'reset' | 'hang';
  /**
   * Only so many bytes of the body; `clean` with a matching length, else the connection breaks there. `chunked`: the
   * length is not said.
   */
  readonly cut?: { readonly at: number; readonly clean: boolean; readonly chunked?: boolean };
  /** The body in small pieces: so many bytes every so many milliseconds. */
  readonly drip?: { readonly bytes: number; readonly every: number };
  /** Called when the reply is out, or the connection gone. */
  readonly sent?: () => void;
}

/** A request that was accepted: what to wait for, and then how to answer. */
export interface Accepted {
  /** Milliseconds to wait before the device sees the request. */
  readonly delay: number;
  /** What else to wait for. */
  readonly ready?: Promise<void>;
  perform(): Delivery;
}
