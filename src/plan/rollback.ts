/** (snapshot, actual) -> the plan that goes back to the snapshot. Pure, as every plan. */
import type { Diagnostic } from '../diagnostic.ts';
import type { ActualState, DesiredState, Entry } from '../state.ts';
import { macSpelling } from '../values/mac.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { uriName } from '../values/uri.ts';
import { managedEntries } from './managed.ts';
import { nothingWanted } from './managed-scope.ts';
import { keepNeededRecords } from './needed-records.ts';
import { memberIp, neighbourIp } from './overlay.ts';
import { makeExactPlan } from './plan.ts';
import type { DeviceSnapshot } from './snapshot.ts';
import { tooManyDeletes } from './too-many-deletes.ts';
import type { Change, Conflict, Plan, PlanOptions } from './types.ts';
import { overlayPart } from './unit-plan.ts';

/** What a snapshot asks for. */
export function wantedBy(snapshot: DeviceSnapshot): DesiredState {
  const objects = snapshot.objects.map(({ uri, type, properties }) => ({ uri, type, properties }));
  return { ...nothingWanted(snapshot), objects };
}

/** Why a rollback deletes something. */
export const notInSnapshot = 'not in the snapshot';

function said(change: Change): Change {
  return change.action === 'delete' ? { ...change, reason: notInSnapshot } : change;
}

function judged(conflict: Conflict): Conflict {
  const { reason, type } = conflict;
  return reason === 'NotOurs' && !isNeighbour(type)
    ? { ...conflict, message: 'carries no mark of ours any more' }
    : conflict;
}

/** Objects that are made again without the secret that they had. */
function secrets({ objects }: DeviceSnapshot, changes: readonly Change[]): Diagnostic[] {
  const made = new Set(
    changes.filter(({ after, action }) => after !== undefined && action !== 'modify').map(({ uri }) => uri),
  );
  return objects.flatMap(({ uri, leftOut }): Diagnostic[] => {
    if (leftOut === undefined || !made.has(uri)) return [];
    const message = `is made again without its ${leftOut.join(' and ')}, which no snapshot holds; set it by hand`;
    return [{ severity: 'warning', object: `BigIp/${uri}`, reason: 'SecretLeftOut', message }];
  });
}

/** URIs of the static neighbours that members of ours use. */
export function usedNeighbours(actual: ActualState, owner: string): readonly string[] {
  return managedEntries(actual, owner).flatMap(({ uri, type }) => (isNeighbour(type) ? uri : []));
}

/**
 * A static neighbour that no member used, or will use, was no part of the snapshot: it is for an apply to clear away, unless
 * the one that is undone made it, or the FDB record goes that it leads to.
 */
function idleNeighbour(
  { owner, objects }: DeviceSnapshot,
  actual: ActualState,
  { changes }: Plan,
  made: ReadonlySet<string>,
): (change: Change) => boolean {
  const lost = new Set(
    changes.flatMap(({ action, type, uri }) =>
      action === 'delete' && isRecord(type) ? [macSpelling(uriName(uri))] : [],
    ),
  );
  const ours = new Set(usedNeighbours(actual, owner));
  const reached = new Set(objects.flatMap((one) => (one.type === 'ltm/pool/members' ? [memberIp(one)] : [])));
  return ({ action, type, uri, before = {} }) =>
    action === 'delete' &&
    isNeighbour(type) &&
    !ours.has(uri) &&
    !made.has(uri) &&
    !lost.has(macSpelling(before['macAddress'])) &&
    !reached.has(neighbourIp({ uri, properties: before }));
}

export interface RollbackOptions extends Pick<PlanOptions, 'maxDeletes'> {
  /** URIs of what was made since the snapshot and is to go, even a static neighbour that no member uses. Default: none. */
  readonly made?: ReadonlySet<string>;
}

/**
 * Makes again what is missing, changes back what differs, unsets what was added to an object, and deletes what this owner
 * has made since. An object that is not ours any more is a conflict, and nothing is written to it; objects of others are
 * no part of it.
 *
 * `actual` has to be read whole and with the registries.
 */
export function rollbackPlan(
  snapshot: DeviceSnapshot,
  actual: ActualState,
  { maxDeletes, made = new Set() }: RollbackOptions = {},
): Plan {
  const own = new Set(snapshot.objects.map(({ uri }) => uri));
  const exact = makeExactPlan(wantedBy(snapshot), actual);
  const idle = idleNeighbour(snapshot, actual, exact, made);
  // What stays, whatever the reason, keeps the record that it leads to.
  const plan = keepNeededRecords({ ...exact, changes: exact.changes.filter((change) => !idle(change)) }, actual, own);
  const changes = plan.changes.map(said);
  return {
    ...plan,
    changes,
    conflicts: plan.conflicts.map(judged),
    diagnostics: [...plan.diagnostics, ...secrets(snapshot, changes), ...tooManyDeletes(changes, maxDeletes)],
  };
}

/**
 * The part of a rollback that is a unit's own. `own` is what it has, `actual` the same with what the active unit knows
 * (`unitBeside`). Neighbours stay as long as a member that the unit has uses them: it loses that with the next copy.
 */
export function unitRollbackPlan(
  snapshot: DeviceSnapshot,
  own: ActualState,
  actual: ActualState,
  { maxDeletes, ...options }: RollbackOptions = {},
): Plan {
  const addresses = (entries: readonly Pick<Entry, 'uri' | 'type' | 'properties'>[]): readonly string[] =>
    entries.flatMap((one) => (one.type === 'ltm/pool/members' ? (memberIp(one) ?? []) : []));
  const again = new Set(addresses(snapshot.objects));
  const leaving = addresses(own.objects).filter((ip) => !again.has(ip));
  const state = { ...actual, membersElsewhere: [...actual.membersElsewhere, ...leaving] };
  const plan = overlayPart(rollbackPlan(snapshot, state, options));
  // Whatever is made again without its secret is made on the active unit.
  const said = plan.diagnostics.filter(({ reason }) => reason !== 'SecretLeftOut');
  return { ...plan, diagnostics: [...said, ...tooManyDeletes(plan.changes, maxDeletes)] };
}
