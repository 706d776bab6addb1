/**
 * A platform engineer publishes a gateway with all its ports by one item of a list, and the ports of the gateway come and
 * go. Over real HTTPS, against the mock.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { BigIp, type Plan, planFor, type ReconcileOptions, reconcile } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';

type Manifest = Readonly<Record<string, unknown>>;

const options: ReconcileOptions = { mode: 'cluster', partition: 'k8s' };
const metadata = { name: 'gateway', namespace: 'istio-system' };
const all = ['http', 'https', 'kafka'] as const;
const numbers = { http: 80, https: 443, kafka: 9092 } as const;

const service = (ports: readonly (keyof typeof numbers)[], spec: Manifest = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata,
  spec: { ports: ports.map((name) => ({ name, port: numbers[name] })), ...spec },
});
const slice: Manifest = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'gateway' } },
  addressType: 'IPv4',
  endpoints: [{ addresses: ['10.244.1.5'] }],
  ports: all.map((name) => ({ name, port: numbers[name] + 8000 })),
};
const list = (item: Manifest = {}): Manifest => ({
  publish: [
    {
      namespace: 'istio-system',
      service: 'gateway',
      address: '172.16.100.195',
      ports: 'all',
      monitors: [{ type: 'tcp' }],
      ...item,
    },
  ],
});
const virtual = (port: number): string => `ltm/virtual/~k8s~publish_istio-system_gateway_tcp_${port}`;

describe('the ports of a published gateway come and go', () => {
  let device: MockBigIp;
  let bigip: BigIp;

  beforeAll(async () => {
    device = await MockBigIp.start({ seed: { 'auth/partition/k8s': {} } });
    const { url, username, password, fingerprint256 = '' } = device;
    bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
  });

  afterAll(async () => {
    await bigip.close();
    await device.close();
  });

  const plan = (objects: readonly Manifest[], more: Partial<ReconcileOptions> = {}): Promise<Plan> =>
    planFor(bigip, snapshotOf(objects), { ...options, ...more });
  const apply = async (objects: readonly Manifest[], more: Partial<ReconcileOptions> = {}) => {
    const { steps } = await reconcile(bigip, snapshotOf(objects), { ...options, ...more });
    expect(steps.filter(({ error }) => error !== undefined)).toEqual([]);
    const again = await plan(objects, more);
    expect([again.changes, again.conflicts]).toEqual([[], []]);
    return steps.filter(({ type }) => type !== 'ltm/node').map(({ outcome, uri }) => `${outcome} ${uri}`);
  };
  const published = async () =>
    (await bigip.ltm.virtual.list().toArray())
      .map(({ name }) => name)
      .filter((name) => name.startsWith('publish_'))
      .sort();

  it('one that appears is a virtual server at the next reconcile', async () => {
    await apply([service(['http']), slice, list()]);
    expect(await published()).toEqual(['publish_istio-system_gateway_tcp_80']);
    expect(await apply([service(['http', 'https', 'kafka']), slice, list()])).toContain(`created ${virtual(9092)}`);
  });

  it('one that goes is removed with all that it had, and nothing else is, without --prune', async () => {
    const steps = await apply([service(['http', 'https']), slice, list()]);
    const name = '~k8s~publish_istio-system_gateway_tcp_9092';
    expect(steps.sort()).toEqual([
      `deleted ltm/monitor/tcp/${name}_pool_0_tcp`,
      `deleted ltm/pool/${name}_pool`,
      `deleted ltm/pool/${name}_pool/members/~k8s~10.244.1.5:17092`,
      `deleted ltm/virtual/${name}`,
    ]);
  });

  it('one that is left out from now on is removed too', async () => {
    await apply([service(['http', 'https', 'kafka']), slice, list()]);
    expect(await apply([service(['http', 'https', 'kafka']), slice, list({ except: ['kafka'] })])).toContain(
      `deleted ${virtual(9092)}`,
    );
    await apply([service([...all]), slice, list()]);
    expect(await apply([service([...all]), slice, list({ ports: ['http', 443] })])).toContain(
      `deleted ${virtual(9092)}`,
    );
    await apply([service([...all]), slice, list()]);
  });

  it.each<[string, readonly Manifest[]]>([
    ['the Service is not in the input', [slice, list()]],
    ['the Service cannot be read', [service([], { ports: [{ port: 'eighty' }] }), slice, list()]],
    ['the Service says no port at all', [service([]), slice, list()]],
    ['the Service has become an ExternalName', [service(['http'], { type: 'ExternalName' }), slice, list()]],
    ['the item is not understood', [service(['http']), slice, list({ adress: '172.16.100.195' })]],
    ['an item does not say its name', [service(['http']), slice, { publish: [{ ports: 'all' }] }]],
    ['the list is none', [service(['http']), slice, { publish: 'gateway' }]],
    ['two items have its name', [service(['http']), slice, list(), list({ address: '172.16.100.196' })]],
  ])('nothing is removed while %s, also with --prune', async (_what, objects) => {
    for (const prune of [false, true]) {
      const { changes, kept, diagnostics } = await plan(objects, { prune });
      expect([changes, kept]).toEqual([[], []]);
      expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    }
  });

  it('an item that is gone from the list says nothing of its ports: they are kept until --prune', async () => {
    const { changes, kept } = await plan([service(['http']), slice, { publish: [] }]);
    expect(changes).toEqual([]);
    expect(kept.map(({ uri }) => uri)).toContain(virtual(80));
  });

  it('what carries the mark of another owner, or none, stays whatever it is called', async () => {
    const theirs = [{ name: 'managed-by', persist: 'true', value: 'bigip-icontrol/other' }] as const;
    await bigip.ltm.pool.create({
      name: 'publish_istio-system_gateway_tcp_1_pool',
      partition: 'k8s',
      metadata: theirs,
    });
    await bigip.ltm.pool.create({ name: 'publish_istio-system_gateway_tcp_2_pool', partition: 'k8s' });
    const { changes, kept } = await plan([service([...all]), slice, list()]);
    expect([changes, kept]).toEqual([[], []]);
  });

  it('the affinity of the Service is a persistence profile with its timeout, which goes when it is withdrawn', async () => {
    const affine = (timeoutSeconds: number) =>
      service(['http'], { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds } } });
    const uri = 'ltm/persistence/source-addr/~k8s~publish_istio-system_gateway_tcp_80_source_addr';
    expect(await apply([affine(600), slice, list()])).toContain(`created ${uri}`);
    const name = '/k8s/publish_istio-system_gateway_tcp_80_source_addr';
    expect(await bigip.ltm.persistence.sourceAddr.get(name)).toMatchObject({ timeout: '600' });
    expect((await bigip.ltm.virtual.get('/k8s/publish_istio-system_gateway_tcp_80')).persist).toMatchObject([
      { name: 'publish_istio-system_gateway_tcp_80_source_addr', tmDefault: 'yes' },
    ]);
    expect(await apply([affine(900), slice, list()])).toEqual([`modified ${uri}`]);
    // An operator writes about it, and changes what nobody asked for.
    await bigip.ltm.persistence.sourceAddr.modify(name, { description: 'of the gateway', mirror: 'enabled' });
    expect(await apply([affine(1200), slice, list()])).toEqual([`modified ${uri}`]);
    expect(await bigip.ltm.persistence.sourceAddr.get(name)).toMatchObject({ timeout: '1200', mirror: 'enabled' });
    const gone = await plan([slice, list()], { prune: true });
    expect([gone.changes, gone.kept]).toEqual([[], []]);
    expect((await apply([service(['http']), slice, list()])).sort()).toEqual([
      `deleted ${uri}`,
      `modified ${virtual(80)}`,
    ]);
  });
});
