/** A plan for a pair, and what applies it. */
import type { CallOptions } from '../icontrol/requester.ts';
import { applyPairPlan } from './apply.ts';
import { planPair } from './plan.ts';
import type { Pair, PairApplyOptions, PairOptions, PairPlan, PairResult, UnitPlanner } from './types.ts';

/** A plan for a pair, and what applies it: once. */
export interface PairWork {
  readonly plan: PairPlan;
  /**
   * Resolves also when steps failed or a unit could not be reached: steps and diagnostics say which. When the units change
   * places meanwhile, or somebody else writes to one of them, what is left is planned anew.
   *
   * Only before anything is written it throws: TooManyDeletesError, StalePlanError when a unit has moved on, UnitRolesError
   * and NotActiveError when no unit stays active. A run that has to end later says so (`RunNotFinished`).
   */
  readonly apply: (options?: PairApplyOptions) => Promise<PairResult>;
}

/** Plans for both units. Sends nothing but GETs. Throws UnitRolesError and SyncGroupError. */
export async function pairWork(
  pair: Pair,
  planner: UnitPlanner,
  options: PairOptions,
  call: CallOptions,
): Promise<PairWork> {
  const planned = await planPair(pair, planner, options, call);
  return { plan: planned.plan, apply: (more) => applyPairPlan(planned, pair, planner, { ...options, ...more }) };
}
