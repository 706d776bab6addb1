/** The objects of an owner at one moment, whole, as plain JSON: what a rollback goes back to, and drift is measured by. */
import type { ActualState, DeviceIdentity, Properties } from '../state.ts';
import { asMade } from './as-made.ts';
import { managedEntries } from './managed.ts';
import { type ManagedScope, nothingWanted, placeOf } from './managed-scope.ts';
import type { PlanScope } from './types.ts';
import { isOfUnit } from './unit-plan.ts';

/** One object, as a POST would send it. */
export interface SnapshotObject {
  readonly uri: string;
  readonly type: string;
  readonly properties: Properties;
  /** Names of the properties that hold secrets. They are not in the snapshot, and no rollback sets them. */
  readonly leftOut?: readonly string[];
  /** Of a pair: whose FDB record or static neighbour it is. What both units share has none. */
  readonly unit?: string;
}

/** Everything that an owner has in a partition, and in a tunnel where one was named. It holds no secret. */
export interface DeviceSnapshot extends PlanScope {
  readonly version: 1;
  readonly owner: string;
  readonly secrets: 'left-out';
  /** Of a pair: both units, `192.0.2.10:443`. */
  readonly units?: readonly [string, string];
  /** Which BIG-IP it was taken of: going back on another one is refused. */
  readonly device?: DeviceIdentity;
  readonly objects: readonly SnapshotObject[];
}

/** What a snapshot of a pair says of one unit: all that both share, and its own. */
export function ofUnit({ units: _units, objects, ...place }: DeviceSnapshot, name: string): DeviceSnapshot {
  const own = objects.filter(({ unit }) => unit === undefined || unit === name);
  return { ...place, objects: own.map(({ unit: _unit, ...object }) => object) };
}

interface OfUnit {
  readonly name: string;
  readonly snapshot: DeviceSnapshot;
}

/** The snapshot of a pair: what both share, as the active unit has it, and the overlay of each. */
export function pairSnapshot(units: readonly [string, string], active: OfUnit, other: OfUnit): DeviceSnapshot {
  const own = ({ name, snapshot }: OfUnit): readonly SnapshotObject[] =>
    snapshot.objects.filter(isOfUnit).map((object) => ({ ...object, unit: name }));
  const shared = active.snapshot.objects.filter((object) => !isOfUnit(object));
  return { ...active.snapshot, units, objects: [...shared, ...own(active), ...own(other)] };
}

/** The snapshot of what was read whole. */
export function snapshotFrom(actual: ActualState, place: ManagedScope): DeviceSnapshot {
  const { owner, scope } = nothingWanted(place);
  const objects = managedEntries(actual, owner).map(asMade);
  return { version: 1, owner, ...placeOf(scope), secrets: 'left-out', objects };
}
