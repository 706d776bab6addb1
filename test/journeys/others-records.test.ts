/** Two clusters on one tunnel: neither owner rewrites an FDB record, or takes the static neighbour, of the other. */
import { describe, expect, it } from 'vitest';
import { configMap, node, service, slice } from '../desired/sample-cluster.ts';
import { lines, openCluster } from './open-cluster.ts';
import { openPair, web } from './open-pair.ts';

const recordOf = (number: number) => `net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:0${number}`;
const pod = '10.244.1.5';
const west = { owner: 'blue', partition: 'blue' };
const webOf = (partition: string, ip = pod) => [
  configMap({ frontend: { partition, virtualAddress: { bindAddr: `172.16.100.${partition.length}`, port: 80 } } }),
  service(),
  slice([{ ip, node: 'node1' }]),
];
const westCluster = [...webOf('blue'), node(1)];

describe('an FDB record that another owner has registered', () => {
  const east = [
    ...webOf('k8s', '10.244.1.6'),
    node(1, { publicIp: '192.168.1.91', addresses: [['InternalIP', '192.168.1.91']] }),
  ];

  it.each([{}, { adopt: true }, { prune: true }])(
    'is a conflict that names him where a Node has its MAC: %j',
    async (more) => {
      await using rig = await openCluster();
      await rig.reconcile(westCluster, west);
      const before = rig.device.get(recordOf(1));
      const { conflicts, held } = await rig.reconcile(east, more);
      expect(conflicts).toEqual([
        {
          uri: recordOf(1),
          type: 'net/fdb/tunnel/records',
          reason: 'OwnedByAnother',
          holder: 'bigip-icontrol/blue',
          message:
            'bigip-icontrol/blue has registered it (data group /blue/bigip-icontrol.blue); only that owner may change it',
        },
      ]);
      expect(held.map(({ type }) => type).sort()).toEqual(['ltm/pool/members', 'net/arp']);
      expect(rig.device.get(recordOf(1))).toEqual(before);
      expect(lines(await rig.plan(westCluster, west))).toEqual([]);
      // It is not claimed either, which would make it changeable the next time.
      expect(rig.device.get('ltm/data-group/internal/~k8s~bigip-icontrol.default')).toBeUndefined();
      expect((await rig.plan(east, more)).conflicts).toEqual(conflicts);
    },
  );

  it('is changed by an owner who has registered it as well', async () => {
    await using rig = await openCluster();
    await rig.reconcile(westCluster, west);
    const same = [...webOf('k8s', '10.244.1.6'), node(1)];
    await rig.reconcile(same);
    const { conflicts } = await rig.reconcile(east);
    expect(conflicts).toEqual([]);
    expect(rig.device.get(recordOf(1))).toMatchObject({ endpoint: expect.stringContaining('192.168.1.91') });
  });
});

describe('an FDB record that nobody has registered', () => {
  it('is registered by the apply in which a Node takes its MAC, so that delete takes it away', async () => {
    await using rig = await openCluster({ [recordOf(1)]: { endpoint: '192.168.10.99' } });
    const cluster = [...webOf('k8s'), node(1)];
    await rig.reconcile(cluster);
    expect(rig.device.get(recordOf(1))).toMatchObject({ endpoint: expect.stringContaining('192.168.1.11') });
    expect(JSON.stringify(rig.device.get('ltm/data-group/internal/~k8s~bigip-icontrol.default'))).toContain('00:00:01');
    expect(lines(await rig.plan(cluster))).toEqual([]);
  });
});

