import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Control } from './control/control.ts';
import { Exchange } from './exchange.ts';
import type { Fault } from './fault/fault.ts';
import { type FaultName, namedFault } from './fault/named.ts';
import { Inside } from './inside.ts';
import { milliseconds } from './life/clock.ts';
import { foundGroup, introduce } from './life/device-groups.ts';
import { Pair } from './life/pair.ts';
import { Machine } from './machine.ts';
import { checkOptions, type MockOptions } from './options.ts';
import type { Accepted } from './wire/delivery.ts';
import { DirectTransport } from './wire/direct.ts';
import { Listener } from './wire/listener.ts';
import { checkRequest, type MockRequest } from './wire/message.ts';
import { sleep } from './wire/sleep.ts';
import { Waits } from './wire/waits.ts';

/** Of the tunnels of the second unit of a pair: another machine. Which one it would have is a guess. */
const secondMac = '00:50:56:bb:32:67';

/** Makes a connection, as undici asks for it. */
export type Connector = (
  options: object,
  use: (...made: [error: null, connection: Socket] | [error: Error, connection: null]) => void,
) => void;

/** A BIG-IP for tests: real answers, on a real socket or without one. */
export class MockBigIp extends Inside {
  /** Reaches the device without a socket: the client's `Transport` seam. */
  readonly transport: DirectTransport;
  readonly #machine: Machine;
  readonly #exchange: Exchange;
  readonly #listener: Listener;
  readonly #control: Control | undefined;
  readonly #waits: Waits;
  /** Ends a pause that ends by itself. */
  #pause: AbortController | undefined;

  private constructor(options: MockOptions) {
    const machine = new Machine(options);
    const exchange = new Exchange(machine, options);
    super(machine, exchange);
    this.#machine = machine;
    this.#exchange = exchange;
    const { protocol = 'https', host = '127.0.0.1', port = 0, clock } = options;
    this.#waits = new Waits((milliseconds, signal) =>
      clock?.sleep === undefined ? sleep(milliseconds, signal) : clock.sleep(milliseconds, signal),
    );
    const accept = (request: MockRequest) => this.accept(request);
    this.#control = options.control === true ? new Control(this) : undefined;
    this.#listener = new Listener({ protocol, host, port }, accept, this.#waits);
    this.transport = new DirectTransport(accept, () => this.#listener.open, this.#waits);
  }

  /** Starts a device. With https its certificate is made once a process. Rejects with a `TypeError` what is no option. */
  static async start(options: MockOptions = {}): Promise<MockBigIp> {
    checkOptions(options);
    const device = new MockBigIp(options);
    await device.#listener.start();
    return device;
  }

  /**
   * Starts two units of one sync-failover group; the first is active. Objects of traffic and routes are copied by
   * config-sync; VLANs, tunnels, FDB records, ARP and non-floating self IPs are each unit's own.
   */
  static async pair(options: MockOptions = {}, other: MockOptions = options): Promise<[MockBigIp, MockBigIp]> {
    const first = await MockBigIp.start(options);
    let second: MockBigIp;
    try {
      second = await MockBigIp.start({
        ...other,
        hostname: other.hostname ?? 'bigip2.example.com',
        macAddress: other === options ? secondMac : (other.macAddress ?? secondMac),
      });
    } catch (error) {
      await first.close();
      throw error;
    }
    const [one, two] = [first.#machine, second.#machine];
    introduce(one.config, two.config);
    foundGroup(one.config);
    foundGroup(two.config);
    const pair = new Pair([one, two]);
    one.join(pair, two);
    two.join(pair, one);
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

  /**
   * Takes a request in, with faults, restart windows and journal; transports are made of this. Throws a `TypeError` for
   * what is no request.
   */
  accept(request: MockRequest): Accepted {
    checkRequest(request);
    return this.#control?.takes(request) === true ? this.#control.accept(request) : this.#exchange.accept(request);
  }

  /**
   * A connection to the device without a socket, which speaks HTTP without TLS: for clients that can be given one, such
   * as undici's `Agent` (`connect`) and node's `http.request` (`createConnection`). Rejects with `ECONNREFUSED` while the
   * device is paused.
   */
  async connect(): Promise<Duplex> {
    return this.#listener.connect();
  }

  /**
   * Plays a fault of the matrix by its name, for example `commit-lost`. `over` narrows or repeats it: those on single
   * requests take all of a fault but `do`, restart windows the number of requests as `times`. What happens to the device
   * happens at once, or with the request that `over.match` says.
   */
  async play(name: FaultName, over: Partial<Omit<Fault, 'do'>> = {}): Promise<void> {
    const { faults, windows, act } = namedFault(name, over);
    for (const fault of faults) this.#exchange.faults.add(fault);
    if (windows.length > 0) this.#machine.life.begin(windows);
    if (act === 'pause') await this.pause();
    else if (act === 'change-certificate') await this.changeCertificate();
    else if (act !== undefined) this.#machine.suffer(act);
  }

  /**
   * The same as a callback, which is what undici's `Agent` takes: `new Agent({ connect: device.connector })` reaches the
   * device whatever the URL says.
   */
  get connector(): Connector {
    return (_options, use) => {
      this.connect().then(
        (connection) => use(null, connection as Socket),
        (error: Error) => use(error, null),
      );
    };
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#listener.connections;
  }

  /** Shows another certificate from now on; answers its fingerprint. */
  async changeCertificate(): Promise<string> {
    return (await this.#listener.changeCertificate()).fingerprint256;
  }

  /** Stops listening: connections are refused until `resume`, or for so long: milliseconds of real time, or `'5s'`. */
  async pause(duration?: number | string): Promise<void> {
    const time = duration === undefined ? undefined : milliseconds(duration);
    if (time !== undefined && !(time >= 0)) throw new TypeError(`not a duration: ${duration}`);
    this.#pause?.abort();
    const pause = new AbortController();
    this.#pause = pause;
    await this.#listener.stop();
    // It was resumed, paused again or closed in the meantime.
    if (time === undefined || this.#pause !== pause) return;
    void this.#waits.wait(time, pause.signal).then(() => (this.#pause === pause ? this.resume() : undefined));
  }

  /** Listens again, on the same port. */
  resume(): Promise<void> {
    this.#pause?.abort();
    this.#pause = undefined;
    return this.#listener.start();
  }

  /** Everything as it was after the start; requests that still wait for their reply find the connection broken. */
  override reset(): void {
    this.#waits.end();
    super.reset();
  }

  /** Ends all connections, waits and timers, and stops listening. */
  close(): Promise<void> {
    this.#pause = undefined;
    this.#waits.end();
    return this.#listener.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
