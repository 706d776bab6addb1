/**
 * Options as they are written in plain JavaScript: a name that is none is refused before anything is sent, because
 * `list({ partiton })` would list all partitions, and so is a time or a signal that is none. Every call passes here.
 */
import { BigIpValueError } from '../values/value-error.ts';
import { nearName } from './near-name.ts';
import type { CallOptions } from './requester.ts';

type Names = ReadonlySet<string>;

/** What people write for an option that is called otherwise: the right name, with its path. */
type Instead = Readonly<Record<string, string>>;

const NONE: Names = new Set();

/** What every call takes. */
export const CALL: Names = new Set(['signal', 'timeout']);

/** What reading one object takes besides. */
export const READ_OPTIONS: Names = new Set(['expandSubcollections']);

function refuse(path: string, why: string): never {
  throw new BigIpValueError(why, { path });
}

/** The value is never repeated: it may be a password under a misspelt name. */
function refuseName(name: string, names: Iterable<string>, { path = '', instead = {} }: Place): never {
  const known = [...names];
  const near = Object.hasOwn(instead, name) ? undefined : nearName(name, known);
  const right = Object.hasOwn(instead, name) ? instead[name] : near === undefined ? undefined : `${path}${near}`;
  const hint = right === undefined ? `; there are ${known.join(', ')}` : `; did you mean ${right}?`;
  return refuse(`${path}${name}`, `is not an option${hint}`);
}

interface Place {
  /** In front of a name: `tls.`. */
  readonly path?: string;
  readonly instead?: Instead;
}

/** Throws BigIpValueError for what is no object, and for an option that is not among `names`. */
export function checkOptionNames(
  given: unknown,
  names: Names,
  place: Place & { readonly what: string; readonly such: string },
): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    refuse(place.what, `must be an object such as ${place.such}`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (!names.has(name) && value !== undefined) refuseName(name, names, place);
  }
}

/** Throws BigIpValueError unless it is a finite number above 0. */
export function checkTime(value: unknown, path: string): void {
  if (!(typeof value === 'number' && Number.isFinite(value) && value > 0)) {
    refuse(path, 'must be a number above 0, in milliseconds');
  }
}

/** By its looks, because a test environment may bring a class of its own. */
function isSignal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
}

/** Throws BigIpValueError for what is no AbortSignal. */
function checkSignal(value: unknown): void {
  if (isSignal(value)) return;
  const isController = typeof value === 'object' && value !== null && 'signal' in value;
  refuse('signal', isController ? 'must be the `signal` of that AbortController' : 'must be an AbortSignal');
}

/**
 * `instead` are names that people write for others. Throws BigIpValueError for options that are no object, hold a name that is none, or a time or signal that is
 * none.
 */
export function checkCallOptions(options: unknown, more: Names = NONE, instead: Instead = {}): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options) || isSignal(options)) {
    refuse('options', `must be an object such as { timeout: 30_000${isSignal(options) ? ', signal' : ''} }`);
  }
  const given = options as Readonly<Record<string, unknown>>;
  for (const name in given) {
    if (!CALL.has(name) && !more.has(name) && given[name] !== undefined)
      refuseName(name, [...CALL, ...more], { instead });
  }
  const { timeout, signal } = given;
  if (timeout !== undefined) checkTime(timeout, 'timeout');
  if (signal !== undefined) checkSignal(signal);
}

/** What every call takes, of options that may say more. What nobody said is no property of it. */
export function callOptions({
  signal,
  timeout,
}: { [Name in keyof CallOptions]?: CallOptions[Name] | undefined }): CallOptions {
  return { ...(signal === undefined ? {} : { signal }), ...(timeout === undefined ? {} : { timeout }) };
}

/** {@link callOptions}, checked; `more` are the names of what the call takes besides. Throws BigIpValueError. */
export function checkedCallOptions(options: CallOptions, more?: Names): CallOptions {
  checkCallOptions(options, more);
  return callOptions(options);
}

const TRANSACTION_OPTIONS: Names = new Set(['validateOnly']);

/** What a transaction is given. Throws BigIpValueError. */
export function checkTransaction(write: unknown, options: object): void {
  if (typeof write !== 'function')
    refuse('write', 'must be a function, which is handed the transaction: async (tx) => …');
  checkCallOptions(options, TRANSACTION_OPTIONS);
  const { validateOnly }: { validateOnly?: unknown } = options;
  if (validateOnly !== undefined && typeof validateOnly !== 'boolean') refuse('validateOnly', 'must be true or false');
}
