/**
 * A transaction of the device: commands are queued by requests that carry its id, and committed together or not at all.
 *
 * The id is a parameter of each request here and never a state of the session, so that parallel calls outside cannot
 * join it. Nothing is sent before the first command; an empty transaction sends nothing.
 */
import { BigIpError, NotFoundError, OutcomeUnknownError } from '../errors.ts';
import type { TransactionEvent } from '../log.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { Clock } from './clock.ts';
import type { Command } from './command-at-fault.ts';
import type { Reply } from './exchange.ts';
import { settleCommit } from './lost-commit.ts';
import type { CallOptions, Requester } from './requester.ts';
import type { RequestOptions } from './session.ts';
import { type Share, SharedTime } from './shared-time.ts';
import {
  afterCommand,
  askFor,
  patienceIn,
  stateIn,
  type TransactionLook,
  type TransactionState,
  transactionId,
} from './transaction-answers.ts';
import { tellEnd } from './transaction-event.ts';
import type { Method } from './transport.ts';

/** The part of the device's patience after which the commands are queued anew, in a new transaction. */
const PATIENCE = 0.75;

interface Queued extends Command {
  readonly options: RequestOptions;
}

export interface CommitOptions {
  /** Has the device check everything and apply nothing (TMOS 12.0 and later). */
  readonly validateOnly?: boolean;
  /** When the reply is lost, asks the device what became of the commit. */
  readonly settle?: boolean;
}

/** Milliseconds that giving up waits for the device to delete the transaction; after that it expires by itself. */
const DELETE_TIMEOUT = 5_000;

export class Transaction implements Requester {
  readonly #requester: Requester;
  readonly #time: SharedTime;
  #id: Promise<string> | undefined;
  /** Ends when the last command so far has been queued: commands reach the device in the order of the calls. */
  #queued: Promise<unknown> = Promise.resolve();
  /** The first command that could not be queued: what is left of the transaction must not be committed. */
  #failure: { readonly error: unknown } | undefined;
  readonly #commands: Queued[] = [];
  /** How many of them are in the transaction of this id. */
  #inside = 0;
  #started = 0;
  /** When the device heard of it last, and for how long it will remember. */
  #used = 0;
  #patience = 0;
  #ended = false;
  /** The last id whose end was told of. */
  #told: string | undefined;

  /** The signal is for all of it; the timeout for each request, or for all from now until the reply of the commit. */
  constructor(requester: Requester, options: CallOptions = {}, share: Share = 'each') {
    this.#requester = requester;
    this.#time = new SharedTime(requester.clock, options, { share, what: 'the transaction was not committed' });
  }

  get clock(): Clock {
    return this.#requester.clock;
  }

  /** The commands in the order in which they were queued. */
  get commands(): readonly Command[] {
    return this.#commands;
  }

