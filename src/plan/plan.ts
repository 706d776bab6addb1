/**
 * (desired, actual) -> plan. Pure: no I/O, no clock. Whose an object is is decided here, so a plan is final, and a dry
 * run is to stop after it.
 */
import type { ActualState, DesiredState, Entry, Held } from '../state.ts';
import { isNeighbour, isRecord, neighbourTypes } from '../values/overlay-types.ts';
import { cisSigns } from './cis-signs.ts';
import { type Comparing, compareEntry } from './compare.ts';
import { checkDestinations } from './destinations.ts';
import { identityOf } from './identity.ts';
import { type Leftovers, leftovers } from './leftovers.ts';
import { placeOf } from './managed-scope.ts';
import { standing } from './member-node.ts';
import { monitorTypes } from './monitor-types.ts';
import { keepNeededRecords } from './needed-records.ts';
import { neighbourRegistrants, tunnelMacs } from './neighbour-owner.ts';
import { nothingAsked } from './nothing-asked.ts';
import { inOrder } from './order.ts';
import { settleNeighbours, unlistedDiagnostics } from './overlay.ts';
import { holders } from './ownership.ts';
import { Reach } from './reach.ts';
import { RecordOwners } from './record-owner.ts';
import { references } from './references.ts';
import { compareRegistry } from './registry-change.ts';
import { makeRoom, type RouteTrouble, routeTroubles } from './routes.ts';
import { tooManyDeletes } from './too-many-deletes.ts';
import type { Change, Conflict, Plan, PlanOptions } from './types.ts';
import { unregisteredDiagnostics } from './unregistered.ts';
import { unsavedDiagnostics, unsavedObjects } from './unsaved.ts';
import { withoutUser } from './without-user.ts';

interface Comparison {
  readonly changes: Change[];
  readonly conflicts: Conflict[];
  readonly held: Held[];
  /** URIs of wanted objects that stay out of the plan, so that nothing is made to depend on them. */
  readonly withheld: ReadonlySet<string>;
  /** Identities of everything that is wanted. */
  readonly matched: ReadonlySet<string>;
}

/** What others need first: whether a pool is ours has to be known before its virtual server is judged. */
const judgingOrder = [
  ...neighbourTypes,
  'net/route',
  'ltm/monitor',
  'ltm/pool',
  'ltm/pool/members',
  'ltm/persistence',
  'ltm/virtual',
];
function judgedBefore({ type }: Entry): number {
  return judgingOrder.indexOf(/^ltm\/(?:monitor|persistence)(?=\/)/.exec(type)?.[0] ?? type);
}

/** {@link identityOf}, worked out once for each entry. */
function identifier(actual: ActualState): (entry: Entry) => string {
  const known = new WeakMap<Entry, string>();
  return (entry) => {
    const identity = known.get(entry) ?? identityOf(entry, actual);
    known.set(entry, identity);
    return identity;
  };
}

function isOverlay({ type }: Entry): boolean {
  return isNeighbour(type) || isRecord(type);
}

function compareAll(
  desired: DesiredState,
  actual: ActualState,
  identify: (entry: Entry) => string,
  heldByIdentity: ReadonlySet<string>,
  troubles: ReadonlyMap<string, RouteTrouble>,
  comparing: Comparing,
  reach: Reach,
): Comparison {
  const byIdentity = new Map(actual.objects.map((entry) => [identify(entry), entry]));
  const byUri = new Map(actual.objects.map((entry) => [entry.uri, entry]));
  const changes: Change[] = [];
  const conflicts: Conflict[] = [];
  const held: Held[] = [];
  const withheld = new Set<string>();
  const matched = new Set<string>();
  for (const entry of [...desired.objects].sort((a, b) => judgedBefore(a) - judgedBefore(b))) {
    const identity = identify(entry);
    matched.add(identity);
    if (heldByIdentity.has(identity)) continue;
    // Another object under the same name: an ARP entry that was made for another address.
    const found = byIdentity.get(identity) ?? byUri.get(entry.uri);
    if (found !== undefined) matched.add(identify(found));
    const trouble = troubles.get(entry.uri);
    if (trouble?.conflict !== undefined) {
      conflicts.push(trouble.conflict);
      withheld.add(entry.uri);
      continue;
    }
    const cutOff = reach.isCutOff(entry);
    const outcome = compareEntry(entry, found, comparing);
    // What is there already stays; it is not made to lead to what is another's, and nothing new is made that needs it.
    const changed = isOverlay(entry) && outcome !== undefined && 'action' in outcome;
    const unreachable = cutOff && (found === undefined || changed);
    if (cutOff && isNeighbour(entry.type)) reach.lose(entry);
    if (unreachable || trouble !== undefined || references(entry).some((uri) => withheld.has(uri))) {
      withheld.add(entry.uri);
      held.push({ uri: entry.uri, type: entry.type, reason: 'DependencyConflict' });
      reach.lose(entry);
      continue;
    }
    if (outcome === undefined) continue;
    if ('action' in outcome) {
      changes.push(outcome);
    } else {
      conflicts.push(outcome);
      withheld.add(entry.uri);
      reach.lose(entry);
    }
  }
  return { changes, conflicts, held, withheld, matched };
}