describe('a registry that the device refuses', () => {
  const refusal = { status: 400, body: { code: 400, message: 'no space', errorStack: [] } };
  const cluster = (count: number) => [...webOf('k8s'), ...[1, 2].slice(0, count).map((number) => node(number))];

  it.each([
    ['POST ltm/data-group/internal', 0],
    ['PATCH ltm/data-group/internal/*', 1],
  ])('%s: no record is made that it would name, nor what needs one, and a rerun makes all', async (match, before) => {
    await using rig = await openCluster();
    if (before > 0) await rig.reconcile(cluster(before));
    const there = rig.device.list('net/fdb/tunnel/~Common~flannel_vxlan/records');
    const fault = rig.device.fault({ match, do: refusal, times: 'always' });
    const { steps } = await rig.reconcile(cluster(2));
    expect(steps.filter(({ type }) => type === 'ltm/data-group/internal')).toMatchObject([{ outcome: 'failed' }]);
    const needing = steps.filter(({ type }) => /records$|^net\/arp|members$/.test(type));
    expect(needing.length).toBeGreaterThan(0);
    expect(new Set(needing.map(({ outcome }) => outcome))).toEqual(new Set(['skipped']));
    expect(rig.device.list('net/fdb/tunnel/~Common~flannel_vxlan/records')).toEqual(there);
    fault.remove();
    const again = await rig.reconcile(cluster(2));
    expect(again.steps.map(({ uri }) => uri)).toContain('ltm/data-group/internal/~k8s~bigip-icontrol.default');
    expect(lines(await rig.plan(cluster(2)))).toEqual([]);
    const own = JSON.stringify(rig.device.get('ltm/data-group/internal/~k8s~bigip-icontrol.default'));
    expect([own.includes('00:00:00:01'), own.includes('00:00:00:02')]).toEqual([true, true]);
  });
});

