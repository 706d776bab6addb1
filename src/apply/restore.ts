/** Back to the state before an apply of which a part failed, for those who would rather have all or nothing. */
import { managedTypes, readActual, readManaged, readWhole } from '../actual/index.ts';
import { BigIpError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import {
  asMade,
  type Change,
  type DeviceSnapshot,
  nothingWanted,
  type Plan,
  type PlanScope,
  rollbackPlan,
  wantedBy,
} from '../plan/index.ts';
import { neighbourTypes, recordType } from '../values/overlay-types.ts';
import { registryType } from '../values/registry.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { OwnWrite } from './own-writes.ts';
import type { ApplyResult, Rollback, Step } from './types.ts';

/** The place that a plan is about. Throws BigIpValueError for a plan of which it is not known. */
export function scopeOf({ scope }: Plan): PlanScope {
  if (scope !== undefined) return scope;
  throw new BigIpValueError('is missing, so nothing could be rolled back', { path: 'plan.scope' });
}

/** Reads the objects that a plan changes, whole, as they are before: those of nobody too, which it may adopt. */
export async function readBefore(
  requester: Requester,
  { owner, changes, scope }: Pick<Plan, 'owner' | 'changes'> & { readonly scope: PlanScope },
  options: CallOptions,
): Promise<DeviceSnapshot> {
  const changed = new Set(changes.map(({ uri }) => uri));
  const nothing = nothingWanted({ owner, ...scope });
  const read = () => readManaged(requester, nothing, options);
  const { objects } = await readWhole(requester, nothing, read, options);
  const before = objects.filter(({ uri }) => changed.has(uri)).map(asMade);
  return { version: 1, owner, ...scope, secrets: 'left-out', objects: before };
}

/** Types that {@link readBefore} reads, and members with their pools. */
const restorable: ReadonlySet<string> = new Set([
  ...managedTypes.map(({ path }) => path),
  'ltm/pool/members',
  ...neighbourTypes,
  'net/route',
  recordType,
]);

/**
 * The changes that undo what was done, and nothing else. A registry of FDB records that was made goes again; in one that was
 * there before, names of records that are gone do no harm.
 */
async function undoingPlan(
  requester: Requester,
  before: DeviceSnapshot,
  done: readonly Change[],
  options: CallOptions,
): Promise<Plan> {
  const wanted = wantedBy(before);
  const read = { ...options, whole: true, orphans: true, registries: true };
  const actual = await readWhole(requester, wanted, () => readActual(requester, wanted, read), options);
  const created = done.filter(({ action }) => action === 'create');
  const plan = rollbackPlan(before, actual, { made: new Set(created.map(({ uri }) => uri)) });
  const written = new Set(done.filter(({ type }) => restorable.has(type)).map(({ uri }) => uri));
  const made = new Set(created.filter(({ type }) => type === registryType).map(({ uri }) => uri));
  // Nothing else is wanted by this, so a pool that was not changed seems to go, and its members with it.
  const there = new Set(before.objects.map(({ uri }) => uri));
  const undoes = ({ uri, action }: Change): boolean =>
    action === 'delete' ? made.has(uri) || (written.has(uri) && !there.has(uri)) : written.has(uri);
  return {
    ...plan,
    changes: plan.changes.filter(undoes),
    conflicts: plan.conflicts.filter(({ uri }) => written.has(uri)),
  };
}

function isTrouble({ outcome, type }: Step): boolean {
  return type !== 'ltm/node' && (outcome === 'failed' || outcome === 'skipped');
}

/** The words for an attempt that did not get as far as a step. */
function notDone(message: string): Rollback {
  return { complete: false, steps: [], transactions: 0, message };
}

/**
 * Undoes what was written, as a plan of its own with the same checks; also what may have been written, where the device
 * did not say. What cannot be undone is told, and nothing is thrown for it.
 */
export async function goBack(
  requester: Requester,
  before: DeviceSnapshot,
  writes: readonly OwnWrite[],
  apply: (plan: Plan) => Promise<ApplyResult>,
  options: CallOptions,
): Promise<Rollback> {
  if (options.signal?.aborted === true) return notDone('not tried, because the apply was interrupted');
  try {
    const changes = writes.map(({ change }) => change);
    const plan = await undoingPlan(requester, before, changes, options);
    const { steps, transactions } = await apply(plan);
    return { complete: !steps.some(isTrouble) && plan.conflicts.length === 0, steps, transactions };
  } catch (error) {
    if (error instanceof BigIpError) return notDone(error.message);
    throw error;
  }
}

/** The steps of the apply, where those that were undone say so: the ones that the rollback has a step for. */
export function withUndone(steps: readonly Step[], rollback: Rollback): readonly Step[] {
  const undone = new Set(rollback.steps.filter((step) => !isTrouble(step)).map(({ uri }) => uri));
  return steps.map((step) => (undone.has(step.uri) && !isTrouble(step) ? { ...step, outcome: 'rolled-back' } : step));
}
