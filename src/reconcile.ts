/** Snapshot -> desired -> plan -> apply, in one screen. */
import {
  besides,
  concernsNdp,
  noteWritten,
  readActual,
  readBelieved,
  readOverlayNetworks,
  readRegistries,
  withMembersOf,
  withRecordsOf,
} from './actual/index.ts';
import {
  type ApplyResult,
  applyPlan,
  forgetDeleted,
  forgottenTunnel,
  rememberDeleted,
  StalePlanError,
  withCisSigns,
} from './apply/index.ts';
import { desiredState } from './desired/index.ts';
import type { Diagnostic } from './diagnostic.ts';
import { EmptyInputError } from './errors.ts';
import { callOptions } from './icontrol/call-options.ts';
import type { CallOptions, Requester } from './icontrol/requester.ts';
import type { Snapshot } from './kubernetes/index.ts';
import {
  type Pair,
  type PairPlan,
  type PairResult,
  type PairWork,
  pairWork,
  type UnitPlanner,
  withLoneUnit,
} from './pair/index.ts';
import {
  dropsNames,
  hasMemberOutside,
  makePlan,
  makeUnitPlan,
  overlayDiffers,
  type Plan,
  registriesBeside,
  replacesAny,
  unreachableMembers,
} from './plan/index.ts';
import { checkReconcileOptions, type PairReconcileOptions, type ReconcileOptions } from './reconcile-options.ts';
import type { ActualState, DesiredState } from './state.ts';
import { withTunnelFacts } from './tunnel-facts.ts';
import { registryType } from './values/registry.ts';

/** Whether what the device has decides between two that ask for one destination. */
function isDisputed({ diagnostics }: DesiredState, { published }: ReconcileOptions): boolean {
  return published === undefined && diagnostics.some(({ reason }) => reason === 'DestinationConflict');
}

function isPair(target: Requester | Pair): target is Pair {
  return 'units' in target;
}

function unitPlanner({ units }: Pair, snapshot: Snapshot, options: ReconcileOptions): UnitPlanner {
  const others = (unit: Requester) => units.filter((one) => one !== unit);
  return {
    whole: (unit) => planUnit(unit, snapshot, options, others(unit)),
    overlay: (unit, active) => planUnit(unit, snapshot, { ...options, overlayOnly: true }, others(unit), active),
  };
}

/** Plans for both units of a pair. */
export function workFor(pair: Pair, snapshot: Snapshot, options: PairReconcileOptions): Promise<PairWork> {
  return pairWork(pair, unitPlanner(pair, snapshot, options), options, callOptions(options));
}

/**
 * Reads the device and works out what an apply would do. Sends nothing but GETs (and the login): one for each type of
 * object, when nothing has changed.
 *
 * The device also tells which Nodes stand for the BIG-IP itself: those with its tunnel's MAC or local address. It is
 * asked when an FDB record or a neighbour is missing or otherwise, and when objects are adopted: CIS gives such Nodes a
 * record. And of two that ask for one destination it tells which has it already, unless `published` does.
 *
 * Of a pair both units are read: virtual servers and pools are planned for the active one, FDB records and neighbours for
 * each, and every change names its `unit`. Throws UnitRolesError when not exactly one of them is active.
 */
export function planFor(bigip: Requester, snapshot: Snapshot, options: ReconcileOptions): Promise<Plan>;
export function planFor(pair: Pair, snapshot: Snapshot, options: PairReconcileOptions): Promise<PairPlan>;
export async function planFor(
  target: Requester | Pair,
  snapshot: Snapshot,
  options: PairReconcileOptions,
): Promise<Plan | PairPlan> {
  checkReconcileOptions(options);
  return isPair(target) ? (await workFor(target, snapshot, options)).plan : planLone(target, snapshot, options);
}

function runsBesideCis({ diagnostics }: DesiredState): boolean {
  return diagnostics.some(({ reason }) => reason === 'CisRuns');
}

async function unreachable(bigip: Requester, desired: DesiredState, call: CallOptions): Promise<Diagnostic[]> {
  if (!hasMemberOutside(desired)) return [];
  const { tunnel, tunnelV6 } = desired.scope;
  return unreachableMembers(desired, await readOverlayNetworks(bigip, [tunnel, tunnelV6], call));
}

/** With what the active unit of a pair knows, and the one that stands by may not have got yet. */
async function withActiveUnit(
  active: Requester,
  desired: DesiredState,
  found: ActualState,
  call: CallOptions,
): Promise<ActualState> {
  const actual = await withMembersOf(active, desired, found, call);
  if (actual.registries === undefined) return actual;
  return { ...actual, registries: registriesBeside(actual.registries, await readRegistries(active, desired, call)) };
}

