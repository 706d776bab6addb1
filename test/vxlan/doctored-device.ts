/** The device of the Istio example as it stands after an apply, and the doctor's word on it. */
import { MockBigIp, type MockOptions } from '../../mocks/index.ts';
import { exampleDevice, exampleSeed, exampleSnapshot } from '../../src/cli/demo/example.ts';
import { systemClock } from '../../src/icontrol/clock.ts';
import { Session } from '../../src/icontrol/session.ts';
import type { Snapshot } from '../../src/kubernetes/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { reconcile } from '../../src/reconcile.ts';
import { type ClusterOptions, clusterFacts } from '../../src/vxlan/cluster-facts.ts';
import {
  type Check,
  type CheckId,
  type DiagnoseOptions,
  type Diagnosis,
  diagnose,
} from '../../src/vxlan/doctor/index.ts';
import { type ReadDeviceOptions, readDeviceFacts } from '../../src/vxlan/read-device.ts';
import type { FindingReason } from '../../src/vxlan/reasons.ts';

/** Milliseconds between the two looks; no other pause is as long, and this one is not waited for. */
const watch = 4321;

export const tunnel = '/Common/flannel_vxlan';
export const tunnelUri = 'net/tunnels/tunnel/~Common~flannel_vxlan';
export const profileUri = 'net/tunnels/vxlan/~Common~fl-vxlan';
export const recordUri = (mac: string) => `net/fdb/tunnel/~Common~flannel_vxlan/records/${mac}`;
export const arpUri = (ip: string) => `net/arp/~Common~k8s-${ip}`;
export const poolUri = 'ltm/pool/~k8s~cfgmap_istio-system_istio-ingressgateway.32400.vs_istio-ingressgateway';
export const virtualUri = 'ltm/virtual/~k8s~istio-system_istio-ingressgateway.32400.vs';
export const macs = ['5e:1b:0a:44:9c:01', '5e:1b:0a:44:9c:02', '5e:1b:0a:44:9c:03'] as const;
export const pods = ['10.244.1.36', '10.244.2.41'] as const;

export function exampleCluster(): Promise<Snapshot> {
  return exampleSnapshot('service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml');
}

export interface Reply {
  readonly texts?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, number>>;
}

/** A body of statistics with one entry, as a device writes it. */
export function statsBody(path: string, entries: readonly Reply[]): object {
  const rows = entries.map(({ texts = {}, values = {} }, index) => [
    `https://localhost/mgmt/tm/${path}/${index}`,
    {
      nestedStats: {
        entries: {
          ...Object.fromEntries(Object.entries(texts).map(([name, description]) => [name, { description }])),
          ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
        },
      },
    },
  ]);
  const selfLink = `https://localhost/mgmt/tm/${path}?ver=15.1.2.1`;
  return { kind: `tm:${path.replaceAll('/', ':')}stats`, selfLink, entries: Object.fromEntries(rows) };
}

export class Clinic {
  readonly device: MockBigIp;
  readonly session: Session;
  /** What happens on the device between the doctor's two looks. */
  between: () => void = () => {};
  #healthy: ReturnType<MockBigIp['snapshot']> | undefined;

  private constructor(device: MockBigIp) {
    this.device = device;
    this.session = new Session({
      url: device.url,
      username: device.username,
      password: device.password,
      transport: device.transport,
      clock: {
        now: () => systemClock.now(),
        sleep: async (milliseconds, signal) => {
          if (milliseconds !== watch) return systemClock.sleep(milliseconds, signal);
          this.between();
        },
      },
    });
  }

  /** The example, applied: a healthy overlay. */
  static async open(options: MockOptions = {}): Promise<Clinic> {
    const seed = exampleSeed(await exampleDevice());
    const device = await MockBigIp.start({ protocol: 'none', seed, ...options });
    const clinic = new Clinic(device);
    await reconcile(clinic.session, await exampleCluster(), { mode: 'cluster', partition: 'k8s', overlay: { tunnel } });
    clinic.#healthy = device.snapshot();
    return clinic;
  }

  /** Healthy again, without faults. */
  recover(): void {
    const healthy = this.#healthy;
    this.between = () => {};
    this.device.reset();
    if (healthy !== undefined) this.device.restore(healthy);
  }

  static of(device: MockBigIp): Clinic {
    return new Clinic(device);
  }

  async examine(
    snapshot: Snapshot | undefined,
    options: DiagnoseOptions & ReadDeviceOptions & ClusterOptions = {},
  ): Promise<Diagnosis> {
    const facts = await readDeviceFacts(this.session, tunnel, { watch, ...options });
    return diagnose(facts, snapshot === undefined ? undefined : clusterFacts(snapshot, options), options);
  }

  /** What the tunnel has counted at the two looks. */
  count(first: Readonly<Record<string, number>>, second: Readonly<Record<string, number>>): void {
    this.device.set(tunnelUri, first);
    this.between = () => this.device.set(tunnelUri, second);
  }

  /** What the device says in the way of statistics. */
  say(path: string, entries: readonly Reply[]): void {
    this.device.seed({ [path]: statsBody(path, entries) } as never);
  }

  async close(): Promise<void> {
    await this.session.close();
    await this.device.close();
  }
}

/** Every finding of a diagnosis by name. */
export function reasonsIn({ checks }: Diagnosis): readonly FindingReason[] {
  return [...new Set(checks.flatMap(({ findings }) => findings.map(({ reason }) => reason)))].sort();
}

export function checkOf({ checks }: Diagnosis, id: CheckId): Check {
  const found = checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
}

/** Other objects of the cluster. The change gets the manifests as plain JSON. */
export async function withNodes(
  change: (name: string, node: NodeManifest) => NodeManifest | undefined,
): Promise<Snapshot> {
  const snapshot = await exampleCluster();
  const nodes = snapshot.nodes.flatMap(
    (node) => change(node.metadata.name, structuredClone(node) as NodeManifest) ?? [],
  );
  return { ...snapshot, nodes: snapshotOf(nodes.map((node) => ({ apiVersion: 'v1', kind: 'Node', ...node }))).nodes };
}

export interface NodeManifest {
  metadata: { name: string; annotations: Record<string, string>; labels?: Record<string, string> };
  spec: { podCIDR?: string; podCIDRs?: string[] };
  status?: object;
}
