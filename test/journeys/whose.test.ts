/** Whose an object is: what is somebody else's stays as it is, whatever is asked for, and the holder is named. */
import { describe, expect, it } from 'vitest';
import { configMap, type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { lines, openCluster } from './open-cluster.ts';

const pool = 'ltm/pool/~k8s~cfgmap_default_vs_web';
const virtual = 'ltm/virtual/~k8s~default_vs';
const web: readonly Manifest[] = [configMap(), service(), node(1), slice([{ ip: '10.244.1.5', node: 'node1' }])];
const everything = { adopt: true, prune: true };
const mark = (owner: string) => ({
  metadata: [{ name: 'managed-by', value: `bigip-icontrol/${owner}`, persist: 'true' }],
});
const application = { appService: '/k8s/shop.app/shop' };

describe('what belongs to somebody else', () => {
  it.each([
    ['an application service', application, 'AppService', '/k8s/shop.app/shop'],
    [
      'an application service, though it carries our mark',
      { ...application, ...mark('default') },
      'AppService',
      '/k8s/shop.app/shop',
    ],
    ['another owner', mark('blue'), 'OwnedByAnother', 'bigip-icontrol/blue'],
  ])(
    '%s: its pool stays, also with --adopt --prune, and the conflict says whose it is',
    async (_who, properties, reason, holder) => {
      await using cluster = await openCluster({ [pool]: { description: 'theirs' } });
      cluster.device.set(pool, properties);
      const before = cluster.device.get(pool);
      const { conflicts } = await cluster.plan(web, everything);
      expect(conflicts).toContainEqual(expect.objectContaining({ uri: pool, reason, holder }));
      const result = await cluster.reconcile(web, everything);
      expect(cluster.device.get(pool)).toEqual(before);
      expect(cluster.device.list(`${pool}/members`)).toEqual([]);
      // Nothing is made that would lead to it.
      expect(result.steps.map(({ uri }) => uri)).not.toContain(virtual);
      expect(await cluster.reconcile([node(1)], everything)).toMatchObject({ conflicts: [] });
      expect(cluster.device.get(pool)).toEqual(before);
    },
  );

  it('an address that a virtual server of another partition has is a conflict that names it, and stays there', async () => {
    await using cluster = await openCluster();
    await cluster.reconcile(web);
    const wire = String(cluster.device.get(virtual)?.['destination']).replace('/k8s/', '/blue/');
    await using other = await openCluster({ 'ltm/virtual/~blue~theirs': { destination: wire, ipProtocol: 'tcp' } });
    const { conflicts, steps } = await other.reconcile(web, everything);
    expect(conflicts).toMatchObject([{ uri: virtual, reason: 'AddressTaken', holder: 'ltm/virtual/~blue~theirs' }]);
    expect(steps.map(({ uri }) => uri)).not.toContain(virtual);
    expect(other.device.get('ltm/virtual/~blue~theirs')).toBeDefined();
  });

  it('two owners in one partition: each prunes its own alone', async () => {
    await using cluster = await openCluster();
    await cluster.reconcile(web, { owner: 'blue' });
    const before = cluster.device.snapshot().entries.filter(({ uri }) => uri.startsWith('ltm/'));
    await cluster.reconcile([node(1)], { owner: 'green', ...everything });
    expect(cluster.device.get(pool)).toBeDefined();
    expect(cluster.device.list('ltm/virtual').length).toBeGreaterThan(0);
    expect(cluster.device.snapshot().entries.filter(({ uri }) => uri.startsWith('ltm/pool'))).toHaveLength(
      before.filter(({ uri }) => uri.startsWith('ltm/pool')).length,
    );
  });
});

describe('what is an operator’s', () => {
  it('his description, and a member that he disabled or forced down, stay through a change of what is ours', async () => {
    await using cluster = await openCluster();
    await cluster.reconcile(web);
    const member = `${pool}/members/~k8s~10.244.1.5:8080`;
    cluster.device.set(pool, { description: 'ask Anna before you touch it' });
    cluster.device.set(virtual, { description: 'the shop' });
    cluster.device.set(member, { session: 'user-disabled', state: 'user-down', description: 'bad disk' });
    expect(lines(await cluster.plan(web))).toEqual([]);
    const more = [
      configMap(),
      service(),
      node(1),
      slice([
        { ip: '10.244.1.5', node: 'node1' },
        { ip: '10.244.1.6', node: 'node1' },
      ]),
    ];
    await cluster.reconcile(more);
    expect(cluster.device.get(member)).toMatchObject({
      session: 'user-disabled',
      state: 'user-down',
      description: 'bad disk',
    });
    expect(cluster.device.get(pool)).toMatchObject({ description: 'ask Anna before you touch it' });
    expect(cluster.device.get(virtual)).toMatchObject({ description: 'the shop' });
  });

  it('what he made beside ours in the partition stays, also with --adopt --prune', async () => {
    const his = {
      'ltm/pool/~k8s~his': {},
      'ltm/virtual/~k8s~his': { destination: '/k8s/172.16.3.9:80', ipProtocol: 'tcp', pool: '/k8s/his' },
      'ltm/monitor/http/~k8s~his': {},
      'ltm/node/~k8s~10.9.9.9': { address: '10.9.9.9' },
      'net/arp/~Common~printer': { ipAddress: '10.244.9.9', macAddress: '5e:00:00:00:00:99' },
    };
    await using cluster = await openCluster(his);
    const before = Object.keys(his).map((uri) => cluster.device.get(uri));
    await cluster.reconcile(web, everything);
    await cluster.reconcile([node(1)], everything);
    expect(Object.keys(his).map((uri) => cluster.device.get(uri))).toEqual(before);
    expect(cluster.device.get(pool)).toBeUndefined();
  });
});

describe('what is ours and not in the input', () => {
  it('is kept and listed; only --prune deletes it, and only --max-deletes allows as many', async () => {
    await using cluster = await openCluster();
    await cluster.reconcile(web);
    const plan = await cluster.plan([node(1)]);
    expect(plan.changes).toEqual([]);
    expect(plan.kept.map(({ uri }) => uri)).toEqual(expect.arrayContaining([pool, virtual]));
    await expect(cluster.reconcile([node(1)], { prune: true, maxDeletes: 1 })).rejects.toMatchObject({
      code: 'BIGIP_TOO_MANY_DELETES',
    });
    expect(cluster.device.get(virtual)).toBeDefined();
    await cluster.reconcile([node(1)], { prune: true, maxDeletes: 10 });
    expect(cluster.device.get(virtual)).toBeUndefined();
  });
});
