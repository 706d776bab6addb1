import { inspect } from 'node:util';
import { OutcomeUnknownError, TimeoutError } from '../errors.ts';
import { Redactor } from '../log.ts';
import { believing } from './absence.ts';
import { authenticating } from './authenticate.ts';
import { hostAndPort } from './base-url.ts';
import { buildCall, type RequestOptions } from './call.ts';
import { checkCallOptions } from './call-options.ts';
import type { Clock } from './clock.ts';
import { limitConnections, WriteLimit } from './concurrency.ts';
import { confirming } from './confirm.ts';
import { BasicCredentials, type Credentials, SuppliedToken } from './credentials.ts';
import { interruption, withDeadline, within } from './deadline.ts';
import { type Call, isRead, type Reply, type Send } from './exchange.ts';
import { Gate } from './gate.ts';
import { Lifetime } from './lifetime.ts';
import { observing } from './observe.ts';
import { Readiness } from './readiness.ts';
import { receiving } from './receive.ts';
import type { Requester } from './requester.ts';
import { retrying } from './retry.ts';
import { RetryBudget } from './retry-budget.ts';
import { type ResolvedOptions, resolveOptions, type SessionOptions } from './session-options.ts';
import { TokenCredentials } from './token-credentials.ts';
import type { Method, Transport } from './transport.ts';
import { undiciTransport } from './undici-transport.ts';

export type { RequestOptions } from './call.ts';
export type { Reply, Resolve } from './exchange.ts';
export type { SessionOptions } from './session-options.ts';

function makeCredentials(given: SessionOptions, options: ResolvedOptions, redactor: Redactor, send: Send): Credentials {
  const { username, password, token } = given;
  const { auth, clock, retry, timeout, loginProvider, url } = options;
  if (typeof password === 'string') redactor.learn(password);
  const own = (): Credentials | undefined => {
    if (username === undefined || password === undefined) return undefined;
    const source = { password, redactor, clock, timeout };
    if (auth === 'basic') return new BasicCredentials(username, source);
    const login = { host: hostAndPort(url), username, provider: loginProvider };
    return new TokenCredentials({ ...source, ...login, policy: retry, send });
  };
  const credentials = own();
  if (token !== undefined) return new SuppliedToken(token, credentials, redactor);
  // resolveOptions has refused the absence of both.
  if (credentials === undefined) throw new TypeError('no credentials');
  return credentials;
}

/** Milliseconds that close() leaves to the calls that are under way. */
const CLOSE_GRACE = 5_000;

function warnUnverified(host: string): void {
  const message = `the certificate of ${host} is not verified: whoever answers there can read the password`;
  process.emitWarning(message, { type: 'SecurityWarning', code: 'BIGIP_TLS_UNVERIFIED' });
}

/**
 * A session with one BIG-IP: logs in when the first call needs it, sends every request with its manners (deadlines,
 * retry, read-back, limits), and leaves nothing behind when it is closed. Close it, or declare it with `await using`.
 */
export class Session {
  readonly #options: ResolvedOptions;
  readonly #redactor = new Redactor();
  readonly #transport: Transport;
  readonly #credentials: Credentials;
  readonly #readiness: Readiness;
  readonly #writes: WriteLimit;
  /** Every concern around the transport, the outermost first. */
  readonly #send: Send;
  readonly #lifetime: Lifetime;
  readonly #host: string;
  /** Those of writes that may have to be read back. */
  readonly #writing = new WeakSet<AbortSignal>();
  #prepared = false;
  #closing: Promise<void> | undefined;

