import { AuthenticationError, isBigIpError } from '../errors.ts';
import { channels, debugLogin, type LoginEvent } from '../log.ts';
import { type Credentials, type PasswordOptions, readPassword, type Ticket } from './credentials.ts';
import { within } from './deadline.ts';
import type { Send } from './exchange.ts';
import { login, revoke } from './login.ts';
import { backoff, type RetryPolicy } from './retry.ts';

/** The timeout is that of one request. */
export interface TokenOptions extends PasswordOptions {
  readonly username: string;
  /** `loginProviderName`; `tmos` asks whatever the device is set up with. */
  readonly provider: string;
  readonly policy: RetryPolicy;
  /** Without authentication, waiting and retry. */
  readonly send: Send;
  /** Of the device. */
  readonly host: string;
}

/** A token is renewed this long before its end, milliseconds, but never in the first nine tenths of its life. */
const RENEW_AHEAD = 60_000;
/** A request that begins in the last moments of a token, milliseconds, might arrive after its end. */
const LAST_USE = 10_000;
/** Milliseconds that closing waits for the device to take a token back; after that it expires by itself. */
const REVOKE_TIMEOUT = 5_000;
/** Milliseconds; a login after one that failed waits no longer than this. */
const LONGEST_LOGIN_PAUSE = 2_000;

/** One token of ours on the device, and how many requests are using it. */
class Grant implements Ticket {
  readonly token = 'ours';
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Moments of the session's clock. */
  readonly renewAt: number;
  readonly useUntil: number;
  uses = 0;
  retired = false;
  readonly #onDone: (grant: Grant) => void;

  constructor(value: string, began: number, life: number, onDone: (grant: Grant) => void) {
    this.value = value;
    this.headers = { 'x-f5-auth-token': value };
    this.renewAt = began + life - Math.min(RENEW_AHEAD, life / 10);
    this.useUntil = began + life - Math.min(LAST_USE, life / 20);
    this.#onDone = onDone;
  }

  use(): Ticket {
    this.uses += 1;
    return this;
  }

  done(): void {
    this.uses -= 1;
    this.#onDone(this);
  }
}

/**
 * Token authentication: one login however many calls need it, renewed ahead of its end by the device's own difference
 * of times, and taken back when it is replaced or the session closes.
 */
export class TokenCredentials implements Credentials {
  readonly #options: TokenOptions;
  readonly #closing = new AbortController();
  readonly #revocations = new Set<Promise<void>>();
  #grant: Grant | undefined;
  #login: Promise<Grant> | undefined;
  #failures = 0;
  /** The password that the device refused, and how: it is not sent a second time, because that locks accounts. */
  #refusal: { readonly password: string; readonly error: AuthenticationError } | undefined;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  ticket(signal: AbortSignal): Ticket | Promise<Ticket> {
    const grant = this.#grant;
    const isFresh = grant !== undefined && this.#options.clock.now() < grant.renewAt;
    return isFresh ? grant.use() : this.#renew(signal);
  }

  refused(ticket: Ticket): boolean {
    if (ticket instanceof Grant) this.#retire(ticket);
    return true;
  }

  accepted(): void {}

  async close(): Promise<void> {
    // A login on its way would leave a token behind: it is given the time to end.
    const { clock } = this.#options;
    const pending = this.#login;
    if (pending !== undefined) {
      const bounds = { clock, timeout: REVOKE_TIMEOUT, signal: new AbortController().signal, what: 'the login' };
      await within(bounds, () => pending).catch(() => undefined);
    }
    this.#closing.abort();
    if (this.#grant !== undefined) this.#retire(this.#grant, 'now');
    await Promise.all(this.#revocations);
  }

  async #renew(signal: AbortSignal): Promise<Ticket> {
    const { clock } = this.#options;
    const login = this.#sharedLogin();
    // Ahead of its end the old one still serves, also when it cannot be renewed just now.
    const grant = this.#grant;
    if (grant !== undefined && clock.now() < grant.useUntil) return grant.use();
    // The login belongs to all who wait for it, so one who leaves does not end it.
    // The request that waits for it was not sent yet.
    return (await within({ clock, signal, what: 'the login', outcome: 'not-sent' }, () => login)).use();
  }

  #sharedLogin(): Promise<Grant> {
    if (this.#login === undefined) {
      this.#login = this.#logIn().finally(() => {
        this.#login = undefined;
      });
      // When all who waited have left, nobody hears of its failure.
      this.#login.catch(() => {});
    }
    return this.#login;
  }

  async #logIn(): Promise<Grant> {
    const { clock, policy, send, timeout, username, provider, redactor, host } = this.#options;
    if (this.#failures > 0) {
      await clock.sleep(Math.min(LONGEST_LOGIN_PAUSE, backoff(policy, this.#failures)), this.#closing.signal);
    }
    const password = await readPassword(this.#options, this.#closing.signal);
    if (this.#refusal?.password === password) throw this.#refusal.error;
    const began = clock.now();
    try {
      const { value, life } = await login(send, { host, username, password, provider }, this.#closing.signal, timeout);
      redactor.learn(value);
      this.#failures = 0;
      this.#refusal = undefined;
      this.#tell({ action: 'login', duration: clock.now() - began, life });
      if (this.#grant !== undefined) this.#retire(this.#grant);
      this.#grant = new Grant(value, began, life, (grant) => this.#revokeIfUnused(grant));
      return this.#grant;
    } catch (error) {
      this.#failures += 1;
      this.#tell({
        action: 'login',
        duration: clock.now() - began,
        error: isBigIpError(error) ? error.code : 'UNKNOWN',
      });
      if (error instanceof AuthenticationError) this.#refusal = { password, error };
      // The call that needed the token was not sent, whatever became of the login.
      if (isBigIpError(error) && error.outcome === 'maybe-applied') error.outcome = 'not-sent';
      throw error;
    }
  }

  /** No new request uses it. */
  #retire(grant: Grant, when: 'unused' | 'now' = 'unused'): void {
    if (this.#grant === grant) this.#grant = undefined;
    if (when === 'now') grant.uses = 0;
    if (grant.retired) return;
    grant.retired = true;
    this.#revokeIfUnused(grant);
  }

  #revokeIfUnused(grant: Grant): void {
    if (!grant.retired || grant.uses !== 0) return;
    // Counted below zero, so that it is taken back once.
    grant.uses = -1;
    const revocation = this.#revoke(grant).finally(() => this.#revocations.delete(revocation));
    this.#revocations.add(revocation);
  }

  /** A token that cannot be taken back expires by itself; that is told, and is no failure of anybody's call. */
  async #revoke(grant: Grant): Promise<void> {
    const { clock, send, redactor, host } = this.#options;
    const began = clock.now();
    try {
      await revoke(send, { host, token: grant.value }, new AbortController().signal, REVOKE_TIMEOUT);
      this.#tell({ action: 'revoke', duration: clock.now() - began });
      redactor.forget(grant.value);
    } catch (error) {
      this.#tell({
        action: 'revoke',
        duration: clock.now() - began,
        error: isBigIpError(error) ? error.code : 'UNKNOWN',
      });
    }
  }

  #tell(event: LoginEvent): void {
    const { host } = this.#options;
    channels.login.publish({ host, ...event } satisfies LoginEvent);
    debugLogin('%s at %s: %s in %d ms', event.action, host, event.error ?? 'done', Math.round(event.duration));
  }
}
