/**
 * The ways out for those who want to see: `debug` namespaces `bigip:*` and `diagnostics_channel`, and the one redactor
 * that everything passes on its way to a log, an error or a channel.
 */

import { channel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import type createDebug from 'debug';
import { secretPattern } from './secret-pattern.ts';

export const REDACTED = '[redacted]';

/** Shapes that are secret whoever wrote them. The first group is kept. */
const SECRET_SHAPES: readonly RegExp[] = [
  /(\/authz\/tokens\/)[^/?#\s"'\\]+/gi,
  /((?:x-f5-auth-token|authorization|proxy-authorization|cookie|set-cookie)["']?\s*[:=]\s*["']?)(?:(?:basic|bearer)\s+)?[^\s"',;}]+/gi,
  // A member of a JSON text; a short number as key is that of a tunnel. It may stand inside another JSON text: its quotes then have backslashes before them.
  /((\\*)(["'])(?:password|passwd|passphrase|secret|token|key(?!\2\3\s*:\s*\2\3\d{1,10}\2\3)|privateKey|sharedSecret|bindPw)\2\3\s*:\s*\2\3)(?:(?!(?<!\\)\2\3)[\s\S])*/gi,
  /(\b(?:password|passphrase|secret)=)[^&\s"']+/gi,
  /(\b[Bb]asic\s+)(?=[a-z+/]*[A-Z0-9])[A-Za-z0-9+/]{8,}={0,2}/g,
  /(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@"']+@/gi,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** Where none of these words is, none of the shapes is: most texts are paths of objects. */
const SUSPICIOUS = /auth|cookie|pass|secret|token|key|bindpw|basic|:\/\//i;

const SECRET_HEADERS = new Set(['authorization', 'x-f5-auth-token', 'cookie', 'set-cookie', 'proxy-authorization']);

/** A shorter value is likely to be an everyday word, and hiding that would only point at it. */
const SHORTEST_SECRET = 6;

/** Causes of causes that are looked into. */
const DEEPEST_CAUSE = 4;

/** Replaces what is secret by its shape alone. */
export function redactShapes(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return SECRET_SHAPES.reduce((out, shape) => out.replace(shape, `$1${REDACTED}`), text);
}

/** The redactor of one session: knows the shapes of secrets, and the very secrets of this session. */
export class Redactor {
  /** The longest first, because one may contain another. */
  #secrets: (readonly [secret: string, pattern: RegExp])[] = [];

  /** From now on this value appears nowhere, in none of the spellings that it may take on the wire. */
  learn(secret: string): void {
    if (secret.length < SHORTEST_SECRET || this.#secrets.some(([known]) => known === secret)) return;
    this.#secrets.push([secret, secretPattern(secret)]);
    this.#secrets.sort(([one], [other]) => other.length - one.length);
  }

  /** Forgets a value that is dead, such as a revoked token: a long run must not collect them all. */
  forget(secret: string): void {
    this.#secrets = this.#secrets.filter(([known]) => known !== secret);
  }

  text(text: string): string {
    return redactShapes(this.#secrets.reduce((out, [, pattern]) => out.replace(pattern, REDACTED), text));
  }

  headers(headers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        SECRET_HEADERS.has(name.toLowerCase()) ? REDACTED : this.text(value),
      ]),
    );
  }

  /**
   * What may stand as `cause` on an error: the same when all of it is clean, else a plain copy without the secret.
   * Libraries put what they were given into their messages, and hang it on their errors.
   */
  cause(cause: unknown, depth = DEEPEST_CAUSE): unknown {
    if (cause === undefined || (cause instanceof Error && this.#isClean(cause, depth))) return cause;
    if (!(cause instanceof Error)) return new Error(this.text(String(cause)));
    const copy = new Error(this.text(cause.message));
    copy.name = this.text(cause.name);
    if (cause.stack !== undefined) copy.stack = this.text(cause.stack);
    const clean = Object.entries(cause).filter(([, value]) => this.#isClean(value, 1));
    Object.assign(copy, Object.fromEntries(clean));
    if (depth === 0) return copy;
    const inner = cause instanceof AggregateError ? cause.errors : [];
    const hidden = { enumerable: false, configurable: true, writable: true };
    if (cause.cause !== undefined) {
      Object.defineProperty(copy, 'cause', { ...hidden, value: this.cause(cause.cause, depth - 1) });
    }
    if (inner.length > 0) {
      const value = inner.map((error: unknown) => this.cause(error, depth - 1));
      Object.defineProperty(copy, 'errors', { ...hidden, value });
    }
    return copy;
  }

  /** Only what can be looked into may be clean: bytes, for instance, are shown as digits. */
  #isClean(value: unknown, depth: number): boolean {
    if (typeof value === 'string') return this.text(value) === value;
    if (typeof value !== 'object' || value === null) return true;
    if (depth === 0) return false;
    const inside: unknown[] = Object.values(value);
    if (value instanceof Error) {
      inside.push(value.message, value.name, value.stack, value.cause);
      if (value instanceof AggregateError) inside.push(value.errors);
    } else if (!Array.isArray(value) && ![Object.prototype, null].includes(Object.getPrototypeOf(value))) return false;
    return inside.every((part) => this.#isClean(part, depth - 1));
  }

  toJSON(): string {
    return REDACTED;
  }
}

/** What is used of a `debug` namespace: its own type would make users of this package need its declarations. */
export interface DebugLog {
  (format: string, ...args: unknown[]): void;
  readonly enabled: boolean;
}

let loaded: typeof createDebug | undefined;

const silent: DebugLog = Object.assign(() => {}, { enabled: false });

/** Loaded when somebody first has something to say: that takes longer than importing all the rest of src/icontrol. */
function makeLog(namespace: string): DebugLog {
  try {
    loaded ??= createRequire(import.meta.url)('debug') as typeof createDebug;
  } catch (error) {
    // A program that was bundled into one file without it has no debug lines.
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return silent;
    throw error;
  }
  return loaded(namespace);
}

/** A `debug` namespace; texts handed to it are redacted already. */
export function debugLog(namespace: string): DebugLog {
  let made: DebugLog | undefined;
  const log = (): DebugLog => {
    made ??= makeLog(namespace);
    return made;
  };
  const say = (format: string, ...args: unknown[]): void => log()(format, ...args);
  return Object.defineProperty(say, 'enabled', { get: () => log().enabled }) as DebugLog;
}

/** Switched on by `DEBUG=bigip:*`. */
export const debugRequest: DebugLog = debugLog('bigip:request');
export const debugRetry: DebugLog = debugLog('bigip:retry');
export const debugLogin: DebugLog = debugLog('bigip:login');
export const debugReady: DebugLog = debugLog('bigip:ready');
export const debugTransaction: DebugLog = debugLog('bigip:transaction');

/** One attempt of one request, published when it has ended. */
export interface RequestEvent {
  /** Host and port of the device, `192.0.2.10:443`. */
  readonly host?: string;
  readonly method: string;
  /** Request target, secrets redacted. */
  readonly path: string;
  /** 1 for the first; the replay after a 401 counts as one. */
  readonly attempt: number;
  /** Milliseconds from the moment a connection was free until the last byte. */
  readonly duration: number;
  readonly status?: number;
  /** `code` of the error, and what is known about the effect, when it failed. */
  readonly error?: string;
  readonly outcome?: string;
  /** Id of the transaction that it belongs to. */
  readonly transaction?: string;
}

/** A request is about to be sent again. */
export interface RetryEvent {
  readonly host?: string;
  readonly method: string;
  readonly path: string;
  /** The attempt that failed, and why. */
  readonly attempt: number;
  readonly error: string;
  /** Milliseconds waited before the next one. */
  readonly pause: number;
}

/** A login or the revocation of a token has ended. */
export interface LoginEvent {
  readonly host?: string;
  readonly action: 'login' | 'revoke';
  readonly duration: number;
  /** Milliseconds that the token lives. */
  readonly life?: number;
  readonly error?: string;
}

/** A transaction has ended. */
export interface TransactionEvent {
  readonly host?: string;
  readonly id: string;
  readonly commands: number;
  readonly duration: number;
  readonly outcome: 'committed' | 'abandoned' | 'failed' | 'unknown';
  readonly error?: string;
}

/**
 * `diagnostics_channel` channels, for OpenTelemetry and the like: `bigip:request` ({@link RequestEvent}),
 * `bigip:retry` ({@link RetryEvent}), `bigip:login` ({@link LoginEvent}), `bigip:transaction` ({@link TransactionEvent}).
 */
export const channels = {
  request: channel('bigip:request'),
  retry: channel('bigip:retry'),
  login: channel('bigip:login'),
  transaction: channel('bigip:transaction'),
} as const;
