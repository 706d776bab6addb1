/** The plan of an empty cluster: everything of this owner goes, and nothing else. */
import type { Diagnostic } from '../diagnostic.ts';
import type { ActualState, Entry, Json, Registries } from '../state.ts';
import { isRecord } from '../values/overlay-types.ts';
import { type ManagedScope, nothingWanted } from './managed-scope.ts';
import { keepNeededRecords } from './needed-records.ts';
import { holders, nothingOwned, otherOwners } from './ownership.ts';
import { makeExactPlan } from './plan.ts';
import { tooManyDeletes } from './too-many-deletes.ts';
import type { Plan, PlanOptions } from './types.ts';
import { isOfUnit, overlayPart } from './unit-plan.ts';

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

/** Why a unit loses its own: the pools of this owner, on it and on the unit that it is copied from, do not count any more. */
export const ownerLeaves = 'all of this owner goes';

function namesIn(registry: Entry): readonly Json[] {
  const { records } = registry.properties;
  return Array.isArray(records) ? (records as readonly Json[]) : [];
}

function mergedRegistry(own: Entry | undefined, active: Entry | undefined): Entry | undefined {
  if (own === undefined || active === undefined) return own ?? active;
  return { ...active, properties: { ...active.properties, records: [...namesIn(active), ...namesIn(own)] } };
}

/** What the registries of both units say: one of them may not have got the copy of the other yet. */
export function registriesBeside(own: Registries | undefined, active: Registries | undefined): Registries {
  const registry = mergedRegistry(own?.own, active?.own);
  return {
    ...(registry === undefined ? {} : { own: registry }),
    others: [...new Set([...(own?.others ?? []), ...(active?.others ?? [])])],
    dataGroups: { ...own?.dataGroups, ...active?.dataGroups },
  };
}

/** What both units have of a partition: each may lack what is not copied yet. The overlay is that of the first alone. */
export function unitBeside(own: ActualState, active: ActualState): ActualState {
  const here = new Set(own.objects.map(({ uri }) => uri));
  const shared = active.objects.filter((entry) => !isOfUnit(entry) && !here.has(entry.uri));
  return {
    ...own,
    objects: [...own.objects, ...shared],
    membersElsewhere: [...own.membersElsewhere, ...active.membersElsewhere],
    registries: registriesBeside(own.registries, active.registries),
  };
}

/**
 * The part of a removal that is a unit's own: its FDB records and neighbours, and those alone. It is made with what the other
 * unit knows ({@link unitBeside}), as the list of the records may not have been copied.
 */
export function unitRemovalPlan(
  scope: ManagedScope,
  actual: ActualState,
  { maxDeletes }: Pick<PlanOptions, 'maxDeletes'> = {},
): Plan {
  const plan = overlayPart(removalPlan(scope, actual));
  const changes = plan.changes.map((change) => ({ ...change, reason: ownerLeaves }));
  return { ...plan, changes, diagnostics: [...plan.diagnostics, ...tooManyDeletes(changes, maxDeletes)] };
}
