/** Two owners of one tunnel use the records of the same Nodes: neither takes one away that the other needs. */
import { describe, expect, it } from 'vitest';
import { configMap, node, service, slice } from '../desired/sample-cluster.ts';
import { lines, openCluster } from './open-cluster.ts';

const record = 'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:02';
const nodes = [node(1), node(2)];
const here = [configMap(), service(), slice([{ ip: '10.244.1.5', node: 'node1' }])];
const there = [
  configMap({ frontend: { partition: 'blue', virtualAddress: { bindAddr: '172.16.100.9', port: 80 } } }),
  service(),
  slice([{ ip: '10.244.2.9', node: 'node2' }]),
];
const blue = { partition: 'blue', owner: 'blue' };
const registered = (properties: unknown) => JSON.stringify(properties);

describe('two owners of one tunnel', () => {
  it('each remember the records that they use, also those that the other one made', async () => {
    await using rig = await openCluster();
    await rig.reconcile([...here, ...nodes]);
    await rig.reconcile([...there, ...nodes], blue);
    expect(registered(rig.device.get('ltm/data-group/internal/~blue~bigip-icontrol.blue'))).toContain('00:00:00:02');
    expect(lines(await rig.plan([...there, ...nodes], blue))).toEqual([]);
    expect(lines(await rig.plan([...here, ...nodes]))).toEqual([]);
  });

  it('may prune in any order: a record goes with the last of them', async () => {
    await using rig = await openCluster();
    await rig.reconcile([...here, ...nodes]);
    await rig.reconcile([...there, ...nodes], blue);
    const first = await rig.reconcile([...here, node(1)], { prune: true });
    expect(first.steps.map(({ uri }) => uri)).not.toContain(record);
    expect(registered(rig.device.get('ltm/data-group/internal/~k8s~bigip-icontrol.default'))).not.toContain(':02');
    expect(lines(await rig.plan([...here, node(1)], { prune: true }))).toEqual([]);
    const empty = [...there.slice(0, 2), slice([])];
    const last = await rig.reconcile([...empty, node(1)], { ...blue, prune: true });
    expect(last.steps.map(({ uri, outcome }) => `${outcome} ${uri}`)).toContain(`deleted ${record}`);
  });

  it('keep a record that went and was made again by the other', async () => {
    await using rig = await openCluster();
    await rig.reconcile([...here, ...nodes]);
    await rig.reconcile([...here, node(1)], { prune: true });
    await rig.reconcile([...there, ...nodes], blue);
    const { steps } = await rig.reconcile([...here, node(1)], { prune: true });
    expect(steps.map(({ uri }) => uri)).not.toContain(record);
    expect(rig.device.get(record)).toBeDefined();
  });
});

describe('two owners who both use a Node that is replaced', () => {
  const both = (mac?: string) => [node(1), mac === undefined ? node(2) : node(2, { mac })];
  const mac = '5e:00:00:00:01:02';
  const second = [configMap(), service(), slice([{ ip: '10.244.2.5', node: 'node2' }])];
  const own = 'ltm/data-group/internal/~k8s~bigip-icontrol.default';

  it.each([[true], [false]])('lose the old record with the last of them: %s first', async (mineFirst) => {
    await using rig = await openCluster();
    const mine = (mac2?: string) => rig.reconcile([...second, ...both(mac2)]);
    const theirs = (mac2?: string) => rig.reconcile([...there, ...both(mac2)], blue);
    await mine();
    await theirs();
    const [first, last] = mineFirst ? [mine, theirs] : [theirs, mine];
    const { steps } = await first(mac);
    expect(steps.map(({ uri }) => uri)).not.toContain(record);
    expect(rig.device.get(record)).toBeDefined();
    const { steps: more } = await last(mac);
    expect(more.map(({ uri, outcome }) => `${outcome} ${uri}`)).toContain(`deleted ${record}`);
    for (const [objects, whose] of [
      [second, {}],
      [there, blue],
    ] as const)
      expect(lines(await rig.plan([...objects, ...both(mac)], whose))).toEqual([]);
  });

  it('keep it while a neighbour leads to it that stays, and it goes after that one', async () => {
    await using rig = await openCluster();
    await rig.reconcile([...second, ...both()]);
    await rig.reconcile([...there, ...both()], blue);
    // The pool of this owner is not in the input any more, and is kept with its member and the neighbour.
    await rig.reconcile([service(), ...both(mac)]);
    const { steps, diagnostics } = await rig.reconcile([...there, ...both(mac)], blue);
    expect(steps.map(({ uri }) => uri)).not.toContain(record);
    expect(diagnostics.map(({ reason, object }) => `${reason} ${object}`)).toContain(`RecordKept BigIp/${record}`);
    await rig.reconcile([service(), ...both(mac)], { prune: true });
    expect(rig.device.list('net/arp')).not.toContain('net/arp/~Common~k8s-10.244.2.5');
    const last = await rig.reconcile([...there, ...both(mac)], blue);
    expect(last.steps.map(({ uri, outcome }) => `${outcome} ${uri}`)).toContain(`deleted ${record}`);
  });

  it('keep their names of it while the Node is not understood', async () => {
    await using rig = await openCluster();
    await rig.reconcile([...second, ...both()]);
    await rig.reconcile([...there, ...both()], blue);
    const odd = node(2, { annotations: { 'flannel.alpha.coreos.com/backend-type': 'vxlan' } });
    await rig.reconcile([...second, node(1), odd, node(3)], { prune: true });
    expect(registered(rig.device.get(own))).toContain('5e:00:00:00:00:02');
  });
});

describe('records that were made by hand', () => {
  const hand = 'net/fdb/tunnel/~Common~flannel_vxlan/records/02:00:00:00:00:aa';
  const seed = {
    [hand]: { endpoint: '192.168.1.77' },
    'net/arp/~Common~hand': { ipAddress: '10.244.9.9', macAddress: '02:00:00:00:00:aa' },
  };

  it('stay with --adopt --prune while a static neighbour leads to them', async () => {
    await using rig = await openCluster(seed);
    const plan = await rig.plan([...here, ...nodes], { adopt: true, prune: true });
    expect(lines(plan)).not.toContain(`delete ${hand}`);
    expect(plan.diagnostics.map(({ reason, object }) => `${reason} ${object}`)).toContain(`RecordKept BigIp/${hand}`);
  });

  it('are not remembered as ours without --adopt', async () => {
    const wanted = 'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:01';
    await using rig = await openCluster({ [wanted]: { endpoint: '192.168.1.101' } });
    const { endpoint } = (await rig.plan([...here, node(1)])).changes.find(({ uri }) => uri === wanted)?.after ?? {};
    if (endpoint !== undefined) rig.device.set(wanted, { endpoint } as never);
    await rig.reconcile([...here, ...nodes]);
    const own = registered(rig.device.get('ltm/data-group/internal/~k8s~bigip-icontrol.default'));
    expect([own.includes('00:00:00:01'), own.includes('00:00:00:02')]).toEqual([false, true]);
    expect(lines(await rig.plan([...here, node(2)], { prune: true }))).not.toContain(`delete ${wanted}`);
  });
});
