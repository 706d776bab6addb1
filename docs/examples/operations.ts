/** Without manifests: a snapshot, what differs from it, the way back, the watch, and the end. */
import {
  applyPlan,
  BigIp,
  driftOf,
  parseSnapshot,
  planDeletion,
  planRollback,
  readStatus,
  reconcile,
  takeSnapshot,
  waitAvailable,
  watchDrift,
} from 'bigip-icontrol';
import { parseManifests } from 'bigip-icontrol/kubernetes';
import { MockBigIp } from 'bigip-icontrol/mock';

const ours = { partition: 'k8s', owner: 'cluster-1' };

/** Runs against a mock, on which somebody else changes things by hand. */
export async function operations(manifests: string): Promise<readonly string[]> {
  const said: string[] = [];
  await using device = await MockBigIp.start({ seed: { 'auth/partition/k8s': {} } });
  const { url, username, password, fingerprint256 = '' } = device;
  await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });

  const { steps } = await reconcile(bigip, parseManifests(manifests), { mode: 'cluster', ...ours });
  const members = steps.filter(({ type }) => type === 'ltm/pool/members').map(({ uri }) => uri);
  const { available } = await waitAvailable(bigip, members, { timeout: 60_000 });
  said.push(`${available ? 'available' : 'not available'}`);
  const status = await readStatus(bigip, ours);
  for (const { destination, pool } of status.virtuals) said.push(`${destination} ${pool?.members.length} members`);

  const text = JSON.stringify(await takeSnapshot(bigip, ours));
  const [pool = ''] = steps.filter(({ type }) => type === 'ltm/pool').map(({ uri }) => uri);
  device.set(pool, { slowRampTime: 300 });
  const snapshot = parseSnapshot(text);
  const back = await planRollback(bigip, snapshot);
  for (const { change, before, after } of driftOf(back)) {
    said.push(`${change} ${JSON.stringify(before)} ${JSON.stringify(after)}`);
  }
  await applyPlan(back, bigip);

  const stop = new AbortController();
  const drifts = watchDrift(bigip, { ...ours, interval: 50, signal: stop.signal });
  let times = 0;
  const somebody = setInterval(() => {
    times += 1;
    device.set(pool, { description: `by hand, ${times} times` });
  }, 100);
  for await (const { change, after, holder } of drifts) {
    said.push(`${change} ${Object.keys(after ?? {})} ${holder?.kind}`);
    stop.abort();
  }
  clearInterval(somebody);

  const { changes } = await planDeletion(bigip, ours);
  said.push(`${changes.length} objects would go`);
  return said;
}
