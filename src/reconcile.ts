/** Snapshot -> desired -> plan -> apply, in one screen. */
import { readActual, readTunnel } from './actual/index.ts';
import { type ApplyOptions, type ApplyResult, applyPlan, StalePlanError } from './apply/index.ts';
import { desiredState, type MappingOptions } from './desired/index.ts';
import { EmptyInputError } from './errors.ts';
import type { CallOptions, Requester } from './icontrol/requester.ts';
import type { Snapshot } from './kubernetes/index.ts';
import { makePlan, missingRecords, type Plan, type PlanOptions } from './plan/index.ts';
import type { DesiredState } from './state.ts';

export interface ReconcileOptions extends MappingOptions, PlanOptions, ApplyOptions {}

/** What only the device knows: which Nodes stand for the BIG-IP itself. */
async function withTunnelFacts(
  bigip: Requester,
  options: ReconcileOptions,
  call: CallOptions,
): Promise<ReconcileOptions> {
  const { overlay } = options;
  if (overlay === undefined) return options;
  return { ...options, overlay: { ...overlay, ...(await readTunnel(bigip, overlay.tunnel, call)) } };
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
 * asked when a Node has no FDB record, as those have none, and when objects are adopted: CIS gives them one. And of two
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
  const mapped = desiredState(snapshot, options);
  const read = { ...call, orphans: options.prune === true };
  const actual = await readActual(bigip, mapped, read);
  const doubtful = options.adopt === true || missingRecords(mapped, actual);
  const known = doubtful ? await withTunnelFacts(bigip, options, call) : options;
  if (!isDisputed(mapped, options)) return makePlan(doubtful ? desiredState(snapshot, known) : mapped, actual, options);
  // What has to be read depends in turn on who of them stays.
  const settled = desiredState(snapshot, { ...known, published: actual.objects });
  return makePlan(settled, await readActual(bigip, settled, read), options);
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
