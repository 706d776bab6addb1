export { applyPlan } from './apply.ts';
export { forgetDeleted, rememberDeleted, withCisSigns } from './deleted-neighbours.ts';
export { StalePlanError, TooManyDeletesError } from './errors.ts';
export type { ApplyOptions } from './options.ts';
export { type OwnWrite, type OwnWrites, ownWritesOf, sharesWritesOf } from './own-writes.ts';
export type { ApplyProgress } from './progress.ts';
export { checkDeletes } from './refusals.ts';
export { partitionsToSave, type Saved, saveConfig } from './save.ts';
export type { ApplyResult, DrainedMember, Rollback, Step, StepError } from './types.ts';
