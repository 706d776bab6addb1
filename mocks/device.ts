import { Commands } from './commands.ts';
import { Config } from './config/config.ts';
import type { Entry } from './config/entry.ts';
import { Core } from './core.ts';
import { factoryObjects, type Objects, rootFolder } from './factory.ts';
import { applyFault, delayBefore, type Fault, type FaultHandle, Faults, reachesDevice } from './fault/fault.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { kinds } from './kinds/index.ts';
import { MockClock } from './life/clock.ts';
import { DeviceLife, phaseReply, restarts, type Window } from './life/life.ts';
import { defaultVersion, type MockOptions } from './options.ts';
import { findObject, seedObjects, writeObject } from './seed.ts';
import type { Transaction } from './transaction/transactions.ts';
import { type KeyPair, makeCertificate, processCertificate } from './wire/certificate.ts';
import type { Accepted, Delivery } from './wire/delivery.ts';
import { DirectTransport } from './wire/direct.ts';
import { bodyText, headerOf, type MockReply, type MockRequest } from './wire/message.ts';
import { WireServer } from './wire/server.ts';
import { sleep } from './wire/sleep.ts';

/** The state of a device at one moment; give it back to `restore`. */
export interface Snapshot {
  readonly entries: readonly Entry[];
}

/** A BIG-IP for tests: real answers, on a real socket or without one. */
export class MockBigIp {
  readonly username: string;
  readonly password: string;
  readonly clock: MockClock;
  /** Reaches the device without a socket: the client's `Transport` seam. */
  readonly transport: DirectTransport;
  readonly #core: Core;
  readonly #config: Config;
  readonly #faults = new Faults();
  readonly #journal: Journal;
  readonly #life: DeviceLife;
  readonly #options: MockOptions;
  #saved: readonly Entry[] = [];
  #server: WireServer | undefined;
  #keyPair: KeyPair | undefined;
  #port = 0;

