/**
 * A transaction of the device: commands are queued by requests that carry its id, and committed together or not at all.
 *
 * The id is a parameter of each request here and never a state of the session, so that parallel calls outside cannot
 * join it. Nothing is sent before the first command; an empty transaction sends nothing.
 */
import { BigIpError, NotFoundError, OutcomeUnknownError, ProtocolError } from '../errors.ts';
import { channels, debugTransaction, type TransactionEvent } from '../log.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { Clock } from './clock.ts';
import type { Command } from './command-at-fault.ts';
import type { Reply } from './exchange.ts';
import { isItem } from './items.ts';
import type { CallOptions, Requester } from './requester.ts';
import type { RequestOptions } from './session.ts';
import type { Method } from './transport.ts';

/** State of a transaction as the device tells it; `gone` when it does not know it any more. */
export type TransactionState = 'STARTED' | 'UPDATING' | 'VALIDATING' | 'COMPLETED' | 'FAILED' | 'gone';

/** The id from the selfLink: the number in `transId` may have 17 digits, more than a JSON number holds. */
function transactionId(body: unknown): string {
  const link = isItem(body) ? body['selfLink'] : undefined;
  const id = typeof link === 'string' ? /\/transaction\/(\d+)/.exec(link)?.[1] : undefined;
  const number = isItem(body) ? body['transId'] : undefined;
  const text = id ?? (typeof number === 'number' || typeof number === 'string' ? String(number) : undefined);
  if (text === undefined || !/^\d+$/.test(text)) throw new ProtocolError('the answer for a new transaction has no id');
  return text;
}

/** Seconds that the device keeps an idle transaction where it does not say so; 11.5 is the least patient. */
const SHORTEST_TIMEOUT = 30;
/** The part of the device's patience after which the commands are queued anew, in a new transaction. */
const PATIENCE = 0.75;

function timeoutOf(body: unknown): number {
  const seconds = isItem(body) ? body['timeoutSeconds'] : undefined;
  return (typeof seconds === 'number' && seconds > 0 ? seconds : SHORTEST_TIMEOUT) * 1000;
}

interface Queued extends Command {
  readonly options: RequestOptions;
}

export interface CommitOptions {
  /** Has the device check everything and apply nothing (TMOS 12.0 and later). */
  readonly validateOnly?: boolean;
}

const states: ReadonlySet<unknown> = new Set(['STARTED', 'UPDATING', 'VALIDATING', 'COMPLETED', 'FAILED']);

function stateOf(body: unknown): unknown {
  return isItem(body) ? body['state'] : undefined;
}

function isState(state: unknown): state is TransactionState {
  return states.has(state);
}

export class Transaction implements Requester {
  readonly #requester: Requester;
  readonly #options: CallOptions;
  #id: Promise<string> | undefined;
  /** Ends when the last command so far has been queued: commands reach the device in the order of the calls. */
  #queued: Promise<unknown> = Promise.resolve();
  /** The first command that could not be queued: what is left of the transaction must not be committed. */
  #failure: { readonly error: unknown } | undefined;
  readonly #commands: Queued[] = [];
  #started = 0;
  /** When the device heard of it last, and for how long it will remember. */
  #used = 0;
  #patience = SHORTEST_TIMEOUT * 1000;
  #ended = false;

  constructor(requester: Requester, options: CallOptions = {}) {
    this.#requester = requester;
    this.#options = options;
  }

  get clock(): Clock {
    return this.#requester.clock;
  }

  /** Commands queued so far. */
  get size(): number {
    return this.#commands.length;
  }

  /** The commands in the order in which they were queued. */
  get commands(): readonly Command[] {
    return this.#commands;
  }

  /** Queues one command. A lost reply leaves open whether it was queued, so the transaction has to be given up then. */
  request(method: Method, segments: readonly string[], options: RequestOptions = {}): Promise<Reply> {
    const reply = this.#queued.then(() => this.#queue(method, segments, options));
    this.#queued = reply.catch((error: unknown) => {
      this.#failure ??= { error };
    });
    return reply;
  }

  async #queue(method: Method, segments: readonly string[], options: RequestOptions): Promise<Reply> {
    if (this.#ended) throw new BigIpValueError('the transaction has ended: nothing can be queued in it any more');
    const { resolve: _resolve, ...rest } = options;
    const command: Queued = { method, segments, body: rest.body, options: rest };
    this.#commands.push(command);
    await this.#renew(this.#commands.slice(0, -1));
    return this.#send(command);
  }

  async #send({ method, segments, options }: Queued): Promise<Reply> {
    this.#id ??= this.#open();
    const coordinationId = await this.#id;
    const reply = await this.#requester.request(method, segments, { ...options, coordinationId, onMaybe: 'fail' });
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
      ...this.#options,
      body: {},
      onMaybe: 'retry',
    });
    this.#used = this.clock.now();
    this.#patience = timeoutOf(body);
    return transactionId(body);
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
      await this.#commit(id);
      this.#tell(id, 'committed');
    } catch (error) {
      this.#tell(id, error instanceof OutcomeUnknownError ? 'unknown' : 'failed', error);
      throw error;
    }
  }

  async #commit(id: string): Promise<void> {
    const { body } = await this.#requester.request('PATCH', ['transaction', id], {
      ...this.#options,
      body: { state: 'VALIDATING' },
      once: true,
      onMaybe: 'fail',
    });
    const state = stateOf(body);
    if (state === 'COMPLETED') return;
    throw new OutcomeUnknownError(`the commit was answered with state ${JSON.stringify(state)} instead of COMPLETED`);
  }

  async #validate(id: string): Promise<void> {
    try {
      await this.#requester.request('PATCH', ['transaction', id], {
        ...this.#options,
        body: { state: 'VALIDATING', validateOnly: true },
        onMaybe: 'retry',
      });
    } finally {
      await this.#forget();
    }
  }

  /** What the device says of this transaction. */
  async state(): Promise<TransactionState> {
    if (this.#id === undefined) return 'gone';
    try {
      const { body } = await this.#requester.request('GET', ['transaction', await this.#id], this.#options);
      const state = stateOf(body);
      return isState(state) ? state : 'gone';
    } catch (error) {
      if (error instanceof NotFoundError) return 'gone';
      throw error;
    }
  }

  /**
   * Deletes the transaction on the device, so that nothing is left open. When the device does not answer, the transaction
   * is left to expire there: the reason why it was given up matters more to the caller.
   */
  async abandon(): Promise<void> {
    await this.#queued;
    this.#ended = true;
    await this.#forget();
  }

  async #forget(): Promise<void> {
    if (this.#id === undefined) return;
    let id: string | undefined;
    try {
      id = await this.#id;
      await this.#requester.request('DELETE', ['transaction', id], { onMaybe: 'retry' });
      this.#tell(id, 'abandoned');
    } catch (error) {
      if (!(error instanceof BigIpError)) throw error;
      if (id !== undefined) this.#tell(id, 'abandoned', error);
    }
  }

  #tell(id: string, outcome: TransactionEvent['outcome'], error?: unknown): void {
    const code = error instanceof BigIpError ? { error: error.code } : {};
    const event: TransactionEvent = {
      id,
      commands: this.#commands.length,
      duration: this.clock.now() - this.#started,
      outcome,
      ...code,
    };
    debugTransaction('%s: %s, %d commands', id, outcome, this.#commands.length);
    if (channels.transaction.hasSubscribers) channels.transaction.publish(event);
  }
}
