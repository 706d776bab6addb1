/** Partitions that CIS manages, taken over: written in the bodies of its driver, and wanted from the same input. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BigIp, desiredState, type Plan, planFor, type ReconcileOptions, reconcile } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { runs } from '../share.ts';
import { writeAsDriver } from './cis-driver.ts';
import { type CisCase, casesOf, measuredCases, snapshotObjects } from './cis-measured.ts';
import { asCis, type CisResources } from './cis-shape.ts';
import { onDevice, type Seed } from './on-device.ts';
import { configMap, type Manifest, node, service, slice } from './sample-cluster.ts';

const userAgent = [{ name: 'user_agent', value: 'k8s-bigip-ctlr-1.14.2', persist: 'true' }];
const domains = (routeDomain: number, partition = 'k8s'): Seed => ({
  'net/route-domain/~Common~5': { id: 5 },
  'net/route-domain/~Common~7': { id: 7 },
  [`auth/partition/${partition}`]: { defaultRouteDomain: routeDomain },
});
const read = (objects: readonly object[]) => snapshotOf(JSON.parse(JSON.stringify(objects)) as unknown[]);

/** What is to be done beside writing our mark. */
const beyondMarks = ({ changes }: Plan): string[] =>
  changes.flatMap(({ action, uri, after }) => {
    const keys = Object.keys(after ?? {}).filter((key) => key !== 'metadata');
    return action === 'modify' && keys.length === 0
      ? []
      : [[action, uri, ...(action === 'modify' ? keys : [])].join(' ')];
  });

/** The first plan of a partition as it was written, and that nothing is left to do once it is applied. */
async function takenOver(bigip: BigIp, objects: readonly object[], options: ReconcileOptions): Promise<Plan> {
  const plan = await planFor(bigip, read(objects), { ...options, adopt: true });
  expect([plan.conflicts, plan.kept]).toEqual([[], []]);
  if (beyondMarks(plan).length > 0) return plan;
  const { steps } = await reconcile(bigip, read(objects), { ...options, adopt: true });
  expect(steps.filter(({ outcome }) => outcome !== 'modified')).toEqual([]);
  const again = await planFor(bigip, read(objects), options);
  expect([again.changes, again.conflicts]).toEqual([[], []]);
  return plan;
}

/** Where more than the mark is to be written: why, and what. */
const remains: Readonly<Record<string, readonly string[]>> = {
  // CIS panics, and has written nothing (facts: cis 6, 4).
  'endpoint-without-nodename': ['create ltm/pool/', 'create ltm/pool/', 'create ltm/virtual/'],
  // The profile that the ConfigMap names, and that CIS drops (6, 10).
  'ssl-bare-name': ['modify ltm/virtual/'],
  // A Node without a pod of its own drops what externalTrafficPolicy Local sends it.
  'nodeport-etp-local': ['delete ltm/pool/'],
  // Two ConfigMaps share a pool in CIS (6, 1): each gets its own.
  'namespace-starts-with-digit': [
    'create ltm/pool/',
    'create ltm/pool/',
    'create ltm/pool/',
    'create ltm/pool/',
    'modify ltm/virtual/',
    'modify ltm/virtual/',
  ],
};
/** CIS's driver cannot write it: two virtual servers with one destination (facts: cis 6, 11). */
const refused = ['two-configmaps-same-destination'];

