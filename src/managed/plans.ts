/** Plans that need no input: back to a snapshot, and to nothing. */
import { readActual, readManaged } from '../actual/index.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import {
  type DeviceSnapshot,
  nothingWanted,
  type Plan,
  type PlanOptions,
  removalPlan,
  rollbackPlan,
  snapshotFrom,
  wantedBy,
} from '../plan/index.ts';
import { callOptions, type ManagedOptions } from './options.ts';

type Limited = Pick<PlanOptions, 'maxDeletes'>;

/**
 * The plan of an empty cluster: everything of this owner in the partition, and in the tunnel where one is named, goes.
 * Sends nothing but GETs. Throws PartitionNotFoundError and TunnelNotFoundError.
 */
export async function planDeletion(bigip: Requester, options: ManagedOptions & Limited): Promise<Plan> {
  const read = { ...callOptions(options), orphans: true, registries: true };
  return removalPlan(options, await readActual(bigip, nothingWanted(options), read), options);
}

/**
 * Everything of this owner in the partition, and in the tunnel where one is named, whole and as a POST would send it.
 * Secrets are left out, and it says of which objects. Throws PartitionNotFoundError and TunnelNotFoundError.
 */
export async function takeSnapshot(bigip: Requester, options: ManagedOptions): Promise<DeviceSnapshot> {
  return snapshotFrom(await readManaged(bigip, nothingWanted(options), callOptions(options)), options);
}

/**
 * The plan back to a snapshot; `driftOf` of it tells what differs. Sends nothing but GETs. Throws PartitionNotFoundError
 * and TunnelNotFoundError.
 */
export async function planRollback(
  bigip: Requester,
  snapshot: DeviceSnapshot,
  options: CallOptions & Limited = {},
): Promise<Plan> {
  const overlay = snapshot.tunnel !== undefined;
  const read = { ...callOptions(options), whole: true, orphans: true, registries: overlay };
  return rollbackPlan(snapshot, await readActual(bigip, wantedBy(snapshot), read), options);
}
