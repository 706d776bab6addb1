/** A small Kubernetes cluster and the two units of a pair beside it, in time that nobody has to wait for. */
import { MockBigIp } from '../../mocks/index.ts';
import {
  BigIp,
  type PairPlan,
  type PairReconcileOptions,
  type PairResult,
  planFor,
  reconcile,
} from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { configMap, type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { TestClock } from '../icontrol/test-clock.ts';
import { withoutWrites } from '../oracle/watch.ts';
import { factory, options } from './open-cluster.ts';

/** The Node that stands for a unit: made by hand, with the unit's own address. */
export function unitNode(number: number): Manifest {
  const { status: _status, ...made } = node(90 + number, {
    mac: `00:50:56:00:00:0${number}`,
    publicIp: `192.168.1.${4 + number}`,
  });
  return { ...made, metadata: { ...(made['metadata'] as object), name: `bigip${number}` } };
}

export const web = (...pods: readonly string[]): readonly Manifest[] => [
  configMap(),
  service(),
  node(1),
  node(2),
  unitNode(1),
  unitNode(2),
  slice(pods.map((ip) => ({ ip, node: 'node1' }))),
];

export type OpenPair = Awaited<ReturnType<typeof openPair>>;

export async function openPair() {
  const clock = new TestClock({ auto: true });
  const time = { now: () => clock.now(), sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal) };
  const seed = { ...factory, 'sys/db/iptunnel.configsync': { value: 'disable' } };
  const devices = await MockBigIp.pair({ protocol: 'none', clock: time, seed: seed as never });
  const [one, two] = devices;
  // Each unit has a tunnel of its own, with its own address.
  two.set('net/self/~Common~under', { address: '192.168.1.6/24' });
  two.set('net/tunnels/tunnel/~Common~flannel_vxlan', { localAddress: '192.168.1.6' });
  const open = ({ username, password, transport }: MockBigIp, host: string) =>
    new BigIp({ url: `https://${host}.example.com`, username, password, transport, clock });
  const units = [open(one, 'one'), open(two, 'two')] as const;
  const snapshot = (objects: readonly Manifest[]) => snapshotOf(JSON.parse(JSON.stringify(objects)) as unknown[]);
  const pair = { units };
  return {
    clock,
    devices,
    units,
    plan: (objects: readonly Manifest[], more: Partial<PairReconcileOptions> = {}): Promise<PairPlan> =>
      withoutWrites(() => planFor(pair, snapshot(objects), { ...options, ...more })),
    reconcile: (objects: readonly Manifest[], more: Partial<PairReconcileOptions> = {}): Promise<PairResult> =>
      reconcile(pair, snapshot(objects), { ...options, ...more }),
    /** Writes to the configuration of each unit since the last call, `one POST ltm/pool`. */
    writes(): string[] {
      return devices.flatMap(({ journal }, index) =>
        journal
          .filter(({ method, path }) => method !== 'GET' && /^\/mgmt\/tm\/(?:ltm|net|cm|sys\/config)/.test(path))
          .map(({ method, path }) => `${index === 0 ? 'one' : 'two'} ${method} ${path.replace('/mgmt/tm/', '')}`),
      );
    },
    async [Symbol.asyncDispose]() {
      for (const unit of units) await unit.close();
      for (const device of devices) await device.close();
    },
  };
}

export const done = ({ steps }: PairResult): string[] =>
  steps.map(({ unit, uri, outcome }) => `${unit?.split('.')[0]} ${outcome} ${uri}`);
export const reasons = ({ diagnostics }: Pick<PairPlan, 'diagnostics'>): string[] =>
  diagnostics.filter(({ severity }) => severity !== 'info').map(({ reason }) => reason);
