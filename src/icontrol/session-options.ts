import { BigIpValueError } from '../values/value-error.ts';
import { parseBaseUrl } from './base-url.ts';
import { checkOptionNames, checkTime } from './call-options.ts';
import { type Clock, systemClock } from './clock.ts';
import type { PasswordSource } from './credentials.ts';
import { checkPem } from './pem.ts';
import { DEFAULT_LIMITS, type ReplyLimits } from './receive.ts';
import { DEFAULT_RETRY, type RetryPolicy } from './retry.ts';
import { normalizeFingerprint, type TlsOptions } from './tls-options.ts';
import type { Transport } from './transport.ts';

/** How to reach one BIG-IP, who we are there, and how patient to be. Times are milliseconds. */
export interface SessionOptions {
  /** Origin of the management interface, `https://192.0.2.10` or `https://[2001:db8::10]:8443`. */
  readonly url: string | URL;
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

function number(value: unknown, path: string): number {
  if (!(typeof value === 'number' && Number.isFinite(value) && value >= 0)) refuse(path, 'must be a number, 0 or more');
  return value as number;
}

function time(value: number, path: string): number {
  checkTime(value, path);
  return value;
}

function callable<T>(value: T, path: string): T {
  if (typeof value !== 'function') refuse(path, 'must be a function');
  return value;
}

function count(value: number, path: string): number {
  if (!(Number.isSafeInteger(value) && value >= 1)) refuse(path, 'must be a whole number, 1 or more');
  return value;
}

/** The value is never repeated. */
function text(value: unknown, path: string, otherwise = ''): void {
  if (typeof value !== 'string') refuse(path, `must be text${otherwise}`);
  if (value === '') refuse(path, 'is empty');
}

function checkCredentials({ username, password, token, auth }: SessionOptions): void {
  if (username !== undefined) text(username, 'username');
  if (password !== undefined && typeof password !== 'function')
    text(password, 'password', ', or a function that fetches it');
  if (token !== undefined && !(typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)))
    refuse('token', 'is not a token');
  if (auth !== undefined && auth !== 'token' && auth !== 'basic') refuse('auth', "must be 'token' or 'basic'");
  if (username === undefined && password === undefined && token === undefined) {
    refuse('username', 'and password are needed, or a token');
  }
  if (username !== undefined && password === undefined) refuse('password', 'is missing; it goes with username');
  if (username === undefined && password !== undefined) refuse('username', 'is missing; it goes with password');
  if (auth === 'basic' && username === undefined) refuse('auth', 'basic needs username and password');
  if (auth === 'basic' && username?.includes(':')) refuse('username', 'must not contain ":" with basic authentication');
}

function checkProxy(proxy: string | undefined): string | undefined {
  if (proxy === undefined) return undefined;
  // The value may contain a password, so it is not repeated.
  if (typeof proxy !== 'string' || !URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    refuse('proxy', 'must be a URL such as http://proxy.example.net:3128');
  }
  return proxy;
}

/** What is called on an object of the caller's must be there. */
function checkSeam(seam: unknown, path: string, functions: readonly string[]): void {
  if (seam === undefined) return;
  const has = (name: string): boolean =>
    typeof seam === 'object' && seam !== null && typeof Reflect.get(seam, name) === 'function';
  if (!functions.every(has)) refuse(path, `must be an object with the functions ${functions.join(' and ')}`);
}

const OPTIONS: ReadonlySet<string> = new Set<keyof SessionOptions>([
  'url',
  'username',
  'password',
  'token',
  'auth',
  'loginProvider',
  'tls',
  'transport',
  'clock',
  'timeout',
  'connections',
  'maxConcurrentWrites',
  'retry',
  'readiness',
  'limits',
  'proxy',
]);

/** What other clients call them. */
const OTHERS_OPTIONS = {
  host: 'url',
  hostname: 'url',
  address: 'url',
  baseUrl: 'url',
  user: 'username',
  pass: 'password',
  provider: 'loginProvider',
  ca: 'tls.ca',
  fingerprint256: 'tls.fingerprint256',
  fingerprint: 'tls.fingerprint256',
  rejectUnauthorized: 'tls.dangerouslySkipTlsVerify',
  strictSSL: 'tls.dangerouslySkipTlsVerify',
  attempts: 'retry.attempts',
  retries: 'retry.attempts',
};

