import type { Redactor } from '../log.ts';

/** What one request is sent with; `done` is called when that request has ended. */
export interface Ticket {
  readonly headers: Readonly<Record<string, string>>;
  /** It was refused or replaced since: whoever has not used it yet asks for another. */
  readonly retired?: boolean;
  done(): void;
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

export async function readPassword(source: PasswordSource, redactor: Redactor): Promise<string> {
  const password = typeof source === 'string' ? source : await source();
  redactor.learn(password);
  return password;
}

const nothing = () => {};

/** User and password with every request. A 401 counts as a failed login, so only one after a success is tried again. */
export class BasicCredentials implements Credentials {
  readonly #username: string;
  readonly #password: PasswordSource;
  readonly #redactor: Redactor;
  #worked = false;

  constructor(username: string, password: PasswordSource, redactor: Redactor) {
    this.#username = username;
    this.#password = password;
    this.#redactor = redactor;
  }

  async ticket(): Promise<Ticket> {
    const pair = `${this.#username}:${await readPassword(this.#password, this.#redactor)}`;
    const encoded = Buffer.from(pair, 'utf8').toString('base64');
    this.#redactor.learn(encoded);
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
    this.#first = { headers: { 'x-f5-auth-token': token }, done: nothing };
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
