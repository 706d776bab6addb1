import type { Account } from '../authn/users.ts';
import type { Config } from '../config/config.ts';
import { Refusal, refuse } from '../errors/refusal.ts';
import type { Json, JsonDraft, JsonObject } from '../json.ts';
import { jsonReply, type MockReply } from '../wire/message.ts';

/** Seconds after the last use at which an open transaction is forgotten. */
const timeoutSeconds = 120;

/** How many finished transactions can still be asked for. */
const mostFinished = 200;

/** A command that waits for the commit. */
export interface Command {
  readonly id: number;
  order: number;
  readonly method: string;
  /** The request target, as sent. */
  readonly path: string;
  readonly body: JsonObject | undefined;
}

/** A transaction of the device. */
export interface Transaction {
  readonly id: number;
  state: 'STARTED' | 'UPDATING' | 'VALIDATING' | 'COMPLETED' | 'FAILED';
  failureReason: string;
  validateOnly: boolean;
  used: number;
  nextId: number;
  /** How many commands its commit ran. */
  committed: number;
  readonly commands: Command[];
}

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
    this.#expire();
    return [...this.#transactions.values()].filter(({ state }) => state === 'STARTED');
  }

  /** How many commands the commit of a transaction ran. */
  size(id: string): number {
    return this.#find(id)?.committed ?? 0;
  }

  /** Forgets all. */
  clear(): void {
    this.#transactions.clear();
  }

  /** Queues a command; what it means is looked at when it is committed. */
  queue(coordinationId: string, method: string, path: string, body: JsonObject | undefined): MockReply {
    const transaction = this.#find(coordinationId);
    if (transaction === undefined || transaction.state !== 'STARTED') throw refuse('transactionMissing');
    const id = transaction.nextId++;
    const command: Command = { id, order: id, method, path, body };
    transaction.commands.push(command);
    transaction.used = this.#config.clock.now();
    return jsonReply(200, JSON.stringify(this.#printCommand(transaction, command)));
  }

  /** Answers `/mgmt/tm/transaction…`; the segments are those after it. */
  answer(method: string, segments: readonly string[], body: JsonObject | undefined, account: Account): MockReply {
    const [id, word, command] = segments;
    if (id === undefined) return this.#collection(method);
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

  #collection(method: string): MockReply {
    this.#expire();
    if (method === 'POST') {
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
      return jsonReply(200, JSON.stringify(this.#print(transaction)));
    }
    if (method !== 'GET') throw refuse('invalidOption');
    const items = [...this.#transactions.values()].map((transaction) => this.#print(transaction));
    const kind = 'tm:transactioncollectionstate';
    return jsonReply(200, JSON.stringify({ items, kind, selfLink: this.#link('transaction') }));
  }

  #one(method: string, transaction: Transaction, body: JsonObject, account: Account): MockReply {
    if (method === 'GET') return jsonReply(200, JSON.stringify(this.#print(transaction)));
    if (method === 'DELETE') {
      this.#transactions.delete(transaction.id);
      return jsonReply(200, '');
    }
    if (method !== 'PATCH' && method !== 'PUT') throw refuse('invalidOption');
    if (body['validateOnly'] !== undefined) transaction.validateOnly = body['validateOnly'] === true;
    if (body['state'] === 'VALIDATING') this.#commit(transaction, account);
    else if (body['state'] !== undefined) {
      throw refuse('invalidValue', { property: 'state', value: String(body['state']) });
    }
    transaction.used = this.#config.clock.now();
    return jsonReply(200, JSON.stringify(this.#print(transaction)));
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
      throw refuse('commitFailed', { reason: error.message });
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
        items: commands.map((command) => this.#printCommand(transaction, command)),
        kind: 'tm:transaction:commandscollectionstate',
        selfLink: this.#link(`transaction/${transaction.id}/commands`),
      }),
    );
  }

  #command(method: string, transaction: Transaction, command: Command, body: JsonObject): MockReply {
    if (transaction.state !== 'STARTED') throw refuse('transactionMissing');
    transaction.used = this.#config.clock.now();
    if (method === 'DELETE') {
      transaction.commands.splice(transaction.commands.indexOf(command), 1);
      return jsonReply(200, '');
    }
    if (method === 'PATCH') move(transaction, command, body['evalOrder']);
    else if (method !== 'GET') throw refuse('commandMissing', { id: command.id });
    return jsonReply(200, JSON.stringify(this.#printCommand(transaction, command)));
  }

  #find(id: string): Transaction | undefined {
    this.#expire();
    return /^\d{1,17}$/.test(id) ? this.#transactions.get(Number(id)) : undefined;
  }

  #expire(): void {
    const now = this.#config.clock.now();
    for (const transaction of this.#transactions.values()) {
      if (now - transaction.used >= timeoutSeconds * 1000) this.#transactions.delete(transaction.id);
    }
  }

  #print(transaction: Transaction): JsonObject {
    return {
      transId: transaction.id,
      state: transaction.state,
      timeoutSeconds,
      asyncExecution: false,
      validateOnly: transaction.validateOnly,
      executionTimeout: 300,
      executionTime: 0,
      failureReason: transaction.failureReason,
      kind: 'tm:transactionstate',
      selfLink: this.#link(`transaction/${transaction.id}`),
    };
  }

  #printCommand(transaction: Transaction, command: Command): JsonObject {
    const shown: JsonDraft = { method: command.method, uri: `https://localhost${command.path}` };
    if (command.body !== undefined) shown['body'] = command.body;
    return {
      ...shown,
      evalOrder: command.order,
      commandId: command.id,
      kind: 'tm:transaction:commandsstate',
      selfLink: this.#link(`transaction/${transaction.id}/commands/${command.id}`),
    };
  }

  #link(path: string): string {
    return `https://localhost/mgmt/tm/${path}?ver=${this.#config.version}`;
  }
}

/** Gives a command another place; the others close up. */
function move(transaction: Transaction, command: Command, order: Json | undefined): void {
  if (typeof order !== 'number' || !Number.isInteger(order) || order < 1) {
    throw refuse('invalidValue', { property: 'eval-order', value: JSON.stringify(order ?? null) });
  }
  const others = transaction.commands
    .filter((known) => known !== command)
    .sort((left, right) => left.order - right.order);
  others.splice(order - 1, 0, command);
  others.forEach((known, at) => {
    known.order = at + 1;
  });
}
