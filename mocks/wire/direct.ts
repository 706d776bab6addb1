import type { Accepted, Delivery } from './delivery.ts';
import type { MockRequest } from './message.ts';
import type { Waits } from './waits.ts';

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

const nothing = new Uint8Array();

/** Reaches the device without a socket, with the same faults and delays. */
export class DirectTransport {
  readonly #accept: (request: MockRequest) => Accepted;
  readonly #isOpen: () => boolean;
  readonly #waits: Waits;

  constructor(accept: (request: MockRequest) => Accepted, isOpen: () => boolean, waits: Waits) {
    this.#accept = accept;
    this.#isOpen = isOpen;
    this.#waits = waits;
  }

  /**
   * Sends a request. Broken connections reject as undici does: an error with the code `UND_ERR_SOCKET`, or
   * `ECONNREFUSED` while the device is paused or closed. An aborted signal rejects with its reason.
   */
  async send(request: DirectRequest): Promise<DirectResponse> {
    const { signal } = request;
    signal.throwIfAborted();
    if (!this.#isOpen()) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const accepted = this.#accept(request);
    const waiting = accepted.delay > 0 || accepted.ready !== undefined;
    const delivery = waiting ? await orAborted(this.#performLater(accepted), signal) : accepted.perform();
    if (delivery === undefined) throw closed();
    if (delivery.end === 'hang' && !(await this.#waits.forever(signal))) throw closed();
    if (delivery.delay > 0 && !(await this.#waits.wait(delivery.delay, signal))) throw closed();
    signal.throwIfAborted();
    const { reply } = delivery;
    delivery.sent?.();
    if (delivery.end === 'reset' || reply === undefined) throw closed();
    const whole = Buffer.from(reply.body);
    const sent = delivery.cut === undefined ? whole : whole.subarray(0, delivery.cut.at);
    const length = delivery.cut?.clean === true ? sent.length : whole.length;
    const headers = {
      ...reply.headers,
      ...(delivery.cut?.chunked === true ? {} : { 'content-length': String(length) }),
    };
    return {
      status: reply.status,
      headers,
      body: this.#body(request.method === 'HEAD' ? nothing : sent, delivery, signal),
    };
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
      if (drip !== undefined && !(await this.#waits.wait(drip.every, signal))) throw closed();
    }
    signal.throwIfAborted();
    if (cut !== undefined && !cut.clean) throw closed();
  }

  /** A request that has arrived is done in its time, whether or not its client still waits. */
  async #performLater(accepted: Accepted): Promise<Delivery | undefined> {
    await accepted.ready;
    const goesOn = accepted.delay === 0 || (await this.#waits.wait(accepted.delay));
    return goesOn ? accepted.perform() : undefined;
  }
}

function closed(): Error {
  return Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' });
}

/** The result, or the reason of a signal that is aborted before. */
function orAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', fail, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', fail));
  });
}
