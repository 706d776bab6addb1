/**
 * Static neighbours and FDB records carry no mark: whether one may go depends on who uses it, and a plan may be old. So it is
 * looked at again before anything is deleted.
 */
import { readType } from '../actual/collection.ts';
import { readRegistries } from '../actual/registry.ts';
import { BigIpError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { parentUri } from '../plan/identity.ts';
import { judge } from '../plan/managed.ts';
import { keepNeededRecords } from '../plan/needed-records.ts';
import { addressesInUse, deletesUnregistered, neighbourIp } from '../plan/overlay.ts';
import { registered } from '../plan/registry.ts';
import { ownerLeaves } from '../plan/removal.ts';
import { notInSnapshot } from '../plan/rollback.ts';
import type { Change, Plan } from '../plan/types.ts';
import { arp } from '../resources/net/arp.ts';
import { ndp } from '../resources/net/ndp.ts';
import type { ActualState, Entry, Registries } from '../state.ts';
import { partitionOf } from '../values/full-path.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { registeredName } from '../values/registry.ts';
import { uriName } from '../values/uri.ts';

/** A rollback is to have exactly what was there before, whoever uses it. */
function goes({ action, reason }: Change): boolean {
  return action === 'delete' && reason !== notInSnapshot;
}

/** The members that count: where all of an owner goes, its own do not, which a unit of a pair may have for a while. */
function withoutLeaving(objects: readonly Entry[], { owner, scope, changes }: Plan): readonly Entry[] {
  if (!changes.some(({ reason }) => reason === ownerLeaves)) return objects;
  const holderOf = judge({ objects, routeDomains: {}, membersElsewhere: [] }, owner);
  const leaves = (entry: Entry): boolean =>
    entry.type === 'ltm/pool/members' &&
    partitionOf(uriName(parentUri(entry.uri))) === scope?.partition &&
    holderOf(entry).kind === 'ours';
  return objects.filter((entry) => !leaves(entry));
}

/** True when the members of all partitions have to be known. */
export function checksUse(changes: readonly Change[]): boolean {
  return changes.some((change) => goes(change) && isNeighbour(change.type));
}

async function neighboursBeside(
  requester: Requester,
  records: readonly Change[],
  options: CallOptions,
): Promise<Entry[]> {
  const partitions = new Set(records.map(({ uri }) => partitionOf(uriName(parentUri(uri)))));
  const read = [...partitions].flatMap((partition) =>
    [arp, ndp].map((resource) => readType(requester, resource, partition, options)),
  );
  return (await Promise.all(read)).flat();
}

/** A unit that does not answer says nothing. */
async function registriesBeside(
  beside: readonly Requester[],
  place: Parameters<typeof readRegistries>[1],
  options: CallOptions,
): Promise<readonly Registries[]> {
  const read = await Promise.allSettled(beside.map((unit) => readRegistries(unit, place, options)));
  return read.flatMap((one) => {
    if (one.status === 'fulfilled') return [one.value];
    if (one.reason instanceof BigIpError) return [];
    throw one.reason;
  });
}

/** Deletions of neighbours and records that must not be made, each with the reason. */
export interface Staying {
  /** Somebody uses it by now. */
  readonly needed: ReadonlyMap<Change, string>;
  /** It is nobody's to delete who has not registered it. */
  readonly foreign: ReadonlyMap<Change, string>;
}

/**
 * The deletions that must not be made any more on the first of the units, each with the reason. `objects` have the pool members
 * of all partitions when {@link checksUse} says so. When FDB records are to go: up to three GETs, and one of each other
 * unit; otherwise none.
 */
export async function stillNeeded(
  [requester, ...beside]: readonly [Requester, ...Requester[]],
  plan: Plan,
  { objects, membersElsewhere }: Pick<ActualState, 'objects' | 'membersElsewhere'>,
  options: CallOptions,
): Promise<Staying> {
  const { changes, owner, scope } = plan;
  const needed = new Map<Change, string>();
  const foreign = new Map<Change, string>();
  const leaving = changes.filter(goes);
  if (checksUse(changes)) {
    const staying = withoutLeaving(objects, plan);
    const used = addressesInUse({ objects: staying, membersElsewhere, routeDomains: {} }, changes);
    for (const change of leaving) {
      const ip = isNeighbour(change.type)
        ? neighbourIp({ uri: change.uri, properties: change.before ?? {} })
        : undefined;
      if (ip !== undefined && used.has(ip)) needed.set(change, 'a pool member uses this address by now');
    }
  }
  const records = leaving.filter(({ type }) => isRecord(type));
  if (records.length === 0) return { needed, foreign };
  const [neighbours, registries] = await Promise.all([
    neighboursBeside(requester, records, options),
    scope === undefined ? undefined : readRegistries(requester, { owner, scope }, options),
  ]);
  const known = [registries, ...(scope === undefined ? [] : await registriesBeside(beside, { owner, scope }, options))];
  const others = new Set(known.flatMap((one) => one?.others ?? []));
  const own = new Set(known.flatMap((one) => [...registered(one?.own)]));
  for (const record of records) {
    const name = registeredName(record.uri) ?? '';
    if (others.has(name)) needed.set(record, 'another owner of the tunnel has registered it');
    else if (registries !== undefined && !own.has(name) && !deletesUnregistered(record))
      foreign.set(record, 'it is not registered as ours');
  }
  const rest = { ...plan, changes: changes.filter((change) => !needed.has(change) && !foreign.has(change)) };
  const kept = new Set(keepNeededRecords(rest, { objects: neighbours, membersElsewhere, routeDomains: {} }).changes);
  for (const change of rest.changes.filter((one) => goes(one) && !kept.has(one)))
    needed.set(
      change,
      isRecord(change.type) ? 'a static neighbour leads to it by now' : 'a record that it names stays',
    );
  return { needed, foreign };
}
