import type { Image } from './config/config.ts';
import { shownFrom } from './config/route-domains.ts';
import type { Exchange, Traffic } from './exchange.ts';
import type { Objects } from './factory.ts';
import type { Fault, FaultHandle, WaitingFault } from './fault/fault.ts';
import type { JournalEntry } from './journal.ts';
import type { Json, JsonObject } from './json.ts';
import type { MockClock } from './life/clock.ts';
import type { LatencyName, LatencyProfile } from './life/latency.ts';
import type { Phase, Window } from './life/life.ts';
import type { Role } from './life/state.ts';
import type { Machine } from './machine.ts';
import { isRecorded, makePlaceFor } from './recorded.ts';
import { findObject, pathOf, seedObjects, writeObject } from './seed.ts';
import type { Transaction } from './transaction/transaction.ts';
import { checkRequest, type MockReply, type MockRequest } from './wire/message.ts';

/** The configuration of a device at one moment; give it back to `restore`. */
export type Snapshot = Image;

/** What the author of a test sees of a device, and does to it, whatever wire it is on. */
export class Inside {
  readonly #machine: Machine;
  readonly #exchange: Exchange;

  constructor(machine: Machine, exchange: Exchange) {
    this.#machine = machine;
    this.#exchange = exchange;
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

  /** The version that the device claims to be. */
  get version(): string {
    return this.#machine.config.version;
  }

  /** The object types that the mock has, as paths without names. */
  get types(): readonly string[] {
    return [...this.#machine.config.tree.kinds()].map(({ type }) => type);
  }

  /**
   * Answers a request: the device itself, without faults, restart windows or journal. Throws a `TypeError` for what is no
   * request.
   */
  handle(request: MockRequest): MockReply {
    checkRequest(request);
    return this.#machine.core.handle(request);
  }

  /** The last requests, oldest first. */
  get journal(): readonly JournalEntry[] {
    return this.#exchange.journal.toArray();
  }

  /** How many requests there were since the start or the last reset. */
  get requests(): number {
    return this.#exchange.journal.total;
  }

  /** How many requests there were since the start or the last reset, and how many bytes their bodies and replies had. */
  get traffic(): Traffic {
    return this.#exchange.traffic;
  }

  /** Plays a fault on the next request that matches. Throws a `TypeError` for what is no fault. */
  fault(fault: Fault): FaultHandle {
    return this.#exchange.faults.add(fault);
  }

  /** The faults that wait for their requests, in the order in which they were set. */
  get faults(): readonly WaitingFault[] {
    return this.#exchange.faults.list();
  }

  /** Takes a fault back; answers whether it was there. */
  removeFault(id: number): boolean {
    return this.#exchange.faults.remove(id);
  }

  /** Takes all faults back. */
  clearFaults(): void {
    this.#exchange.faults.clear();
  }

  /**
   * Makes the device as fast as a profile says, until it is reset: `ve`, `busy`, `cold`, `instant`, or figures of your
   * own in milliseconds; what is not named costs nothing. `real` is waited for, `virtual` moves the device's clock.
   */
  setLatency(latency: LatencyName | Partial<LatencyProfile>, time: 'real' | 'virtual' = 'real'): void {
    this.#exchange.setLatency(latency, time);
  }

  /** The properties of an object as a GET shows them, without envelope and links; `undefined` when there is none. */
  get(uri: string): JsonObject | undefined {
    const found = findObject(uri, this.#machine.config);
    return found === undefined ? undefined : shownFrom(found, this.#machine.config);
  }

  /** Creates an object, or changes the properties that are named; read-only ones too. */
  set(uri: string, properties: Readonly<Record<string, Json>>): JsonObject {
    const { config } = this.#machine;
    if (isRecorded(properties)) {
      config.atomic(() => makePlaceFor(pathOf(uri), config), { direct: true });
    }
    return shownFrom(writeObject(uri, properties, config, { lenient: true }), config);
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
    return this.#machine.config.image();
  }

  /** The configuration as it was at a snapshot. */
  restore(snapshot: Snapshot): void {
    this.#machine.restore(snapshot);
  }

  /** Everything as it was after the start: objects, tokens, transactions, faults, journal, clock, role, latency. */
  reset(): void {
    this.#machine.reset();
    this.#exchange.reset();
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

  /** Whether the unit carries the traffic: `active`, `standby`, or `offline`. */
  get role(): Role {
    return this.#machine.life.role;
  }

  /**
   * Hands the traffic to the other unit (a device without a peer only becomes standby), takes the unit `offline`, or
   * brings it back `online`: as standby, if the other one is active.
   */
  failover(to: 'standby' | 'offline' | 'online' = 'standby'): void {
    this.#machine.failover(to, true);
  }

  /** Ends every token at once. */
  revokeTokens(): void {
    this.#machine.core.tokens.revokeAll();
  }

  /** Begins a restart, or windows of your own, on the device's clock. A reboot loses what was not saved. */
  restart(what: 'restjavad' | 'mcpd' | 'reboot' | readonly Window[]): void {
    this.#machine.restart(what);
  }

  /** How the device looks in a restart; `undefined` when all is well. */
  get phase(): Phase | undefined {
    return this.#machine.life.phase;
  }

  /** Ends a restart before its time. */
  recover(): void {
    this.#machine.life.end();
  }
}
