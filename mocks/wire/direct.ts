import type { Accepted, Delivery } from './delivery.ts';
import type { MockRequest } from './message.ts';
import type { Sleep } from './server.ts';

/** A request of the direct transport. */
export interface DirectRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
}

/** A response of the direct transport. Header names are in lower case. */
export interface DirectResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Reaches the device without a socket, with the same faults and delays. */
export class DirectTransport {
  readonly #accept: (request: MockRequest) => Accepted;
  readonly #sleep: Sleep;

  constructor(accept: (request: MockRequest) => Accepted, sleep: Sleep) {
    this.#accept = accept;
    this.#sleep = sleep;
  }

  /**
   * Sends a request. Broken connections reject as undici does: an error with the code `UND_ERR_SOCKET`.
   * An aborted signal rejects with its reason.
   */
  async send(request: DirectRequest): Promise<DirectResponse> {
    const { signal } = request;
    signal.throwIfAborted();
    const accepted = this.#accept(request);
    if (accepted.delay > 0) await this.#wait(accepted.delay, signal);
    const delivery = accepted.perform();
    if (delivery.end === 'hang') await aborted(signal);
    if (delivery.delay > 0) await this.#wait(delivery.delay, signal);
    const { reply } = delivery;
    if (delivery.end === 'reset' || reply === undefined) throw closed();
    const whole = Buffer.from(reply.body);
    const sent = delivery.cut === undefined ? whole : whole.subarray(0, delivery.cut.at);
    const length = delivery.cut?.clean === true ? sent.length : whole.length;
    const headers = { ...reply.headers, 'content-length': String(length) };
    return { status: reply.status, headers, body: this.#body(sent, delivery, signal) };
  }

  /** There is nothing to close. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  async *#body(sent: Uint8Array, delivery: Delivery, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const { drip, cut } = delivery;
    const step = drip?.bytes ?? Math.max(sent.length, 1);
    for (let at = 0; at < sent.length; at += step) {
      signal.throwIfAborted();
      yield sent.subarray(at, at + step);
      if (drip !== undefined) await this.#wait(drip.every, signal);
    }
    if (cut !== undefined && !cut.clean) throw closed();
  }

  async #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    await this.#sleep(milliseconds, signal);
    signal.throwIfAborted();
  }
}

function closed(): Error {
  return Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
