import type { Entry } from './config/entry.ts';
import { Control } from './control/control.ts';
import { Exchange } from './exchange.ts';
import type { Objects } from './factory.ts';
import type { Fault, FaultHandle } from './fault/fault.ts';
import { type FaultName, type NamedFault, namedFaults } from './fault/named.ts';
import type { JournalEntry } from './journal.ts';
import type { Json, JsonObject } from './json.ts';
import type { MockClock } from './life/clock.ts';
import type { Window } from './life/life.ts';
import { Pair } from './life/pair.ts';
import type { Role } from './life/state.ts';
import { Machine } from './machine.ts';
import type { MockOptions } from './options.ts';
import { findObject, seedObjects, writeObject } from './seed.ts';
import type { Transaction } from './transaction/transactions.ts';
import type { Accepted } from './wire/delivery.ts';
import { DirectTransport } from './wire/direct.ts';
import { Listener } from './wire/listener.ts';
import type { MockReply, MockRequest } from './wire/message.ts';
import { sleep } from './wire/sleep.ts';

/** The configuration of a device at one moment; give it back to `restore`. */
export interface Snapshot {
  readonly entries: readonly Entry[];
}

/** A BIG-IP for tests: real answers, on a real socket or without one. */
export class MockBigIp {
  /** Reaches the device without a socket: the client's `Transport` seam. */
  readonly transport: DirectTransport;
  readonly #machine: Machine;
  readonly #exchange: Exchange;
  readonly #listener: Listener;
  readonly #control: Control | undefined;

  private constructor(options: MockOptions) {
    const { protocol = 'https', host = '127.0.0.1', port = 0, clock } = options;
    const wait = clock?.sleep ?? sleep;
    const accept = (request: MockRequest) => this.accept(request);
    this.#machine = new Machine(options);
    this.#exchange = new Exchange(this.#machine, options);
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

  get username(): string {
    return this.#machine.username;
  }

  get password(): string {
    return this.#machine.password;
  }

  /** The device's clock: tokens, transactions, restart windows and times in answers follow it. */
  get clock(): MockClock {
    return this.#machine.clock;
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

  /** The version that the device claims to be. */
  get version(): string {
    return this.#machine.config.version;
  }

  /** The object types that the mock has, as paths without names. */
  get types(): readonly string[] {
    return [...this.#machine.config.tree.kinds()].map(({ type }) => type);
  }

  /** Answers a request: the device itself, without faults, restart windows or journal. */
  handle(request: MockRequest): MockReply {
    return this.#machine.core.handle(request);
  }

  /** Takes a request in, with faults, restart windows and journal; transports are made of this. */
  accept(request: MockRequest): Accepted {
    if (this.#control?.takes(request) !== true) return this.#exchange.accept(request);
    const reply = this.#control.answer(request);
    return { delay: 0, perform: () => ({ delay: 0, reply, end: 'clean' }) };
  }

  /** The last requests, oldest first. */
  get journal(): readonly JournalEntry[] {
    return this.#exchange.journal.toArray();
  }

  /** How many requests there were since the start or the last reset. */
  get requests(): number {
    return this.#exchange.journal.total;
  }

  /** Plays a fault on the next request that matches. */
  fault(fault: Fault): FaultHandle {
    return this.#exchange.faults.add(fault);
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

  /** The properties of an object as a GET shows them, without envelope and links; `undefined` when there is none. */
  get(uri: string): JsonObject | undefined {
    return findObject(uri, this.#machine.config)?.properties;
  }

  /** Creates an object, or changes the properties that are named; read-only ones too. */
  set(uri: string, properties: Readonly<Record<string, Json>>): JsonObject {
    return writeObject(uri, properties, this.#machine.config).properties;
  }

  /** Deletes an object; refused like a DELETE when it is in use. Answers whether there was one. */
  delete(uri: string): boolean {
    const entry = findObject(uri, this.#machine.config);
    if (entry !== undefined) this.#machine.config.remove(entry, { direct: true });
    return entry !== undefined;
  }

  /** URIs of the objects that are there, without those of the factory; of one type or below one URI when asked. */
  list(prefix = ''): string[] {
    const uris: string[] = [];
    for (const { uri, factory } of this.#machine.config.store.all()) {
      if (!factory && (prefix === '' || uri === prefix || uri.startsWith(`${prefix}/`))) uris.push(uri);
    }
    return uris.sort();
  }

  /** Creates or changes many objects, in an order in which references exist. All or none. */
  seed(objects: Objects): void {
    seedObjects(objects, this.#machine.config, false);
  }

  /** The configuration at this moment. */
  snapshot(): Snapshot {
    return { entries: [...this.#machine.config.store.all()] };
  }

  /** The configuration as it was at a snapshot. */
  restore(snapshot: Snapshot): void {
    this.#machine.config.store.restore(snapshot.entries);
  }

  /** Everything as it was after the start: objects, tokens, transactions, faults, journal, clock, role. */
  reset(): void {
    this.#machine.reset();
    this.#exchange.faults.clear();
    this.#exchange.journal.clear();
  }

  /** What was asked for and is not implemented: a text each, with its count. Empty in a good test. */
  get unimplemented(): ReadonlyMap<string, number> {
    return this.#machine.core.unimplemented;
  }

  /** The open transactions. */
  get transactions(): readonly Transaction[] {
    return this.#machine.core.transactions.open;
  }

  /** How many tokens are alive. */
  get tokens(): number {
    return this.#machine.core.tokens.size;
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#listener.connections;
  }

  /** Whether the unit carries the traffic: `active`, `standby`, or `offline`. */
  get role(): Role {
    return this.#machine.life.role;
  }

  /** Hands the traffic to the other unit; a device without a peer only becomes standby. */
  failover(): void {
    this.#machine.failover('standby');
  }

  /** Ends every token at once. */
  revokeTokens(): void {
    this.#machine.core.tokens.revokeAll();
  }

  /** Begins a restart, or windows of your own, on the device's clock. A reboot loses what was not saved. */
  restart(what: 'restjavad' | 'mcpd' | 'reboot' | readonly Window[]): void {
    this.#machine.restart(what);
  }

  /** Ends a restart before its time. */
  recover(): void {
    this.#machine.life.end();
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
