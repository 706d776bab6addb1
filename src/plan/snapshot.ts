/** The objects of an owner at one moment, whole, as plain JSON: what a rollback goes back to, and drift is measured by. */
import type { ActualState, DeviceIdentity, Properties } from '../state.ts';
import { asMade } from './as-made.ts';
import { managedEntries } from './managed.ts';
import { type ManagedScope, nothingWanted, placeOf } from './managed-scope.ts';
import type { PlanScope } from './types.ts';

/** One object, as a POST would send it. */
export interface SnapshotObject {
  readonly uri: string;
  readonly type: string;
  readonly properties: Properties;
  /** Names of the properties that hold secrets. They are not in the snapshot, and no rollback sets them. */
  readonly leftOut?: readonly string[];
}

/** Everything that an owner has in a partition, and in a tunnel where one was named. It holds no secret. */
export interface DeviceSnapshot extends PlanScope {
  readonly version: 1;
  readonly owner: string;
  readonly secrets: 'left-out';
  /** Which BIG-IP it was taken of: going back on another one is refused. */
  readonly device?: DeviceIdentity;
  readonly objects: readonly SnapshotObject[];
}

/** The snapshot of what was read whole. */
export function snapshotFrom(actual: ActualState, place: ManagedScope): DeviceSnapshot {
  const { owner, scope } = nothingWanted(place);
  const objects = managedEntries(actual, owner).map(asMade);
  return { version: 1, owner, ...placeOf(scope), secrets: 'left-out', objects };
}
