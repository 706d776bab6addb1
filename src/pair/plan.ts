/** The plan of a pair: virtual servers and pools for the active unit, FDB records and neighbours for each. */
import type { Diagnostic } from '../diagnostic.ts';
import type { CallOptions } from '../icontrol/requester.ts';
import type { Change, Plan } from '../plan/index.ts';
import { isAway, type Picked, pickUnits, type Standing } from './roles.ts';
import { lookAtSync, planSync, type SyncLook } from './sync.ts';
import type { Pair, PairOptions, PairPlan, SyncPlan, UnitPlan, UnitPlanner } from './types.ts';

/** A plan and the units that it is for, as they were when it was made. */
export interface PlannedPair {
  readonly plan: PairPlan;
  readonly active: Standing;
  readonly other: Standing;
  /** Changes of the active unit that are not in the plan, as the other one needs what they take away. */
  readonly waiting: readonly Change[];
}

export function unreachable({ name, error }: Pick<Standing, 'name' | 'error'>): Diagnostic {
  const message = `the unit ${name} cannot be worked with: ${error?.message ?? ''}. Its FDB records and neighbours stay as they are`;
  return { severity: 'error', object: `BigIp/${name}`, reason: 'UnitUnreachable', message };
}

function syncDiagnostic({ refused }: SyncPlan, name: string): readonly Diagnostic[] {
  if (refused === undefined) return [];
  const message = `the configuration will not be copied from ${name}: ${refused}`;
  return [{ severity: 'error', object: `BigIp/${name}`, reason: 'SyncRefused', message }];
}

/** What both plans say is said once. */
export function once<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

interface OfUnit {
  readonly standing: Standing;
  readonly plan: Plan;
}

function merged(parts: readonly OfUnit[], both: readonly [Standing, Standing], sync: SyncPlan | undefined): PairPlan {
  const [first] = parts;
  if (first === undefined) throw new TypeError('a plan of no unit');
  const marked = <T extends object>(pick: (plan: Plan) => readonly T[]): (T & { readonly unit: string })[] =>
    parts.flatMap(({ plan, standing }) => pick(plan).map((item) => ({ ...item, unit: standing.name })));
  const unitPlan = ({ name, role }: Standing): UnitPlan => ({
    unit: name,
    role,
    generations: parts.find(({ standing }) => standing.name === name)?.plan.generations ?? {},
  });
  const silent = both.filter(({ error }) => error !== undefined).map(unreachable);
  return {
    ...first.plan,
    changes: marked(({ changes }) => changes),
    kept: marked(({ kept }) => kept),
    conflicts: marked(({ conflicts }) => conflicts),
    held: once(parts.flatMap(({ plan }) => plan.held)),
    diagnostics: [
      ...once(parts.flatMap(({ plan }) => plan.diagnostics)),
      ...silent,
      ...(sync === undefined ? [] : syncDiagnostic(sync, first.standing.name)),
    ],
    units: [unitPlan(both[0]), unitPlan(both[1])],
    ...(sync === undefined ? {} : { sync }),
  };
}

/** What the group has in common: config sync copies it. FDB records and neighbours are each unit's own. */
export function isShared({ type }: { readonly type: string }): boolean {
  return type.startsWith('ltm/') || type === 'net/route';
}

function writesShared({ changes, unsaved = [] }: Plan): boolean {
  return unsaved.length > 0 || changes.some(isShared);
}

/** A plan without what waits until the other unit has its part. */
export function withoutWaiting<P extends Plan>(plan: P, { waits = () => false }: UnitPlanner): P {
  return without(plan, plan.changes.filter(waits));
}

function without<P extends Plan>(plan: P, waiting: readonly Change[]): P {
  if (waiting.length === 0) return plan;
  return {
    ...plan,
    changes: plan.changes.filter((change) => !waiting.includes(change)),
    kept: [
      ...plan.kept,
      ...waiting.map(({ uri, type, unit }) => ({ uri, type, ...(unit === undefined ? {} : { unit }) })),
    ],
  };
}

