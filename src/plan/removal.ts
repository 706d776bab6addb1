/** The plan of an empty cluster: everything of this owner goes, and nothing else. */
import type { Diagnostic } from '../diagnostic.ts';
import type { ActualState } from '../state.ts';
import { isRecord } from '../values/overlay-types.ts';
import { type ManagedScope, nothingWanted } from './managed-scope.ts';
import { keepNeededRecords } from './needed-records.ts';
import { holders, nothingOwned, otherOwners } from './ownership.ts';
import { makeExactPlan } from './plan.ts';
import { tooManyDeletes } from './too-many-deletes.ts';
import type { Plan, PlanOptions } from './types.ts';

function noteNothingOwned(
  { changes, kept, conflicts, owner }: Plan,
  { partition }: ManagedScope,
  actual: ActualState,
): Diagnostic[] {
  if (changes.length + kept.length + conflicts.length > 0) return [];
  const others = otherOwners(actual.objects, holders(actual, owner));
  if (others.length === 0) return [];
  const message = nothingOwned(owner, partition, others);
  return [{ severity: 'info', object: `BigIp/auth/partition/${partition}`, reason: 'NothingOwned', message }];
}

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
  const diagnostics = [
    ...plan.diagnostics,
    ...noteNothingOwned(plan, scope, actual),
    ...tooManyDeletes(changes, maxDeletes),
  ];
  return { ...plan, changes, diagnostics };
}
