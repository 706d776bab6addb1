export { applyPairPlan } from './apply.ts';
export { describePairPlan } from './describe.ts';
export { NotActiveError, UnitRolesError } from './errors.ts';
export { type PlannedPair, partOf, planPair } from './plan.ts';
export type {
  Pair,
  PairApplyOptions,
  PairOptions,
  PairPlan,
  PairResult,
  SyncPlan,
  SyncResult,
  UnitPlan,
  UnitPlanner,
  UnitRole,
} from './types.ts';
