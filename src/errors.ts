/**
 * What can go wrong, one class for each failure that a caller would act on differently.
 *
 * Every text on these errors is redacted before the error is made. `instanceof` works across two copies of the package:
 * an error carries the names of its classes under a registered symbol, and the classes look there.
 */

const kinds = Symbol.for('bigip-icontrol.error.kinds');

/**
 * What is known about the effect of a request that failed.
 * - `not-sent`: no byte of it left, so nothing happened.
 * - `maybe-applied`: bytes left and no complete answer came; only reading back tells.
 * - `refused-for-now`: the device said that it did nothing, for a reason that passes (busy, restarting).
 * - `refused`: the device said that it did nothing, and would say so again.
 */
export type Outcome = 'not-sent' | 'maybe-applied' | 'refused-for-now' | 'refused';

/** The request that an error speaks of; the path has its secrets redacted. */
export interface RequestSummary {
  /** Host and port of the device, `192.0.2.10:443`. */
  readonly host?: string;
  readonly method: string;
  readonly path: string;
}

export interface BigIpErrorOptions {
  readonly cause?: unknown;
  readonly status?: number | undefined;
  readonly deviceCode?: string | undefined;
  readonly apiError?: number | undefined;
  readonly deviceMessage?: string | undefined;
  readonly request?: RequestSummary | undefined;
  readonly outcome?: Outcome | undefined;
  readonly retryAfter?: number | undefined;
}

/** What a request was called when the error was made; who made it may work its path out anew each time. */
function copyOf(request: RequestSummary | undefined): RequestSummary | undefined {
  if (request === undefined) return undefined;
  const { host, method, path } = request;
  return host === undefined ? { method, path } : { host, method, path };
}

interface Kind {
  readonly kind?: string;
}

/** The names of a class and of those it extends, `['NotFoundError', 'BigIpError']`. */
function kindsOf(kindOfError: unknown): readonly string[] {
  const names: string[] = [];
  for (let at = kindOfError; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    const { kind } = at as Kind;
    if (Object.hasOwn(at, 'kind') && kind !== undefined) names.push(kind);
  }
  return names;
}

/** The root of the tree. Nothing that a BIG-IP, the network or the caller's input does throws anything else. */
export class BigIpError extends Error {
  static readonly kind: string = 'BigIpError';

  /** What scripts match on, `BIGIP_NOT_FOUND`. */
  readonly code: string = 'BIGIP_ERROR';
  /** HTTP status of the answer, when there was one. */
  readonly status: number | undefined;
  /** BIG-IP's own message code, eight hex digits: `01020036` (facts: icontrol-rest 1.6). */
  readonly deviceCode: string | undefined;
  /** `apiError` of the mcpd envelope, which says what part of the device refused (facts: icontrol-rest 1.5). */
  readonly apiError: number | undefined;
  /** The device's own text, without its code. */
  readonly deviceMessage: string | undefined;
  /** The request that failed, when there was one. */
  request: RequestSummary | undefined;
  /** What is known about the effect of the request. */
  outcome: Outcome | undefined;
  /** How long the device asked to wait, milliseconds (Retry-After). */
  readonly retryAfter: number | undefined;
  /** How many times the request was tried, when more than once. */
  attempts: number | undefined;

  constructor(message: string, options: BigIpErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    const names = kindsOf(new.target);
    Object.defineProperty(this, kinds, { value: names });
    Object.defineProperty(this, 'name', { value: names[0] ?? 'BigIpError', configurable: true, writable: true });
    this.status = options.status;
    this.deviceCode = options.deviceCode;
    this.apiError = options.apiError;
    this.deviceMessage = options.deviceMessage;
    this.request = copyOf(options.request);
    this.outcome = options.outcome;
    this.retryAfter = options.retryAfter;
  }

  /** Plain data for logs: what is unset is left out, `cause` is its text. */
  toJSON(): Record<string, unknown> {
    const { name, message, cause, ...own } = { ...this, name: this.name, message: this.message, cause: this.cause };
    const reason = cause instanceof Error ? cause.message : undefined;
    const all = { name, message, ...own, ...(reason === undefined ? {} : { cause: reason }) };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }
}

/** `instanceof` for every class of the tree: by name, so that an error of another copy of this package is known too. */
function hasInstance(this: unknown, value: unknown): boolean {
  // A class that somebody else derives from one of these has no name of its own here: the ordinary test decides.
  if (typeof this !== 'function' || !Object.hasOwn(this, 'kind')) {
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }
  if (typeof value !== 'object' || value === null) return false;
  const names: unknown = (value as Record<symbol, unknown>)[kinds];
  return Array.isArray(names) && names.includes((this as Kind).kind);
}
Object.defineProperty(BigIpError, Symbol.hasInstance, { value: hasInstance });

/** True for an error of this package, also of another copy of it. */
export function isBigIpError(value: unknown): value is BigIpError {
  return value instanceof BigIpError;
}

/** The device could not be reached, or the connection broke. With `sent: false` no byte of the request left. */
export class ConnectError extends BigIpError {
  static override readonly kind = 'ConnectError';
  override readonly code = 'BIGIP_CONNECT';
  readonly sent: boolean;
  /** What the network said, where it said something: `ECONNREFUSED`. */
  readonly reason: string | undefined;

  constructor(message: string, options: BigIpErrorOptions & { sent: boolean; reason?: string | undefined }) {
    super(message, { ...options, outcome: options.sent ? 'maybe-applied' : 'not-sent' });
    this.sent = options.sent;
    this.reason = options.reason;
  }
}