describe('a static neighbour that leads to the Node of another owner’s cluster', () => {
  // Of one partition: an ltm node of another one could not be used.
  const west = { owner: 'blue' };
  const front = { virtualAddress: { bindAddr: '172.16.100.9', port: 80 } };
  const westCluster = [configMap({ name: 'west', frontend: front }), ...webOf('k8s').slice(1), node(1)];
  const arp = `net/arp/~Common~k8s-${pod}`;
  const mac = '5e:00:00:00:00:07';
  const eastNode = node(7, { mac, spec: { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] } });
  const east = [...webOf('k8s').slice(0, 2), slice([{ ip: pod, node: 'node7' }]), eastNode];

  it.each([{}, { adopt: true }, { prune: true }])('is not taken for a pod of the same address: %j', async (more) => {
    await using rig = await openCluster();
    await rig.reconcile(westCluster, west);
    for (const _time of [1, 2]) {
      const { conflicts, held } = await rig.reconcile(east, more);
      expect(conflicts).toEqual([
        {
          uri: arp,
          type: 'net/arp',
          reason: 'OwnedByAnother',
          holder: 'bigip-icontrol/blue',
          message:
            'bigip-icontrol/blue has registered the FDB record that it leads to (data group /k8s/bigip-icontrol.blue); only that owner may change it',
        },
      ]);
      expect(held.map(({ type }) => type)).toEqual(['ltm/pool/members']);
      expect(rig.device.get(arp)).toMatchObject({ macAddress: '5e:00:00:00:00:01' });
      expect(lines(await rig.plan(westCluster, west))).toEqual([]);
    }
  });

  it('is this owner’s to change when the Node was replaced, though only the other one has registered the old record', async () => {
    await using rig = await openCluster();
    await rig.reconcile(westCluster, west);
    // The same cluster: all that this owner wants is there already, so that it has registered nothing.
    const replaced = [...webOf('k8s'), node(1, { mac: '5e:00:00:00:01:01' })];
    const { conflicts } = await rig.reconcile(replaced);
    expect(conflicts).toEqual([]);
    expect(rig.device.get(arp)).toMatchObject({ macAddress: '5e:00:00:00:01:01' });
    expect(lines(await rig.plan(replaced))).toEqual([]);
    await rig.reconcile([...westCluster.slice(0, 3), node(1, { mac: '5e:00:00:00:01:01' })], west);
    expect(rig.device.get(recordOf(1))).toBeUndefined();
  });

  it.each([
    ['leads to a record that this owner has registered too', true],
    ['leads to none that anybody has registered', false],
  ])('is this owner’s to change when it %s', async (_why, isOwn) => {
    await using rig = await openCluster();
    const own = [...webOf('k8s'), node(1), node(2)];
    await rig.reconcile(own);
    if (isOwn) await rig.reconcile(westCluster, west);
    else rig.device.set(arp, { macAddress: '5e:00:00:00:99:99' });
    const moved = [
      ...own.slice(0, 2),
      slice([{ ip: pod, node: 'node2' }]),
      node(2, { spec: { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24'] } }),
    ];
    const { conflicts } = await rig.reconcile(moved);
    expect(conflicts).toEqual([]);
    expect(rig.device.get(arp)).toMatchObject({ macAddress: '5e:00:00:00:00:02' });
  });
});

describe('a data group in the place of the registry', () => {
  const own = 'ltm/data-group/internal/~k8s~bigip-icontrol.default';
  const cluster = [...webOf('k8s'), node(1)];

  it.each([{}, { adopt: true }])('of another type is a conflict, whatever is asked for: %j', async (more) => {
    const seed = { [own]: { type: 'ip', records: [{ name: '10.0.0.0/8' }] } };
    await using rig = await openCluster(seed);
    const before = rig.device.get(own);
    const { conflicts, steps } = await rig.reconcile(cluster, more);
    expect(conflicts).toMatchObject([{ uri: own, reason: 'NotOurs' }]);
    expect(conflicts[0]?.message).toMatch(/^is a data group of type ip/);
    expect(steps.filter(({ type }) => /records$|^net\/arp|members$/.test(type))).toEqual([]);
    expect(rig.device.get(own)).toEqual(before);
    expect(rig.device.list('net/fdb/tunnel/~Common~flannel_vxlan/records')).toEqual([]);
  });

  it('that is adopted gets our mark and keeps the records that are somebody else’s', async () => {
    const seed = { [own]: { type: 'string', description: 'ops allow list', records: [{ name: 'junk', data: 'x' }] } };
    await using rig = await openCluster(seed);
    expect((await rig.plan(cluster)).conflicts).toMatchObject([{ uri: own, reason: 'NotOurs' }]);
    await rig.reconcile(cluster, { adopt: true });
    const { description, records } = rig.device.get(own) ?? {};
    expect(description).toBe('managed-by bigip-icontrol/default');
    expect(records).toContainEqual(expect.objectContaining({ name: 'junk', data: 'x' }));
    expect(JSON.stringify(records)).toContain('/Common/flannel_vxlan/5e:00:00:00:00:01');
    expect(lines(await rig.plan(cluster))).toEqual([]);
    const { conflicts } = await rig.reconcile([...cluster, node(2)]);
    expect(conflicts).toEqual([]);
    expect(rig.device.get(own)?.['records']).toContainEqual(expect.objectContaining({ name: 'junk', data: 'x' }));
  });
});

describe('a pair whose unit that stands by has not got the registries yet', () => {
  it('leaves an FDB record on it that another owner has registered on the active one', async () => {
    await using pair = await openPair();
    const [one, two] = pair.devices;
    for (const device of [one, two]) device.set(recordOf(1), { endpoint: '192.168.1.99' });
    one.set('ltm/data-group/internal/~k8s~bigip-icontrol.blue', {
      type: 'string',
      records: [{ name: '/Common/flannel_vxlan/5e:00:00:00:00:01' }],
    });
    const { conflicts } = await pair.reconcile(web(pod));
    expect(conflicts.filter(({ uri }) => uri === recordOf(1)).map(({ unit, holder }) => [unit, holder])).toEqual([
      ['one.example.com:443', 'bigip-icontrol/blue'],
      ['two.example.com:443', 'bigip-icontrol/blue'],
    ]);
    for (const device of [one, two])
      expect(device.get(recordOf(1))).toMatchObject({ endpoint: expect.stringContaining('192.168.1.99') });
  });
});
