/** How far an apply has come. */
export interface ApplyProgress {
  /**
   * `checking`: whose the objects are now; `writing`: changes are sent; `committing`: the device checks and applies a
   * transaction; `draining`: connections of members that go are waited for; `nodes`: orphaned ltm nodes go; `restoring`: what was done goes back; `saving`: the configuration is
   * saved.
   */
  readonly phase: 'checking' | 'writing' | 'committing' | 'draining' | 'nodes' | 'restoring' | 'saving';
  /** Changes of the plan that are settled or sent. What the device refuses as a whole is sent again, so it may fall. */
  readonly sent: number;
  /** Changes of the plan. */
  readonly total: number;
  /** While `draining`: connections that are open, and milliseconds until they are not waited for any more. */
  readonly connections?: number;
  readonly remaining?: number;
}

/** Told of every step. It must not throw: what it throws ends the apply in the middle. */
export type OnProgress = (progress: ApplyProgress) => void;