/** Why a certificate was not accepted. `handshake`: no TLS at all, or none that both sides speak. */
export type TlsReason = 'expired' | 'not-yet-valid' | 'unknown-ca' | 'name' | 'fingerprint' | 'handshake';

/** The device did not prove who it is. Nothing was sent to it, and nothing is tried again. */
export class TlsError extends BigIpError {
  static override readonly kind = 'TlsError';
  override readonly code = 'BIGIP_TLS';
  readonly reason: TlsReason;
  /** SHA-256 of the certificate that was presented, to pin it once you know that it is the device's. */
  readonly fingerprint256: string | undefined;

  constructor(
    message: string,
    options: BigIpErrorOptions & { reason: TlsReason; fingerprint256?: string | undefined },
  ) {
    super(message, { ...options, outcome: 'not-sent' });
    this.reason = options.reason;
    this.fingerprint256 = options.fingerprint256;
  }
}

/** No complete answer within `timeout` milliseconds, for one attempt or for the whole call. */
export class TimeoutError extends BigIpError {
  static override readonly kind = 'TimeoutError';
  override readonly code = 'BIGIP_TIMEOUT';
  readonly timeout: number | undefined;

  constructor(message: string, options: BigIpErrorOptions & { timeout?: number | undefined } = {}) {
    super(message, options);
    this.timeout = options.timeout;
  }
}

/** The caller's signal was aborted, or the session closed, while the call was under way. `cause` is the reason. */
export class AbortError extends BigIpError {
  static override readonly kind = 'AbortError';
  override readonly code: string = 'BIGIP_ABORTED';
}

/** The session was closed before the call was made. */
export class SessionClosedError extends BigIpError {
  static override readonly kind = 'SessionClosedError';
  override readonly code = 'BIGIP_CLOSED';
}

/** A write left and its answer was lost: it may have been applied. Read back before anything is sent again. */
export class OutcomeUnknownError extends BigIpError {
  static override readonly kind = 'OutcomeUnknownError';
  override readonly code = 'BIGIP_OUTCOME_UNKNOWN';

  constructor(message: string, options: BigIpErrorOptions = {}) {
    super(message, { ...options, outcome: 'maybe-applied' });
  }
}

/** 401: the user, the password or the token was not accepted. A refused login is never repeated: it locks accounts. */
export class AuthenticationError extends BigIpError {
  static override readonly kind: string = 'AuthenticationError';
  override readonly code: string = 'BIGIP_AUTHENTICATION';
}

/**
 * 401 in the middle of a transaction, or to another request that is sent once: the token ended, was revoked or evicted.
 * The credentials are good, and nothing of the transaction was applied: begin it again.
 */
export class TokenEndedError extends AuthenticationError {
  static override readonly kind = 'TokenEndedError';
  override readonly code = 'BIGIP_TOKEN_ENDED';
}

/** The user has 100 live tokens already (facts: icontrol-rest 2.6). */
export class TokenQuotaError extends BigIpError {
  static override readonly kind = 'TokenQuotaError';
  override readonly code = 'BIGIP_TOKEN_QUOTA';
}

/**
 * The user's role does not allow this: 403, a 400 of mcpd with code `01070822`, or a 401 of restjavad that names the user.
 * The token is good then; nobody logs in anew.
 */
export class PermissionError extends BigIpError {
  static override readonly kind = 'PermissionError';
  override readonly code = 'BIGIP_PERMISSION';
}

/** 404: the object does not exist. The device was ready when it said so. */
export class NotFoundError extends BigIpError {
  static override readonly kind = 'NotFoundError';
  override readonly code = 'BIGIP_NOT_FOUND';
}

/** 409: an object of that name exists already. */
export class AlreadyExistsError extends BigIpError {
  static override readonly kind = 'AlreadyExistsError';
  override readonly code = 'BIGIP_ALREADY_EXISTS';
}

/** 400, 406, 422 …: the device understood and says that the request is wrong. */
export class ValidationError extends BigIpError {
  static override readonly kind: string = 'ValidationError';
  override readonly code: string = 'BIGIP_VALIDATION';
}

/** 400: the object cannot go, because another one uses it. */
export class InUseError extends ValidationError {
  static override readonly kind = 'InUseError';
  override readonly code = 'BIGIP_IN_USE';
}

/** 503, 429: the device does other work right now. Nothing was done. */
export class BusyError extends BigIpError {
  static override readonly kind = 'BusyError';
  override readonly code = 'BIGIP_BUSY';
}

/** The device is starting, restarting, or has lost its mcpd; what it says about objects is not to be believed. */
export class NotReadyError extends BigIpError {
  static override readonly kind = 'NotReadyError';
  override readonly code = 'BIGIP_NOT_READY';
}

/** 500, 502, 504: the device failed in the middle. Whether a write was applied is not known. */
export class ServerError extends BigIpError {
  static override readonly kind = 'ServerError';
  override readonly code = 'BIGIP_SERVER';
}

/** The answer is not iControl REST: HTML where JSON was due, a redirect, cut off, or not what was asked for. */
export class ProtocolError extends BigIpError {
  static override readonly kind = 'ProtocolError';
  override readonly code = 'BIGIP_PROTOCOL';
}

/** The answer is larger or deeper than the limits of the session. */
export class ReplyLimitError extends BigIpError {
  static override readonly kind = 'ReplyLimitError';
  override readonly code = 'BIGIP_REPLY_LIMIT';
}

/** The Kubernetes input holds nothing that is read: a failed read must never look like an empty cluster. Nothing was sent. */
export class EmptyInputError extends BigIpError {
  static override readonly kind = 'EmptyInputError';
  override readonly code = 'BIGIP_EMPTY_INPUT';
}
