import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { OnProgress } from './progress.ts';

export interface ApplyOptions extends CallOptions {
  /**
   * Save the running configuration when something was written, of the partitions in which it was, or when an earlier save
   * failed. Default true.
   */
  readonly save?: boolean;
  /** Apply also when objects have changed since the plan saw them. Default false: StalePlanError, and nothing is written. */
  readonly allowStale?: boolean;
  /** Apply also when the plan says that it was made of another BIG-IP. Default false: OtherDeviceError, and nothing is written. */
  readonly otherDevice?: boolean;
  /** Throw TooManyDeletesError, and send nothing, when the plan deletes more objects than these. Default: no limit. */
  readonly maxDeletes?: number;
  /**
   * When a part of the plan fails and another part was done, go back to the state before: read whole before anything is
   * written, and only what this apply did is undone. Default false: what could be done stays, and a rerun finishes. Throws
   * BigIpValueError, and sends nothing, for a plan without `scope`.
   */
  readonly rollbackOnFailure?: boolean;
  /**
   * Milliseconds that the connections of pool members have which go: the members are disabled first, with our mark on them,
   * and removed when nobody is connected any more or the time is over. What is made and changed is made before that. Default:
   * they go at once.
   */
  readonly drain?: number;
  /**
   * Of a unit of a pair: the units whose registries of FDB records count besides its own, as that may not have been copied.
   * One that does not answer says nothing. Default: none.
   */
  readonly beside?: readonly Requester[];
  /** Told how far it has come. */
  readonly onProgress?: OnProgress;
}