  private constructor(options: MockOptions) {
    this.#options = options;
    this.username = options.username ?? 'admin';
    this.password = options.password ?? 'admin';
    this.clock = new MockClock(options.clock);
    this.#life = new DeviceLife(this.clock);
    this.#journal = new Journal(options.journalSize ?? 10_000);
    const version = options.version ?? defaultVersion;
    this.#config = new Config(kinds, version, this.clock, options.macAddress ?? '00:50:56:bb:32:66');
    this.#core = new Core(this.#config, this.#life, new Commands(this.#config, this.#commandTarget()));
    this.transport = new DirectTransport((request) => this.accept(request), options.clock?.sleep ?? sleep);
    seedObjects(rootFolder, this.#config, true);
    seedObjects(factoryObjects(options.hostname ?? 'bigip1.example.com', version), this.#config, true);
    const access = [{ name: 'all-partitions', role: 'admin' }];
    writeObject(
      `auth/user/${this.username}`,
      { description: 'Admin User', partitionAccess: access },
      this.#config,
      true,
    );
    this.#core.users.setPassword(this.username, this.password);
    if (options.seed !== undefined) seedObjects(options.seed, this.#config, false);
    this.#saved = [...this.#config.store.all()];
    this.#config.baseline();
  }

  /** Starts a device. With https its certificate is made once a process. */
  static async start(options: MockOptions = {}): Promise<MockBigIp> {
    const device = new MockBigIp(options);
    const protocol = options.protocol ?? 'https';
    if (protocol === 'none') return device;
    if (protocol === 'https') device.#keyPair = await processCertificate();
    await device.#listen(options.port ?? 0);
    return device;
  }

  /** `https://127.0.0.1:43210`; with `protocol: 'none'` a name that leads nowhere. */
  get url(): string {
    const { protocol = 'https', host = '127.0.0.1' } = this.#options;
    if (protocol === 'none') return 'http://mock.invalid';
    return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${this.#port}`;
  }

  /** The certificate, PEM; `undefined` without https. */
  get certificate(): string | undefined {
    return this.#keyPair?.certificate;
  }

  /** SHA-256 of the certificate, as node prints it; `undefined` without https. */
  get fingerprint256(): string | undefined {
    return this.#keyPair?.fingerprint256;
  }

  /** The version that the device claims to be. */
  get version(): string {
    return this.#config.version;
  }

  /** Answers a request: the device itself, without faults, restart windows or journal. */
  handle(request: MockRequest): MockReply {
    return this.#core.handle(request);
  }

  /** Takes a request in, with faults, restart windows and journal; transports are made of this. */
  accept(request: MockRequest): Accepted {
    const path = request.path.split('?')[0]?.replace(/(.)\/+$/, '$1') ?? '';
    const coordinationId = headerOf(request, 'x-f5-rest-coordination-id');
    const seen = { method: request.method, uri: request.path, path };
    const known = coordinationId === undefined ? seen : { ...seen, coordinationId };
    const fault = this.#faults.size === 0 ? undefined : this.#faults.take(known);
    return {
      delay: fault === undefined ? 0 : delayBefore(fault),
      perform: () => {
        const delivery = this.#perform(request, fault);
        this.#record(request, known, delivery, fault);
        return delivery;
      },
    };
  }

  /** The last requests, oldest first. */
  get journal(): readonly JournalEntry[] {
    return this.#journal.toArray();
  }

  /** How many requests there were since the start or the last reset. */
  get requests(): number {
    return this.#journal.total;
  }

  /** Plays a fault on the next request that matches. */
  fault(fault: Fault): FaultHandle {
    return this.#faults.add(fault);
  }

  /** The properties of an object as a GET shows them, without envelope and links; `undefined` when there is none. */
  get(uri: string): JsonObject | undefined {
    return findObject(uri, this.#config)?.properties;
  }

  /** Creates an object, or changes the properties that are named; read-only ones too. */
  set(uri: string, properties: Readonly<Record<string, Json>>): JsonObject {
    return writeObject(uri, properties, this.#config).properties;
  }

  /** Deletes an object; refused like a DELETE when it is in use. Answers whether there was one. */
  delete(uri: string): boolean {
    const entry = findObject(uri, this.#config);
    if (entry !== undefined) this.#config.remove(entry, { direct: true });
    return entry !== undefined;
  }

  /** URIs of the objects that are there, without those of the factory; of one type or below one URI when asked. */
  list(prefix = ''): string[] {
    const uris: string[] = [];
    for (const { uri, factory } of this.#config.store.all()) {
      if (!factory && (prefix === '' || uri === prefix || uri.startsWith(`${prefix}/`))) uris.push(uri);
    }
    return uris.sort();
  }

  /** Creates or changes many objects, in an order in which references exist. All or none. */
  seed(objects: Objects): void {
    seedObjects(objects, this.#config, false);
  }

  /** The configuration at this moment. */
  snapshot(): Snapshot {
    return { entries: [...this.#config.store.all()] };
  }

  /** The configuration as it was at a snapshot. */
  restore(snapshot: Snapshot): void {
    this.#config.store.restore(snapshot.entries);
  }

  /** Everything as it was after the start: objects, tokens, transactions, faults, journal, clock. */
  reset(): void {
    this.#config.reset();
    this.#core.tokens.revokeAll();
    this.#core.transactions.clear();
    this.#core.unimplemented.clear();
    this.#faults.clear();
    this.#journal.clear();
    this.#life.end();
    this.clock.reset();
  }

  /** What was asked for and is not implemented: a text each, with its count. Empty in a good test. */
  get unimplemented(): ReadonlyMap<string, number> {
    return this.#core.unimplemented;
  }

  /** The open transactions. */
  get transactions(): readonly Transaction[] {
    return this.#core.transactions.open;
  }

  /** How many tokens are alive. */
  get tokens(): number {
    return this.#core.tokens.size;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#server?.connections ?? 0;
  }

  /** Ends every token at once, as a restart of restjavad does. */
  revokeTokens(): void {
    this.#core.tokens.revokeAll();
  }

  /** Begins a restart, or windows of your own, on the device's clock. A reboot loses what was not saved. */
  restart(what: 'restjavad' | 'mcpd' | 'reboot' | readonly Window[]): void {
    if (what === 'reboot') this.#config.store.restore(this.#saved);
    if (what === 'reboot' || what === 'restjavad') this.#core.tokens.revokeAll();
    if (what === 'reboot') this.#core.transactions.clear();
    this.#life.begin(typeof what === 'string' ? restarts[what] : what);
  }

  /** Ends a restart before its time. */
  recover(): void {
    this.#life.end();
  }

  /** Shows another certificate from now on; answers its fingerprint. */
  async changeCertificate(): Promise<string> {
    this.#keyPair = await makeCertificate();
    this.#server?.changeCertificate(this.#keyPair);
    return this.#keyPair.fingerprint256;
  }

  /** Stops listening: connections are refused until `resume`. */
  async pause(): Promise<void> {
    await this.#server?.close();
  }

  /** Listens again, on the same port. */
  async resume(): Promise<void> {
    if (this.#server !== undefined) await this.#listen(this.#port);
  }

  /** Ends all connections and stops listening. */
  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #listen(port: number): Promise<void> {
    const wait = this.#options.clock?.sleep ?? sleep;
    this.#server = new WireServer((request) => this.accept(request), wait, this.#keyPair);
    this.#port = await this.#server.listen(port, this.#options.host ?? '127.0.0.1');
  }

  #perform(request: MockRequest, fault: Fault | undefined): Delivery {
    if (fault !== undefined && !reachesDevice(fault)) return applyFault(fault, undefined);
    const phase = this.#life.meet();
    if (phase === 'unreachable') return { delay: 0, end: 'reset' };
    const reply = (phase === undefined ? undefined : phaseReply(phase, request)) ?? this.#core.handle(request);
    return fault === undefined ? { delay: 0, reply, end: 'clean' } : applyFault(fault, reply);
  }

  #record(
    request: MockRequest,
    seen: { method: string; uri: string; path: string; coordinationId?: string },
    delivery: Delivery,
    fault: Fault | undefined,
  ): void {
    const body = bodyText(request);
    const doing = typeof fault?.do === 'string' ? fault.do : fault === undefined ? undefined : Object.keys(fault.do)[0];
    this.#journal.push({
      ...seen,
      status: delivery.reply?.status ?? 0,
      time: this.clock.now(),
      ...(body === '' ? {} : { body: parseBody(body) }),
      ...(doing === undefined ? {} : { fault: `${fault?.when ?? 'before'} ${doing}` }),
    });
  }

  #commandTarget(): ConstructorParameters<typeof Commands>[1] {
    return {
      save: () => {
        this.#saved = [...this.#config.store.all()];
      },
      load: () => this.#config.store.restore(this.#saved),
      syncGroup: () => undefined,
      failover: (to) => {
        this.#life.role = to === 'online' ? 'active' : to;
      },
    };
  }
}

/** A body for the journal: JSON where it is JSON, without passwords. */
function parseBody(text: string): Json {
  try {
    const body = JSON.parse(text) as Json;
    if (!isObject(body) || body['password'] === undefined) return body;
    return { ...body, password: '[redacted]' };
  } catch {
    return text;
  }
}
