/** Kubernetes manifests to a BIG-IP: the parts of `reconcile` one by one, and as one call. */
import { readFile } from 'node:fs/promises';
import { applyPlan, BigIp, describePlan, desiredState, makePlan, readActual, reconcile } from 'bigip-icontrol';
import { parseManifests } from 'bigip-icontrol/kubernetes';
import { MockBigIp } from 'bigip-icontrol/mock';

const folder = new URL('./istio-ingressgateway/', import.meta.url);

export async function manifests(): Promise<string> {
  const names = ['service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml'];
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
  return texts.join('\n---\n');
}

export async function publish(): Promise<{
  readonly plan: string;
  readonly outcomes: readonly string[];
  readonly again: number;
}> {
  await using device = await MockBigIp.start({ seed: { 'auth/partition/k8s': {} } });
  const { url, username, password, fingerprint256 = '' } = device;
  await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });

  const snapshot = parseManifests(await manifests());
  const desired = desiredState(snapshot, { mode: 'cluster', partition: 'k8s', owner: 'cluster-1' });
  const plan = makePlan(desired, await readActual(bigip, desired), { prune: false });
  const { steps } = await applyPlan(plan, bigip);

  const again = await reconcile(bigip, snapshot, { mode: 'cluster', partition: 'k8s', owner: 'cluster-1' });
  return { plan: describePlan(plan), outcomes: steps.map(({ outcome }) => outcome), again: again.steps.length };
}
