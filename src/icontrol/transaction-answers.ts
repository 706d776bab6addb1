/** What the device says of a transaction. */
import { NotFoundError, ProtocolError } from '../errors.ts';
import type { Differs, Reply } from './exchange.ts';
import { elementsOf, isItem } from './items.ts';
import type { CallOptions, Requester } from './requester.ts';

/** State of a transaction as the device tells it; `gone` when it does not know it any more. */
export type TransactionState = 'STARTED' | 'UPDATING' | 'VALIDATING' | 'COMPLETED' | 'FAILED' | 'gone';

/** Seconds that the device keeps an idle transaction where it does not say so; 11.5 is the least patient. */
const SHORTEST_TIMEOUT = 30;

const states: ReadonlySet<unknown> = new Set(['STARTED', 'UPDATING', 'VALIDATING', 'COMPLETED', 'FAILED']);

function isState(state: unknown): state is TransactionState {
  return states.has(state);
}

/** The id from the selfLink: the number in `transId` may have 17 digits, more than a JSON number holds. */
export function transactionId(body: unknown): string {
  const link = isItem(body) ? body['selfLink'] : undefined;
  const id = typeof link === 'string' ? /\/transaction\/(\d+)/.exec(link)?.[1] : undefined;
  const number = isItem(body) ? body['transId'] : undefined;
  const text = id ?? (typeof number === 'number' || typeof number === 'string' ? String(number) : undefined);
  if (text === undefined || !/^\d+$/.test(text)) throw new ProtocolError('the answer for a new transaction has no id');
  return text;
}

/** Milliseconds for which the device remembers a transaction that it does not hear of. */
export function patienceIn(body: unknown): number {
  const seconds = isItem(body) ? body['timeoutSeconds'] : undefined;
  return (typeof seconds === 'number' && seconds > 0 ? seconds : SHORTEST_TIMEOUT) * 1000;
}

/** The word as it is, also one that nobody knows. */
export function stateIn(body: unknown): unknown {
  return isItem(body) ? body['state'] : undefined;
}

/** The state, and the reason of one that failed. */
export interface TransactionLook {
  readonly state: TransactionState;
  readonly reason: string;
}

/** What the device says of a transaction. */
export async function askFor(requester: Requester, id: string, bounds: CallOptions): Promise<TransactionLook> {
  try {
    return lookAt((await requester.request('GET', ['transaction', id], bounds)).body);
  } catch (error) {
    if (error instanceof NotFoundError) return { state: 'gone', reason: '' };
    throw error;
  }
}

function lookAt(body: unknown): TransactionLook {
  const state = stateIn(body);
  const reason = isItem(body) ? body['failureReason'] : undefined;
  return { state: isState(state) ? state : 'gone', reason: typeof reason === 'string' ? reason : '' };
}

/**
 * Whether a command is in the queue that held `before` of them, by the list of the commands: the device may have queued
 * what it refused with 503.
 */
export function afterCommand(list: Reply, before: number): Reply | 'absent' | Differs {
  const commands = elementsOf(list.body, 'transaction/commands');
  if (commands.length === before) return 'absent';
  if (commands.length === before + 1) return { ...list, body: commands.at(-1) };
  return { differs: `the transaction has ${commands.length} commands instead of ${before} or ${before + 1}` };
}
