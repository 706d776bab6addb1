/** What planning and applying are told. */
import type { ApplyOptions } from './apply/index.ts';
import type { MappingOptions } from './desired/index.ts';
import { checkCallOptions } from './icontrol/call-options.ts';
import type { CallOptions } from './icontrol/requester.ts';
import type { PairOptions } from './pair/index.ts';
import type { PlanOptions } from './plan/index.ts';

export interface ReconcileOptions extends MappingOptions, PlanOptions, ApplyOptions {
  /**
   * Plan FDB records and static neighbours alone: what a unit of a pair has for itself, while virtual servers and pools come
   * to it by config sync. Default false.
   */
  readonly overlayOnly?: boolean;
  /**
   * Adopt also while a controller of F5 runs in the input. Default false: what carries no mark stays a conflict, and the
   * diagnostic `AdoptionHeld` says why. Two that write to one partition undo each other's work.
   */
  readonly adoptBesideCis?: boolean;
}

/** What one is told for the units of a pair besides. */
export type PairReconcileOptions = ReconcileOptions & PairOptions;

/** Every name, so that the compiler says when one is missing. */
const names: Record<Exclude<keyof PairReconcileOptions, keyof CallOptions>, true> = {
  overlayOnly: true,
  adoptBesideCis: true,
  mode: true,
  partition: true,
  owner: true,
  overlay: true,
  staticRoutes: true,
  bigipNodes: true,
  nodeAddress: true,
  nodeCidr: true,
  nodeSelector: true,
  snatPool: true,
  publish: true,
  loadBalancerClass: true,
  published: true,
  prune: true,
  adopt: true,
  maxDeletes: true,
  save: true,
  allowStale: true,
  otherDevice: true,
  rollbackOnFailure: true,
  drain: true,
  beside: true,
  onProgress: true,
  sync: true,
  syncGroup: true,
  syncTimeout: true,
  roleTimeout: true,
};

/**
 * Throws BigIpValueError for a name that is none: `{ tunnel }` instead of `{ overlay: { tunnel } }` would publish pods that nothing
 * leads to.
 */
export function checkReconcileOptions(options: PairReconcileOptions): void {
  checkCallOptions(options, new Set(Object.keys(names)), { tunnel: 'overlay.tunnel', tunnelV6: 'overlay.tunnelV6' });
}
