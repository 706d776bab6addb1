/** What is believed of a device: at rest four requests, nothing while it loads, and no disappearance at the first look. */
import { describe, expect, it } from 'vitest';
import { configMap, type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { openCluster } from './open-cluster.ts';

const web: readonly Manifest[] = [
  configMap(),
  service(),
  node(1),
  node(2),
  slice([{ ip: '10.244.1.5', node: 'node1' }]),
];
const empty = (kind: string) => ({ status: 200, body: { kind: `tm:${kind}collectionstate`, items: [] } });

async function open() {
  const cluster = await openCluster();
  await cluster.reconcile(web);
  const begun = cluster.device.journal.length;
  const since = (): string[] =>
    cluster.device.journal.slice(begun).map(({ method, path }) => `${method} ${path.replace('/mgmt/tm/', '')}`);
  return { ...cluster, since, writes: () => since().filter((line) => !line.startsWith('GET')) };
}

describe('a run at rest', () => {
  it('takes four requests for virtual servers, pools, FDB records and ARP entries, and no other', async () => {
    await using cluster = await open();
    expect((await cluster.reconcile(web)).changes).toEqual([]);
    expect(cluster.since().sort()).toEqual([
      'GET ltm/pool',
      'GET ltm/virtual',
      'GET net/arp',
      'GET net/fdb/tunnel/~Common~flannel_vxlan/records',
    ]);
  });
});

describe('a run at rest that has more to know', () => {
  const there: readonly Manifest[] = [
    configMap({ frontend: { partition: 'blue', virtualAddress: { bindAddr: '172.16.100.9', port: 80 } } }),
    service(),
    node(3),
    slice([{ ip: '10.244.3.5', node: 'node3' }]),
  ];
  const blue = { partition: 'blue', owner: 'blue' };

  it('takes one more for the monitors in use, and five more to prune', async () => {
    await using cluster = await open();
    const monitored = [
      configMap({ backend: { healthMonitors: [{ protocol: 'tcp', interval: 5, timeout: 16 }] } }),
      ...web.slice(1),
    ];
    await cluster.reconcile(monitored);
    const begun = cluster.since().length;
    expect((await cluster.plan(monitored)).changes).toEqual([]);
    expect(cluster.since().slice(begun)).toHaveLength(5);
    expect(cluster.since().slice(begun)).toContain('GET ltm/monitor/tcp');
    expect((await cluster.plan(web.slice(), { prune: true })).changes).not.toEqual([]);
    await cluster.reconcile(web, { prune: true });
    const then = cluster.since().length;
    expect((await cluster.plan(web, { prune: true })).changes).toEqual([]);
    // An empty list is asked about: whether the device is ready.
    const asked = cluster.since().slice(then);
    expect(asked.filter((line) => line !== 'GET sys/ready')).toHaveLength(9);
  });

  it('takes one more for each of two owners of a tunnel with Nodes of their own, also through one client', async () => {
    await using cluster = await open();
    await cluster.reconcile(there, blue);
    for (const [objects, whose] of [
      [web, {}],
      [there, blue],
    ] as const) {
      const begun = cluster.since().length;
      expect((await cluster.plan(objects, whose)).changes).toEqual([]);
      expect(cluster.since().slice(begun).sort()).toEqual([
        'GET ltm/data-group/internal',
        'GET ltm/pool',
        'GET ltm/virtual',
        'GET net/arp',
        'GET net/fdb/tunnel/~Common~flannel_vxlan/records',
      ]);
    }
  });

  it('takes one more for two owners who use the same Nodes: the pools of all partitions', async () => {
    await using cluster = await open();
    const same = [...there.slice(0, 2), node(1), node(2), slice([{ ip: '10.244.2.9', node: 'node2' }])];
    await cluster.reconcile(same, blue);
    for (const [objects, whose] of [
      [web, {}],
      [same, blue],
    ] as const) {
      const begun = cluster.since().length;
      expect((await cluster.plan(objects, whose)).changes).toEqual([]);
      expect(
        cluster
          .since()
          .slice(begun)
          .filter((line) => line === 'GET ltm/pool'),
      ).toHaveLength(2);
      expect(cluster.since().slice(begun)).toHaveLength(5);
    }
  });
});

describe('objects that have vanished', () => {
  it.each([
    ['virtual servers', 'GET ltm/virtual', 'ltm:virtual:virtual'],
    ['pools', 'GET ltm/pool', 'ltm:pool:pool'],
    ['FDB records', 'GET net/fdb/tunnel/*/records', 'net:fdb:tunnel:records:records'],
    ['ARP entries', 'GET net/arp', 'net:arp:arp'],
  ])('%s: an empty list is not believed at the first look', async (_what, match, kind) => {
    await using cluster = await open();
    cluster.device.fault({ match, do: empty(kind) as never });
    expect((await cluster.reconcile(web)).changes).toEqual([]);
    expect(cluster.writes()).toEqual([]);
  });

  it('a list that lacks one of them is not believed either', async () => {
    await using cluster = await open();
    const other = { name: 'other', partition: 'k8s', fullPath: '/k8s/other' };
    const body = { kind: 'tm:ltm:pool:poolcollectionstate', items: [other] };
    cluster.device.fault({ match: 'GET ltm/pool', do: { status: 200, body } as never });
    expect((await cluster.reconcile(web)).changes).toEqual([]);
    expect(cluster.writes()).toEqual([]);
  });

  it('what says so by itself is seen by a client that has not looked before, too', async () => {
    await using cluster = await openCluster();
    await cluster.reconcile(web);
    await using fresh = await openCluster();
    fresh.device.restore(cluster.device.snapshot());
    fresh.device.fault({ match: 'GET ltm/pool', do: empty('ltm:pool:pool') as never });
    expect((await fresh.plan(web)).changes).toEqual([]);
  });

  it('really gone: made anew after the second look', async () => {
    await using cluster = await open();
    const virtual = cluster.device.list('ltm/virtual').find((uri) => /^ltm\/virtual\/[^/]+$/.test(uri)) ?? '';
    cluster.device.delete(virtual);
    const { steps } = await cluster.reconcile(web);
    expect(steps.map(({ uri, outcome }) => `${outcome} ${uri}`)).toEqual([`created ${virtual}`]);
    expect(cluster.since().filter((line) => line === 'GET ltm/virtual').length).toBeGreaterThanOrEqual(2);
  });

  it('what this process deleted itself is looked for only once', async () => {
    await using cluster = await open();
    await cluster.reconcile([configMap(), service(), node(1), node(2), slice([])]);
    const begun = cluster.device.journal.length;
    await cluster.plan([configMap(), service(), node(1), node(2), slice([])]);
    // An empty list is asked about: whether the device is ready.
    const asked = cluster.device.journal.slice(begun).map(({ path }) => path);
    expect(asked.filter((path) => !path.endsWith('/sys/ready'))).toHaveLength(4);
  });
});

describe('a device that loads its configuration', () => {
  it('is waited for, and read again: the part that it shows first is not taken for all', async () => {
    await using cluster = await openCluster();
    await cluster.reconcile(web);
    await using fresh = await openCluster();
    fresh.device.restore(cluster.device.snapshot());
    // It lacks a member, and nothing contradicts that.
    const [pool] = fresh.device.list('ltm/pool');
    const { body } = await fresh.bigip.request('GET', ['ltm', 'pool', '/k8s/cfgmap_default_vs_web']);
    const part = { kind: 'tm:ltm:pool:poolcollectionstate', items: [{ ...(body as object), membersReference: {} }] };
    fresh.device.fault({ match: 'GET ltm/pool', do: { status: 200, body: part } as never });
    const entry = (said: string) => ({ description: said });
    const loading = { configReady: entry('no'), licenseReady: entry('yes'), provisionReady: entry('yes') };
    const nested = { 'https://localhost/mgmt/tm/sys/ready/0': { nestedStats: { entries: loading } } };
    const busy = { status: 200, body: { kind: 'tm:sys:ready:readystats', entries: nested } };
    fresh.device.fault({ match: 'GET sys/ready', do: busy as never, times: 3 });
    const began = fresh.clock.now();
    expect((await fresh.reconcile(web)).changes).toEqual([]);
    expect(fresh.clock.now() - began).toBeGreaterThanOrEqual(6_000);
    expect(pool).toBeDefined();
  });
});

describe('thousands of objects', () => {
  it('5,000 pools with a member are read, in pages when the device cannot give them at once', async () => {
    await using cluster = await openCluster();
    const pools = Array.from({ length: 5_000 }, (_, at) => [`ltm/pool/~k8s~p${at}`, {}] as const);
    cluster.device.seed(Object.fromEntries(pools));
    cluster.device.fault({
      match: 'GET ltm/pool',
      do: { status: 500, body: 'AsyncContext timeout' } as never,
      times: 1,
    });
    const begun = cluster.device.journal.length;
    const plan = await cluster.plan(web);
    expect(plan.conflicts).toEqual([]);
    const pages = cluster.device.journal
      .slice(begun)
      .filter(({ path, status }) => path === '/mgmt/tm/ltm/pool' && status === 200);
    expect(pages).toHaveLength(10);
  });
});

describe('the look at a device before anything is written', () => {
  it('asks for names, members, generations and marks alone, also when it looks at the pools of all partitions', async () => {
    await using cluster = await open();
    const begun = cluster.device.journal.length;
    await cluster.reconcile([configMap(), service(), node(1), node(2), slice([])]);
    const lists = cluster.device.journal
      .slice(begun)
      .filter(({ method, path }) => method === 'GET' && /\/ltm\/(?:pool|virtual)$/.test(path));
    const asked = lists.map(({ uri }) => decodeURIComponent(uri).replaceAll('+', ' '));
    const all = asked.filter((uri) => !uri.includes('partition eq'));
    expect(all.length).toBeGreaterThan(0);
    for (const uri of asked) expect(uri).toMatch(/\$select=name,partition,/);
    for (const uri of all) expect(uri).not.toMatch(/monitor|loadBalancing/);
  });
});
