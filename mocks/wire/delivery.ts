import type { MockReply } from './message.ts';

/** How a reply goes out. */
export interface Delivery {
  /** Milliseconds to wait before the first byte. */
  readonly delay: number;
  /** Absent when nothing is sent. */
  readonly reply?: MockReply;
  /** `reset`: the connection breaks at once; `hang`: nothing ever comes. */
  readonly end: 'clean' | 'reset' | 'hang';
  /** Only so many bytes of the body; `clean` with a matching length, else the connection breaks there. */
  readonly cut?: { readonly at: number; readonly clean: boolean };
  /** The body in small pieces: so many bytes every so many milliseconds. */
  readonly drip?: { readonly bytes: number; readonly every: number };
}

/** A request that was accepted: what to wait for, and then how to answer. */
export interface Accepted {
  /** Milliseconds to wait before the device sees the request. */
  readonly delay: number;
  perform(): Delivery;
}