  /** Sends nothing yet. Throws BigIpValueError for an option that cannot be. */
  constructor(options: SessionOptions) {
    this.#options = resolveOptions(options);
    const { url, tls, connections, proxy, clock, limits, retry, readiness, maxConcurrentWrites } = this.#options;
    this.#host = hostAndPort(url);
    this.#lifetime = new Lifetime(this.#host);
    if (proxy !== undefined) this.#learnProxyPassword(proxy);
    this.#transport = options.transport ?? undiciTransport({ url, tls, connections, proxy });
    const verified = tls.dangerouslySkipTlsVerify !== true || tls.fingerprint256 !== undefined;
    if (!verified && options.transport === undefined) warnUnverified(this.#host);

    // What a proxy says of a device that does not answer is no word of the device.
    const onReply = proxy === undefined ? () => this.#readiness.answered() : () => {};
    const received = receiving(this.#transport, { place: this.#host, limits, redactor: this.#redactor, onReply });
    const attempt = observing(withDeadline(received, clock), clock);
    const gate = new Gate(connections);
    // For logins and probes; work is held back while the device restarts.
    const wire = limitConnections(attempt, gate);
    const work = limitConnections(attempt, gate, () => this.#readiness.waiting);
    this.#credentials = makeCredentials(options, this.#options, this.#redactor, wire);
    const probe = authenticating(wire, this.#credentials);
    const get = (path: string, signal: AbortSignal) =>
      this.#run('GET', path.split('/'), { signal, attempts: 1, absence: 'believe' }, probe);
    this.#readiness = new Readiness({ clock, ...readiness, host: this.#host, get });
    this.#writes = new WriteLimit(maxConcurrentWrites);
    const authentic = authenticating(this.#writes.wrap(work), this.#credentials);
    const confirmed = confirming(believing(authentic, this.#readiness));
    this.#send = retrying(confirmed, { clock, policy: retry, budget: new RetryBudget(), readiness: this.#readiness });
  }

  /** The only time that waits and deadlines of this session know. */
  get clock(): Clock {
    return this.#options.clock;
  }

  /** Host and port of the device, `192.0.2.10:443`. */
  get host(): string {
    return this.#host;
  }

  /** Milliseconds between two questions whether the device is ready, and for which it is waited for in all. */
  get readiness(): { readonly interval: number; readonly limit: number } {
    return this.#options.readiness;
  }

  /** Origin of the device. */
  get url(): string {
    return this.#options.url.origin;
  }

  /** Writes outside a transaction that may be under way at this moment; the device's refusals lower it. */
  get concurrentWrites(): number {
    return this.#writes.current;
  }

  /**
   * One request. `segments` are raw names under `/mgmt/tm`: `['ltm', 'pool', '/k8s/web', 'members']`.
   *
   * Rejects with an error of the BigIpError tree; its `outcome` says what is known about the effect. A write whose reply
   * was lost rejects with OutcomeUnknownError unless `resolve` or `onMaybe` in the options say otherwise.
   */
  async request(method: Method, segments: readonly string[], options: RequestOptions = {}): Promise<Reply> {
    // Reading back belongs to a call that is under way.
    if (options.signal === undefined || !this.#writing.has(options.signal)) this.#lifetime.checkOpen();
    return this.#run(method, segments, options, this.#send);
  }

  /**
   * Requests that make one whole, such as a transaction: a close that comes meanwhile lets them end, as it does a single
   * call. `requester` is for them.
   */
  async together<T>(work: (requester: Requester) => Promise<T>): Promise<T> {
    this.#lifetime.checkOpen();
    const { clock, host } = this;
    const request: Requester['request'] = (method, segments, options = {}) =>
      this.#run(method, segments, options, this.#send);
    const { done } = this.#lifetime.begin(undefined);
    try {
      return await work({ clock, host, request });
    } finally {
      done();
    }
  }

  /**
   * Waits until the device says that it is ready (`sys/ready`, all yes; before 13.1 `sys/mcp-state`), asking every 2 s.
   * Default limit 600,000 ms; NotReadyError then.
   */
  async waitReady(options: { readonly signal?: AbortSignal; readonly timeout?: number } = {}): Promise<void> {
    checkCallOptions(options);
    this.#lifetime.checkOpen();
    const { signal, timeout = this.#options.readiness.limit } = options;
    const work = this.#lifetime.begin(signal);
    try {
      await this.#readiness.wait(work.signal, timeout);
    } finally {
      work.done();
    }
  }

  /**
   * Takes no new calls, lets those under way end within 5 s, gives the token back and closes every connection. A device
   * that does not take its token back is no failure: the token expires. Can be called again.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What may be shown: no credentials. */
  toJSON(): Record<string, unknown> {
    return { url: this.url, auth: this.#options.auth, closed: this.#lifetime.closed };
  }

  [inspect.custom](_depth: number, options: object): string {
    return `Session ${inspect(this.toJSON(), options)}`;
  }

  async #close(): Promise<void> {
    // Cutting off a write leaves its outcome unknown, so what is under way has some time to end.
    await this.#lifetime.close(this.#options.clock, CLOSE_GRACE);
    try {
      await this.#credentials.close();
    } finally {
      await this.#transport.close();
    }
  }

  async #run(method: Method, segments: readonly string[], options: RequestOptions, send: Send): Promise<Reply> {
    const work = this.#lifetime.begin(options.signal);
    try {
      const { retry, timeout } = this.#options;
      const call = buildCall(method, segments, options, {
        attempts: retry.attempts,
        timeout,
        signal: work.signal,
        redactor: this.#redactor,
        host: this.#host,
      });
      if (call.resolve !== undefined) this.#writing.add(call.signal);
      if (!this.#prepared) await this.#prepare();
      if (call.signal.aborted) throw interruption(call.signal.reason, 'not-sent', call.summary);
      // The wrappers heed the signal by themselves.
      return options.timeout === undefined ? await send(call) : await this.#bounded(call, options.timeout, send);
    } finally {
      work.done();
    }
  }

  async #prepare(): Promise<void> {
    await this.#transport.prepare?.();
    this.#prepared = true;
  }

  /** The deadline of the whole call. What it cuts off in the middle of a write has an unknown outcome. */
  async #bounded(call: Call, timeout: number, send: Send): Promise<Reply> {
    const { clock } = this.#options;
    const bounds = { clock, timeout, signal: call.signal, what: 'the call', request: call.summary };
    try {
      return await within(bounds, ({ signal }) => {
        if (call.resolve !== undefined) this.#writing.add(signal);
        return send({ ...call, signal });
      });
    } catch (error) {
      if (!(error instanceof TimeoutError) || isRead(call) || error.outcome !== 'maybe-applied') throw error;
      throw new OutcomeUnknownError(error.message, { request: call.summary, cause: error });
    }
  }

  #learnProxyPassword(proxy: string): void {
    const { password } = new URL(proxy);
    this.#redactor.learn(decodeURIComponent(password));
  }
}