const measured = measuredCases().filter(({ id }) => !refused.includes(id));
if (measured.length > 0)
  describe('a partition as CIS writes it, in a route domain of its own', () => {
    it.each(measured.map((item) => [item.id, item] as const))('%s', async (id, item: CisCase) => {
      const { partition, poolMemberType: mode, useNodeInternal, vsSnatPoolName } = item.controller;
      await onDevice(domains(5, partition), async (bigip) => {
        const resources = item.expected.resources[partition] ?? {};
        await writeAsDriver(bigip, resources, { partition, routeDomain: 5, metadata: userAgent });
        const plan = await takenOver(bigip, snapshotObjects(item), {
          mode,
          partition,
          nodeAddress: useNodeInternal ? 'InternalIP' : 'ExternalIP',
          ...(vsSnatPoolName === '' ? {} : { snatPool: vsSnatPoolName }),
        });
        expect(beyondMarks(plan).map((line) => /^\w+ \w+\/\w+\//.exec(line)?.[0])).toEqual(remains[id] ?? []);
      });
    });
  });

interface RouteCase {
  readonly id: string;
  readonly cni: string;
  readonly node: {
    readonly name: string;
    readonly podCIDR?: string;
    readonly addresses?: object[];
    readonly annotations?: object;
  };
  readonly staticRouteNodeCIDR?: string;
  readonly blockAffinities?: readonly { readonly name: string; readonly node: string; readonly cidr: string }[];
  readonly expected: readonly { name: string; network: string; gw: string; description: string }[];
}
const sources = {
  '': 'pod-cidr',
  'ovn-k8s': 'ovn-kubernetes',
  'cilium-k8s': 'cilium',
  'calico-k8s': 'calico',
} as const;

const routed = casesOf<RouteCase>('static-route-cases.json');
if (routed.length > 0)
  describe('static routes as CIS writes them', () => {
    it.each(routed.map((item) => [item.id, item] as const))('%s', async (_id, item) => {
      const { name, podCIDR, annotations, addresses = [] } = item.node;
      const objects = [
        { apiVersion: 'v1', kind: 'Node', metadata: { name, annotations }, spec: { podCIDR }, status: { addresses } },
        ...(item.blockAffinities ?? []).map(({ name: affinity, ...spec }) => ({
          apiVersion: 'crd.projectcalico.org/v1',
          kind: 'BlockAffinity',
          metadata: { name: affinity },
          spec: { ...spec, state: 'confirmed' },
        })),
      ];
      const seed: Seed = {
        'auth/partition/k8s': {},
        'net/vlan/~Common~internal': {},
        'net/self/~Common~under': { address: '1.2.3.9/24', vlan: '/Common/internal', allowService: 'none' },
      };
      for (const { name: route, ...properties } of item.expected) seed[`net/route/~Common~${route}`] = properties;
      await onDevice(seed, async (bigip) => {
        const { changes, conflicts, kept } = await planFor(bigip, read(objects), {
          mode: 'cluster',
          partition: 'k8s',
          owner: 'first',
          adopt: true,
          staticRoutes: {
            source: sources[item.cni as keyof typeof sources],
            partition: 'Common',
            ...(item.staticRouteNodeCIDR === undefined ? {} : { nodeCidr: item.staticRouteNodeCIDR }),
          },
        });
        // The mark of a route is its description.
        expect(changes.map(({ action, after }) => [action, Object.keys(after ?? {})])).toEqual(
          item.expected.map(() => ['modify', ['description']]),
        );
        expect([conflicts, kept]).toEqual([[], []]);
      });
    });
  });

const port = fc.integer({ min: 1, max: 3 });
const request = fc.record({
  bindAddr: fc.constantFrom(undefined, '10.1.1.', '10.1.2.4%7', 'fd00:1::', 'fd00:2::4%5'),
  listen: port,
  mode: fc.constantFrom('tcp', 'udp', 'http'),
  balance: fc.constantFrom('round-robin', 'least-connections-member'),
  monitors: fc.subarray(['http', 'tcp', 'udp']),
  servicePort: fc.constantFrom(80, 443),
  pods: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
  podsV6: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
});

/** ConfigMaps of which each has a destination and a Service of its own. */
function manifests(requests: readonly (typeof request extends fc.Arbitrary<infer R> ? R : never)[]): Manifest[] {
  return requests.flatMap(({ bindAddr, listen, mode, balance, monitors, servicePort, pods, podsV6 }, at) => {
    const name = `s${at}`;
    const own = bindAddr === undefined || bindAddr.includes('%') ? bindAddr : `${bindAddr}${at + 1}`;
    const protocol = mode === 'udp' ? 'UDP' : 'TCP';
    const ports = [80, 443].map((number) => ({
      name: `p${number}`,
      port: number,
      protocol,
      nodePort: 30_000 + number + at,
    }));
    const behind = { ports: [80, 443].map((number) => ({ name: `p${number}`, port: 8000 + number, protocol })) };
    const labels = { 'kubernetes.io/service-name': name };
    const healthMonitors = monitors.map((kind, index) => ({ protocol: kind, interval: 5 + index, timeout: 20 }));
    return [
      configMap({
        name,
        backend: { serviceName: name, servicePort, healthMonitors },
        frontend: { mode, balance, virtualAddress: { bindAddr: own, port: listen + 10 * at } },
      }),
      service({ type: 'NodePort', ports }, { name }),
      slice(
        pods.map((pod) => ({ ip: `10.244.1.${pod}` })),
        behind,
        { name: `${name}-4`, labels },
      ),
      slice(
        podsV6.map((pod) => ({ ip: `fd00:10:244::${pod}` })),
        { addressType: 'IPv6', ...behind },
        { name: `${name}-6`, labels },
      ),
    ];
  });
}

describe('a partition that a driver like that of CIS has written', () => {
  it('is taken over with marks alone, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(request, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('cluster' as const, 'nodeport' as const),
        fc.constantFrom(0, 5),
        fc.boolean(),
        async (requests, mode, routeDomain, marked) => {
          const objects = [
            ...manifests(requests),
            node(1),
            node(2, {
              addresses: [
                ['InternalIP', '192.168.1.12'],
                ['InternalIP', 'fd00:1::12'],
              ],
            }),
          ];
          const options: ReconcileOptions = { mode, partition: 'k8s' };
          const wanted = desiredState(read(objects), options);
          expect(wanted.held).toEqual([]);
          await onDevice(domains(routeDomain), async (bigip) => {
            const metadata = marked ? { metadata: userAgent } : {};
            await writeAsDriver(bigip, asCis(wanted) as CisResources, { partition: 'k8s', routeDomain, ...metadata });
            const plan = await takenOver(bigip, objects, options);
            expect(beyondMarks(plan)).toEqual([]);
            expect(plan.changes.length).toBe(
              wanted.objects.filter(({ type }) => type === 'ltm/pool' || type === 'ltm/virtual').length,
            );
          });
        },
      ),
      { numRuns: runs(25) },
    );
  });

  it('keeps what an iApp has in it, as somebody else’s', async () => {
    const objects = manifests([
      {
        bindAddr: '10.1.1.',
        listen: 1,
        mode: 'tcp',
        balance: 'round-robin',
        monitors: [],
        servicePort: 80,
        pods: [1],
        podsV6: [],
      },
    ]);
    const options: ReconcileOptions = { mode: 'cluster', partition: 'k8s', prune: true };
    const appService = '/k8s/site.app/site';
    const seed: Seed = {
      ...domains(0),
      'sys/folder/~k8s~site.app': {},
      'ltm/pool/~k8s~site.app~site_pool': { appService },
      'ltm/pool/~k8s~site.app~site_pool/members/~k8s~10.244.9.9%250:80': { address: '10.244.9.9%0' },
      'ltm/virtual/~k8s~site.app~site_vs': {
        appService,
        destination: '/k8s/10.1.9.9:80',
        ipProtocol: 'tcp',
        pool: '/k8s/site.app/site_pool',
      },
      'ltm/pool/~k8s~cfgmap_default_s0_s0': { appService },
    };
    await onDevice(seed, async (bigip) => {
      const { changes, conflicts, kept } = await planFor(bigip, read(objects), { ...options, adopt: true });
      expect([changes, kept]).toEqual([[], []]);
      expect(conflicts.map(({ uri, reason, holder }) => [uri, reason, holder])).toEqual([
        ['ltm/pool/~k8s~cfgmap_default_s0_s0', 'AppService', appService],
      ]);
    });
  });
});
