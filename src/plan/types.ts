import type { Diagnostic } from '../diagnostic.ts';
import type { DeviceIdentity, Held, Properties } from '../state.ts';
import type { conflictReasons } from './reasons.ts';

/** What will be done to one object. `modify` holds only what differs, `replace` both objects whole. */
export interface Change {
  readonly action: 'create' | 'modify' | 'replace' | 'delete';
  readonly uri: string;
  readonly type: string;
  readonly before?: Properties;
  readonly after?: Properties;
  /** Why, where the action does not speak for itself. */
  readonly reason?: string;
  /** Which unit of a pair. */
  readonly unit?: string;
}

/** An object of the device that is wanted otherwise and is not ours. Nothing is written to it. */
export interface Conflict {
  readonly uri: string;
  readonly type: string;
  readonly reason: keyof typeof conflictReasons;
  readonly message: string;
  /** Who or what holds it: an owner, an application service, or the URI of an object. */
  readonly holder?: string;
  /** Which unit of a pair. */
  readonly unit?: string;
}

/** Ours, not mentioned by the input, and left alone because nobody asked for `--prune`. */
export interface Kept {
  readonly uri: string;
  readonly type: string;
  /** Which unit of a pair. */
  readonly unit?: string;
}

/** Where the objects of an owner are. */
export interface PlanScope {
  /** The managed partition, `k8s`. */
  readonly partition: string;
  /** Full path of the tunnel whose FDB records and static neighbours are managed. */
  readonly tunnel?: string;
  /** The tunnel of the IPv6 pods, where they have one of their own. */
  readonly tunnelV6?: string;
  /** The partition of the static routes to Nodes. */
  readonly routes?: string;
}

/** How a plan is to be applied, as whoever made it was told. Milliseconds. */
export interface ApplyWith {
  /** Pool members that go are drained before, at most as long. */
  readonly drain?: number;
  /** Afterwards the members that were made are waited for. */
  readonly wait?: number;
  readonly rollbackOnFailure?: boolean;
}

/** What an apply would do, and nothing else: plain JSON, in the order in which it is done. */
export interface Plan {
  readonly version: 1;
  readonly owner: string;
  /** Where this owner's objects are that the plan speaks of. Absent from a plan that is not about those of an owner. */
  readonly scope?: PlanScope;
  readonly changes: readonly Change[];
  readonly kept: readonly Kept[];
  readonly held: readonly Held[];
  readonly conflicts: readonly Conflict[];
  readonly diagnostics: readonly Diagnostic[];
  /** Generations of the objects that are changed, as the plan saw them: an apply refuses when the device has moved on. */
  readonly generations: Readonly<Record<string, number>>;
  /** Which BIG-IP it was made of, where it was written down: an apply to another one is refused. */
  readonly device?: DeviceIdentity;
  /** Absent where nobody said how. `bigip apply --plan` does as it says. */
  readonly applyWith?: ApplyWith;
  /**
   * Objects that bear the sign of this owner's last save, which failed: an apply saves then also when nothing is changed.
   * Absent when there are none.
   */
  readonly unsaved?: readonly string[];
}

export interface PlanOptions {
  /** Delete objects of this owner that the input does not mention. Default false: they are listed as kept. */
  readonly prune?: boolean;
  /** Take over objects that carry no mark. Default false: they are conflicts. */
  readonly adopt?: boolean;
  /** More deletions than these are an error of the plan, and nothing of it is applied. Default: no limit. */
  readonly maxDeletes?: number;
}
