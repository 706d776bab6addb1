import type { Duplex } from 'node:stream';
import { type KeyPair, makeCertificate, processCertificate } from './certificate.ts';
import { type Accept, type Sleep, WireServer } from './server.ts';

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
  readonly #sleep: Sleep;
  #server: WireServer | undefined;
  #inner: WireServer | undefined;
  #open = false;
  #keyPair: KeyPair | undefined;
  #port: number;

  constructor(options: ListenOptions, accept: Accept, sleep: Sleep) {
    this.#options = options;
    this.#accept = accept;
    this.#sleep = sleep;
    this.#port = options.port;
  }

  /** Begins to listen; with `none` nothing happens. */
  async start(): Promise<void> {
    const { protocol, host } = this.#options;
    this.#open = true;
    if (protocol === 'none') return;
    if (protocol === 'https') this.#keyPair ??= await processCertificate();
    this.#server = new WireServer(this.#accept, this.#sleep, this.#keyPair);
    this.#port = await this.#server.listen(this.#port, host);
  }

  /** Ends all connections and stops listening. */
  async stop(): Promise<void> {
    this.#open = false;
    await Promise.all([this.#server?.close(), this.#inner?.close()]);
    this.#server = undefined;
    this.#inner = undefined;
  }

  /** A connection within the process: HTTP without TLS and without a socket. Refused while it does not listen. */
  connect(): Duplex {
    if (!this.#open) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    this.#inner ??= new WireServer(this.#accept, this.#sleep, undefined);
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
    this.#keyPair = await makeCertificate();
    this.#server?.changeCertificate(this.#keyPair);
    return this.#keyPair;
  }
}
