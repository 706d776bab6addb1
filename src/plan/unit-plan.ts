/**
 * The part of a plan that each unit of a pair has for itself. Virtual servers, pools and members are copied by config sync;
 * FDB records and static neighbours are not (facts: vxlan-and-members 4), so each unit gets its own.
 */
import type { ActualState, DesiredState, Entry } from '../state.ts';
import { macSpelling } from '../values/mac.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { registryType } from '../values/registry.ts';
import { uriName } from '../values/uri.ts';
import { memberIp } from './overlay.ts';
import { makePlan } from './plan.ts';
import type { Change, Plan, PlanOptions } from './types.ts';

/** What each unit of a pair has for itself. */
export function isOfUnit({ type }: Pick<Entry, 'type'>): boolean {
  return isRecord(type) || isNeighbour(type);
}

/** The part of a plan that is a unit's own: its FDB records and neighbours, and not the list of the records. */
export function overlayPart(plan: Plan): Plan {
  const { unsaved: _unsaved, ...rest } = plan;
  const changes = plan.changes.filter(isOfUnit);
  const uris = new Set(changes.map(({ uri }) => uri));
  return {
    ...rest,
    changes,
    kept: plan.kept.filter(isOfUnit),
    conflicts: plan.conflicts.filter(isOfUnit),
    generations: Object.fromEntries(Object.entries(plan.generations).filter(([uri]) => uris.has(uri))),
  };
}

/** Addresses of pool members, wanted or found. */
function memberAddresses(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) => (entry.type === 'ltm/pool/members' ? (memberIp(entry) ?? []) : []));
}

/** MAC addresses that neighbours name once the changes are made. */
function namedMacs(objects: readonly Entry[], changes: readonly Change[]): ReadonlySet<string> {
  const changed = new Map(changes.map((change) => [change.uri, change]));
  return new Set(
    objects.flatMap(({ uri, type, properties }) => {
      const change = changed.get(uri);
      if (!isNeighbour(type) || change?.action === 'delete') return [];
      return macSpelling({ ...properties, ...change?.after }['macAddress']);
    }),
  );
}

export interface UnitPlanOptions extends PlanOptions {
  /**
   * Write the list of the records that this owner made, without which `prune` deletes none of them. Default true; false for
   * a unit to which config sync brings it, with the members.
   */
  readonly registers?: boolean;
}

/**
 * What has to be done to one unit so that it has the FDB records and neighbours of a desired state, and nothing else. A
 * neighbour goes when neither a wanted member nor one that the unit still has uses its address, and a record when no
 * neighbour names it, so this may be applied before the members are copied to it and after.
 */
export function makeUnitPlan(
  desired: DesiredState,
  actual: ActualState,
  { registers = true, ...options }: UnitPlanOptions = {},
): Plan {
  const { objects, membersElsewhere } = actual;
  const plan = makePlan(
    { ...desired, objects: desired.objects.filter(isOfUnit), held: desired.held.filter(isOfUnit) },
    {
      ...actual,
      objects: objects.filter(isOfUnit),
      membersElsewhere: [...membersElsewhere, ...memberAddresses(objects), ...memberAddresses(desired.objects)],
    },
    options,
  );
  const named = namedMacs(objects, plan.changes);
  const stays = ({ action, uri, type }: Change): boolean =>
    action === 'delete' && isRecord(type) && named.has(macSpelling(uriName(uri)));
  const isWritten = ({ type }: { readonly type: string }): boolean => registers || type !== registryType;
  return {
    ...plan,
    changes: plan.changes.filter((change) => isWritten(change) && !stays(change)),
    kept: [...plan.kept, ...plan.changes.filter(stays).map(({ uri, type }) => ({ uri, type }))],
    conflicts: plan.conflicts.filter(isWritten),
  };
}
