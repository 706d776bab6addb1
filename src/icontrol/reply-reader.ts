import type { Dispatcher } from 'undici';
import type { Stop } from './stop.ts';
import type { TransportReply } from './transport.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

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
 * One dispatched request: knows whether it was handed to a socket, which undici's promises do not tell, and reads the
 * answer whole. An answer that is longer than anybody wants, and being stopped, end the connection.
 */
export class ReplyReader implements Dispatcher.DispatchHandler {
  readonly reply: Promise<TransportReply>;
  readonly #explain: (error: unknown, sent: boolean) => Error;
  readonly #stop: Stop;
  readonly #limit: number;
  #controller: Dispatcher.DispatchController | undefined;
  #resolve: (reply: TransportReply) => void = () => {};
  #reject: (error: Error) => void = () => {};
  #status = 0;
  #headers: Readonly<Record<string, string>> = {};
  #first: Uint8Array | undefined;
  /** Only when there is more than one. */
  #chunks: Uint8Array[] | undefined;
  #length = 0;
  #started = false;
  #ended = false;

  constructor(stop: Stop, limit: number, explain: (error: unknown, sent: boolean) => Error) {
    this.#explain = explain;
    this.#stop = stop;
    this.#limit = limit;
    this.reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    stop.listen(this.#onStop);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#ended) {
      controller.abort(new Error('interrupted'));
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
    this.#status = status;
    this.#headers = joined(headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#length += chunk.byteLength;
    if (this.#first === undefined) this.#first = chunk;
    else if (this.#chunks === undefined) this.#chunks = [this.#first, chunk];
    else this.#chunks.push(chunk);
    if (this.#length <= this.#limit) return;
    this.onResponseEnd();
    controller.abort(new Error('the rest of the answer was not wanted'));
  }

  onResponseEnd(): void {
    if (this.#ended) return;
    this.#end();
    const body = this.#chunks === undefined ? (this.#first ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
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
    if (this.#ended) return;
    this.#end();
    this.#reject(this.#explain(error, this.#started));
  }

  #end(): void {
    this.#ended = true;
    this.#stop.listen(undefined);
  }
}