function waitingDiagnostic({ uri }: Change, { name }: Standing): Diagnostic {
  const message = `${name} still has FDB records that it names, so it stays until these are gone`;
  return { severity: 'info', object: `BigIp/${uri}`, reason: 'RegistryKept', message };
}

/**
 * The plan of the other unit without what the active one's keeps back: a neighbour of a member that is not made leads to nothing
 * there either.
 */
export function withoutHeld(plan: Plan, held: Plan['held']): Plan {
  const back = new Set(held.map(({ uri }) => uri));
  return { ...plan, changes: plan.changes.filter(({ action, uri }) => action !== 'create' || !back.has(uri)) };
}

/** The part of the plan that is for one unit. */
export function partOf(plan: PairPlan, name: string): Plan {
  const { units, sync: _sync, unsaved, ...rest } = plan;
  const own = <T extends { readonly unit?: string }>(items: readonly T[]): T[] =>
    items.filter(({ unit }) => unit === name);
  return {
    ...rest,
    changes: own(plan.changes),
    kept: own(plan.kept),
    conflicts: own(plan.conflicts),
    generations: units.find(({ unit }) => unit === name)?.generations ?? {},
    // The signs are on pools and virtual servers, which are read of the active unit.
    ...(unsaved === undefined || units.find(({ unit }) => unit === name)?.role !== 'active' ? {} : { unsaved }),
  };
}

/**
 * Reads both units and works out what an apply would do to each. Sends nothing but GETs. A unit that does not answer is a
 * diagnostic (`UnitUnreachable`), as long as the other one is active. Throws UnitRolesError.
 */
export async function planPair(
  pair: Pair,
  planner: UnitPlanner,
  options: PairOptions,
  call: CallOptions,
  known?: SyncLook,
): Promise<PlannedPair> {
  const picked = await pickUnits(pair, call, options.roleTimeout ?? 10_000);
  try {
    return await planFor(picked, planner, options, call, known);
  } catch (error) {
    if (!isAway(error, call)) throw error;
    // It may have gone down under our eyes: then the other one takes over.
    const now = await pickUnits(pair, call, options.roleTimeout ?? 10_000);
    if (now.active.name === picked.active.name) throw error;
    return planFor(now, planner, options, call, known);
  }
}

async function planFor(
  { active, other, both }: Picked,
  planner: UnitPlanner,
  options: PairOptions,
  call: CallOptions,
  known: SyncLook | undefined,
): Promise<PlannedPair> {
  const overlay = async (): Promise<{ standing: Standing; plan?: Plan }> => {
    if (other.error !== undefined) return { standing: other };
    try {
      return { standing: other, plan: await planner.overlay(other.unit, active.unit) };
    } catch (error) {
      if (!isAway(error, call)) throw error;
      return { standing: { ...other, error } };
    }
  };
  const [whole, beside] = await Promise.all([planner.whole(active.unit), overlay()]);
  const look =
    options.sync === true ? (known ?? (await lookAtSync(active, beside.standing, options, call))) : undefined;
  const waiting = whole.changes.filter((change) => planner.needs?.(change, other.unit) === true);
  const said = waiting.map((change) => waitingDiagnostic(change, other));
  const now = beside.plan === undefined ? withoutWaiting(whole, planner) : without(whole, waiting);
  const sync = look === undefined ? undefined : planSync(look, active, beside.standing, writesShared(now));
  const parts = [
    { standing: active, plan: { ...now, diagnostics: [...now.diagnostics, ...said] } },
    ...(beside.plan === undefined ? [] : [{ standing: beside.standing, plan: withoutHeld(beside.plan, whole.held) }]),
  ];
  const standings = both.map((one) => (one.name === other.name ? beside.standing : one));
  const [first = active, second = other] = standings;
  return { plan: merged(parts, [first, second], sync), active, other: beside.standing, waiting };
}
