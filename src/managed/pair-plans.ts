/** Plans for both units of a pair that need no input: to nothing, and back to a snapshot. */
import { callOptions } from '../icontrol/call-options.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { type Pair, type PairOptions, type PairWork, pairWork, type UnitPlanner, unitNames } from '../pair/index.ts';
import {
  type Change,
  type DeviceSnapshot,
  nothingWanted,
  ofUnit,
  type PlanOptions,
  unitBeside,
  unitRemovalPlan,
  unitRollbackPlan,
  usedNeighbours,
  wantedBy,
} from '../plan/index.ts';
import { registryType } from '../values/registry.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { ManagedOptions } from './options.ts';
import { deletionOf, rollbackOf } from './plans.ts';
import { readBeside } from './read-beside.ts';
import { RecordsLeft } from './records-left.ts';

type Limited = Pick<PlanOptions, 'maxDeletes'>;

/** Without the list nobody knows which records of the other unit are ours. */
function isList({ type, action }: Change): boolean {
  return type === registryType && action === 'delete';
}

function deletionPlanner(options: ManagedOptions & Limited): UnitPlanner {
  const call = callOptions(options);
  const left = new RecordsLeft();
  return {
    whole: (unit) => deletionOf(unit, options),
    overlay: async (unit, active) => {
      const { own, shared } = await readBeside(unit, active, nothingWanted(options), call);
      const known = unitBeside(own, shared);
      const plan = unitRemovalPlan(options, known, options);
      left.note(unit, known, plan);
      return plan;
    },
    waits: isList,
    needs: (change, unit) => isList(change) && left.isNamed(unit, change),
  };
}

/**
 * Everything of this owner goes from both units: virtual servers, pools and the list of FDB records from the active one (and
 * with `sync` from the other), FDB records and static neighbours from each. While a unit cannot be worked with, the list of
 * the records stays, so that a later run finds what is left there. Sends nothing but GETs before `apply`.
 *
 * Throws what `planDeletion` throws, UnitRolesError and SyncGroupError.
 */
export function deletionWork(pair: Pair, options: ManagedOptions & Limited & PairOptions): Promise<PairWork> {
  return pairWork(pair, deletionPlanner(options), options, callOptions(options));
}

/** Throws BigIpValueError when the snapshot is not of these units. */
function checkUnits({ units }: DeviceSnapshot, names: readonly string[]): void {
  const path = 'snapshot';
  if (units === undefined)
    throw new BigIpValueError('is of one BIG-IP and has no records of a second one: it brings back that one alone', {
      path,
    });
  if (units.every((name) => names.includes(name))) return;
  const why = `is of ${units.join(' and ')}, and these are ${names.join(' and ')}: name the units as they were named then`;
  throw new BigIpValueError(why, { path });
}

function rollbackPlanner(pair: Pair, snapshot: DeviceSnapshot, options: CallOptions & Limited): UnitPlanner {
  const call = callOptions(options);
  const names = unitNames(pair);
  checkUnits(snapshot, names);
  const of = (unit: Requester): DeviceSnapshot => ofUnit(snapshot, names[unit === pair.units[0] ? 0 : 1]);
  /** Which neighbours were in use, by unit: once the members are gone nothing says so. */
  const usedBefore = new Map<Requester, Set<string>>();
  const left = new RecordsLeft();
  const others = (unit: Requester) => pair.units.filter((one) => one !== unit);
  return {
    whole: (unit) => rollbackOf(unit, of(unit), options, others(unit)),
    overlay: async (unit, active) => {
      const wanted = of(unit);
      const { own, shared } = await readBeside(unit, active, wantedBy(wanted), call);
      const known = unitBeside(own, shared);
      const used = new Set([...(usedBefore.get(unit) ?? []), ...usedNeighbours(known, snapshot.owner)]);
      usedBefore.set(unit, used);
      const plan = unitRollbackPlan(wanted, own, known, { ...options, made: used });
      left.note(unit, known, plan);
      return plan;
    },
    waits: isList,
    needs: (change, unit) => isList(change) && left.isNamed(unit, change),
  };
}

/**
 * Back to a snapshot of a pair: virtual servers and pools on the active unit (and with `sync` on the other), the FDB records
 * and static neighbours of each as they were there. Sends nothing but GETs before `apply`.
 *
 * Throws BigIpValueError when the snapshot is not of these units, and otherwise what `deletionWork` throws.
 */
export async function rollbackWork(
  pair: Pair,
  snapshot: DeviceSnapshot,
  options: CallOptions & Limited & PairOptions = {},
): Promise<PairWork> {
  return pairWork(pair, rollbackPlanner(pair, snapshot, options), options, callOptions(options));
}
