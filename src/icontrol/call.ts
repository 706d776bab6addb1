import type { BigIpError, RequestSummary } from '../errors.ts';
import type { Redactor } from '../log.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { checkCallOptions } from './call-options.ts';
import type { Call, Resolve } from './exchange.ts';
import { requestTarget } from './request-target.ts';
import type { Method } from './transport.ts';

/** What one call may ask for beyond method and object. Times are milliseconds. */
export interface RequestOptions {
  /** `{ $select: 'name,partition' }`; values are encoded here. */
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** For the whole call: waiting, attempts, pauses and reading back. Default none. */
  readonly timeout?: number;
  /** Id of a transaction, sent as X-F5-REST-Coordination-Id: the request is queued there instead of done. */
  readonly coordinationId?: string;
  /** Attempts at most. Default that of the session. */
  readonly attempts?: number;
  /** `/mgmt/tm` (default), `/mgmt/shared` … */
  readonly root?: string;
  /**
   * What a lost reply leads to when there is no `resolve`. Default: a GET is sent again, everything else fails with
   * OutcomeUnknownError. `retry` is for a write that does no harm when it happens twice.
   */
  readonly onMaybe?: 'retry' | 'fail';
  /** Reads back after a lost reply; see {@link Resolve}. */
  readonly resolve?: Resolve;
  /** Failures that the caller answers in a way of his own, such as smaller pages: after one of these it is not sent again. */
  readonly final?: (error: BigIpError) => boolean;
  /**
   * The failure of another request that this one takes the place of. It is paid for like a retry; when there have been too
   * many, nothing is sent and that failure is thrown.
   */
  readonly insteadOf?: BigIpError;
  /** Sent a second time only when no byte of it left, also when the device says it was busy: for commits. */
  readonly once?: boolean;
  /**
   * A 404 or an empty list of a device that is restarting is false. `confirm` (default) asks the device whether it is
   * ready before such an answer is passed on, one more request each time; `believe` does not.
   */
  readonly absence?: 'confirm' | 'believe';
}

/** Redacted whenever it is looked at, because a password may be fetched after the call was made. */
class Summary implements RequestSummary {
  readonly host: string;
  readonly method: Method;
  readonly #path: string;
  readonly #redactor: Redactor;

  constructor(host: string, method: Method, path: string, redactor: Redactor) {
    this.host = host;
    this.method = method;
    this.#path = path;
    this.#redactor = redactor;
  }

  get path(): string {
    return this.#redactor.text(this.#path);
  }
}

function encodeBody(body: unknown): Uint8Array {
  const text = JSON.stringify(body);
  if (typeof text !== 'string') throw new BigIpValueError('cannot be written as JSON', { path: 'body' });
  return Buffer.from(text, 'utf8');
}

// Every request has the same two or three, so they are made once.
const WITHOUT_BODY = Object.freeze({ accept: 'application/json' });
const WITH_BODY = Object.freeze({ ...WITHOUT_BODY, 'content-type': 'application/json' });

function checkId(id: string): string {
  if (!/^\d{1,20}$/.test(id)) throw new BigIpValueError('must be digits', { value: id, path: 'coordinationId' });
  return id;
}

const METHODS: ReadonlySet<unknown> = new Set<Method>(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']);

/** Names of all that {@link RequestOptions} has beside the options of every call. */
const REQUEST_OPTIONS: ReadonlySet<string> = new Set<keyof RequestOptions>([
  'query',
  'body',
  'coordinationId',
  'attempts',
  'root',
  'onMaybe',
  'resolve',
  'final',
  'insteadOf',
  'once',
  'absence',
]);

/** What a request is given from outside. Throws {@link BigIpValueError}. */
export function checkRequest(method: unknown, segments: unknown, options: RequestOptions): void {
  if (!METHODS.has(method)) {
    throw new BigIpValueError(`must be one of ${[...METHODS].join(', ')}`, { value: method, path: 'method' });
  }
  if (!Array.isArray(segments)) {
    const why = "must be a list of names below /mgmt/tm, not encoded: ['ltm', 'pool', '/k8s/web']";
    throw new BigIpValueError(why, { value: segments, path: 'segments' });
  }
  checkCallOptions(options, REQUEST_OPTIONS);
}

/** One request as data. Throws {@link BigIpValueError}; nothing is sent then. */
export function buildCall(
  method: Method,
  segments: readonly string[],
  options: RequestOptions,
  defaults: {
    readonly attempts: number;
    readonly timeout: number;
    readonly signal: AbortSignal;
    readonly redactor: Redactor;
    /** Of the device. */
    readonly host: string;
  },
): Call {
  const path = requestTarget(segments, options.query, options.root);
  const body = options.body === undefined ? undefined : encodeBody(options.body);
  const transaction = options.coordinationId === undefined ? undefined : checkId(options.coordinationId);
  const attempts = options.attempts ?? defaults.attempts;
  if (!(Number.isSafeInteger(attempts) && attempts >= 1)) {
    throw new BigIpValueError('must be a whole number, 1 or more', { path: 'attempts' });
  }
  const plain = body === undefined ? WITHOUT_BODY : WITH_BODY;
  const headers = transaction === undefined ? plain : { ...plain, 'x-f5-rest-coordination-id': transaction };
  const call: { -readonly [name in keyof Call]: Call[name] } = {
    method,
    path,
    headers,
    signal: defaults.signal,
    summary: new Summary(defaults.host, method, path, defaults.redactor),
    attemptTimeout: defaults.timeout,
    attempts,
    attempt: 1,
    doubt: 'none',
    onMaybe: options.onMaybe ?? (method === 'GET' ? 'retry' : 'fail'),
    once: options.once ?? false,
    absence: options.absence ?? 'confirm',
  };
  if (body !== undefined) call.body = body;
  if (options.resolve !== undefined) call.resolve = options.resolve;
  if (options.final !== undefined) call.final = options.final;
  if (options.insteadOf !== undefined) call.insteadOf = options.insteadOf;
  if (transaction !== undefined) call.transaction = transaction;
  return call;
}
