import type { Account } from '../authn/users.ts';
import type { Config } from '../config/config.ts';
import { Refusal, refuse, Unimplemented } from '../errors/refusal.ts';
import type { JsonObject } from '../json.ts';
import { jsonReply, type MockReply } from '../wire/message.ts';
import { checkProperties } from './properties.ts';
import {
  type Command,
  moveCommand,
  printCommand,
  printTransaction,
  type Transaction,
  timeoutSeconds,
  transactionLink,
} from './transaction.ts';

/** How many finished transactions can still be asked for. */
const mostFinished = 200;

/** Runs one command of a commit, for the account that commits; refuses by throwing. */
export type Execute = (command: Command, account: Account) => void;

/** The transactions of the device. They share nothing but the configuration. */
export class Transactions {
  readonly #config: Config;
  readonly #execute: Execute;
  readonly #transactions = new Map<number, Transaction>();
  readonly #finished: number[] = [];
  #last = 0;

  constructor(config: Config, execute: Execute) {
    this.#config = config;
    this.#execute = execute;
  }

  /** Those that wait for commands or a commit. */
  get open(): readonly Transaction[] {
    return this.#alive().filter(({ state }) => state === 'STARTED');
  }

  /** How many commands the commit of a transaction ran. */
  size(id: string): number {
    return this.#find(id)?.committed ?? 0;
  }

  /** Forgets all. */
  clear(): void {
    this.#transactions.clear();
    this.#finished.length = 0;
  }

