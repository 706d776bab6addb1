export { describePairPlan } from './describe.ts';
export { NotActiveError, SyncGroupError, UnitRolesError } from './errors.ts';
export { withLoneUnit } from './lone.ts';
export { isAway, pickUnits, type Standing, unitNames } from './roles.ts';
export { inSync, readSync } from './sync.ts';
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
export { type PairWork, pairWork } from './work.ts';
