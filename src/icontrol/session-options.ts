import { BigIpValueError } from '../values/value-error.ts';
import { parseBaseUrl } from './base-url.ts';
import { type Clock, systemClock } from './clock.ts';
import type { PasswordSource } from './credentials.ts';
import { DEFAULT_LIMITS, type ReplyLimits } from './receive.ts';
import { DEFAULT_RETRY, type RetryPolicy } from './retry.ts';
import { normalizeFingerprint, type TlsOptions } from './tls-options.ts';
import type { Transport } from './transport.ts';

/** How to reach one BIG-IP, who we are there, and how patient to be. Times are milliseconds. */
export interface SessionOptions {
  /** Origin of the management interface, `https://192.0.2.10` or `https://[2001:db8::10]:8443`. */
  readonly url: string;
  readonly username?: string;
  /** The password, or a function that fetches it whenever a login needs it. */
  readonly password?: PasswordSource;
  /** A token that somebody else obtained; it is not revoked at the end. With a password too, it is only the first. */
  readonly token?: string;
  /** `token` (default) logs in once and sends a token; `basic` sends user and password with every request. */
  readonly auth?: 'token' | 'basic';
  /** `loginProviderName` of the login. Default `tmos`, which asks whatever the device is set up with. */
  readonly loginProvider?: string;
  readonly tls?: TlsOptions;
  /** Carries the requests instead of real connections. `tls`, `connections` and `proxy` are then its own affair. */
  readonly transport?: Transport;
  /** Tells the time instead of the machine's monotonic clock. */
  readonly clock?: Clock;
  /** For each attempt, head and body together. Default 60,000, the device's own limit. */
  readonly timeout?: number;
  /** Connections kept, and requests under way at once. Default 4. */
  readonly connections?: number;
  /** Writes under way at once outside a transaction. Default 2. */
  readonly maxConcurrentWrites?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** Waiting for a device that restarts: between two probes (default 2,000), and in all (default 600,000). */
  readonly readiness?: { readonly interval?: number; readonly limit?: number };
  /** What one reply may be. Default 32 MiB, 64 levels, 100,000 items in one list. */
  readonly limits?: Partial<ReplyLimits>;
  /** An HTTP proxy, `http://proxy.example.net:3128`, through which a tunnel is made. Never taken from the environment. */
  readonly proxy?: string;
}

/** The options with every default filled in, and checked. */
export interface ResolvedOptions {
  readonly url: URL;
  readonly loginProvider: string;
  readonly auth: 'token' | 'basic';
  readonly tls: TlsOptions;
  readonly clock: Clock;
  readonly timeout: number;
  readonly connections: number;
  readonly maxConcurrentWrites: number;
  readonly retry: RetryPolicy;
  readonly readiness: { readonly interval: number; readonly limit: number };
  readonly limits: ReplyLimits;
  readonly proxy: string | undefined;
}

function refuse(path: string, why: string): never {
  throw new BigIpValueError(why, { path });
}

function positive(value: number, path: string): number {
  if (!(Number.isFinite(value) && value > 0)) refuse(path, 'must be a number above 0');
  return value;
}

function count(value: number, path: string): number {
  if (!(Number.isSafeInteger(value) && value >= 1)) refuse(path, 'must be a whole number, 1 or more');
  return value;
}

function checkCredentials({ username, password, token, auth }: SessionOptions): void {
  if (username !== undefined && username === '') refuse('username', 'is empty');
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) refuse('token', 'is not a token');
  if ((username === undefined) !== (password === undefined)) refuse('password', 'goes with username');
  if (username === undefined && token === undefined) refuse('username', 'and password are needed, or a token');
  if (auth === 'basic' && username === undefined) refuse('auth', 'basic needs username and password');
  if (auth === 'basic' && username?.includes(':')) refuse('username', 'must not contain ":" with basic authentication');
}

function checkProxy(proxy: string | undefined): string | undefined {
  if (proxy === undefined) return undefined;
  // The value may contain a password, so it is not repeated.
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    refuse('proxy', 'must be a URL such as http://proxy.example.net:3128');
  }
  return proxy;
}

function defined<T extends object>(values: T | undefined): Partial<T> {
  const entries = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

/** Fills in the defaults. Throws {@link BigIpValueError} with the option's name; secrets are never in the message. */
export function resolveOptions(options: SessionOptions): ResolvedOptions {
  checkCredentials(options);
  const url = parseBaseUrl(options.url, options.transport === undefined ? 'loopback' : 'any');
  const { fingerprint256, ...tls } = options.tls ?? {};
  const retry: RetryPolicy = { ...DEFAULT_RETRY, ...defined(options.retry) };
  const limits: ReplyLimits = { ...DEFAULT_LIMITS, ...defined(options.limits) };
  return {
    url,
    loginProvider: options.loginProvider ?? 'tmos',
    auth: options.auth ?? 'token',
    tls: { ...tls, ...(fingerprint256 === undefined ? {} : { fingerprint256: normalizeFingerprint(fingerprint256) }) },
    clock: options.clock ?? systemClock,
    timeout: positive(options.timeout ?? 60_000, 'timeout'),
    connections: count(options.connections ?? 4, 'connections'),
    maxConcurrentWrites: count(options.maxConcurrentWrites ?? 2, 'maxConcurrentWrites'),
    retry: { ...retry, attempts: count(retry.attempts, 'retry.attempts') },
    readiness: {
      interval: positive(options.readiness?.interval ?? 2_000, 'readiness.interval'),
      limit: positive(options.readiness?.limit ?? 600_000, 'readiness.limit'),
    },
    limits: {
      bytes: count(limits.bytes, 'limits.bytes'),
      depth: count(limits.depth, 'limits.depth'),
      items: count(limits.items, 'limits.items'),
    },
    proxy: checkProxy(options.proxy),
  };
}
