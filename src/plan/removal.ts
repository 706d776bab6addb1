/** The plan of an empty cluster: everything of this owner goes, and nothing else. */
import type { ActualState } from '../state.ts';
import { type ManagedScope, nothingWanted } from './managed-scope.ts';
import { keepNeededRecords } from './needed-records.ts';
import { isRecord } from './overlay.ts';
import { makeExactPlan } from './plan.ts';
import { tooManyDeletes } from './too-many-deletes.ts';
import type { Plan, PlanOptions } from './types.ts';

/**
 * Deletes what carries this owner's mark in the partition, its static neighbours that no pool member of any partition
 * uses, the FDB records that its registry names and no other owner's does, and last the registry itself. `kept` is what
 * something of somebody else still needs: an object that another one refers to, which the device would refuse to delete,
 * and an FDB record to which a static neighbour leads that stays.
 *
 * `actual` has to be read with the registries.
 */
export function removalPlan(
  scope: ManagedScope,
  actual: ActualState,
  { maxDeletes }: Pick<PlanOptions, 'maxDeletes'> = {},
): Plan {
  const plan = keepNeededRecords(makeExactPlan(nothingWanted(scope), actual), actual);
  // That no Node has such a VTEP is no reason where nobody was asked for Nodes.
  const changes = plan.changes.map(({ reason, ...change }) =>
    reason === undefined || isRecord(change.type) ? change : { ...change, reason },
  );
  return { ...plan, changes, diagnostics: [...plan.diagnostics, ...tooManyDeletes(changes, maxDeletes)] };
}
