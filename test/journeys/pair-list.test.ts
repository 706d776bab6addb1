/** The list of the FDB records of an owner is one for both units: it names what either of them has. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deletionWork, rollbackWork, takePairSnapshot } from '../../src/index.ts';
import { node, slice } from '../desired/sample-cluster.ts';
import { done, type OpenPair, openPair, reasons, web } from './open-pair.ts';

const tunnel = '/Common/flannel_vxlan';
const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
const list = 'ltm/data-group/internal/~k8s~bigip-icontrol.default';
const ours = { partition: 'k8s', tunnel };

const macOf = (number: number) => `5e:00:00:00:00:0${number}`;
/** Nodes beside the first two, and pods, each on the Node of its third number. */
const cluster = (nodes: readonly number[], ...pods: readonly string[]) => [
  ...web().slice(0, -1),
  ...nodes.map((number) => node(number)),
  slice(pods.map((ip) => ({ ip, node: `node${ip.split('.')[2]}` }))),
];

let pair: OpenPair;
beforeEach(async () => {
  pair = await openPair();
});
afterEach(async () => {
  await pair[Symbol.asyncDispose]();
});

const recordsOf = (index: 0 | 1) => pair.devices[index].list(records).map((uri) => uri.slice(records.length + 1));
const listOf = (index: 0 | 1): readonly string[] | undefined => {
  const found = pair.devices[index].get(list) as { records?: readonly { readonly name: string }[] } | undefined;
  return (
    found &&
    (found.records ?? []).map(({ name }) => name.slice(tunnel.length + 1)).filter((mac) => mac < '5f' && mac > '5e')
  );
};
const neighboursOf = (index: 0 | 1) => pair.devices[index].list('net/arp').map((uri) => uri.split('k8s-')[1]);
/** What an operator does who was told so. */
const copyByHand = () =>
  pair.units[0].request('POST', ['cm'], {
    body: { command: 'run', utilCmdArgs: 'config-sync to-group sync-failover' },
  });

describe('the list of the records of a pair', () => {
  it('names a record until no unit has it, also when the copy comes two runs later', async () => {
    await pair.reconcile(cluster([3], '10.244.1.5', '10.244.3.5'), { sync: true });
    await pair.reconcile(cluster([], '10.244.1.5'), { prune: true });
    const next = cluster([4], '10.244.1.5');
    await pair.reconcile(next, { prune: true });
    expect([recordsOf(0), listOf(0)]).toEqual([[1, 2, 4].map(macOf), [1, 2, 3, 4].map(macOf)]);
    await copyByHand();
    const result = await pair.reconcile(next, { prune: true });
    expect(done(result)).toEqual(['two deleted net/arp/~Common~k8s-10.244.3.5', `two deleted ${records}/${macOf(3)}`]);
    expect(result.diagnostics.map(({ reason }) => reason)).not.toContain('RecordsUnregistered');
    expect(recordsOf(1)).toEqual([1, 2, 4].map(macOf));
    // With the next name it loses the one that nobody needs.
    await pair.reconcile(cluster([4, 5], '10.244.1.5'), { prune: true });
    expect(listOf(0)).toEqual([1, 2, 4, 5].map(macOf));
  });

  it('keeps its names while the other unit is away: nobody knows what that one has', async () => {
    await pair.reconcile(cluster([3], '10.244.1.5', '10.244.3.5'), { sync: true });
    await pair.devices[1].pause();
    await pair.reconcile(cluster([], '10.244.1.5'), { prune: true });
    await pair.reconcile(cluster([4], '10.244.1.5'), { prune: true });
    expect(listOf(0)).toEqual([1, 2, 3, 4].map(macOf));
    await pair.devices[1].resume();
    await copyByHand();
    await pair.reconcile(cluster([4], '10.244.1.5'), { prune: true });
    expect(recordsOf(1)).toEqual([1, 2, 4].map(macOf));
  });

  it('names what the other unit keeps after a rollback, so that the next one finds it', async () => {
    const target = { units: pair.units };
    await pair.reconcile(cluster([], '10.244.1.5'), { sync: true });
    const snapshot = await takePairSnapshot(target, ours);
    await pair.reconcile(cluster([3], '10.244.1.5', '10.244.3.5'), { sync: true });
    await (await rollbackWork(target, snapshot)).apply();
    await pair.reconcile(cluster([4], '10.244.1.5'));
    expect([recordsOf(1), listOf(0)]).toEqual([[1, 2, 3, 4].map(macOf), [1, 2, 3, 4].map(macOf)]);
    await copyByHand();
    await (await rollbackWork(target, snapshot)).apply();
    expect([recordsOf(0), recordsOf(1)]).toEqual([[1, 2].map(macOf), [1, 2].map(macOf)]);
  });

  it('stays after a rollback to a time before it, until the other unit has lost its records with the copy', async () => {
    const target = { units: pair.units };
    const snapshot = await takePairSnapshot(target, ours);
    await pair.reconcile(cluster([], '10.244.1.5'), { sync: true });
    const work = await rollbackWork(target, snapshot);
    expect(work.plan.kept).toContainEqual(expect.objectContaining({ uri: list }));
    await work.apply();
    expect([recordsOf(0), recordsOf(1), listOf(0)]).toEqual([[], [macOf(1)], [1, 2].map(macOf)]);
    await copyByHand();
    const last = await (await rollbackWork(target, snapshot)).apply();
    expect(reasons(last)).toEqual([]);
    expect([recordsOf(0), recordsOf(1), neighboursOf(1), listOf(0)]).toEqual([[], [], [], undefined]);
    expect((await rollbackWork(target, snapshot)).plan.changes).toEqual([]);
  });

  it('goes with a rollback to a time before it on both units, once the other has lost its records', async () => {
    const target = { units: pair.units };
    const snapshot = await takePairSnapshot(target, ours);
    await pair.reconcile(cluster([], '10.244.1.5'), { sync: true });
    const result = await (await rollbackWork(target, snapshot, { sync: true })).apply();
    expect(reasons(result)).toEqual([]);
    expect(result).toMatchObject({ saved: true, sync: { outcome: 'synced' } });
    expect([recordsOf(0), recordsOf(1), neighboursOf(1)]).toEqual([[], [], []]);
    expect([listOf(0), listOf(1)]).toEqual([undefined, undefined]);
    expect((await rollbackWork(target, snapshot)).plan.changes).toEqual([]);
  });

  it('stays when all of an owner goes, and a neighbour that somebody made on the other unit keeps a record there', async () => {
    await pair.reconcile(cluster([], '10.244.1.5'), { sync: true });
    pair.devices[1].set('net/arp/~Common~byhand', { ipAddress: '10.244.1.9', macAddress: macOf(1) });
    const target = { units: pair.units };
    await (await deletionWork(target, { ...ours, sync: true })).apply();
    expect([recordsOf(0), recordsOf(1), listOf(0)]).toEqual([[], [macOf(1)], [1, 2].map(macOf)]);
    pair.devices[1].delete('net/arp/~Common~byhand');
    await (await deletionWork(target, ours)).apply();
    expect([recordsOf(1), listOf(0)]).toEqual([[], undefined]);
  });
});
