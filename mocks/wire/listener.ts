import type { Duplex } from 'node:stream';
import { type KeyPair, makeCertificate, processCertificate } from './certificate.ts';
import { type Accept, WireServer } from './server.ts';
import type { Waits } from './waits.ts';

/** Where and how a device listens. */
export interface ListenOptions {
  readonly protocol: 'https' | 'http' | 'none';
  readonly host: string;
  readonly port: number;
}

/** The place where a device listens: keeps its port and certificate while the server comes and goes. */
export class Listener {
  readonly #options: ListenOptions;
  readonly #accept: Accept;
  readonly #waits: Waits;
  #server: WireServer | undefined;
  #inner: WireServer | undefined;
  #open = false;
  /** Starts and stops come one after the other. */
  #last: Promise<void> = Promise.resolve();
  #keyPair: KeyPair | undefined;
  #port: number;

  constructor(options: ListenOptions, accept: Accept, waits: Waits) {
    this.#options = options;
    this.#accept = accept;
    this.#waits = waits;
    this.#port = options.port;
  }

  /** Begins to listen, unless it does; with `none` only `connect` and the direct transport are let in. */
  start(): Promise<void> {
    return this.#next(() => this.#start());
  }

  /** Ends all connections and stops listening. */
  stop(): Promise<void> {
    return this.#next(() => this.#stop());
  }

  /** Whether it lets anybody in. */
  get open(): boolean {
    return this.#open;
  }

  #next(act: () => Promise<void>): Promise<void> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #start(): Promise<void> {
    const { protocol, host } = this.#options;
    if (this.#open) return;
    if (protocol !== 'none') {
      if (protocol === 'https') this.#keyPair ??= await processCertificate();
      const server = new WireServer(this.#accept, this.#waits, this.#keyPair);
      this.#port = await server.listen(this.#port, host);
      this.#server = server;
    }
    this.#open = true;
  }

  async #stop(): Promise<void> {
    this.#open = false;
    await Promise.all([this.#server?.close(), this.#inner?.close()]);
    this.#server = undefined;
    this.#inner = undefined;
  }

  /** A connection within the process: HTTP without TLS and without a socket. Refused while it does not listen. */
  connect(): Duplex {
    if (!this.#open) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    this.#inner ??= new WireServer(this.#accept, this.#waits, undefined);
    return this.#inner.connect();
  }

  get url(): string {
    const { protocol, host } = this.#options;
    if (protocol === 'none') return 'http://mock.invalid';
    return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${this.#port}`;
  }

  get keyPair(): KeyPair | undefined {
    return this.#keyPair;
  }

  get connections(): number {
    return (this.#server?.connections ?? 0) + (this.#inner?.connections ?? 0);
  }

  /** Shows a new certificate from now on. */
  async changeCertificate(): Promise<KeyPair> {
    if (this.#options.protocol !== 'https') throw new TypeError('there is no certificate without https');
    this.#keyPair = await makeCertificate();
    this.#server?.changeCertificate(this.#keyPair);
    return this.#keyPair;
  }
}
