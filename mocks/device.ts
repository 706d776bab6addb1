import type { Duplex } from 'node:stream';
import { Control } from './control/control.ts';
import { Exchange } from './exchange.ts';
import type { Fault } from './fault/fault.ts';
import { type FaultName, type NamedFault, namedFaults } from './fault/named.ts';
import { Inside } from './inside.ts';
import { Pair } from './life/pair.ts';
import { Machine } from './machine.ts';
import type { MockOptions } from './options.ts';
import type { Accepted } from './wire/delivery.ts';
import { DirectTransport } from './wire/direct.ts';
import { Listener } from './wire/listener.ts';
import type { MockRequest } from './wire/message.ts';
import type { Sleep } from './wire/server.ts';
import { sleep } from './wire/sleep.ts';

/** A BIG-IP for tests: real answers, on a real socket or without one. */
export class MockBigIp extends Inside {
  /** Reaches the device without a socket: the client's `Transport` seam. */
  readonly transport: DirectTransport;
  readonly #machine: Machine;
  readonly #exchange: Exchange;
  readonly #listener: Listener;
  readonly #control: Control | undefined;

  private constructor(options: MockOptions) {
    const machine = new Machine(options);
    const exchange = new Exchange(machine, options);
    super(machine, exchange);
    this.#machine = machine;
    this.#exchange = exchange;
    const { protocol = 'https', host = '127.0.0.1', port = 0, clock } = options;
    const wait: Sleep = (milliseconds, signal) =>
      clock?.sleep === undefined ? sleep(milliseconds, signal) : clock.sleep(milliseconds, signal);
    const accept = (request: MockRequest) => this.accept(request);
    this.#control = options.control === true ? new Control(this) : undefined;
    this.#listener = new Listener({ protocol, host, port }, accept, wait);
    this.transport = new DirectTransport(accept, wait);
  }

  /** Starts a device. With https its certificate is made once a process. */
  static async start(options: MockOptions = {}): Promise<MockBigIp> {
    const device = new MockBigIp(options);
    await device.#listener.start();
    return device;
  }

  /**
   * Starts two units of one sync-failover group; the first is active. Objects of traffic are copied by config-sync;
   * VLANs, tunnels, FDB records, ARP, routes and non-floating self IPs are each unit's own.
   */
  static async pair(options: MockOptions = {}, other: MockOptions = options): Promise<[MockBigIp, MockBigIp]> {
    const first = await MockBigIp.start(options);
    const second = await MockBigIp.start({ ...other, hostname: other.hostname ?? 'bigip2.example.com' });
    const [one, two] = [first.#machine.asUnit(), second.#machine.asUnit()];
    const pair = new Pair([one, two]);
    first.#machine.join(pair, one);
    second.#machine.join(pair, two);
    return [first, second];
  }

  /** `https://127.0.0.1:43210`; with `protocol: 'none'` a name that leads nowhere. */
  get url(): string {
    return this.#listener.url;
  }

  /** The certificate, PEM; `undefined` without https. */
  get certificate(): string | undefined {
    return this.#listener.keyPair?.certificate;
  }

  /** SHA-256 of the certificate, as node prints it; `undefined` without https. */
  get fingerprint256(): string | undefined {
    return this.#listener.keyPair?.fingerprint256;
  }

  /** Takes a request in, with faults, restart windows and journal; transports are made of this. */
  accept(request: MockRequest): Accepted {
    if (this.#control?.takes(request) !== true) return this.#exchange.accept(request);
    const reply = this.#control.answer(request);
    return { delay: 0, perform: () => ({ delay: 0, reply, end: 'clean' }) };
  }

  /**
   * A connection to the device without a socket, which speaks HTTP without TLS: for clients that can be given one, such
   * as undici's `Agent` (`connect`) and node's `http.request` (`createConnection`). Rejects with `ECONNREFUSED` while the
   * device is paused.
   */
  async connect(): Promise<Duplex> {
    return this.#listener.connect();
  }

  /** Plays a fault of the matrix by its name, for example `commit-lost`; `over` narrows or repeats it. */
  async play(name: FaultName, over: Partial<Omit<Fault, 'do'>> = {}): Promise<void> {
    const { faults = [], windows, act }: NamedFault = namedFaults[name];
    for (const fault of faults) this.#exchange.faults.add({ ...fault, ...over });
    if (windows !== undefined) this.#machine.life.begin(windows);
    if (act === 'pause') await this.pause();
    else if (act === 'change-certificate') await this.changeCertificate();
    else if (act === 'failover') this.failover();
    else if (act === 'revoke-tokens') this.revokeTokens();
    else if (act === 'fill-tokens') this.#machine.core.tokens.full = true;
    else if (act === 'expire-transactions') this.#machine.core.transactions.clear();
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#listener.connections;
  }

  /** Shows another certificate from now on; answers its fingerprint. */
  async changeCertificate(): Promise<string> {
    return (await this.#listener.changeCertificate()).fingerprint256;
  }

  /** Stops listening: connections are refused until `resume`. */
  pause(): Promise<void> {
    return this.#listener.stop();
  }

  /** Listens again, on the same port. */
  resume(): Promise<void> {
    return this.#listener.start();
  }

  /** Ends all connections and stops listening. */
  close(): Promise<void> {
    return this.#listener.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
