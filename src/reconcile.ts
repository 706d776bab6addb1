/** Snapshot -> desired -> plan -> apply, in one screen. */
import { readActual, readTunnel } from './actual/index.ts';
import { type ApplyOptions, type ApplyResult, applyPlan } from './apply/index.ts';
import { desiredState, type MappingOptions } from './desired/index.ts';
import { EmptyInputError } from './errors.ts';
import type { CallOptions, Requester } from './icontrol/requester.ts';
import type { Snapshot } from './kubernetes/index.ts';
import { makePlan, type Plan, type PlanOptions } from './plan/index.ts';

export interface ReconcileOptions extends MappingOptions, PlanOptions, ApplyOptions {}

/**
 * Reads the device and works out what an apply would do. Sends nothing but GETs (and the login).
 *
 * The device also tells which Nodes stand for the BIG-IP itself: those with its tunnel's MAC or local address.
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
  const overlay =
    options.overlay === undefined
      ? {}
      : { overlay: { ...options.overlay, ...(await readTunnel(bigip, options.overlay.tunnel, call)) } };
  const desired = desiredState(snapshot, { ...options, ...overlay });
  return makePlan(desired, await readActual(bigip, desired, call), options);
}

/** Brings a device to what Kubernetes asks for. A second call changes nothing. */
export async function reconcile(bigip: Requester, snapshot: Snapshot, options: ReconcileOptions): Promise<ApplyResult> {
  return applyPlan(await planFor(bigip, snapshot, options), bigip, options);
}
