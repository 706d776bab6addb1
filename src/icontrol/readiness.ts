import {
  AuthenticationError,
  type BigIpError,
  isBigIpError,
  NotReadyError,
  PermissionError,
  TimeoutError,
  TlsError,
  TokenQuotaError,
  ValidationError,
} from '../errors.ts';
import { debugReady } from '../log.ts';
import type { Clock } from './clock.ts';
import { interruption, within } from './deadline.ts';
import type { Reply } from './exchange.ts';

/** `unknown`: the device has none of the places to ask, or does not let this user. */
export type ReadinessAnswer = 'ready' | 'not-ready' | 'unknown';

export interface ReadinessOptions {
  readonly clock: Clock;
  /** Milliseconds between two probes. Default 2,000. */
  readonly interval: number;
  /** Milliseconds that a call waits for a device that restarts; boxes take about five minutes. Default 600,000. */
  readonly limit: number;
  /** Of the device. */
  readonly host: string;
  /** Sends one GET under /mgmt/tm, past the wrappers that wait for readiness themselves. */
  readonly get: (path: string, signal: AbortSignal) => Promise<Reply>;
}

/** Every `description` in a statistics reply, by the name of its entry (facts: icontrol-rest 4.6). */
function descriptions(value: unknown, into = new Map<string, string>()): Map<string, string> {
  if (typeof value !== 'object' || value === null) return into;
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry !== 'object' || entry === null) continue;
    if ('description' in entry && typeof entry.description === 'string') into.set(name, entry.description);
    descriptions(entry, into);
  }
  return into;
}

/** `sys/ready`, since 13.1: configReady, licenseReady and provisionReady, all `yes`. */
function readReady(reply: Reply): ReadinessAnswer {
  const flags = [...descriptions(reply.body)].filter(([name]) => name.endsWith('Ready'));
  if (flags.length === 0) return 'unknown';
  return flags.every(([, value]) => value === 'yes') ? 'ready' : 'not-ready';
}

/** `sys/mcp-state`, on older versions: phase `running`. */
function readMcpState(reply: Reply): ReadinessAnswer {
  const phase = descriptions(reply.body).get('phase');
  if (phase === undefined) return 'unknown';
  return phase === 'running' ? 'ready' : 'not-ready';
}

const PLACES = [
  { path: 'sys/ready', read: readReady },
  { path: 'sys/mcp-state', read: readMcpState },
] as const;

/** What a probe that failed says about readiness; undefined when it says nothing and the caller must hear of it. */
function judge(error: unknown): ReadinessAnswer | undefined {
  if (!isBigIpError(error) || error instanceof TlsError) return undefined;
  if (error instanceof AuthenticationError || error instanceof TokenQuotaError) return undefined;
  if (error instanceof PermissionError || error instanceof ValidationError || error.status === 404) {
    return error instanceof NotReadyError ? 'not-ready' : 'unknown';
  }
  return 'not-ready';
}

/** Whether the device may be believed, asked with one probe at a time however many calls want to know. */
export class Readiness {
  readonly #options: ReadinessOptions;
  #proven = false;
  #reached = false;
  /** What became of the last probe that failed. */
  #failure: BigIpError | undefined;
  #check: Promise<ReadinessAnswer> | undefined;
  #window: { readonly over: Promise<void>; readonly stop: AbortController; waiting: number } | undefined;

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  /** The device was found ready, and nothing has gone wrong since. */
  get proven(): boolean {
    return this.#proven;
  }

  /** An answer has come from there: when nobody answers any more, it may be a restart, and the address is not wrong. */
  get reached(): boolean {
    return this.#reached;
  }

  answered(): void {
    this.#reached = true;
  }

  /** Something went wrong: earlier proof is worth nothing. */
  doubt(): void {
    this.#proven = false;
  }

  /** One probe. Calls that come while it is under way share it. */
  check(signal: AbortSignal): Promise<ReadinessAnswer> {
    // Its own deadline is that of one attempt; the signal of one caller must not end it for the others.
    if (this.#check === undefined) {
      this.#check = this.#probe(new AbortController().signal).finally(() => {
        this.#check = undefined;
      });
      // When all who waited have left, nobody hears of its failure.
      this.#check.catch(() => {});
    }
    const shared = this.#check;
    return within({ clock: this.#options.clock, signal, what: 'a probe' }, () => shared).catch((error: unknown) => {
      throw signal.aborted ? interruption(signal.reason, 'refused-for-now') : error;
    });
  }

  /** The device is known to restart, and is being watched. */
  get waiting(): boolean {
    return this.#window !== undefined;
  }

  /** Returns at once, unless the device is known to restart: then when it is ready again. */
  async open(signal: AbortSignal): Promise<void> {
    if (this.#window !== undefined) await this.wait(signal);
  }

  /** Probes every `interval` until the device is ready; all that wait share the probes. NotReadyError at the limit. */
  async wait(signal: AbortSignal, limit = this.#options.limit): Promise<void> {
    const { clock, host } = this.#options;
    const window = this.#enter();
    window.waiting += 1;
    try {
      await within({ clock, timeout: limit, signal, what: `${host} to become ready` }, () => window.over);
    } catch (error) {
      if (signal.aborted) throw interruption(signal.reason, 'not-sent');
      if (!(error instanceof TimeoutError)) throw error;
      const last = this.#failure === undefined ? '' : ` (the last probe: ${this.#failure.message})`;
      const message = `${host} has not become ready within ${limit} ms; look at /mgmt/tm/sys/ready and its console${last}`;
      throw new NotReadyError(message, { outcome: 'refused-for-now', cause: error });
    } finally {
      window.waiting -= 1;
      if (window.waiting === 0) {
        window.stop.abort();
        this.#shut(window);
      }
    }
  }

  #enter() {
    if (this.#window !== undefined) return this.#window;
    debugReady('waiting for the device to become ready');
    const stop = new AbortController();
    const over = this.#watch(stop.signal);
    const window = { over, stop, waiting: 0 };
    this.#window = window;
    // Before those who wait hear of it: they go on at once. Nobody may be left to hear that the watch was stopped.
    const shut = () => this.#shut(window);
    over.then(shut, shut);
    return window;
  }

  #shut(window: object): void {
    if (this.#window === window) this.#window = undefined;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    for (;;) {
      const answer = await this.#probe(signal);
      if (answer !== 'not-ready') return;
      await this.#options.clock.sleep(this.#options.interval, signal);
    }
  }

  async #probe(signal: AbortSignal): Promise<ReadinessAnswer> {
    for (const { path, read } of PLACES) {
      const answer = await this.#ask(path, read, signal);
      if (answer === 'unknown') continue;
      debugReady('%s says %s', path, answer);
      this.#proven = answer === 'ready';
      return answer;
    }
    return 'unknown';
  }

  async #ask(path: string, read: (reply: Reply) => ReadinessAnswer, signal: AbortSignal): Promise<ReadinessAnswer> {
    try {
      const reply = await this.#options.get(path, signal);
      this.#failure = undefined;
      return read(reply);
    } catch (error) {
      const answer = signal.aborted ? undefined : judge(error);
      if (answer === undefined) throw error;
      this.#failure = isBigIpError(error) ? error : undefined;
      return answer;
    }
  }
}
