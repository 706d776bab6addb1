/** Snapshot -> desired -> plan -> apply, in one screen. */
import { concernsNdp, readActual, readTunnel } from './actual/index.ts';
import { type ApplyOptions, type ApplyResult, applyPlan, StalePlanError } from './apply/index.ts';
import { desiredState, type MappingOptions } from './desired/index.ts';
import { EmptyInputError } from './errors.ts';
import type { CallOptions, Requester } from './icontrol/requester.ts';
import type { Snapshot } from './kubernetes/index.ts';
import { makePlan, makeUnitPlan, overlayDiffers, type Plan, type PlanOptions } from './plan/index.ts';
import type { ActualState, DesiredState } from './state.ts';

export interface ReconcileOptions extends MappingOptions, PlanOptions, ApplyOptions {
  /**
   * Plan FDB records and static neighbours alone: what a unit of a pair has for itself, while virtual servers and pools come
   * to it by config sync. Default false.
   */
  readonly overlayOnly?: boolean;
}

/** What only the device knows: which Nodes stand for the BIG-IP itself. */
async function withTunnelFacts(
  bigip: Requester,
  options: ReconcileOptions,
  call: CallOptions,
): Promise<ReconcileOptions> {
  const { overlay } = options;
  if (overlay === undefined) return options;
  const { tunnel, tunnelV6 } = overlay;
  const [own, v6] = await Promise.all([
    readTunnel(bigip, tunnel, call),
    tunnelV6 === undefined ? undefined : readTunnel(bigip, tunnelV6, call),
  ]);
  const { localAddress, macAddress } = v6 ?? {};
  return {
    ...options,
    overlay: {
      ...overlay,
      ...own,
      ...(localAddress === undefined ? {} : { localAddressV6: localAddress }),
      ...(macAddress === undefined ? {} : { macAddressV6: macAddress }),
    },
  };
}

/** Whether what the device has decides between two that ask for one destination. */
function isDisputed({ diagnostics }: DesiredState, { published }: ReconcileOptions): boolean {
  return published === undefined && diagnostics.some(({ reason }) => reason === 'DestinationConflict');
}

/**
 * Reads the device and works out what an apply would do. Sends nothing but GETs (and the login): one for each type of
 * object, when nothing has changed.
 *
 * The device also tells which Nodes stand for the BIG-IP itself: those with its tunnel's MAC or local address. It is
 * asked when an FDB record or a neighbour is missing or otherwise, and when objects are adopted: CIS gives such Nodes a
 * record. And of two
 * that ask for one destination it tells which has it already, unless `published` does.
 */
export async function planFor(bigip: Requester, snapshot: Snapshot, options: ReconcileOptions): Promise<Plan> {
  if (snapshot.recognised === 0) {
    throw new EmptyInputError(
      'the input holds no object that is read here; an empty input is never taken for an empty cluster',
    );
  }
  const call: CallOptions = {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  };
  const plan = (desired: DesiredState, actual: ActualState): Plan =>
    options.overlayOnly === true
      ? makeUnitPlan(desired, actual, { ...options, registers: false })
      : makePlan(desired, actual, options);
  const mapped = desiredState(snapshot, options);
  const read = { ...call, orphans: options.prune === true };
  const actual = await readActual(bigip, mapped, read);
  const doubtful = options.adopt === true || overlayDiffers(mapped, actual);
  const known = doubtful ? await withTunnelFacts(bigip, options, call) : options;
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
 */
export async function reconcile(bigip: Requester, snapshot: Snapshot, options: ReconcileOptions): Promise<ApplyResult> {
  const attempt = async () => applyPlan(await planFor(bigip, snapshot, options), bigip, options);
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof StalePlanError)) throw error;
    return attempt();
  }
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