  /** Queues a command; what it means is looked at when it is committed. */
  queue(coordinationId: string, method: string, path: string, body: JsonObject | undefined): MockReply {
    const transaction = this.#find(coordinationId);
    if (transaction === undefined || transaction.state !== 'STARTED') throw refuse('transactionMissing');
    const id = transaction.nextId++;
    const command: Command = { id, order: id, method, path, body };
    transaction.commands.push(command);
    this.#use(transaction);
    return jsonReply(200, JSON.stringify(printCommand(transaction, command, this.#config.version)));
  }

  /** Answers `/mgmt/tm/transaction…`; the segments are those after it. */
  answer(method: string, segments: readonly string[], body: JsonObject | undefined, account: Account): MockReply {
    const [id, word, command] = segments;
    if (id === undefined) return this.#collection(method, body ?? {});
    const transaction = this.#find(id);
    if (transaction === undefined) throw refuse('objectNotFound', { path: id });
    if (word === undefined) return this.#one(method, transaction, body ?? {}, account);
    if (word !== 'commands') throw refuse('unexpectedUri', { path: ['transaction', ...segments].join('/') });
    if (command === undefined) return this.#commands(method, transaction);
    const found = transaction.commands.find((known) => String(known.id) === command);
    if (segments.length > 3 || found === undefined) {
      throw refuse('commandMissing', { id: `${segments.slice(2).join('/')}${segments.length > 3 ? '/' : ''}` });
    }
    return this.#command(method, transaction, found, body ?? {});
  }

  #collection(method: string, body: JsonObject): MockReply {
    this.#sweep();
    if (method === 'POST') {
      checkProperties(body);
      const now = this.#config.clock.now();
      // Microseconds since the epoch, below 2^53; no two are the same.
      this.#last = Math.max(Math.round(now * 1000), this.#last + 1);
      const transaction: Transaction = {
        id: this.#last,
        state: 'STARTED',
        failureReason: '',
        validateOnly: false,
        used: now,
        nextId: 1,
        committed: 0,
        commands: [],
      };
      this.#transactions.set(transaction.id, transaction);
      return jsonReply(200, JSON.stringify(printTransaction(transaction, this.#config.version)));
    }
    if (method !== 'GET') throw refuse('transactionIdMissing');
    const items = this.#alive().map((transaction) => printTransaction(transaction, this.#config.version));
    const kind = 'tm:transactioncollectionstate';
    return jsonReply(200, JSON.stringify({ items, kind, selfLink: transactionLink('', this.#config.version) }));
  }

  #one(method: string, transaction: Transaction, body: JsonObject, account: Account): MockReply {
    if (method === 'GET') return jsonReply(200, JSON.stringify(printTransaction(transaction, this.#config.version)));
    if (method === 'DELETE') {
      this.#transactions.delete(transaction.id);
      return jsonReply(200, '');
    }
    if (method !== 'PATCH' && method !== 'PUT') throw refuse('invalidOption');
    if (method === 'PATCH' && Object.keys(body).length === 0) throw refuse('emptyPatch');
    checkProperties(body);
    const { state, validateOnly } = body;
    if (state !== undefined && state !== 'VALIDATING' && state !== transaction.state) {
      throw refuse('invalidValue', { property: 'state', value: String(state) });
    }
    if (typeof validateOnly === 'boolean') transaction.validateOnly = validateOnly;
    if (state === 'VALIDATING') this.#commit(transaction, account);
    this.#use(transaction);
    return jsonReply(200, JSON.stringify(printTransaction(transaction, this.#config.version)));
  }

  #commit(transaction: Transaction, account: Account): void {
    if (transaction.state !== 'STARTED') throw refuse('transactionMissing');
    if (transaction.commands.length === 0) throw refuse('commitEmpty');
    const commands = [...transaction.commands].sort((left, right) => left.order - right.order);
    transaction.committed = commands.length;
    try {
      this.#config.atomic(
        () => {
          for (const command of commands) this.#execute(command, account);
        },
        { transaction: true, dry: transaction.validateOnly },
      );
      if (!transaction.validateOnly) this.#finish(transaction, 'COMPLETED');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!transaction.validateOnly) this.#finish(transaction, 'FAILED');
      transaction.failureReason = error.message;
      throw error instanceof Unimplemented ? error : refuse('commitFailed', { reason: error.message });
    }
  }

  /** What is over is remembered for a while, without its commands. */
  #finish(transaction: Transaction, state: 'COMPLETED' | 'FAILED'): void {
    transaction.state = state;
    transaction.commands.length = 0;
    this.#finished.push(transaction.id);
    while (this.#finished.length > mostFinished) this.#transactions.delete(this.#finished.shift() ?? 0);
  }

  #commands(method: string, transaction: Transaction): MockReply {
    if (method !== 'GET') throw refuse('invalidOption');
    const commands = [...transaction.commands].sort((left, right) => left.order - right.order);
    return jsonReply(
      200,
      JSON.stringify({
        items: commands.map((command) => printCommand(transaction, command, this.#config.version)),
        kind: 'tm:transaction:commandscollectionstate',
        selfLink: transactionLink(`/${transaction.id}/commands`, this.#config.version),
      }),
    );
  }

  #command(method: string, transaction: Transaction, command: Command, body: JsonObject): MockReply {
    if (transaction.state !== 'STARTED') throw refuse('transactionMissing');
    this.#use(transaction);
    if (method === 'DELETE') {
      transaction.commands.splice(transaction.commands.indexOf(command), 1);
      return jsonReply(200, '');
    }
    if (method === 'PATCH') moveCommand(transaction, command, body['evalOrder']);
    else if (method !== 'GET') throw refuse('commandMissing', { id: command.id });
    return jsonReply(200, JSON.stringify(printCommand(transaction, command, this.#config.version)));
  }

  #find(id: string): Transaction | undefined {
    const transaction = /^\d{1,17}$/.test(id) ? this.#transactions.get(Number(id)) : undefined;
    return transaction === undefined || this.#isExpired(transaction) ? undefined : transaction;
  }

  /** Those that have not expired, the oldest first. */
  #alive(): Transaction[] {
    const alive = [...this.#transactions.values()].filter((transaction) => !this.#isExpired(transaction));
    return alive.sort((left, right) => left.id - right.id);
  }

  #isExpired({ used }: Transaction): boolean {
    return this.#config.clock.now() - used >= timeoutSeconds * 1000;
  }

  /** Keeps the order of last use, by which `#sweep` finds the expired ones without looking at the others. */
  #use(transaction: Transaction): void {
    transaction.used = this.#config.clock.now();
    if (this.#transactions.delete(transaction.id)) this.#transactions.set(transaction.id, transaction);
  }

  #sweep(): void {
    for (const transaction of this.#transactions.values()) {
      if (!this.#isExpired(transaction)) return;
      this.#transactions.delete(transaction.id);
    }
  }
}
