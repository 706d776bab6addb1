import type { Plan } from '../plan/types.ts';

/**
 * What became of one object. `skipped`: not tried, because what it depends on failed, or a node that the device keeps.
 */
export interface Step {
  readonly uri: string;
  readonly type: string;
  readonly outcome: 'created' | 'modified' | 'replaced' | 'deleted' | 'failed' | 'skipped';
  readonly error?: StepError;
}

export interface StepError {
  readonly message: string;
  /** BIG-IP's own code, `01070333`. */
  readonly deviceCode?: string;
  readonly status?: number;
}

/** The plan and what came of it: plain JSON. */
export interface ApplyResult extends Plan {
  readonly steps: readonly Step[];
  /** Transactions that the device committed. */
  readonly transactions: number;
  /** Whether the running configuration was saved, so that it survives a reboot. */
  readonly saved: boolean;
}
