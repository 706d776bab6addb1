/**
 * Plan -> result. One transaction where the device allows it; what the device refuses is taken out together with what
 * depends on it, and the rest is committed anew.
 */

import type { Diagnostic } from '../diagnostic.ts';
import { callOptions } from '../icontrol/call-options.ts';
import type { Requester } from '../icontrol/requester.ts';
import type { Plan, PlanScope } from '../plan/types.ts';
import { Applying } from './applying.ts';
import { drainAndApply } from './drain-and-apply.ts';
import { removeOrphanedNodes } from './nodes.ts';
import type { ApplyOptions } from './options.ts';
import { checkDevice } from './other-device.ts';
import { ownWritesOf } from './own-writes.ts';
import { checkDeletes, checkOneDevice } from './refusals.ts';
import { goBack, readBefore, scopeOf, withUndone } from './restore.ts';
import { saveAndSign } from './save-and-sign.ts';
import type { ApplyResult } from './types.ts';

/**
 * Applies a plan. Resolves also when steps failed: the steps say which. Conflicts and held objects of the plan are left
 * alone; everything else is tried, until the device does not answer any more.
 *
 * Throws TooManyDeletesError, OtherDeviceError and StalePlanError before anything is written.
 */
export async function applyPlan(plan: Plan, requester: Requester, options: ApplyOptions = {}): Promise<ApplyResult> {
  checkOneDevice(plan);
  checkDeletes(plan, options.maxDeletes);
  const scope = options.rollbackOnFailure === true ? scopeOf(plan) : undefined;
  const own = ownWritesOf(requester);
  own.begin();
  try {
    return await carryOut(plan, requester, options, scope);
  } finally {
    own.end();
  }
}

async function carryOut(
  plan: Plan,
  requester: Requester,
  options: ApplyOptions,
  scope: PlanScope | undefined,
): Promise<ApplyResult> {
  const { save = true } = options;
  const call = callOptions(options);
  if (options.otherDevice !== true) await checkDevice('plan', plan.device, requester, call);
  const applying = new Applying(requester, plan.changes, call, options.onProgress);
  const { run } = applying;
  applying.report('checking');
  await applying.leaveForeign(plan, options);
  const restorable = scope !== undefined && run.stopped === undefined && plan.changes.length > 0;
  const before = restorable ? await readBefore(requester, { ...plan, scope }, call) : undefined;
  const drained = await drainAndApply(applying, plan, requester, options);
  const writes = [...drained.marks, ...run.writes];
  const wrote = run.wrote || drained.wrote;
  const goesBack = before !== undefined && wrote && run.hasFailed;
  if (goesBack) applying.report('restoring');
  const again = (undoing: Plan) => applyPlan(undoing, requester, { ...call, save: false });
  const rollback = goesBack ? await goBack(requester, before, writes, again, call) : undefined;
  const tidies = run.stopped === undefined && rollback === undefined;
  if (tidies && run.deleted.length > 0) applying.report('nodes');
  const nodes = tidies ? await removeOrphanedNodes(requester, run.deleted, plan.changes, call) : [];
  const saving = save && (wrote || (plan.unsaved ?? []).length > 0);
  if (saving) applying.report('saving');
  const tidied = nodes.filter(({ outcome }) => outcome === 'deleted');
  const written = [...writes.map(({ change }) => change), ...tidied].map(({ uri }) => uri);
  const gone = new Set(run.deleted.map(({ uri }) => uri));
  const { partitions, diagnostic } = saving ? await saveAndSign(requester, plan, written, gone, call) : {};
  // What was due is done.
  const isOver = ({ reason }: Diagnostic): boolean => partitions !== undefined && reason === 'SaveIsDue';
  const planned = plan.diagnostics.filter((one) => !isOver(one));
  return {
    ...plan,
    diagnostics: [...planned, ...drained.diagnostics, ...(diagnostic === undefined ? [] : [diagnostic])],
    steps: [...(rollback === undefined ? run.steps : withUndone(run.steps, rollback)), ...nodes],
    transactions: run.transactions,
    saved: partitions !== undefined,
    ...(partitions === undefined || partitions === 'all' ? {} : { savedPartitions: partitions }),
    ...(drained.drains === undefined ? {} : { drains: drained.drains }),
    ...(rollback === undefined ? {} : { rollback }),
  };
}
