/** What the device says of a transaction. */
import { ProtocolError } from '../errors.ts';
import { isItem } from './items.ts';

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
export function lookAt(body: unknown): { readonly state: TransactionState; readonly reason: string } {
  const state = stateIn(body);
  const reason = isItem(body) ? body['failureReason'] : undefined;
  return { state: isState(state) ? state : 'gone', reason: typeof reason === 'string' ? reason : '' };
}
