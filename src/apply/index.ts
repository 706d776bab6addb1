export { applyPlan } from './apply.ts';
export { StalePlanError, TooManyDeletesError } from './errors.ts';
export type { ApplyOptions } from './options.ts';
export { type OwnWrite, type OwnWrites, ownWritesOf } from './own-writes.ts';
export type { ApplyProgress } from './progress.ts';
export type { ApplyResult, Rollback, Step, StepError } from './types.ts';
