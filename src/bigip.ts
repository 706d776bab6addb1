/** The client: options in, a typed configuration tree out. */
import { inspect } from 'node:util';
import { OutcomeUnknownError } from './errors.ts';
import { checkRequest } from './icontrol/call.ts';
import { checkTransaction } from './icontrol/call-options.ts';
import type { Clock } from './icontrol/clock.ts';
import type { PasswordSource } from './icontrol/credentials.ts';
import type { Reply } from './icontrol/exchange.ts';
import { refusedCommit } from './icontrol/refused-commit.ts';
import type { CallOptions, Requester } from './icontrol/requester.ts';
import { type RequestOptions, Session, type SessionOptions } from './icontrol/session.ts';
import { Transaction } from './icontrol/transaction.ts';
import type { Method } from './icontrol/transport.ts';
import {
  type CollectionOf,
  collectionOf,
  collections,
  type QueuedTree,
  queuedCollections,
  type Tree,
} from './icontrol/tree.ts';
import type { AnyResource } from './resources/define.ts';
import { catalogue, resourceOf } from './resources/tree.ts';

/** Who asks: a user with a password, who may bring a first token; or whoever has a token and nothing else. */
export type LoginOptions =
  | { readonly username: string; readonly password: PasswordSource; readonly token?: string }
  | { readonly token: string; readonly username?: never; readonly password?: never };

/** Where the BIG-IP is, who asks, and how far to trust. */
export type BigIpOptions = Omit<SessionOptions, 'username' | 'password' | 'token'> & LoginOptions;

/** The configuration tree inside a transaction: the same names, writes only. */
export type TransactionTree = QueuedTree<typeof catalogue>;

/** How a transaction ends. Times are milliseconds. */
export interface TransactionOptions extends CallOptions {
  /** Has the device check all commands and apply none of them (TMOS 12.0 and later). Default false. */
  readonly validateOnly?: boolean;
}

/**
 * A BIG-IP. Use it with `await using`, or call `close()`: that revokes the token and ends every socket and timer.
 *
 * ```ts
 * await using bigip = new BigIp({ url: 'https://192.0.2.10', username: 'admin', password, tls: { ca } });
 * const pool = await bigip.ltm.pool.create({ name: 'tcp-32400', partition: 'k8s', monitor: '/Common/tcp' });
 * ```
 */
export class BigIp implements Requester {
  readonly ltm: Tree<typeof catalogue.ltm>;
  readonly net: Tree<typeof catalogue.net>;
  readonly auth: Tree<typeof catalogue.auth>;
  readonly sys: Tree<typeof catalogue.sys>;
  readonly cm: Tree<typeof catalogue.cm>;
  readonly #session: Session;

  constructor(options: BigIpOptions) {
    this.#session = new Session(options);
    const { ltm, net, auth, sys, cm } = collections(this.#session, catalogue);
    this.ltm = ltm;
    this.net = net;
    this.auth = auth;
    this.sys = sys;
    this.cm = cm;
  }

  get clock(): Clock {
    return this.#session.clock;
  }

  /** Host and port of the device, `192.0.2.10:443`. */
  get host(): string {
    return this.#session.host;
  }

  /** Milliseconds between two questions whether the device is ready, and for which it is waited for in all. */
  get readiness(): { readonly interval: number; readonly limit: number } {
    return this.#session.readiness;
  }

  /**
   * Any request under `/mgmt/tm`, with the same authentication, retries and errors as everything else: the way out for
   * what the catalogue lacks. `segments` are names and full paths, not encoded: `['ltm', 'pool', '/k8s/web']`.
   */
  async request(method: Method, segments: readonly string[], options: RequestOptions = {}): Promise<Reply> {
    checkRequest(method, segments, options);
    return this.#session.request(method, segments, options);
  }

  /** The collection of a resource of your own, or of the catalogue's. */
  collection<R extends AnyResource>(resource: R): CollectionOf<R> {
    return collectionOf(this.#session, resource);
  }

  /**
   * All or nothing: what is written through `tx` is committed when the function returns, and given up when it throws.
   * Without a command nothing is sent. The commands are kept under the device's time-out, however long the function takes.
   *
   * Throws TransactionError with the command at fault and the device's text when it refuses. The commit is never sent a
   * second time: when its reply is lost the device is asked what became of it, and OutcomeUnknownError is thrown when it
   * does not say. What is not committed is deleted on the device. `signal` and `timeout` are for all of it, also for the
   * time that the function takes. TokenEndedError: the token ended meanwhile, begin it again. Reads, and types that BIG-IP does not take in a
   * transaction (`auth.partition`, `sys.config`), are not on `tx`.
   */
  async transaction(write: (tx: TransactionTree) => Promise<void>, given: TransactionOptions = {}): Promise<void> {
    checkTransaction(write, given);
    const { validateOnly = false, ...options } = given;
    await this.#session.together(async (requester) => {
      const transaction = new Transaction(requester, options, 'all');
      try {
        await transaction.during(async () => write(queuedCollections(transaction, catalogue)));
      } catch (error) {
        await transaction.abandon(error);
        throw error;
      }
      try {
        await transaction.commit({ validateOnly, settle: true });
      } catch (error) {
        // What may still be under way is left alone; all else must not stay open on the device.
        if (!(error instanceof OutcomeUnknownError)) await transaction.abandon();
        throw refusedCommit(error, transaction.commands, (type) => resourceOf(type)?.label) ?? error;
      }
    });
  }

  /** Resolves when the device has loaded its configuration; asks every two seconds. Throws NotReadyError at the limit. */
  waitReady(options: CallOptions = {}): Promise<void> {
    return this.#session.waitReady(options);
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  /** What may be shown: no credentials. */
  toJSON(): Record<string, unknown> {
    return this.#session.toJSON();
  }

  [inspect.custom](_depth: number, options: object): string {
    return `BigIp ${inspect(this.toJSON(), options)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
