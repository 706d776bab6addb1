import type { Dispatcher } from 'undici';
import type { Stop } from './stop.ts';
import type { TransportReply } from './transport.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Chunks that may wait for the reader before the socket is told to pause. */
const HIGH_WATER = 16;

/** undici gives the names in lower case. */
function joined(headers: Headers): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) out[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return out;
}

/**
 * One dispatched request: knows whether it was handed to a socket, which undici's promises do not tell, and turns the
 * answer into a head and an iterable of chunks. Leaving the iterable early, or being stopped, ends the connection.
 */
export class ReplyStream implements Dispatcher.DispatchHandler {
  readonly head: Promise<TransportReply>;
  readonly #explain: (error: unknown, sent: boolean) => Error;
  readonly #stop: Stop;
  readonly #chunks: Uint8Array[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #resolve: (reply: TransportReply) => void = () => {};
  #reject: (error: Error) => void = () => {};
  #wake: () => void = () => {};
  #started = false;
  #ended = false;
  #failure: Error | undefined;

  constructor(stop: Stop, explain: (error: unknown, sent: boolean) => Error) {
    this.#explain = explain;
    this.#stop = stop;
    this.head = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    stop.listen(this.#onStop);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#failure !== undefined) {
      controller.abort(this.#failure);
    } else if (this.#started) {
      // undici may hand a request to a second socket when the first one died; whether that is wise is not its to say.
      controller.abort(new Error('the connection was lost'));
    } else {
      this.#started = true;
      this.#controller = controller;
    }
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#resolve({ status, headers: joined(headers), body: this.#body() });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    // The first thing that undici gives after a pause may be nothing; pausing again for it would never end.
    if (chunk.byteLength === 0) return;
    if (this.#chunks.push(chunk) >= HIGH_WATER) controller.pause();
    this.#wake();
  }

  onResponseEnd(): void {
    this.#ended = true;
    this.#finish();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#fail(error);
  }

  readonly #onStop = (): void => {
    // An error of its own, because the reason does not know whether the request was sent.
    const error = new Error('interrupted', { cause: this.#stop.reason });
    this.#fail(error);
    this.#controller?.abort(error);
  };

  #fail(error: unknown): void {
    if (this.#failure !== undefined || this.#ended) return;
    this.#failure = this.#explain(error, this.#started);
    this.#reject(this.#failure);
    this.#finish();
  }

  #finish(): void {
    this.#stop.listen(undefined);
    this.#wake();
  }

  async *#body(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          if (this.#chunks.length === 0 && this.#controller?.paused === true) this.#controller.resume();
          yield chunk;
        } else if (this.#failure !== undefined) {
          throw this.#failure;
        } else if (this.#ended) {
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      if (!this.#ended && this.#failure === undefined) {
        const error = new Error('the rest of the answer was not wanted');
        this.#fail(error);
        this.#controller?.abort(error);
      }
    }
  }
}
