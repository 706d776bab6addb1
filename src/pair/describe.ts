/** The plan of a pair as text for people: what goes to which unit. */
import { describeApplyWith, describePlan, isOfUnit, type Painter, plain, summarisePlan } from '../plan/index.ts';
import { partOf } from './plan.ts';
import type { PairPlan, SyncPlan } from './types.ts';

const whatFor = (role: string): string =>
  role === 'active' ? 'virtual servers, pools, and its own overlay' : 'its own overlay';

function whatOfCopy({ group, automatic, copies, refused }: SyncPlan): string {
  if (refused !== undefined) return `The configuration is not copied to ${group}: ${refused}`;
  if (!copies) return `Nothing is to be copied to ${group}.`;
  return automatic
    ? `Then ${group} copies the configuration by itself, and that is waited for.`
    : `Then the configuration is copied to ${group}.`;
}

/**
 * Neighbours and records that go from the active unit stay on the other one for as long as that has the members which use them:
 * the copy takes those away, and a plan that is made before cannot list what goes then.
 */
function whatGoesAfter({ changes, units, sync }: PairPlan): readonly string[] {
  if (sync?.copies !== true) return [];
  const [active, other] = ['active', 'standby'].map((role) => units.find((one) => one.role === role)?.unit);
  const leaving = (unit: string | undefined): readonly string[] =>
    changes.flatMap((change) =>
      change.unit === unit && change.action === 'delete' && isOfUnit(change) ? [change.uri] : [],
    );
  const there = new Set(leaving(other));
  const count = leaving(active).filter((uri) => !there.has(uri)).length;
  if (other === undefined || count === 0) return [];
  return [`After the copy the same neighbours and FDB records go from ${other}: ${count} to delete.`];
}

/** One paragraph a unit, without a line end at the end. */
export function describePairPlan(plan: PairPlan, paint: Painter = plain): string {
  const parts = plan.units.map(({ unit, role }) => {
    const { held: _held, applyWith: { drain } = {}, ...rest } = partOf(plan, unit);
    const own = drain === undefined ? rest : { ...rest, applyWith: { drain } };
    // What is held is held on both, and said once below.
    const [, ...lines] = describePlan({ ...own, held: [] }, paint).split('\n');
    const said = role === 'unreachable' ? 'nothing' : summarisePlan({ ...own, held: [] });
    return [paint('bold', `${unit} (${role}; ${whatFor(role)}): ${said}`), ...lines].join('\n');
  });
  const held =
    plan.held.length === 0
      ? []
      : describePlan({ ...plan, changes: [], kept: [], conflicts: [], applyWith: {} }, paint)
          .split('\n')
          .slice(1);
  const { sync } = plan;
  const copied = sync === undefined ? [] : [whatOfCopy(sync)];
  return [
    paint('bold', `Plan for the pair: ${summarisePlan(plan)}`),
    ...parts,
    ...held,
    ...copied,
    ...whatGoesAfter(plan),
    ...describeApplyWith(plan.applyWith ?? {}),
  ].join('\n');
}
