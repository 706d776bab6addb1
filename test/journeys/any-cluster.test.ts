/** Whatever a cluster looks like: once it is applied there is nothing to do, on a device that spells everything its own way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReconcileOptions } from '../../src/index.ts';
import { options as anyOptions, asked, cluster, keyOf } from '../desired/any-cluster.ts';
import { configMap, dualNode, type Manifest, service, slice } from '../desired/sample-cluster.ts';
import { openCluster } from './open-cluster.ts';
import { speltOtherwise } from './spelt-otherwise.ts';

/** Every type of object that the mapping makes. */
const types = [
  'ltm/data-group/internal',
  'ltm/monitor/http',
  'ltm/monitor/tcp',
  'ltm/monitor/udp',
  'ltm/persistence/source-addr',
  'ltm/pool',
  'ltm/pool/members',
  'ltm/virtual',
  'net/arp',
  'net/fdb/tunnel/records',
  'net/ndp',
  'net/route',
];

/** A tunnel for the IPv6 pods besides. */
const both = {
  'net/route-domain/~Common~5': { id: 5 },
  'ltm/snatpool/~Common~outside': { members: ['/Common/172.16.0.250'] },
  'net/self/~Common~under6': { address: 'fd00:1::99/64', vlan: '/Common/internal', allowService: 'none' },
  'net/tunnels/tunnel/~Common~flannel_v6': { profile: '/Common/fl', key: 1, localAddress: 'fd00:1::99' },
  'net/self/~Common~over6': { address: 'fd00:10:244:20::60/48', vlan: '/Common/flannel_v6', allowService: 'none' },
};
const overlay = { tunnel: '/Common/flannel_vxlan', tunnelV6: '/Common/flannel_v6' };

const pods = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 5 });
/** One Service whose parts fit together, beside those of a cluster in which they seldom do. */
const web = fc
  .record({
    pods,
    podsV6: pods,
    drained: pods,
    renewed: fc.boolean(),
    monitors: fc.subarray(['http', 'tcp', 'udp']),
    mode: fc.constantFrom('tcp', 'udp', 'http'),
    balance: fc.constantFrom('round-robin', 'least-connections-member'),
  })
  .map(({ pods: v4, podsV6, drained, renewed, monitors, mode, balance }): Manifest[] => {
    const endpoint = (prefix: string) => (at: number) => ({
      ip: `${prefix}${at}`,
      node: 'node1',
      ready: !drained.includes(at),
      serving: true,
      terminating: drained.includes(at),
    });
    const healthMonitors = monitors.map((protocol, at) => ({ protocol, interval: 5 + at, timeout: 20 }));
    return [
      configMap({ name: 'whole', backend: { healthMonitors }, frontend: { mode, balance } }),
      service({ type: 'NodePort' }),
      slice(v4.map(endpoint('10.244.1.')), {}, { name: 'web-4' }),
      slice(podsV6.map(endpoint('fd00:10:244:1::')), { addressType: 'IPv6' }, { name: 'web-6' }),
      dualNode(1, renewed ? { mac: '5e:00:00:00:09:01', macV6: '5e:00:00:00:19:01' } : {}),
    ];
  });

const world = fc
  .tuple(cluster, web)
  .map((lists) => [...new Map(lists.flat().map((object) => [keyOf(object), object])).values()]);
const flags = fc.record({ prune: fc.boolean(), adopt: fc.boolean() });
const ways = fc.constantFrom('tunnels', 'routes', 'neither');
const snatPools = fc.array(fc.constantFrom(undefined, '/Common/outside'), { minLength: 2, maxLength: 2 });
const modes = fc.constantFrom('cluster', 'cluster', 'nodeport', 'nodeportlocal');

describe('whatever the cluster', () => {
  it('once it is applied there is nothing to do, with and without prune and adopt', async () => {
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(world, { minLength: 2, maxLength: 2 }),
        anyOptions,
        flags,
        ways,
        modes,
        snatPools,
        fc.boolean(),
        async (worlds, how, flag, way, mode, snats, otherwise) => {
          // Where no tunnel and no route says otherwise, addresses without a route domain may lie in another one.
          const defaultRouteDomain = way === 'neither' ? 5 : 0;
          const seed = { ...both, 'auth/partition/k8s': { defaultRouteDomain } };
          await using rig = await openCluster(seed, (transport) =>
            otherwise ? speltOtherwise(transport, { k8s: defaultRouteDomain }) : transport,
          );
          const whole = {
            ...asked(how),
            mode,
            ...flag,
            overlay: way === 'tunnels' ? overlay : undefined,
            ...(way === 'routes' ? { staticRoutes: { source: 'pod-cidr' } } : {}),
          } as Partial<ReconcileOptions>;
          for (const [at, objects] of worlds.entries()) {
            const snatPool = snats[at];
            const more = { ...whole, ...(snatPool === undefined ? {} : { snatPool }) };
            const { steps, changes } = await rig.reconcile(objects, more);
            expect(steps.filter(({ outcome, type }) => outcome === 'failed' && type !== 'ltm/node')).toEqual([]);
            for (const { type } of changes) met.add(type);
            expect((await rig.plan(objects, more)).changes).toEqual([]);
          }
          expect([...rig.device.unimplemented.keys()]).toEqual([]);
        },
      ),
      // The seed makes sure that every type is met.
      { numRuns: 30, seed: 3 },
    );
    expect([...met].sort()).toEqual(types);
  });
});
