/** The plan of a pair as text for people: what goes to which unit. */
import { describeApplyWith, describePlan, type Painter, plain, summarisePlan } from '../plan/index.ts';
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
    ...describeApplyWith(plan.applyWith ?? {}),
  ].join('\n');
}
