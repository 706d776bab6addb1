/** 13.1.1.2 lists no static ARP entry, whichever there are: they are seen all the same, by name. */
import { describe, expect, it } from 'vitest';
import { applyPlan, driftOf, planDeletion, planRollback, takeSnapshot } from '../../src/index.ts';
import { configMap, type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { lines, openCluster } from './open-cluster.ts';

const arp = (ip: string) => `net/arp/~Common~k8s-${ip}`;
const web = (...ips: readonly string[]): readonly Manifest[] => [
  configMap(),
  service(),
  node(1),
  node(2),
  slice(ips.map((ip) => ({ ip, node: `node${ip.split('.')[2]}` }))),
];
const managed = { partition: 'k8s', tunnel: '/Common/flannel_vxlan' };

async function open() {
  const rig = await openCluster({}, undefined, '13.1.1.2');
  await rig.reconcile(web('10.244.1.5', '10.244.2.6'));
  return rig;
}

describe('a BIG-IP that lists no static ARP entries', () => {
  it('has nothing to do the second time, and says that idle entries are not seen', async () => {
    await using rig = await open();
    const begun = rig.writes().length;
    const { changes, diagnostics } = await rig.reconcile(web('10.244.1.5', '10.244.2.6'));
    expect(changes).toEqual([]);
    expect(rig.writes().slice(begun)).toEqual([]);
    expect(diagnostics).toContainEqual(expect.objectContaining({ severity: 'info', reason: 'NeighboursNotListed' }));
  });

  it('loses the entry of a pod with the pod, gets that of a new one, and follows a MAC address', async () => {
    await using rig = await open();
    const { steps } = await rig.reconcile(web('10.244.1.5', '10.244.1.9'));
    const done = steps.map(({ uri, outcome }) => `${outcome} ${uri}`);
    expect(done).toEqual(expect.arrayContaining([`created ${arp('10.244.1.9')}`, `deleted ${arp('10.244.2.6')}`]));
    expect(rig.device.list('net/arp').sort()).toEqual([arp('10.244.1.5'), arp('10.244.1.9')]);
    await rig.reconcile([
      ...web('10.244.1.5', '10.244.1.9').slice(0, 2),
      node(1, { mac: '5e:00:00:00:01:01' }),
      node(2),
      slice([
        { ip: '10.244.1.5', node: 'node1' },
        { ip: '10.244.1.9', node: 'node1' },
      ]),
    ]);
    expect(rig.device.get(arp('10.244.1.9'))).toMatchObject({ macAddress: '5e:00:00:00:01:01' });
    await rig.reconcile(web());
    expect(rig.device.list('net/arp')).toEqual([]);
  });

  it('goes back to a snapshot, and to nothing', async () => {
    await using rig = await open();
    const snapshot = await takeSnapshot(rig.bigip, managed);
    expect(snapshot.objects.map(({ uri }) => uri)).toContain(arp('10.244.1.5'));
    expect(driftOf(await planRollback(rig.bigip, snapshot))).toEqual([]);
    await rig.reconcile(web('10.244.1.5'));
    await applyPlan(await planRollback(rig.bigip, snapshot), rig.bigip);
    expect(rig.device.list('net/arp').sort()).toEqual([arp('10.244.1.5'), arp('10.244.2.6')]);
    await applyPlan(await planDeletion(rig.bigip, managed), rig.bigip);
    expect(rig.device.list('net/arp')).toEqual([]);
  });
});

describe('a BIG-IP that lists them', () => {
  it('is asked for none by name, at rest and when a pod goes', async () => {
    await using rig = await openCluster();
    await rig.reconcile(web('10.244.1.5', '10.244.2.6'));
    const begun = rig.device.journal.length;
    await rig.reconcile(web('10.244.1.5', '10.244.2.6'));
    await rig.reconcile(web('10.244.1.5'));
    const reads = rig.device.journal.slice(begun).filter(({ method }) => method === 'GET');
    expect(reads.filter(({ path }) => path.includes('net/arp/'))).toEqual([]);
    expect(lines(await rig.plan(web('10.244.1.5')))).toEqual([]);
  });
});
