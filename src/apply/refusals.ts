/** Plans that are not applied at all. */
import type { Change, Plan } from '../plan/types.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { StalePlanError, TooManyDeletesError } from './errors.ts';

/** Names some of the objects that have changed since the plan was made. */
export function stalePlan(moved: readonly Change[]): StalePlanError {
  const names = moved.slice(0, 5).map(({ uri }) => uri);
  const others = moved.length > names.length ? ` and ${moved.length - names.length} more` : '';
  return new StalePlanError(
    `the BIG-IP has changed since the plan was made (${names.join(', ')}${others}); nothing was written. Make a new plan`,
    { outcome: 'not-sent' },
  );
}

/** Throws BigIpValueError for the plan of a pair: parts of it are for another device. */
export function checkOneDevice(plan: Plan): void {
  if (!('units' in plan)) return;
  throw new BigIpValueError('the plan is for two units; reconcile applies it to both, applyPlan knows one device');
}

/** Throws TooManyDeletesError. */
export function checkDeletes({ changes }: Plan, limit = Number.POSITIVE_INFINITY): void {
  const count = changes.filter(({ action }) => action === 'delete').length;
  if (count <= limit) return;
  throw new TooManyDeletesError(`the plan deletes ${count} objects, and at most ${limit} may go; nothing was sent`, {
    outcome: 'not-sent',
  });
}
