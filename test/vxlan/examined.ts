/** A small cluster whose Services were applied to a BIG-IP, and what the doctor says of it. */
import type { ReconcileOptions } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { type ClusterOptions, clusterFacts } from '../../src/vxlan/cluster-facts.ts';
import { type DiagnoseOptions, type Diagnosis, diagnose } from '../../src/vxlan/doctor/index.ts';
import { readDeviceFacts } from '../../src/vxlan/read-device.ts';
import { configMap, type Manifest, service } from '../desired/sample-cluster.ts';
import type { openCluster } from '../journeys/open-cluster.ts';

export const tunnel = '/Common/flannel_vxlan';
export const tunnelUri = 'net/tunnels/tunnel/~Common~flannel_vxlan';
export const tunnelMac = '00:50:56:00:00:01';

/** A ConfigMap and its Service. */
export const web = [configMap(), service()] as const;

/** Objects as `-f` reads them. */
export function read(objects: readonly Manifest[]) {
  // Through JSON, as from kubectl: what is undefined is absent.
  return snapshotOf(JSON.parse(JSON.stringify(objects)) as unknown[]);
}

type Rig = Awaited<ReturnType<typeof openCluster>>;

export async function examine(
  { bigip }: Pick<Rig, 'bigip'>,
  objects: readonly Manifest[] | undefined,
  { tunnel: path = tunnel, ...options }: DiagnoseOptions & ClusterOptions & { readonly tunnel?: string } = {},
): Promise<Diagnosis> {
  const facts = await readDeviceFacts(bigip, path, { watch: 0 });
  return diagnose(facts, objects === undefined ? undefined : clusterFacts(read(objects), options), options);
}

/** `D7 StaleFdbRecord …`: what was found, in full, so that a false alarm says itself. */
export function foundIn({ checks }: Diagnosis): readonly string[] {
  return checks.flatMap(({ id, findings }) => findings.map(({ reason, message }) => `${id} ${reason} ${message}`));
}

/** `D6 BigIpNodeMissing`. */
export function namesIn(diagnosis: Diagnosis): readonly string[] {
  return foundIn(diagnosis).map((text) => text.split(' ').slice(0, 2).join(' '));
}

/** What could not be told by a check. */
export function unknownIn({ checks }: Diagnosis, id: string): readonly string[] {
  return checks.find((check) => check.id === id)?.unknown ?? [];
}

/** Applies the objects and examines what then stands; a second apply has nothing to do. */
export async function applied(
  rig: Rig,
  objects: readonly Manifest[],
  more: Partial<ReconcileOptions> = {},
): Promise<void> {
  const { steps, held, conflicts } = await rig.reconcile(objects, more);
  const failed = steps.filter(({ outcome }) => outcome === 'failed').map(({ uri }) => uri);
  if (failed.length + held.length + conflicts.length > 0)
    throw new Error(`not all was applied: ${JSON.stringify({ failed, held, conflicts })}`);
}
