export { type Colour, describePlan, displayName, type Painter, plain, summarisePlan } from './describe.ts';
export { overlayDiffers } from './overlay.ts';
export { makeOverlayPlan } from './overlay-plan.ts';
export { makePlan } from './plan.ts';
export { parsePlan } from './plan-file.ts';
export type { Change, Conflict, Kept, Plan, PlanOptions } from './types.ts';
