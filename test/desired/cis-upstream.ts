import { describe, expect, it } from 'vitest';
import { desiredState, type MappingOptions } from '../../src/desired/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import type { DesiredState } from '../../src/state.ts';
import { casesOf, type Objects, snapshotObjects } from './cis-measured.ts';
import { asCis, type CisResources, normalised } from './cis-shape.ts';
import { membersOf, reasonsOf } from './sample-cluster.ts';

function state(objects: Objects, options: Partial<MappingOptions>): DesiredState {
  return desiredState(snapshotOf(snapshotObjects(objects)), { mode: 'cluster', partition: 'k8s', ...options });
}

interface ShortEndpoints {
  readonly name: string;
  readonly subsets: readonly { ready: string[]; notReady: string[]; nodeName: string; ports: object[] }[];
}
interface ShortConfigMap {
  readonly name: string;
  readonly namespace: string;
  readonly data: { virtualServer: { backend: { servicePort: number; healthMonitors?: { timeout?: number }[] } } };
}
interface UpstreamCase {
  readonly id: string;
  readonly partition: string;
  readonly poolMemberType: 'cluster' | 'nodeport';
  readonly useNodeInternal?: boolean;
  readonly nodes?: readonly { name: string; addresses: object[]; unschedulable?: boolean }[];
  readonly services?: readonly { name: string; type: string; ports: object[] }[];
  readonly endpoints?: readonly ShortEndpoints[];
  readonly configMaps?: readonly ShortConfigMap[];
  readonly expected: { readonly resources: Readonly<Record<string, CisResources>> };
  readonly steps?: readonly Step[];
  readonly items?: readonly { why: string; data?: unknown; accepted: boolean; balance?: string }[];
}
interface Step {
  readonly ready?: string[];
  readonly notReady?: string[];
  readonly nodeName?: string;
  readonly servicePorts?: object[];
  readonly expectedMembersPerPort?: Readonly<Record<string, { address: string; port: number }[]>>;
  readonly expected?: Readonly<Record<string, { active: boolean; nodePort?: number }>>;
}

