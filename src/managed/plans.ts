/** Plans that need no input: back to a snapshot, and to nothing. */
import { readActual, readDeviceIdentity, readManaged, readWhole, withRecordsOf } from '../actual/index.ts';
import { checkDevice } from '../apply/index.ts';
import { callOptions } from '../icontrol/call-options.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { withLoneUnit } from '../pair/index.ts';
import {
  type DeviceSnapshot,
  dropsNames,
  nothingWanted,
  type Plan,
  type PlanOptions,
  removalPlan,
  rollbackPlan,
  snapshotFrom,
  wantedBy,
} from '../plan/index.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { ManagedOptions } from './options.ts';

type Limited = Pick<PlanOptions, 'maxDeletes'>;

/**
 * The plan of an empty cluster: everything of this owner in the partition, and in the tunnel where one is named, goes.
 * Sends nothing but GETs, the first of which ask whether the device is ready: one that loads its configuration is waited for.
 * Throws PartitionNotFoundError, TunnelNotFoundError, and NotReadyError after the client's `readiness.limit`.
 */
export async function planDeletion(bigip: Requester, options: ManagedOptions & Limited): Promise<Plan> {
  // Also where there is nothing to delete: the other unit may have something.
  return withLoneUnit(await deletionOf(bigip, options), bigip, callOptions(options), { always: true });
}

/** {@link planDeletion}, of what is known to be a device alone, or a unit that is not worked with alone. */
export async function deletionOf(bigip: Requester, options: ManagedOptions & Limited): Promise<Plan> {
  const call = callOptions(options);
  const nothing = nothingWanted(options);
  const read = () => readActual(bigip, nothing, { ...call, orphans: true, registries: true });
  return removalPlan(options, await readWhole(bigip, nothing, read, call), options);
}

/**
 * Everything of this owner in the partition, and in the tunnel where one is named, whole and as a POST would send it.
 * Secrets are left out, and it says of which objects. Throws PartitionNotFoundError and TunnelNotFoundError.
 */
export async function takeSnapshot(bigip: Requester, options: ManagedOptions): Promise<DeviceSnapshot> {
  const call = callOptions(options);
  const nothing = nothingWanted(options);
  const actual = await readWhole(bigip, nothing, () => readManaged(bigip, nothing, call), call);
  return { ...snapshotFrom(actual, options), device: await readDeviceIdentity(bigip, call) };
}

/**
 * The plan back to a snapshot; `driftOf` of it tells what differs. Sends nothing but GETs. Throws PartitionNotFoundError
 * and TunnelNotFoundError, BigIpValueError for the snapshot of a pair, and OtherDeviceError for that of another BIG-IP unless
 * `otherDevice` says that it is meant.
 */
export async function planRollback(
  bigip: Requester,
  snapshot: DeviceSnapshot,
  options: CallOptions & Limited & { readonly otherDevice?: boolean } = {},
): Promise<Plan> {
  const call = callOptions(options);
  if (options.otherDevice !== true) await checkDevice('snapshot', snapshot.device, bigip, call);
  return withLoneUnit(await rollbackOf(bigip, snapshot, options), bigip, call);
}

/** {@link planRollback}, of what is known to be a device alone, or a unit that is not worked with alone; `beside` are the others. */
export async function rollbackOf(
  bigip: Requester,
  snapshot: DeviceSnapshot,
  options: CallOptions & Limited = {},
  beside: readonly Requester[] = [],
): Promise<Plan> {
  if (snapshot.units !== undefined)
    throw new BigIpValueError(`is of a pair, ${snapshot.units.join(' and ')}: going back takes both units`, {
      path: 'snapshot',
    });
  const call = callOptions(options);
  const wanted = wantedBy(snapshot);
  const overlay = snapshot.tunnel !== undefined;
  const read = () => readActual(bigip, wanted, { ...call, whole: true, orphans: true, registries: overlay });
  const actual = await readWhole(bigip, wanted, read, call);
  const plan = rollbackPlan(snapshot, actual, options);
  if (beside.length === 0 || !dropsNames(plan)) return plan;
  return rollbackPlan(snapshot, await withRecordsOf(beside, wanted.scope, actual, call), options);
}
