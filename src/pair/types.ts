import type { ApplyOptions, ApplyResult } from '../apply/index.ts';
import type { Requester } from '../icontrol/requester.ts';
import type { Change, Plan } from '../plan/index.ts';

/** Two units of one device group, as clients of them: which of them is active is asked, and may change. */
export interface Pair {
  readonly units: readonly [Requester, Requester];
}

/** `unreachable`: it did not answer, or did not let us in. `unknown`: it says something else. */
export type UnitRole = 'active' | 'standby' | 'offline' | 'unknown' | 'unreachable';

/** Makes the plans for single units: with virtual servers and pools, and without. */
export interface UnitPlanner {
  readonly whole: (unit: Requester) => Promise<Plan>;
  /** `active` is the unit that has what both share. */
  readonly overlay: (unit: Requester, active: Requester) => Promise<Plan>;
  /**
   * Says which changes of the active unit wait until the other unit has its part: a list that a later run needs to know what
   * is left there. Default: none.
   */
  readonly waits?: (change: Change) => boolean;
  /**
   * Says whether a unit needs what a change of the other one takes away, as the last plan for its overlay leaves it: such a
   * change waits as well. Default: no.
   */
  readonly needs?: (change: Change, unit: Requester) => boolean;
}

export interface PairOptions {
  /**
   * Copy the configuration to the device group once virtual servers or pools were written, and wait until the units are in
   * sync. Default false: that is left to others. Never forced, and refused when changes were pending before.
   */
  readonly sync?: boolean;
  /** The device group that is copied to. Default: the one group of type `sync-failover`. */
  readonly syncGroup?: string;
  /** Milliseconds that the units have to get in sync. Default 60,000. */
  readonly syncTimeout?: number;
  /** Milliseconds that a failover may take, in which no unit is active, or both are. Default 10,000. */
  readonly roleTimeout?: number;
}

export type PairApplyOptions = ApplyOptions & PairOptions;

/** What is planned for one unit. */
export interface UnitPlan {
  /** Host and port, `192.0.2.10:443`. */
  readonly unit: string;
  readonly role: UnitRole;
  /** Generations of the objects that are changed on it: see {@link Plan}. */
  readonly generations: Readonly<Record<string, number>>;
}

/** What was found before anything was written. */
export interface SyncPlan {
  /** What `cm/sync-status` said. */
  readonly status: string;
  /** The device group that is copied to. */
  readonly group: string;
  /** The group copies by itself (`autoSync`): that is only waited for. */
  readonly automatic: boolean;
  /** Whether a copy is to come of this plan: something is written that is copied, and nothing stands against it. */
  readonly copies: boolean;
  /** Why the configuration will not be copied. */
  readonly refused?: string;
}

/**
 * A plan of which every change, conflict and kept object names its `unit`: virtual servers and pools are those of the active
 * unit, FDB records and static neighbours of each.
 */
export interface PairPlan extends Plan {
  readonly units: readonly [UnitPlan, UnitPlan];
  /** With `sync` only. */
  readonly sync?: SyncPlan;
}

export interface SyncResult {
  /** `not-needed`: nothing was written that is copied. */
  readonly outcome: 'synced' | 'not-needed' | 'refused' | 'failed';
  /** What the unit said last, `In Sync`. */
  readonly status: string;
  readonly group?: string;
  /** Why it was refused, or failed. */
  readonly message?: string;
}

/** The plan and what came of it. Every step names its `unit`. */
export interface PairResult extends ApplyResult {
  readonly units: readonly [UnitPlan, UnitPlan];
  readonly sync?: SyncResult;
}
