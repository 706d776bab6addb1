import type { Diagnostic } from '../diagnostic.ts';
import type { Change } from './types.ts';

/** The guard against a plan that deletes more than its maker expects. */
export function tooManyDeletes(
  changes: readonly Change[],
  limit: number | undefined = Number.POSITIVE_INFINITY,
): Diagnostic[] {
  const count = changes.filter(({ action }) => action === 'delete').length;
  if (count <= limit) return [];
  const message = `${count} objects would be deleted, and at most ${limit} may be; nothing of this plan is applied`;
  return [{ severity: 'error', object: 'BigIp/plan', reason: 'TooManyDeletes', message }];
}
