import { AuthenticationError } from '../errors.ts';
import type { Redactor } from '../log.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { Clock } from './clock.ts';
import { within } from './deadline.ts';

/** What one request is sent with; `done` is called when that request has ended. */
export interface Ticket {
  readonly headers: Readonly<Record<string, string>>;
  /** It was refused or replaced since: whoever has not used it yet asks for another. */
  readonly retired?: boolean;
  /** Whose token it is, when it is one: from a login of ours, or given by the caller. */
  readonly token?: 'ours' | 'given';
  done(): void;
}

type Headers = Readonly<Record<string, string>>;

const joined = new WeakMap<Headers, { readonly own: Headers; readonly all: Headers }>();

/** The headers of a request and those of its ticket. Most requests have the same, so the last answer is kept. */
export function withTicket(own: Headers, { headers }: Ticket): Headers {
  const last = joined.get(headers);
  if (last?.own === own) return last.all;
  const all = Object.freeze({ ...own, ...headers });
  joined.set(headers, { own, all });
  return all;
}

/** A call waited so long for its turn that its ticket was retired. Nothing was sent. */
export class RetiredTicket extends Error {}

/** One way to prove who we are. */
export interface Credentials {
  /** Waits for a login when there has to be one. Calls that come meanwhile share it. */
  ticket(signal: AbortSignal): Ticket | Promise<Ticket>;
  /** A request with this ticket was answered 401. True when a new ticket may help. */
  refused(ticket: Ticket): boolean;
  /** A request with this ticket was accepted. */
  accepted(ticket: Ticket): void;
  /** Gives back what the device holds for us. */
  close(): Promise<void>;
}

export type PasswordSource = string | (() => string | Promise<string>);

/** Where a password comes from, and how long that may take. */
export interface PasswordOptions {
  readonly password: PasswordSource;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Milliseconds. */
  readonly timeout: number;
}

function refusePassword(given: unknown): never {
  const what = given === '' ? 'an empty text' : `no text (${given === null ? 'null' : typeof given})`;
  throw new BigIpValueError(`must be text; the function for it returned ${what}`, { path: 'password' });
}

/** Throws an AuthenticationError for a function that fails, a BigIpValueError for one that returns no text. Nothing of the request has been sent in any case. */
export async function readPassword(options: PasswordOptions, signal: AbortSignal): Promise<string> {
  const { password: source, redactor, clock, timeout } = options;
  if (typeof source === 'string') return source;
  const fetching = async (): Promise<string> => {
    try {
      return await source();
    } catch (error) {
      const cause = redactor.cause(error);
      const why = cause instanceof Error ? `: ${cause.message}` : '';
      throw new AuthenticationError(`the function for the password failed${why}`, { cause, outcome: 'not-sent' });
    }
  };
  const bounds = { clock, timeout, signal, what: 'fetching the password', outcome: 'not-sent' } as const;
  const password: unknown = await within(bounds, fetching);
  if (typeof password !== 'string' || password === '') return refusePassword(password);
  redactor.learn(password);
  return password;
}

const nothing = () => {};

/** User and password with every request. A 401 counts as a failed login, so only one after a success is tried again. */
export class BasicCredentials implements Credentials {
  readonly #username: string;
  readonly #options: PasswordOptions;
  #worked = false;

  constructor(username: string, options: PasswordOptions) {
    this.#username = username;
    this.#options = options;
  }

  async ticket(signal: AbortSignal): Promise<Ticket> {
    const pair = `${this.#username}:${await readPassword(this.#options, signal)}`;
    const encoded = Buffer.from(pair, 'utf8').toString('base64');
    this.#options.redactor.learn(encoded);
    return { headers: { authorization: `Basic ${encoded}` }, done: nothing };
  }

  /** Good credentials are also refused now and then (facts: icontrol-rest 2.9). */
  refused(): boolean {
    const worked = this.#worked;
    this.#worked = false;
    return worked;
  }

  accepted(): void {
    this.#worked = true;
  }

  async close(): Promise<void> {}
}

/** A token that somebody else obtained. It is not revoked at the end; when it is refused, `next` takes over. */
export class SuppliedToken implements Credentials {
  readonly #first: Ticket;
  readonly #next: Credentials | undefined;
  #dead = false;

  constructor(token: string, next: Credentials | undefined, redactor: Redactor) {
    redactor.learn(token);
    this.#first = { headers: { 'x-f5-auth-token': token }, token: 'given', done: nothing };
    this.#next = next;
  }

  ticket(signal: AbortSignal): Ticket | Promise<Ticket> {
    return this.#dead && this.#next !== undefined ? this.#next.ticket(signal) : this.#first;
  }

  refused(ticket: Ticket): boolean {
    if (ticket !== this.#first) return this.#next?.refused(ticket) ?? false;
    this.#dead = true;
    return this.#next !== undefined;
  }

  accepted(ticket: Ticket): void {
    if (ticket !== this.#first) this.#next?.accepted(ticket);
  }

  async close(): Promise<void> {
    await this.#next?.close();
  }
}