/** Cases of CIS's own tests. Without the data there are none. */
export function upstreamConfigMaps(): void {
  const cases = casesOf<UpstreamCase>('configmap-upstream-tests.json');
  if (cases.length === 0) return;
  describe("ConfigMaps of CIS's own tests", () => {
    const find = (id: string): UpstreamCase => cases.find((item) => item.id === id) ?? ({} as UpstreamCase);

    /** CIS's fixtures ask for an interval of 30 and a timeout of 20, at which its own driver fails (defect 12). */
    function withSoundMonitors(item: ShortConfigMap): ShortConfigMap {
      const copy = structuredClone(item);
      for (const monitor of copy.data.virtualServer.backend.healthMonitors ?? []) monitor.timeout = 91;
      return copy;
    }

    function run(item: UpstreamCase, configMaps: readonly ShortConfigMap[] = item.configMaps ?? []): DesiredState {
      const meta = (name: string) => ({ name, namespace: 'default' });
      const address = (nodeName: string) => (ip: string) => ({ ip, nodeName });
      return state(
        {
          nodes: (item.nodes ?? []).map(({ name, addresses }) => ({
            metadata: { name },
            spec: {},
            status: { addresses },
          })),
          services: (item.services ?? []).map(({ name, ...spec }) => ({ metadata: meta(name), spec })),
          endpoints: (item.endpoints ?? []).map(({ name, subsets }) => ({
            metadata: meta(name),
            subsets: subsets.map(({ ready, notReady, nodeName, ports }) => ({
              addresses: ready.map(address(nodeName)),
              notReadyAddresses: notReady.map(address(nodeName)),
              ports,
            })),
          })),
          configMaps: configMaps.map(({ name, namespace, data }) => ({
            metadata: { name, namespace, labels: { f5type: 'virtual-server' } },
            data: { schema: 'f5schemadb://bigip-virtual-server_v0.1.7.json', data: JSON.stringify(data) },
          })),
        },
        {
          mode: item.poolMemberType,
          partition: item.partition,
          nodeAddress: item.useNodeInternal === false ? 'ExternalIP' : 'InternalIP',
        },
      );
    }

    it.each([
      'nodeport-after-node-delete',
      'nodeport-one-service-left',
      'cluster-two-services',
      'cluster-one-service-left',
    ])('%s', (id) => {
      const item = find(id);
      const theirs = normalised(item.expected.resources[item.partition]);
      const ours = normalised(asCis(run(item, item.configMaps?.map(withSoundMonitors))));
      const sound = { ...theirs, monitors: theirs.monitors.map((monitor) => ({ ...monitor, timeout: 91 })) };
      expect(ours).toEqual(sound);
    });

    it('nodeport-four-nodes: as CIS, but of two ConfigMaps with one destination only the first is sent (defect 11)', () => {
      const item = find('nodeport-four-nodes');
      const theirs = normalised(item.expected.resources[item.partition]);
      const ours = run(item, item.configMaps?.map(withSoundMonitors));
      const seen = normalised(asCis(ours));
      const mine = ({ name }: { name: string }) => !name.includes('foomap8080');
      expect(seen.virtualServers).toEqual(theirs.virtualServers.filter(mine));
      expect(seen.pools).toEqual(theirs.pools.filter(mine));
      expect(ours.held).toEqual([
        { uri: 'ltm/virtual/~velcro~default_foomap8080', type: 'ltm/virtual', reason: 'DestinationConflict' },
      ]);
    });

    it('nodeport-four-nodes: the monitor that makes the whole partition fail in CIS holds one ConfigMap (defect 12)', () => {
      const ours = run(find('nodeport-four-nodes'));
      expect(ours.held).toContainEqual({
        uri: 'ltm/virtual/~velcro~default_foomap',
        type: 'ltm/virtual',
        reason: 'InvalidMonitor',
      });
      expect(membersOf(ours)).toContain('127.0.0.0:37001');
    });

    it('nodeport-service-deleted: CIS removes it, here it is held', () => {
      const ours = run(find('nodeport-service-deleted'));
      expect(ours.objects).toEqual([]);
      expect(ours.held).toEqual([
        { uri: 'ltm/virtual/~velcro~default_barmap', type: 'ltm/virtual', reason: 'ServiceNotFound' },
      ]);
    });

    it('iapps-nodeport-three-nodes: iApps are not supported, and said so', () => {
      expect(reasonsOf(run(find('iapps-nodeport-three-nodes')))).toEqual(['IAppUnsupported', 'IAppUnsupported']);
    });

    it('cluster-ready-transitions: the same members by port at every step', () => {
      const item = find('cluster-ready-transitions');
      for (const step of item.steps ?? []) {
        const ports = [80, 8080, 9090].map((port, index) => ({ name: `port${index}`, port }));
        const endpoints = [
          {
            name: 'foo',
            subsets: [{ ready: step.ready ?? [], notReady: step.notReady ?? [], nodeName: step.nodeName ?? '', ports }],
          },
        ];
        for (const configMap of (item.configMaps ?? []).map(withSoundMonitors)) {
          const members = membersOf(run({ ...item, endpoints }, [configMap]));
          const { servicePort } = configMap.data.virtualServer.backend;
          const theirs = step.expectedMembersPerPort?.[String(servicePort)] ?? [{ address: 'none', port: 0 }];
          expect(members).toEqual(theirs.map(({ address, port }) => `${address}:${port}`));
        }
      }
      expect(item.steps?.length).toBeGreaterThan(3);
    });

    it('nodeport-service-port-removed-and-readded: node ports follow, and what CIS removes is held', () => {
      const item = find('nodeport-service-port-removed-and-readded');
      for (const step of item.steps ?? []) {
        const services = [{ name: 'foo', type: 'NodePort', ports: step.servicePorts ?? [] }];
        for (const configMap of (item.configMaps ?? []).map(withSoundMonitors)) {
          const { servicePort } = configMap.data.virtualServer.backend;
          const theirs = step.expected?.[String(servicePort)];
          const ours = run({ ...item, services }, [configMap]);
          expect(membersOf(ours)).toEqual(theirs?.active === true ? [`127.0.0.0:${theirs.nodePort}`] : []);
          expect(ours.held).toHaveLength(theirs?.active === true ? 0 : 1);
        }
      }
      expect(item.steps?.length).toBe(3);
    });

    const one = (metadata: object, frontend: object, more: Partial<MappingOptions> = {}): DesiredState => {
      const data = {
        virtualServer: {
          backend: { serviceName: 'foo', servicePort: 80 },
          frontend: { partition: 'velcro', ...frontend },
        },
      };
      const namespace = 'namespace' in metadata ? metadata.namespace : 'default';
      return state(
        {
          services: [{ metadata: { name: 'foo', namespace }, spec: { type: 'ClusterIP', ports: [{ port: 80 }] } }],
          endpoints: [{ metadata: { name: 'foo', namespace }, subsets: null }],
          configMaps: [
            {
              metadata: { name: 'foomap', namespace, labels: { f5type: 'virtual-server' }, ...metadata },
              data: { schema: 'f5schemadb://bigip-virtual-server_v0.1.7.json', data: JSON.stringify(data) },
            },
          ],
        },
        { partition: 'velcro', ...more },
      );
    };
    const listening = { virtualAddress: { bindAddr: '10.0.0.1', port: 80 } };
    const virtuals = ({ objects }: DesiredState) => objects.filter(({ type }) => type === 'ltm/virtual');

    it('snat-pool: as CIS, with the folder that BIG-IP takes for a bare name', () => {
      const { vsSnatPoolName: snatPool, expected } = find('snat-pool') as unknown as {
        vsSnatPoolName: string;
        expected: { sourceAddressTranslation: { type: string; pool: string } };
      };
      const [virtual] = virtuals(one({}, listening, { snatPool }));
      const { type, pool } = expected.sourceAddressTranslation;
      expect(virtual?.properties['sourceAddressTranslation']).toEqual({ type, pool: `/Common/${pool}` });
    });

    it('namespace-starting-with-digit-name: as CIS', () => {
      const { namespace, configMapName, expected } = find('namespace-starting-with-digit-name') as unknown as {
        namespace: string;
        configMapName: string;
        expected: { virtualName: string };
      };
      const names = virtuals(one({ namespace, name: configMapName }, listening)).map(({ uri }) => uri);
      expect(names).toEqual([`ltm/virtual/~velcro~${expected.virtualName}`]);
    });

    it('no-bindaddr-then-annotation: as CIS', () => {
      const { virtualAddress, annotation, expected } = find('no-bindaddr-then-annotation') as unknown as {
        virtualAddress: object;
        annotation: object;
        expected: { after: { bindAddr: string; port: number } };
      };
      expect(virtuals(one({}, { virtualAddress }))).toEqual([]);
      const [virtual] = virtuals(one({ annotations: annotation }, { virtualAddress }));
      expect(virtual?.properties['destination']).toBe(`/velcro/${expected.after.bindAddr}:${expected.after.port}`);
    });

    it('parse-errors: the invalid fixture is refused with every field that is wrong', () => {
      const { data } = find('parse-errors').items?.find(({ why }) => why === 'configmapFooInvalid.json') ?? {};
      const invalid = { name: 'foomap', namespace: 'default', data } as ShortConfigMap;
      const [note] = run(find('parse-errors'), [invalid]).diagnostics;
      // Its partition is the empty one, so it is not for us whatever else it says.
      expect(note?.reason).toBe('WrongPartition');
      const sound = JSON.parse(
        JSON.stringify(invalid).replace('"partition":""', '"partition":"velcro"'),
      ) as ShortConfigMap;
      const ours = run(find('parse-errors'), [sound]);
      expect(ours.held).toHaveLength(1);
      expect(ours.diagnostics[0]?.message).toMatch(/serviceName.*servicePort.*port/);
    });
  });
}
