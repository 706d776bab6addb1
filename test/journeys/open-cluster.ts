/** A small Kubernetes cluster and a BIG-IP beside it, in time that nobody has to wait for. */
import { MockBigIp } from '../../mocks/index.ts';
import type { Transport } from '../../src/icontrol/transport.ts';
import {
  BigIp,
  type DesiredState,
  desiredState,
  type Plan,
  planFor,
  type ReconcileOptions,
  reconcile,
} from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import type { Manifest } from '../desired/sample-cluster.ts';
import { TestClock } from '../icontrol/test-clock.ts';
import { withoutWrites } from '../oracle/watch.ts';

export const factory = {
  'auth/partition/k8s': {},
  'auth/partition/blue': {},
  'net/vlan/~Common~internal': {},
  'net/self/~Common~under': { address: '192.168.1.5/24', vlan: '/Common/internal', allowService: 'none' },
  'net/tunnels/vxlan/~Common~fl': { port: 8472, floodingType: 'none' },
  'net/tunnels/tunnel/~Common~flannel_vxlan': { profile: '/Common/fl', key: 1, localAddress: '192.168.1.5' },
  'net/self/~Common~over': { address: '10.244.20.60/16', vlan: '/Common/flannel_vxlan', allowService: 'none' },
} as const;

export const options: ReconcileOptions = {
  mode: 'cluster',
  partition: 'k8s',
  overlay: { tunnel: '/Common/flannel_vxlan' },
};

export async function openCluster(
  seed: Record<string, Record<string, unknown>> = {},
  through: (transport: Transport) => Transport = (transport) => transport,
  version?: string,
) {
  const clock = new TestClock({ auto: true });
  const time = { now: () => clock.now(), sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal) };
  const device = await MockBigIp.start({
    protocol: 'none',
    clock: time,
    seed: { ...factory, ...seed } as never,
    ...(version === undefined ? {} : { version }),
  });
  const { url, username, password, transport } = device;
  const bigip = new BigIp({ url, username, password, transport: through(transport), clock });
  // Through JSON, as from kubectl: what is undefined is absent.
  const snapshot = (objects: readonly Manifest[]) => snapshotOf(JSON.parse(JSON.stringify(objects)) as unknown[]);
  return {
    clock,
    device,
    bigip,
    desired: (objects: readonly Manifest[], more: Partial<ReconcileOptions> = {}): DesiredState =>
      desiredState(snapshot(objects), { ...options, ...more }),
    snapshot,
    plan: (objects: readonly Manifest[], more: Partial<ReconcileOptions> = {}): Promise<Plan> =>
      withoutWrites(() => planFor(bigip, snapshot(objects), { ...options, ...more })),
    reconcile: (objects: readonly Manifest[], more: Partial<ReconcileOptions> = {}) =>
      reconcile(bigip, snapshot(objects), { ...options, ...more }),
    /** `METHOD path` of every write to the configuration so far. */
    writes: (): string[] =>
      device.journal
        .filter(({ method, path }) => method !== 'GET' && /^\/mgmt\/tm\/(?:ltm|net)\//.test(path))
        .map(({ method, path }) => `${method} ${path.replace('/mgmt/tm/', '')}`),
    async [Symbol.asyncDispose]() {
      await bigip.close();
      await device.close();
    },
  };
}

export const lines = ({ changes }: Plan): string[] => changes.map(({ action, uri }) => `${action} ${uri}`);
