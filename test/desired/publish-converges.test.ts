/** What the other ways ask for is applied to a device, changed, and withdrawn: each time the next plan has nothing to do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { BigIp, planFor, type ReconcileOptions, reconcile } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { type Manifest, service, slice } from './sample-cluster.ts';

const options: ReconcileOptions = { mode: 'cluster', partition: 'k8s' };
const ports = [
  { name: 'http', port: 80 },
  { name: 'https', port: 443 },
];
const cluster = (names: readonly string[], balanced: Manifest = {}): Manifest[] => [
  service({ type: 'LoadBalancer', ports: ports.filter(({ name }) => names.includes(name)) }, { annotations: balanced }),
  slice([{ ip: '10.244.1.5' }], {
    ports: [
      { name: 'http', port: 8080 },
      { name: 'https', port: 8443 },
    ],
  }),
];
const all = ['http', 'https'];
const transport = (spec: Manifest = {}): Manifest => ({
  apiVersion: 'cis.f5.com/v1',
  kind: 'TransportServer',
  metadata: { name: 't' },
  spec: { virtualServerAddress: '10.1.1.3', virtualServerPort: 80, pool: { service: 'web', servicePort: 80 }, ...spec },
});

describe('what other ways than ConfigMaps ask for', () => {
  let device: MockBigIp;
  let bigip: BigIp;

  beforeAll(async () => {
    device = await MockBigIp.start({
      seed: {
        'auth/partition/k8s': {},
        'ltm/rule/~Common~log': { apiAnonymous: 'when CLIENT_ACCEPTED { }' },
        'net/vlan/~Common~external': {},
        'ltm/snatpool/~Common~s': { members: ['192.0.2.9'] },
      },
    });
    const { url, username, password, fingerprint256 = '' } = device;
    bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
  });

  afterAll(async () => {
    await bigip.close();
    await device.close();
  });

  /** Applies, and looks whether anything is left to do. */
  const apply = async (objects: readonly Manifest[], more: Partial<ReconcileOptions> = {}) => {
    const how = { ...options, ...more };
    const snapshot = snapshotOf(JSON.parse(JSON.stringify(objects)) as unknown[]);
    const { steps } = await reconcile(bigip, snapshot, how);
    expect(steps.filter(({ error }) => error !== undefined)).toEqual([]);
    expect((await planFor(bigip, snapshot, how)).changes).toEqual([]);
    return steps.map(({ outcome, uri }) => `${outcome} ${uri}`);
  };
  const virtual = (name: string) => bigip.ltm.virtual.get(`/k8s/${name}`);
  const item = { service: 'web', address: '10.1.1.1', ports: 'all' } as const;

  it('a publish item with everything is applied, and once is enough', async () => {
    await apply(cluster(all), {
      publish: [
        {
          ...item,
          mode: 'http',
          monitors: [{ type: 'tcp' }, '/Common/http'],
          clientSsl: ['/Common/clientssl'],
          serverSsl: ['/Common/serverssl'],
          persistence: 'source_addr',
          snat: '/Common/s',
          rules: ['/Common/log'],
          vlans: ['/Common/external'],
        },
      ],
    });
    expect(await virtual('publish_default_web_tcp_443')).toMatchObject({
      persist: [{ name: 'source_addr', partition: 'Common', tmDefault: 'yes' }],
      rules: ['/Common/log'],
      vlansEnabled: true,
    });
  });

  it('and withdrawn, so that the bare virtual server is left', async () => {
    const steps = await apply(cluster(all), { publish: [item] });
    expect(steps.filter((step) => step.startsWith('modified ltm/virtual/'))).toHaveLength(2);
    const left = await virtual('publish_default_web_tcp_443');
    expect(left).toMatchObject({ vlansDisabled: true, sourceAddressTranslation: { type: 'automap' } });
    expect([left.rules ?? [], left.persist ?? [], left.vlans ?? []]).toEqual([[], [], []]);
  });

  it('a port that goes from the Service goes with all that it had, without --prune', async () => {
    const steps = await apply(cluster(['http']), { publish: [item] });
    expect(steps).toContain('deleted ltm/virtual/~k8s~publish_default_web_tcp_443');
    expect(steps).toContain('deleted ltm/pool/~k8s~publish_default_web_tcp_443_pool');
    expect(steps).not.toContain('deleted ltm/virtual/~k8s~publish_default_web_tcp_80');
  });

  it('a Service that is gone for a moment loses nothing, not even with --prune', async () => {
    const snapshot = snapshotOf([configMapOfAnother]);
    const { changes, kept } = await planFor(bigip, snapshot, { ...options, publish: [item], prune: true });
    expect([changes, kept]).toEqual([[], []]);
  });

  it('an item that is gone from the list is kept, and --prune removes it', async () => {
    const { changes, kept } = await planFor(bigip, snapshotOf(cluster(all)), options);
    expect(changes).toEqual([]);
    expect(kept.map(({ uri }) => uri)).toContain('ltm/virtual/~k8s~publish_default_web_tcp_80');
  });

  it('a port that changes its number takes the new one at once, and leaves the old', async () => {
    const moved = [service({ ports: [{ name: 'http', port: 8000 }] }), ...cluster(all).slice(1)];
    const steps = await apply(moved, { publish: [item] });
    expect(steps).toContain('created ltm/virtual/~k8s~publish_default_web_tcp_8000');
    expect(steps).toContain('deleted ltm/virtual/~k8s~publish_default_web_tcp_80');
    const fixed = { ...item, ports: [{ port: 'http', listen: 80 }] };
    expect(await apply(moved, { publish: [fixed] })).toContain('deleted ltm/virtual/~k8s~publish_default_web_tcp_8000');
    await apply(cluster(['http']), { publish: [item] });
  });

  it('Services of type LoadBalancer and TransportServers, with monitors', async () => {
    const annotations = { 'cis.f5.com/ip': '10.1.1.2', 'cis.f5.com/health': '{"interval":5,"timeout":10}' };
    const spec = {
      snat: 'none',
      allowVlans: ['/Common/external'],
      pool: {
        service: 'web',
        servicePort: 'http',
        monitor: { type: 'tcp', targetPort: 9000 },
        reselectTries: 3,
        serviceDownAction: 'reset',
      },
    };
    const publish = [item];
    expect(await apply([...cluster(all, annotations), transport(spec)], { publish })).toEqual(
      expect.arrayContaining([
        'created ltm/virtual/~k8s~lb_default_web_tcp_80',
        'created ltm/virtual/~k8s~lb_default_web_tcp_443',
        'created ltm/virtual/~k8s~ts_default_t',
      ]),
    );
    const steps = await apply([...cluster(all, annotations), transport()], { publish });
    expect(steps).toEqual(
      expect.arrayContaining(['modified ltm/virtual/~k8s~ts_default_t', 'modified ltm/pool/~k8s~ts_default_t_pool']),
    );
  });

  it('performance mode is FastL4 instead of TCP', async () => {
    await apply([...cluster(all), transport({ mode: 'performance' })], { publish: [item], prune: true });
    const { profiles } = await virtual('ts_default_t');
    expect(profiles).toEqual([expect.objectContaining({ name: '/Common/fastL4' })]);
  });

  it('the one that the BIG-IP has at a destination keeps it when an older one comes', async () => {
    const taken = transport({ virtualServerAddress: '10.1.1.1', virtualServerPort: 80 });
    const older = { ...taken, metadata: { name: 'older', creationTimestamp: '2020-01-01T00:00:00Z' } };
    const objects = snapshotOf(JSON.parse(JSON.stringify([...cluster(all), older])) as unknown[]);
    const plan = await planFor(bigip, objects, { ...options, publish: [item] });
    expect([plan.changes, plan.conflicts]).toEqual([[], []]);
    expect(plan.held).toEqual([
      { uri: 'ltm/virtual/~k8s~ts_default_older', type: 'ltm/virtual', reason: 'DestinationConflict' },
    ]);
    expect(plan.diagnostics.find(({ reason }) => reason === 'DestinationConflict')?.message).toMatch(
      /^TransportServer\/default\/older and Publish\/default\/web|^Publish\/default\/web .*TransportServer\/default\/older/,
    );
    // Who knows it better may say so.
    const { held } = await planFor(bigip, objects, { ...options, publish: [item], published: [] });
    expect(held.filter(({ type }) => type === 'ltm/virtual').map(({ uri }) => uri)).toEqual([
      'ltm/virtual/~k8s~publish_default_web_tcp_80',
    ]);
  });
});

const configMapOfAnother: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'unrelated' }, data: {} };
