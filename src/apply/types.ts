import type { Plan } from '../plan/types.ts';

/**
 * What became of one object. `skipped`: not tried, because what it depends on failed, or a node that the device keeps;
 * `rolled-back`: done, and undone again because something else failed.
 */
export interface Step {
  readonly uri: string;
  readonly type: string;
  readonly outcome: 'created' | 'modified' | 'replaced' | 'deleted' | 'failed' | 'skipped' | 'rolled-back';
  readonly error?: StepError;
  /** Which unit of a pair. */
  readonly unit?: string;
}

export interface StepError {
  readonly message: string;
  /** BIG-IP's own code, `01070333`. */
  readonly deviceCode?: string;
  readonly status?: number;
}

/** How it went to go back to the state before an apply. */
export interface Rollback {
  /** Whether everything that was done is undone. */
  readonly complete: boolean;
  readonly steps: readonly Step[];
  /** Transactions that the device committed to go back. */
  readonly transactions: number;
  /** Why it was not tried, or did not get as far as a step. */
  readonly message?: string;
}

/** What became of the connections of a member that went, or is to go. */
export interface DrainedMember {
  readonly uri: string;
  /** Whether nobody was connected any more; false when the time was over first, or the device did not say. */
  readonly drained: boolean;
  /** Connections at the last look; absent where the device does not say. */
  readonly connections?: number;
}

/** The plan and what came of it: plain JSON. */
export interface ApplyResult extends Plan {
  readonly steps: readonly Step[];
  /** Transactions that the device committed. */
  readonly transactions: number;
  /** Whether the running configuration was saved, so that it survives a reboot. */
  readonly saved: boolean;
  /** The partitions that were saved; absent when none was, or everything. */
  readonly savedPartitions?: readonly string[];
  /** Present when members were drained before they went. */
  readonly drains?: readonly DrainedMember[];
  /** Present when a part failed and `rollbackOnFailure` was asked for. */
  readonly rollback?: Rollback;
}