  /**
   * Queues one command. A lost reply leaves open whether it was queued, so the transaction has to be given up then. One
   * that the device was too busy for is sent again when the list of the commands shows that it is not in there.
   */
  request(method: Method, segments: readonly string[], options: RequestOptions = {}): Promise<Reply> {
    const reply = this.#queued.then(() => this.#queue(method, segments, options));
    this.#queued = reply.catch((error: unknown) => {
      this.#failure ??= { error };
    });
    return reply;
  }

  async #queue(method: Method, segments: readonly string[], options: RequestOptions): Promise<Reply> {
    if (this.#ended) throw new BigIpValueError('the transaction has ended: nothing can be queued in it any more');
    // It will not be committed, so nothing more need be sent.
    if (this.#failure !== undefined) throw this.#failure.error;
    const { resolve: _resolve, ...rest } = options;
    const command: Queued = { method, segments, body: rest.body, options: rest };
    this.#commands.push(command);
    await this.#renew(this.#commands.slice(0, -1));
    return this.#send(command);
  }

  async #send({ method, segments, options }: Queued): Promise<Reply> {
    this.#id ??= this.#open();
    const coordinationId = await this.#id;
    const bounds = this.#time.bounds(options);
    const list = ['transaction', coordinationId, 'commands'];
    const before = this.#inside;
    const reply = await this.#requester.request(method, segments, {
      ...options,
      ...bounds,
      coordinationId,
      onMaybe: 'fail',
      resolve: async (call) => afterCommand(await this.#requester.request('GET', list, call), before),
    });
    this.#inside += 1;
    this.#used = this.clock.now();
    return reply;
  }

  /**
   * The device forgets a transaction that it does not hear of. Nothing in it was done yet, so the commands are queued once
   * more, in the same order, before that happens.
   */
  async #renew(queued: readonly Queued[]): Promise<void> {
    if (this.#id === undefined || this.clock.now() - this.#used < this.#patience * PATIENCE) return;
    await this.#forget();
    this.#id = undefined;
    for (const command of queued) await this.#send(command);
  }

  async #open(): Promise<string> {
    this.#started = this.clock.now();
    // An orphan of a lost reply expires by itself on the device.
    const { body } = await this.#requester.request('POST', ['transaction'], {
      ...this.#time.bounds(),
      body: {},
      onMaybe: 'retry',
    });
    this.#used = this.clock.now();
    this.#patience = patienceIn(body);
    this.#inside = 0;
    return transactionId(body);
  }

  /** Runs what queues the commands, under the signal and the time of the transaction. */
  during(work: () => Promise<void>): Promise<void> {
    return this.#time.within(work);
  }

  /**
   * Commits what was queued. Throws ValidationError when the device refuses (nothing was applied), and
   * OutcomeUnknownError when the reply was lost: the commit is never sent again, the caller reads back.
   *
   * With `validateOnly` nothing is applied either way, and the transaction is given up.
   */
  async commit(options: CommitOptions = {}): Promise<void> {
    await this.#queued;
    if (this.#failure !== undefined) {
      await this.abandon();
      throw this.#failure.error;
    }
    if (this.#id === undefined || this.#ended) return;
    await this.#renew(this.#commands);
    const id = await this.#id;
    this.#ended = true;
    try {
      if (options.validateOnly === true) return await this.#validate(id);
      await this.#commit(id).catch((error: unknown) => {
        if (options.settle !== true || !(error instanceof OutcomeUnknownError)) throw error;
        return settleCommit(this, error);
      });
      this.#tell(id, 'committed');
    } catch (error) {
      this.#tell(id, error instanceof OutcomeUnknownError ? 'unknown' : 'failed', error);
      throw error;
    }
  }

  async #commit(id: string): Promise<void> {
    const { body } = await this.#requester.request('PATCH', ['transaction', id], {
      ...this.#time.bounds(),
      body: { state: 'VALIDATING' },
      once: true,
      onMaybe: 'fail',
    });
    const state = stateIn(body);
    if (state === 'COMPLETED') return;
    throw new OutcomeUnknownError(`the commit was answered with state ${JSON.stringify(state)} instead of COMPLETED`);
  }

  async #validate(id: string): Promise<void> {
    try {
      await this.#requester.request('PATCH', ['transaction', id], {
        ...this.#time.bounds(),
        body: { state: 'VALIDATING', validateOnly: true },
        onMaybe: 'retry',
      });
    } finally {
      await this.#forget();
    }
  }

  /** What the device says of this transaction. */
  async state(): Promise<TransactionState> {
    return (await this.look()).state;
  }

  /** As `state`, with the reason that the device gives for a commit that failed. */
  async look(): Promise<TransactionLook> {
    if (this.#id === undefined) return { state: 'gone', reason: '' };
    return askFor(this.#requester, await this.#id, this.#time.bounds());
  }

  /** Under the signal of the transaction. */
  pause(ms: number): Promise<void> {
    return this.#time.pause(ms);
  }

  /**
   * Deletes the transaction on the device, so that nothing is left open. When the device does not answer, the transaction
   * is left to expire there: the reason why it was given up matters more to the caller. What is still to be queued then
   * fails for that reason.
   */
  async abandon(reason?: unknown): Promise<void> {
    if (reason !== undefined) this.#failure ??= { error: reason };
    await this.#queued;
    this.#ended = true;
    await this.#forget();
  }

  async #forget(): Promise<void> {
    if (this.#id === undefined) return;
    let id: string | undefined;
    try {
      id = await this.#id;
      // Without the caller's signal and time: what is given up because of them must not stay open.
      const bounds = { onMaybe: 'retry', absence: 'believe', timeout: DELETE_TIMEOUT } as const;
      await this.#requester.request('DELETE', ['transaction', id], bounds);
      this.#id = undefined;
      this.#tell(id, 'abandoned');
    } catch (error) {
      if (!(error instanceof BigIpError)) throw error;
      // One that the device has ended by itself is as good as deleted.
      if (error instanceof NotFoundError) this.#id = undefined;
      if (id !== undefined) this.#tell(id, 'abandoned', error);
    }
  }

  #tell(id: string, outcome: TransactionEvent['outcome'], error?: unknown): void {
    if (this.#told === id) return;
    this.#told = id;
    const duration = this.clock.now() - this.#started;
    tellEnd(this.#requester.host, { id, commands: this.#commands.length, duration, outcome }, error);
  }
}
