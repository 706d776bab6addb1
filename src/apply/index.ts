export { type ApplyOptions, applyPlan } from './apply.ts';
export { StalePlanError, TooManyDeletesError } from './errors.ts';
export type { ApplyResult, Step, StepError } from './types.ts';
