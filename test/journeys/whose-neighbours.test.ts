/** Static neighbours of a tunnel's partition carry no mark: which of those that no pool member uses go, and which stay. */
import { describe, expect, it } from 'vitest';
import { configMap, type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { lines, openCluster } from './open-cluster.ts';

const web: readonly Manifest[] = [configMap(), service(), slice([{ ip: '10.244.1.5', node: 'node1' }])];
const cluster = [...web, node(1), node(2)];
const arp = (ip: string) => `net/arp/~Common~k8s-${ip}`;
const idle = (ip: string, macAddress: string) => ({ [arp(ip)]: { ipAddress: ip, macAddress } });
const other = {
  'net/tunnels/tunnel/~Common~other': { profile: '/Common/fl', key: 2, localAddress: '192.168.1.5' },
  'net/fdb/tunnel/~Common~other/records/5e:00:00:00:99:01': { endpoint: '192.168.1.99' },
};

describe('a static neighbour of our naming and another address', () => {
  const seed = {
    [arp('10.244.1.5')]: { ipAddress: '10.244.1.99', macAddress: '5e:00:00:00:00:01' },
    'ltm/pool/~blue~hand': {},
    'ltm/pool/~blue~hand/members/~blue~10.244.1.99:80': { address: '10.244.1.99' },
  };

  it.each([{}, { adopt: true }])('is a conflict that names it, and the member stays out: %j', async (more) => {
    await using rig = await openCluster(seed);
    const { conflicts, held } = await rig.reconcile(cluster, more);
    expect(conflicts).toMatchObject([{ uri: arp('10.244.1.5'), type: 'net/arp', reason: 'NotOurs' }]);
    expect(held).toContainEqual({
      uri: 'ltm/pool/~k8s~cfgmap_default_vs_web/members/~k8s~10.244.1.5:8080',
      type: 'ltm/pool/members',
      reason: 'DependencyConflict',
    });
    expect(rig.device.get(arp('10.244.1.5'))).toMatchObject({ ipAddress: '10.244.1.99' });
    expect(rig.device.list('ltm/pool').filter((uri) => uri.includes('10.244.1.5:'))).toEqual([]);
    expect(lines(await rig.plan(cluster, more))).toEqual([]);
  });
});

describe('a static neighbour that no pool member uses', () => {
  it.each([
    ['leads to a Node of the input', idle('10.244.2.7', '5e:00:00:00:00:02')],
    [
      'leads to a record of the tunnel that nobody registered',
      {
        ...idle('10.244.7.7', '5e:00:00:00:00:07'),
        'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:07': { endpoint: '192.168.1.17' },
      },
    ],
    ['leads to no record, and is in the network behind the tunnel', idle('10.244.9.9', '5e:00:00:00:00:ff')],
  ])('goes: it %s', async (_why, seed) => {
    await using rig = await openCluster(seed);
    const [uri = ''] = Object.keys(seed);
    expect(lines(await rig.plan(cluster))).toContain(`delete ${uri}`);
  });

  it('goes: it is in the pod network of a Node, where no self IP says what lies behind the tunnel', async () => {
    await using rig = await openCluster(idle('10.244.1.77', '5e:00:00:00:00:ff'));
    rig.device.delete('net/self/~Common~over');
    expect(lines(await rig.plan(cluster))).toContain(`delete ${arp('10.244.1.77')}`);
  });

  it.each([
    ['leads to no record of the tunnel, and lies in no network behind it', idle('10.99.1.5', '5e:00:00:00:99:01')],
    [
      'lies in another route domain',
      {
        'net/route-domain/~Common~5': { id: 5 },
        [arp('10.244.1.77')]: { ipAddress: '10.244.1.77%5', macAddress: '5e:00:00:00:99:01' },
      },
    ],
  ])('of another tunnel stays, whatever is asked for: it %s', async (_why, seed) => {
    await using rig = await openCluster({ ...other, ...seed });
    const stranger = Object.keys(seed).find((uri) => uri.startsWith('net/arp/')) ?? '';
    const before = rig.device.get(stranger);
    const { diagnostics } = await rig.reconcile(cluster, { prune: true });
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'info', reason: 'NeighbourKept', object: `BigIp/${stranger}` }),
    );
    expect(lines(await rig.plan([...cluster.slice(0, 2), slice([]), node(1), node(2)], { adopt: true }))).not.toContain(
      `delete ${stranger}`,
    );
    expect(rig.device.get(stranger)).toEqual(before);
  });

  it('goes when a member of ours used it, wherever it leads', async () => {
    await using rig = await openCluster();
    await rig.reconcile(cluster);
    rig.device.set(arp('10.244.1.5'), { macAddress: '5e:00:00:00:99:01' });
    rig.device.delete('net/self/~Common~over');
    const gone = [configMap(), service(), slice([]), node(2)];
    expect(lines(await rig.plan(gone))).toContain(`delete ${arp('10.244.1.5')}`);
  });

  it('stays when only another owner has registered its Node: he may be about to make the member', async () => {
    const blue = { partition: 'blue', owner: 'blue' };
    const there = [
      configMap({ frontend: { partition: 'blue', virtualAddress: { bindAddr: '172.16.100.9', port: 80 } } }),
      service(),
      slice([{ ip: '10.244.3.5', node: 'node3' }]),
      node(3),
    ];
    await using rig = await openCluster();
    await rig.reconcile(there, blue);
    const [pool = ''] = rig.device.list('ltm/pool').filter((uri) => uri.includes('/members/'));
    rig.device.delete(pool);
    const { steps } = await rig.reconcile(cluster, { prune: true });
    expect(steps.map(({ uri }) => uri)).not.toContain(arp('10.244.3.5'));
    expect(rig.device.get(arp('10.244.3.5'))).toBeDefined();
    // The owner himself clears it away.
    const empty = [there[0] ?? {}, service(), slice([]), node(3)];
    const last = await rig.reconcile(empty, blue);
    expect(last.steps.map(({ uri, outcome }) => `${outcome} ${uri}`)).toContain(`deleted ${arp('10.244.3.5')}`);
  });
});
