export { type ApplyOptions, applyPlan } from './apply.ts';
export type { ApplyResult, Step, StepError } from './types.ts';
