/** All that can be asked of a virtual server, a pool and its members, asked for, changed and withdrawn at random. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReconcileOptions } from '../../src/index.ts';
import { type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { openCluster } from './open-cluster.ts';
import { speltOtherwise } from './spelt-otherwise.ts';

const seed = {
  'ltm/snatpool/~Common~outside': { members: ['/Common/172.16.0.250'] },
  'ltm/rule/~Common~log': { apiAnonymous: 'when CLIENT_ACCEPTED { }' },
  'ltm/rule/~Common~drop': { apiAnonymous: 'when CLIENT_CLOSED { }' },
  'net/vlan/~Common~external': {},
  'ltm/persistence/source-addr/~k8s~long': { timeout: '3600' },
  'ltm/virtual-address/~k8s~front': { address: '10.1.1.3' },
} as const;

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const monitor = fc.constantFrom(
  '/Common/http',
  '/Common/tcp',
  { type: 'tcp', interval: 3, timeout: 10 },
  { type: 'http', send: 'GET /x HTTP/1.1\r\nHost: "y"\r\n\r\n', recv: '^HTTP/1\\.1 (200|301)\\s' },
  { type: 'http', recv: 'none of it' },
  { type: 'udp', send: 'ping\tpong', recv: 'a\\d+' },
);
const rules = fc.uniqueArray(fc.constantFrom('/Common/log', '/Common/drop'), { maxLength: 2 });
const vlans = fc.uniqueArray(fc.constantFrom('/Common/internal', '/Common/external'), { minLength: 1, maxLength: 2 });
const published = fc.record({
  address: fc.constantFrom('10.1.1.1', '10.1.1.3', 'fd00:9::1'),
  mode: maybe(fc.constantFrom('tcp', 'http')),
  loadBalancingMode: maybe(fc.constantFrom('least-connections-member', 'ratio-member')),
  monitors: maybe(fc.array(monitor, { maxLength: 3 })),
  profiles: maybe(
    fc.constantFrom(['/Common/tcp'], ['/Common/fastL4'], [{ name: '/Common/tcp', context: 'all' }, '/Common/http']),
  ),
  persistence: maybe(fc.constantFrom('none', 'source_addr', '/k8s/long')),
  snat: maybe(fc.constantFrom('none', 'automap', '/Common/outside')),
  rules: maybe(rules),
  vlans: maybe(vlans),
});
const weights = fc
  .uniqueArray(fc.constantFrom('web', 'api'), { minLength: 1, maxLength: 2 })
  .chain((names) =>
    fc.tuple(fc.constant(names), fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 2 })),
  );

const server = fc
  .record({
    snat: maybe(fc.constantFrom('auto', 'none', '/Common/outside')),
    allowVlans: maybe(vlans),
    iRules: maybe(rules),
    persistenceProfile: maybe(fc.constantFrom('none', 'source-address', '/k8s/long')),
    connectionMirroring: maybe(fc.constantFrom('none', 'L4')),
    mode: maybe(fc.constantFrom('standard', 'performance')),
    pool: fc.record({
      service: fc.constant('api'),
      servicePort: fc.constant(80),
      reselectTries: maybe(fc.nat(3)),
      serviceDownAction: maybe(fc.constantFrom('none', 'reset', 'drop')),
      monitors: maybe(
        fc.constantFrom(
          [
            { type: 'tcp', targetPort: 81 },
            { type: 'http', send: 'GET /', interval: 5, timeout: 16 },
          ],
          [{ type: 'tcp' }],
        ),
      ),
      minimumMonitors: maybe(fc.constantFrom(1, 'all')),
    }),
  })
  .map(
    (spec): Manifest => ({
      apiVersion: 'cis.f5.com/v1',
      kind: 'TransportServer',
      metadata: { name: 'ts', namespace: 'default' },
      spec: { virtualServerAddress: '10.1.1.2', virtualServerPort: 8080, ...spec },
    }),
  );

const affinity = fc.constantFrom('None', 'ClientIP');
const wish = fc.record({ published, weights, server, affinity, drained: fc.boolean(), v6: fc.boolean() });
type Wish = typeof wish extends fc.Arbitrary<infer W> ? W : never;

function objectsOf({ server: transport, affinity: sessionAffinity, drained, v6 }: Wish): Manifest[] {
  const behind = (name: string, at: number): Manifest[] => [
    service({ type: 'NodePort', sessionAffinity, ports: [{ port: 80, nodePort: 30_080 + at }] }, { name }),
    slice(
      [
        { ip: `10.244.1.${at}`, ready: !drained, serving: true, terminating: drained },
        { ip: `10.244.1.${at + 5}`, ready: true },
      ],
      {},
      { name: `${name}-4`, labels: { 'kubernetes.io/service-name': name } },
    ),
    ...(v6
      ? [
          slice(
            [{ ip: `fd00:10:244::${at}` }],
            { addressType: 'IPv6' },
            { name: `${name}-6`, labels: { 'kubernetes.io/service-name': name } },
          ),
        ]
      : []),
  ];
  return [...behind('web', 1), ...behind('api', 2), node(1), transport];
}

function optionsOf(
  { published: item, weights: [names, shares] }: Wish,
  mode: 'cluster' | 'nodeport',
): ReconcileOptions {
  // Only modes that look at weights go with several Services.
  const { loadBalancingMode, profiles, mode: kind, persistence, ...rest } = item;
  const several = names.length > 1;
  const backends = several
    ? { services: names.map((service, at) => ({ service, weight: shares[at] ?? 1 })) }
    : { service: names[0] };
  const whole = {
    name: 'shop',
    ...backends,
    ports: 'all',
    ...rest,
    ...(several && loadBalancingMode !== 'ratio-member' ? {} : { loadBalancingMode }),
    ...(kind === 'http' ? { mode: kind } : { mode: kind, profiles }),
    persistence: persistence,
  };
  return {
    mode,
    partition: 'k8s',
    overlay: undefined,
    publish: [JSON.parse(JSON.stringify(whole))],
  } as unknown as ReconcileOptions;
}

/** What is met in a run, as it is sent: so that nothing is left out without a word. */
const properties = [
  'ltm/monitor/http destination interval recv send timeout',
  'ltm/monitor/tcp destination interval recv send timeout',
  'ltm/monitor/udp interval recv send timeout',
  'ltm/persistence/source-addr timeout',
  'ltm/pool loadBalancingMode metadata monitor reselectTries serviceDownAction',
  'ltm/pool/members address ratio session state',
  'ltm/virtual destination ipProtocol metadata mirror persist pool profiles rules sourceAddressTranslation vlans vlansDisabled vlansEnabled',
];