function generationsOf(changes: readonly Change[], { objects, registries }: ActualState): Record<string, number> {
  const changed = new Set(changes.map(({ uri }) => uri));
  const seen = [...objects, ...(registries?.own === undefined ? [] : [registries.own])];
  return Object.fromEntries(
    seen.flatMap(({ uri, generation }) => (generation !== undefined && changed.has(uri) ? [[uri, generation]] : [])),
  );
}

/**
 * Works out what has to be done to a device so that it is as desired.
 *
 * Never in a plan: a change to an object that is not ours (unless it carries no mark and `adopt` was asked for), to an
 * object that is held, or to one that the input does not mention (unless `prune` was asked for).
 */
export function makePlan(desired: DesiredState, actual: ActualState, options: PlanOptions = {}): Plan {
  return keepNeededRecords(planOf(desired, actual, options, false), actual);
}

/** The plan to have exactly the wanted objects and no others of this owner, each exactly as the entries say. */
export function makeExactPlan(desired: DesiredState, actual: ActualState, options: PlanOptions = {}): Plan {
  return planOf(desired, actual, { ...options, prune: true, adopt: false }, true);
}

function holdBack({ uri, type }: Change): Held {
  return { uri, type, reason: 'DependencyConflict' };
}

function planOf(desired: DesiredState, actual: ActualState, options: PlanOptions, exact: boolean): Plan {
  const identify = identifier(actual);
  const heldByIdentity = new Set(desired.held.map((held) => identityOf({ ...held, properties: {} }, actual)));
  const holderOf = holders(actual, desired.owner);
  const adopt = options.adopt === true;
  const recordOwners = new RecordOwners(actual);
  const comparing: Comparing = {
    actual,
    owner: desired.owner,
    adopt,
    prune: options.prune === true,
    holderOf,
    monitorTypes: monitorTypes(desired.objects),
    exact,
    onNode: standing(actual),
    recordOwners,
    neighbourRegistrant: neighbourRegistrants(desired, actual, recordOwners),
    tunnelMacs: tunnelMacs(desired, actual),
  };
  const registry = compareRegistry(desired, comparing);
  const troubles = routeTroubles(desired, actual, holderOf);
  const reach = new Reach(troubles.values(), registry.conflicts.length > 0);
  const { matched, withheld, ...compared } = compareAll(
    desired,
    actual,
    identify,
    heldByIdentity,
    troubles,
    comparing,
    reach,
  );
  const rest = actual.objects.filter((entry) => !matched.has(identify(entry)) && !heldByIdentity.has(identify(entry)));
  const leave = (changes: readonly Change[]): Leftovers =>
    leftovers({ desired, actual, rest, changes, withheld, prune: options.prune === true, adopt, exact, holderOf });
  const destinations = checkDestinations([...compared.changes, ...leave(compared.changes).deletions], actual);
  const taken = new Set(destinations.conflicts.map(({ uri }) => uri));
  // A virtual server that cannot have its destination stays as it is, and so does what it refers to now.
  const refused = [...compared.conflicts, ...compared.held, ...destinations.conflicts];
  const useless = exact ? new Set<string>() : withoutUser(desired.objects, compared.changes, refused);
  const idle = compared.changes.filter(({ uri }) => useless.has(uri));
  const possible = [...registry.changes, ...compared.changes].filter(({ uri }) => !taken.has(uri) && !useless.has(uri));
  const left = leave(possible);
  const settled = settleNeighbours({ desired, actual, changes: [...possible, ...left.deletions], exact });
  const routed = makeRoom(settled.changes, actual);
  const changes = inOrder(routed.changes, new Set([...destinations.makingRoom, ...routed.makingRoom]));
  const unsaved = unsavedObjects(actual.objects, desired.owner);
  return {
    version: 1,
    owner: desired.owner,
    scope: placeOf(desired.scope),
    changes,
    kept: left.kept,
    held: [...desired.held, ...compared.held, ...idle.map(holdBack), ...left.held, ...settled.held],
    conflicts: [...registry.conflicts, ...compared.conflicts, ...destinations.conflicts],
    diagnostics: [
      ...desired.diagnostics,
      ...cisSigns(actual, holderOf),
      ...registry.diagnostics,
      ...settled.diagnostics,
      ...unlistedDiagnostics(desired, actual),
      ...unregisteredDiagnostics(left.unregistered, exact),
      ...(options.prune === true && !exact ? nothingAsked(desired, changes) : []),
      ...tooManyDeletes(changes, options.maxDeletes),
      ...unsavedDiagnostics(unsaved),
    ],
    generations: generationsOf(changes, actual),
    ...(unsaved.length === 0 ? {} : { unsaved }),
  };
}
