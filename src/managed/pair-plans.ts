/** Plans for both units of a pair that need no input: to nothing, and back to a snapshot. */
import { readActual, readWhole, withMembersOf } from '../actual/index.ts';
import { callOptions } from '../icontrol/call-options.ts';
import type { Requester } from '../icontrol/requester.ts';
import { type Pair, type PairOptions, type PairWork, pairWork, type UnitPlanner } from '../pair/index.ts';
import { nothingWanted, type PlanOptions, unitBeside, unitRemovalPlan } from '../plan/index.ts';
import { registryType } from '../values/registry.ts';
import type { ManagedOptions } from './options.ts';
import { planDeletion } from './plans.ts';

type Limited = Pick<PlanOptions, 'maxDeletes'>;

function deletionPlanner(options: ManagedOptions & Limited): UnitPlanner {
  const call = callOptions(options);
  const nothing = nothingWanted(options);
  const read = (unit: Requester) =>
    readWhole(unit, nothing, () => readActual(unit, nothing, { ...call, orphans: true, registries: true }), call);
  return {
    whole: (unit) => planDeletion(unit, options),
    overlay: async (unit, active) => {
      const [own, shared] = await Promise.all([read(unit), read(active)]);
      const known = await withMembersOf(active, nothing, own, call, options.partition);
      return unitRemovalPlan(options, unitBeside(known, shared), options);
    },
    // Without the list nobody knows which records of the other unit are ours.
    waits: ({ type }) => type === registryType,
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