const GROUPS = [
  {
    what: 'tls',
    such: '{ ca } or { fingerprint256 }',
    names: new Set(['ca', 'fingerprint256', 'servername', 'cert', 'key', 'dangerouslySkipTlsVerify']),
    instead: {
      rejectUnauthorized: 'tls.dangerouslySkipTlsVerify',
      fingerprint: 'tls.fingerprint256',
      insecure: 'tls.dangerouslySkipTlsVerify',
    },
  },
  {
    what: 'retry',
    such: '{ attempts: 5 }',
    names: new Set(['attempts', 'baseDelay', 'maxDelay', 'random']),
    instead: { retries: 'retry.attempts' },
  },
  {
    what: 'readiness',
    such: '{ limit: 900_000 }',
    names: new Set(['interval', 'limit']),
    instead: { timeout: 'readiness.limit' },
  },
  {
    what: 'limits',
    such: '{ bytes: 64 * 1024 * 1024 }',
    names: new Set(['bytes', 'depth', 'items']),
    instead: { size: 'limits.bytes' },
  },
] as const;

function checkNames(options: SessionOptions): void {
  const such = '{ url, username, password }';
  checkOptionNames(options, OPTIONS, { what: 'options', such, instead: OTHERS_OPTIONS });
  for (const { what, such, names, instead } of GROUPS) {
    const group = options[what];
    if (group !== undefined) checkOptionNames(group, names, { what, such, path: `${what}.`, instead });
  }
}

function resolveTls(given: TlsOptions = {}): TlsOptions {
  const { fingerprint256, servername, dangerouslySkipTlsVerify: skip } = given;
  if (servername !== undefined) text(servername, 'tls.servername');
  if (skip !== undefined && typeof skip !== 'boolean') refuse('tls.dangerouslySkipTlsVerify', 'must be true or false');
  const pinned = fingerprint256 === undefined ? {} : { fingerprint256: normalizeFingerprint(fingerprint256) };
  return { ...defined(given), ...checkPem(given), ...pinned };
}

function defined<T extends object>(values: T | undefined): Partial<T> {
  const entries = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

/** Fills in the defaults. Throws {@link BigIpValueError} with the option's name; secrets are never in the message. */
export function resolveOptions(options: SessionOptions): ResolvedOptions {
  checkNames(options);
  checkCredentials(options);
  checkSeam(options.transport, 'transport', ['send', 'close']);
  checkSeam(options.clock, 'clock', ['now', 'sleep']);
  if (options.loginProvider !== undefined) text(options.loginProvider, 'loginProvider');
  const url = parseBaseUrl(options.url, options.transport === undefined ? 'loopback' : 'any');
  const retry: RetryPolicy = { ...DEFAULT_RETRY, ...defined(options.retry) };
  const limits: ReplyLimits = { ...DEFAULT_LIMITS, ...defined(options.limits) };
  return {
    url,
    loginProvider: options.loginProvider ?? 'tmos',
    auth: options.auth ?? 'token',
    tls: resolveTls(options.tls),
    clock: options.clock ?? systemClock,
    timeout: time(options.timeout ?? 60_000, 'timeout'),
    connections: count(options.connections ?? 4, 'connections'),
    maxConcurrentWrites: count(options.maxConcurrentWrites ?? 2, 'maxConcurrentWrites'),
    retry: {
      attempts: count(retry.attempts, 'retry.attempts'),
      baseDelay: number(retry.baseDelay, 'retry.baseDelay'),
      maxDelay: number(retry.maxDelay, 'retry.maxDelay'),
      random: callable(retry.random, 'retry.random'),
    },
    readiness: {
      interval: time(options.readiness?.interval ?? 2_000, 'readiness.interval'),
      limit: time(options.readiness?.limit ?? 600_000, 'readiness.limit'),
    },
    limits: {
      bytes: count(limits.bytes, 'limits.bytes'),
      depth: count(limits.depth, 'limits.depth'),
      items: count(limits.items, 'limits.items'),
    },
    proxy: checkProxy(options.proxy),
  };
}