describe('whatever is asked for', () => {
  it('is done once, and a rerun has nothing to do, on a device that says it otherwise too', async () => {
    const met = new Map<string, Set<string>>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(wish, { minLength: 2, maxLength: 3 }),
        fc.constantFrom('cluster' as const, 'nodeport' as const),
        fc.constantFrom(undefined, '12.1.2', '16.1.0'),
        fc.boolean(),
        async (wishes, mode, version, otherwise) => {
          await using rig = await openCluster(
            seed,
            (transport) => (otherwise ? speltOtherwise(transport, { k8s: 0 }) : transport),
            version,
          );
          for (const one of wishes) {
            const objects = objectsOf(one);
            const options = optionsOf(one, mode);
            const { steps } = await rig.reconcile(objects, options);
            expect(steps.filter(({ outcome, type }) => outcome === 'failed' && type !== 'ltm/node')).toEqual([]);
            const plan = await rig.plan(objects, options);
            expect([plan.changes, plan.conflicts]).toEqual([[], []]);
            for (const { type, properties: wanted } of rig.desired(objects, options).objects) {
              for (const key of Object.keys(wanted)) met.set(type, (met.get(type) ?? new Set()).add(key));
            }
          }
        },
      ),
      { numRuns: 24, seed: 5 },
    );
    expect([...met].map(([type, keys]) => [type, ...[...keys].sort()].join(' ')).sort()).toEqual(properties);
  });
});
