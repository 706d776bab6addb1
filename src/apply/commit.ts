/** One attempt to get commands onto the device: as one transaction, or as one request when there is only one. */
import {
  AbortError,
  AlreadyExistsError,
  AuthenticationError,
  BigIpError,
  BusyError,
  InUseError,
  NotFoundError,
  NotReadyError,
  OutcomeUnknownError,
  PermissionError,
  ValidationError,
} from '../errors.ts';
import type { Reply } from '../icontrol/exchange.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { Transaction } from '../icontrol/transaction.ts';
import type { Change } from '../plan/types.ts';
import { blamed } from './blame.ts';
import type { Command } from './commands.ts';
import { isApplied } from './confirm.ts';
import { withGrace } from './grace.ts';

/** How an attempt ended. Nothing is on the device unless it is `done`; `unknown` is for the caller to find out. */
export type Attempt =
  | { readonly kind: 'done'; readonly transactional: boolean }
  /** The device refused, and `change` is what it refused; undefined when it did not say. */
  | {
      readonly kind: 'refused';
      readonly change: Change | undefined;
      readonly error: BigIpError;
      /** True when it was the transaction itself that the device does not take. */
      readonly transaction?: boolean;
    }
  /**
   * The reply was lost, or the transaction: some or all may be on the device. Unless it is `settled` the commit may still
   * be under way, so nothing may be sent again.
   */
  | { readonly kind: 'unknown'; readonly settled: boolean; readonly error: BigIpError }
  /** Nothing that another attempt of ours would mend: no connection, no login, no answer in time. */
  | { readonly kind: 'failed'; readonly error: BigIpError };

function isRefusal(error: BigIpError): boolean {
  return (
    error instanceof ValidationError ||
    error instanceof AlreadyExistsError ||
    error instanceof NotFoundError ||
    error instanceof InUseError ||
    error instanceof PermissionError
  );
}

function changesOf(commands: readonly Command[]): readonly Change[] {
  return commands.flatMap(({ changes }) => changes);
}

/**
 * The device does not know the transaction any more: it expired, or the token that it belongs to did. A login that was
 * refused is no such thing, and is never repeated.
 */
function hasLapsed(error: BigIpError): boolean {
  if (error instanceof AuthenticationError) return error.request?.path.includes('/authn/login') === false;
  return error instanceof NotFoundError && error.deviceCode === undefined;
}

/** The device did nothing, for a reason that passes. A commit is not sent again by the session. */
function passes(error: BigIpError): boolean {
  return error instanceof BusyError || error instanceof NotReadyError;
}

/** A failure before the commit. Nothing was applied: an open transaction is given up. */
function ended(error: unknown, command: Command | undefined, changes: readonly Change[]): Attempt {
  if (!(error instanceof BigIpError)) throw error;
  if (!isRefusal(error)) return { kind: 'failed', error };
  const named =
    command?.changes.length === 1
      ? command.changes[0]
      : blamed(error.deviceMessage ?? error.message, command?.changes ?? changes);
  return { kind: 'refused', change: named ?? command?.changes[0], error };
}

/** Sends one command by itself. A lost reply is answered by reading the objects back. */
export async function sendSingly(requester: Requester, command: Command, options: CallOptions): Promise<Attempt> {
  const { method, segments, body, changes } = command;
  const resolve = async (): Promise<Reply | 'absent'> => {
    const applied = await Promise.all(changes.map((change) => isApplied(requester, change, options)));
    return applied.every(Boolean) ? { status: 200, body: undefined, headers: {} } : 'absent';
  };
  try {
    await withGrace(requester, options.signal, (late) =>
      requester.request(method, segments, {
        ...lasting(options, late),
        ...(body === undefined ? {} : { body }),
        ...(changes.length === 0 ? {} : { resolve }),
      }),
    );
    return { kind: 'done', transactional: false };
  } catch (error) {
    if (error instanceof OutcomeUnknownError) return { kind: 'unknown', settled: true, error };
    return ended(error, command, changes);
  }
}

function givenUp(cause: BigIpError): BigIpError {
  return new BigIpError(
    'a reply was lost while the transaction was queued; it was given up and nothing of it was applied',
    {
      cause,
      outcome: 'refused-for-now',
    },
  );
}

/** Told while a transaction is filled and committed. */
export interface Sending {
  readonly queued: (command: Command) => void;
  readonly committing: () => void;
}

/**
 * Queues all commands in one transaction and commits it once. An interruption ends the queueing at once; the commit gets
 * its time.
 */
export async function sendTogether(
  requester: Requester,
  commands: readonly Command[],
  options: CallOptions,
  sending: Sending,
): Promise<Attempt> {
  const { signal } = options;
  try {
    return await withGrace(requester, signal, (late) =>
      queueAndCommit(commands, options, sending, new Transaction(requester, lasting(options, late))),
    );
  } catch (error) {
    return ended(error, undefined, changesOf(commands));
  }
}

function lasting(options: CallOptions, signal: AbortSignal | undefined): CallOptions {
  return signal === undefined ? options : { ...options, signal };
}

async function queueAndCommit(
  commands: readonly Command[],
  options: CallOptions,
  sending: Sending,
  transaction: Transaction,
): Promise<Attempt> {
  let queueing: Command | undefined;
  try {
    for (queueing of commands) {
      const { method, segments, body } = queueing;
      await transaction.request(method, segments, { ...options, ...(body === undefined ? {} : { body }) });
      sending.queued(queueing);
    }
    sending.committing();
    if (options.signal?.aborted === true) throw new AbortError('interrupted before the commit');
  } catch (error) {
    await transaction.abandon();
    // Whether the command was queued is open, and does not matter: what was queued is gone with the transaction.
    if (error instanceof OutcomeUnknownError) return { kind: 'unknown', settled: true, error: givenUp(error) };
    if (error instanceof BigIpError && hasLapsed(error)) return { kind: 'unknown', settled: true, error };
    // A device that takes no transaction from us says nothing of the first command.
    if (error instanceof BigIpError && isRefusal(error) && /\/transaction$/.test(error.request?.path ?? ''))
      return { kind: 'refused', change: undefined, error, transaction: true };
    return ended(error, queueing, changesOf(commands));
  }
  try {
    await transaction.commit();
    return { kind: 'done', transactional: true };
  } catch (error) {
    if (error instanceof OutcomeUnknownError || (error instanceof BigIpError && (hasLapsed(error) || passes(error)))) {
      return { kind: 'unknown', settled: await isSettled(transaction, options.signal), error };
    }
    await transaction.abandon();
    return ended(error, undefined, changesOf(commands));
  }
}

/** Milliseconds between two questions for a commit that is still under way, and how many there are. */
const pollPause = 2_000;
const polls = 30;

/**
 * After a lost commit reply: the transaction must not be left to run behind our back. One that the commit never reached
 * is deleted; one that is still validating is asked for until it has ended. False when it cannot be told that it has.
 */
async function isSettled(transaction: Transaction, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    for (let poll = 0; poll < polls; poll += 1) {
      const state = await transaction.state();
      if (state === 'VALIDATING' || state === 'UPDATING') {
        await transaction.clock.sleep(pollPause, signal);
        continue;
      }
      if (state === 'STARTED') await transaction.abandon();
      return state !== 'STARTED' || (await transaction.state()) === 'gone';
    }
    return false;
  } catch (error) {
    if (error instanceof BigIpError || signal?.aborted === true) return false;
    throw error;
  }
}