async function planUnit(
  bigip: Requester,
  snapshot: Snapshot,
  given: ReconcileOptions,
  others: readonly Requester[] = [],
  active?: Requester,
): Promise<Plan> {
  if (snapshot.recognised === 0) {
    throw new EmptyInputError(
      'the input holds no object that is read here; an empty input is never taken for an empty cluster',
    );
  }
  const call = callOptions(given);
  const mapped = desiredState(snapshot, given);
  // A pod has the address again: whoever made the entry anew, it is wanted.
  forgetDeleted(bigip, mapped.objects);
  const held = given.adopt === true && given.adoptBesideCis !== true && runsBesideCis(mapped);
  const options = held ? { ...given, adopt: false } : given;
  const read = { ...call, orphans: options.prune === true, overlay: options.overlayOnly === true };
  const planOf = (desired: DesiredState, actual: ActualState): Plan =>
    options.overlayOnly === true
      ? makeUnitPlan(desired, actual, { ...options, registers: false })
      : makePlan(desired, actual, options);
  const plan = async (desired: DesiredState, found: ActualState): Promise<Plan> => {
    const seen = active === undefined ? found : await withActiveUnit(active, desired, found, call);
    const tried = planOf(desired, seen);
    const isList = others.length > 0 && dropsNames(tried);
    const actual = isList ? await withRecordsOf(others, desired.scope, seen, call) : seen;
    const first = isList ? planOf(desired, actual) : tried;
    // What is made in the place of another gets all that an operator set on that one.
    const whole = replacesAny(first) ? await readActual(bigip, desired, { ...read, whole: true }) : undefined;
    const made = withCisSigns(whole === undefined ? first : planOf(desired, besides(whole, actual)), bigip, held);
    const more = [
      ...(await unreachable(bigip, desired, call)),
      ...(options.mode === 'cluster' ? await forgottenTunnel(bigip, made, desired, call) : []),
    ];
    return more.length === 0 ? made : { ...made, diagnostics: [...made.diagnostics, ...more] };
  };
  const actual = await readBelieved(bigip, mapped, read);
  const doubtful = options.adopt === true || overlayDiffers(mapped, actual);
  const known = doubtful ? await withTunnelFacts(bigip, options, call, others) : options;
  if (!isDisputed(mapped, options)) {
    const settled = doubtful ? desiredState(snapshot, known) : mapped;
    // The tunnel may turn out to be one of IPv6.
    const whole = concernsNdp(settled) && !concernsNdp(mapped) ? await readActual(bigip, settled, read) : actual;
    return plan(settled, whole);
  }
  // What has to be read depends in turn on who of them stays.
  const settled = desiredState(snapshot, { ...known, published: actual.objects });
  return plan(settled, await readActual(bigip, settled, read));
}

/**
 * Brings a device to what Kubernetes asks for. A second call changes nothing. When somebody else changes the device while
 * the plan is made, it is made once more.
 *
 * Of a pair (`{ units: [a, b] }`) virtual servers and pools go to the active unit, FDB records and neighbours to each. With
 * `sync` the configuration is then copied to the device group and waited for. When the units change places meanwhile, what
 * is left is planned anew for the one that is active then. `rollbackOnFailure` is for one device.
 */
export function reconcile(bigip: Requester, snapshot: Snapshot, options: ReconcileOptions): Promise<ApplyResult>;
export function reconcile(pair: Pair, snapshot: Snapshot, options: PairReconcileOptions): Promise<PairResult>;
export async function reconcile(
  target: Requester | Pair,
  snapshot: Snapshot,
  options: PairReconcileOptions,
): Promise<ApplyResult | PairResult> {
  checkReconcileOptions(options);
  const attempt = async () =>
    isPair(target) ? (await workFor(target, snapshot, options)).apply(options) : applyUnit(target, snapshot, options);
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof StalePlanError)) throw error;
    return attempt();
  }
}

/** The plan for one device, which may be a unit of a pair without anybody saying so. */
async function planLone(bigip: Requester, snapshot: Snapshot, options: ReconcileOptions): Promise<Plan> {
  const plan = await planUnit(bigip, snapshot, options);
  // Who asks for the overlay of one unit knows that there is another.
  return options.overlayOnly === true ? plan : withLoneUnit(plan, bigip, callOptions(options));
}

async function applyUnit(bigip: Requester, snapshot: Snapshot, options: ReconcileOptions): Promise<ApplyResult> {
  const plan = await planLone(bigip, snapshot, options);
  const result = await applyPlan(plan, bigip, options);
  rememberDeleted(bigip, result);
  const urisOf = (wanted: string): string[] =>
    result.steps.flatMap(({ uri, type, outcome }) => (outcome === wanted && type !== registryType ? [uri] : []));
  noteWritten(bigip, plan.scope, { made: urisOf('created'), deleted: urisOf('deleted') });
  return result;
}

/**
 * The plan of one unit of a pair besides the one that virtual servers and pools are written to: its own FDB records and
 * neighbours, in its own tunnel. To be applied before those are written and copied, so that no member arrives at a unit
 * that cannot reach it, and again afterwards, for what nobody uses any more. Nodes of the other units are left out when
 * `bigipNodes` names them, or `overlay.peers` says what is known of their tunnels.
 */
export function overlayFor(unit: Requester, snapshot: Snapshot, options: ReconcileOptions): Promise<Plan> {
  return planFor(unit, snapshot, { ...options, overlayOnly: true });
}
