/** How a plan is to be applied, as the flags say: shown with the plan, and kept in its file. */
import type { ApplyWith, Plan } from '../plan/index.ts';

/** The flags of `apply`, `plan` and of what deletes. Milliseconds. */
export interface ApplyWithFlags {
  readonly drain?: number;
  readonly wait?: number;
  readonly rollbackOnFailure?: boolean;
}

/** The plan with what the flags say; where they say nothing, what it says already. */
export function withFlags<P extends Plan>(plan: P, { drain, wait, rollbackOnFailure }: ApplyWithFlags): P {
  const applyWith: ApplyWith = {
    ...plan.applyWith,
    ...(drain === undefined ? {} : { drain }),
    ...(wait === undefined ? {} : { wait }),
    ...(rollbackOnFailure === true ? { rollbackOnFailure } : {}),
  };
  return Object.keys(applyWith).length === 0 ? plan : { ...plan, applyWith };
}
