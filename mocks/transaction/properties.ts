import { refuse, Unimplemented } from '../errors/refusal.ts';
import type { JsonObject } from '../json.ts';
import { executionTimeout, timeoutSeconds } from './transaction.ts';

/** What a body may name; a PUT echoes all of it. */
const properties = new Set([
  'transId',
  'state',
  'timeoutSeconds',
  'asyncExecution',
  'validateOnly',
  'executionTimeout',
  'executionTime',
  'failureReason',
  'kind',
  'selfLink',
]);

/** Refuses what a transaction does not have, and what this one could not do. */
export function checkProperties(body: JsonObject): void {
  for (const name of Object.keys(body)) if (!properties.has(name)) throw refuse('unknownProperty', { property: name });
  const { validateOnly = false, asyncExecution = false } = body;
  if (typeof validateOnly !== 'boolean') {
    throw refuse('invalidValue', { property: 'validate-only', value: String(validateOnly) });
  }
  if (asyncExecution !== false) throw new Unimplemented('transactions that are executed asynchronously');
  if ((body['timeoutSeconds'] ?? timeoutSeconds) !== timeoutSeconds) {
    throw new Unimplemented('another timeout of a transaction');
  }
  if ((body['executionTimeout'] ?? executionTimeout) !== executionTimeout) {
    throw new Unimplemented('another time limit of a commit');
  }
}
