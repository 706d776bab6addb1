/** What happens to a cluster on ordinary days, and what its BIG-IP must not suffer from it. */
import { describe, expect, it } from 'vitest';
import { type Plan, planFor } from '../../src/index.ts';
import { configMap, node, service, slice } from '../desired/sample-cluster.ts';
import { lines, openCluster, options } from './open-cluster.ts';

const nodes = [node(1), node(2)];
const web = [configMap(), service()];
const members = 'ltm/pool/~k8s~cfgmap_default_vs_web/members';
const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';

describe('a node is replaced by one with the same name and address', () => {
  const before = [...web, ...nodes, slice([{ ip: '10.244.1.5', node: 'node1' }])];
  const after = [...web, node(1, { mac: '5e:00:00:00:09:01' }), node(2), slice([{ ip: '10.244.1.9', node: 'node1' }])];

  it('its record follows, its pods have their new neighbour, and no member stands without one on the way', async () => {
    await using rig = await openCluster();
    await rig.reconcile(before);
    const { steps, transactions } = await rig.reconcile(after);
    expect(transactions).toBe(1);
    expect(steps.map(({ uri, outcome }) => `${outcome} ${uri}`)).toEqual([
      'modified ltm/data-group/internal/~k8s~bigip-icontrol.default',
      `created ${records}/5e:00:00:00:09:01`,
      'created net/arp/~Common~k8s-10.244.1.9',
      `created ${members}/~k8s~10.244.1.9:8080`,
      `deleted ${members}/~k8s~10.244.1.5:8080`,
      'deleted net/arp/~Common~k8s-10.244.1.5',
      `deleted ${records}/5e:00:00:00:00:01`,
      'deleted ltm/node/~k8s~10.244.1.5',
    ]);
    expect((await rig.plan(after)).changes).toEqual([]);
  });
});

describe('a pod address is used again on another node', () => {
  it('keeps its member, and its neighbour is another one', async () => {
    await using rig = await openCluster();
    const withoutCidr = [1, 2].map((at) => node(at, { spec: { podCIDR: undefined, podCIDRs: undefined } }));
    await rig.reconcile([...web, ...withoutCidr, slice([{ ip: '10.244.0.5', node: 'node1' }])]);
    const moved = [...web, ...withoutCidr, slice([{ ip: '10.244.0.5', node: 'node2' }])];
    const plan = await rig.plan(moved);
    expect(plan.changes).toMatchObject([
      {
        action: 'modify',
        uri: 'net/arp/~Common~k8s-10.244.0.5',
        before: { macAddress: '5e:00:00:00:00:01' },
        after: { macAddress: '5e:00:00:00:00:02' },
      },
    ]);
  });

  it('never gets the traffic of the pod that had it before, when its Service has nothing ready', async () => {
    await using rig = await openCluster();
    await rig.reconcile([...web, ...nodes, slice([{ ip: '10.244.1.5', node: 'node1' }])]);
    const { steps } = await rig.reconcile([...web, ...nodes, slice([])]);
    expect(steps.filter(({ type }) => type === 'ltm/pool/members').map(({ outcome }) => outcome)).toEqual(['deleted']);
    expect(rig.device.list(members)).toEqual([]);
    expect(rig.device.get('ltm/virtual/~k8s~default_vs')).toBeDefined();
  });
});

describe('a ConfigMap is removed', () => {
  const rest = [service(), ...nodes, slice([{ ip: '10.244.1.5', node: 'node1' }])];

  it('is told as kept, and goes with --prune, its members, neighbours and nodes with it', async () => {
    await using rig = await openCluster();
    await rig.reconcile([configMap(), ...rest]);
    const written = rig.writes().length;
    const kept = await rig.plan(rest);
    expect(kept.changes).toEqual([]);
    expect(kept.kept.map(({ uri }) => uri)).toEqual([
      'ltm/virtual/~k8s~default_vs',
      'ltm/pool/~k8s~cfgmap_default_vs_web',
    ]);
    expect(rig.writes()).toHaveLength(written);
    await rig.reconcile(rest, { prune: true });
    for (const type of ['ltm/virtual', 'ltm/pool', 'ltm/node', 'net/arp']) expect(rig.device.list(type)).toEqual([]);
    expect(rig.device.list(records)).toHaveLength(2);
  });
});

describe('an input that asks for nothing, with --prune', () => {
  const rest = [service(), ...nodes, slice([{ ip: '10.244.1.5', node: 'node1' }])];
  const told = ({ diagnostics }: Plan) => diagnostics.filter(({ reason }) => reason === 'PruneDeletesAll');

  it('deletes all of its owner, and a warning says so', async () => {
    await using rig = await openCluster();
    await rig.reconcile([configMap(), ...rest]);
    const plan = await rig.plan(rest, { prune: true });
    const count = plan.changes.filter(({ action }) => action === 'delete').length;
    expect(told(plan)).toEqual([
      {
        severity: 'warning',
        object: 'BigIp/plan',
        reason: 'PruneDeletesAll',
        message: `deletes ${count} objects of owner default: no object of the input asks for any virtual server or pool`,
      },
    ]);
    expect(told(await rig.plan(rest))).toEqual([]);
  });

  it('is not said where something is asked for, or nothing of the owner is there', async () => {
    await using rig = await openCluster();
    expect(told(await rig.plan(rest, { prune: true }))).toEqual([]);
    await rig.reconcile([configMap(), ...rest]);
    const other = configMap({ name: 'other', frontend: { virtualAddress: { bindAddr: '10.1.10.9', port: 81 } } });
    expect(told(await rig.plan([other, ...rest], { prune: true }))).toEqual([]);
  });
});

describe('the tunnel is forgotten once', () => {
  const told = ({ diagnostics }: Plan) =>
    diagnostics.flatMap((one) => (one.reason === 'TunnelNotNamed' ? [one.message] : []));
  const at = (ip: string) => [...web, ...nodes, slice([{ ip, node: 'node1' }])];

  it('is told with a warning as soon as a member comes or goes, and at rest nobody is asked', async () => {
    await using rig = await openCluster();
    await rig.reconcile(at('10.244.1.5'));
    const { overlay: _, ...without } = options;
    const plan = (ip: string, more: object = {}) => planFor(rig.bigip, rig.snapshot(at(ip)), { ...without, ...more });
    const before = rig.device.journal.length;
    expect(told(await plan('10.244.1.5'))).toEqual([]);
    expect(rig.device.journal.slice(before).some(({ path }) => path.includes('data-group'))).toBe(false);
    const [message, ...more] = told(await plan('10.244.1.9'));
    expect(message).toContain('owner default has FDB records of /Common/flannel_vxlan on this BIG-IP');
    expect(message).toContain('say --tunnel /Common/flannel_vxlan');
    expect(more).toEqual([]);
    expect(told(await plan('10.244.1.9', { owner: 'blue' }))).toEqual([]);
    expect(told(await rig.plan(at('10.244.1.9')))).toEqual([]);
  });
});

describe('an operator disables a member', () => {
  const all = [...web, ...nodes, slice([{ ip: '10.244.1.5', node: 'node1' }])];

  it('it stays disabled, described and forced down through any number of applies', async () => {
    await using rig = await openCluster();
    await rig.reconcile(all);
    const uri = `${members}/~k8s~10.244.1.5:8080`;
    rig.device.set(uri, { session: 'user-disabled', state: 'user-down', description: 'change 4711' });
    for (let again = 0; again < 2; again += 1) expect((await rig.reconcile(all)).steps).toEqual([]);
    const more = [...web, ...nodes, slice(['10.244.1.5', '10.244.1.6'].map((ip) => ({ ip, node: 'node1' })))];
    await rig.reconcile(more);
    expect(rig.device.get(uri)).toMatchObject({ session: 'user-disabled', description: 'change 4711' });
  });

  it('and a drain of ours is undone when the pod is ready again, an operator’s is not', async () => {
    await using rig = await openCluster();
    const both = ['10.244.1.5', '10.244.1.6'];
    const other = { ip: '10.244.2.7', node: 'node2' };
    const ready = (serving: boolean) => [
      ...web,
      ...nodes,
      slice([
        other,
        ...both.map((ip) => ({ ip, node: 'node1', ready: serving, serving: true, terminating: !serving })),
      ]),
    ];
    await rig.reconcile(ready(true));
    rig.device.set(`${members}/~k8s~10.244.1.6:8080`, { session: 'user-disabled' });
    await rig.reconcile(ready(false));
    expect(rig.device.get(`${members}/~k8s~10.244.1.5:8080`)).toMatchObject({ session: 'user-disabled' });
    await rig.reconcile(ready(true));
    expect(rig.device.get(`${members}/~k8s~10.244.1.5:8080`)?.['session']).not.toBe('user-disabled');
    expect(rig.device.get(`${members}/~k8s~10.244.1.6:8080`)).toMatchObject({ session: 'user-disabled' });
  });
});

describe('two clusters on one tunnel', () => {
  const mine = [...web, ...nodes, slice([{ ip: '10.244.1.5', node: 'node1' }])];
  const theirs = [
    configMap({ frontend: { partition: 'blue', virtualAddress: { bindAddr: '10.1.10.6', port: 8000 } } }),
    service(),
    node(3),
    node(4),
    slice([{ ip: '10.244.3.5', node: 'node3' }]),
  ];
  const blue = { partition: 'blue', owner: 'blue' };

  it('neither deletes a record or a neighbour of the other, whoever prunes first', async () => {
    await using rig = await openCluster();
    await rig.reconcile(mine, { prune: true });
    await rig.reconcile(theirs, { ...blue, prune: true });
    await rig.reconcile(mine, { prune: true });
    expect((await rig.plan(mine, { prune: true })).changes).toEqual([]);
    expect((await rig.plan(theirs, { ...blue, prune: true })).changes).toEqual([]);
    expect(rig.device.list(records)).toHaveLength(4);
    expect(rig.device.list('net/arp')).toHaveLength(2);
  });

  it('a Node that one of them loses takes its own record along and no other', async () => {
    await using rig = await openCluster();
    await rig.reconcile(mine);
    await rig.reconcile(theirs, blue);
    const fewer = [...web, node(1), slice([{ ip: '10.244.1.5', node: 'node1' }])];
    expect(lines(await rig.plan(fewer, { prune: true }))).toEqual([`delete ${records}/5e:00:00:00:00:02`]);
  });

  it('a record that a person made is nobody’s to delete', async () => {
    await using rig = await openCluster();
    await rig.reconcile(mine);
    rig.device.set(`${records}/02:aa:aa:aa:aa:aa`, { endpoint: '192.168.1.99' });
    expect((await rig.plan(mine, { prune: true })).changes).toEqual([]);
  });
});

describe('the device fails in the middle of an apply', () => {
  const all = [...web, ...nodes, slice([{ ip: '10.244.1.5', node: 'node1' }])];

  it.each(['restjavad', 'mcpd', 'reboot'] as const)(
    'with a restart (%s) at any request: it is waited for or told, and a second apply ends it',
    async (restart) => {
      for (const at of [2, 4, 6, 8, 10, 12]) {
        await using rig = await openCluster();
        let seen = 0;
        const match = () => {
          seen += 1;
          if (seen === at) rig.device.restart(restart);
          return false;
        };
        rig.device.fault({ match, do: 'reset', times: 'always' });
        const first = await rig.reconcile(all).catch((error: unknown) => error);
        if (first instanceof Error) expect(first).toHaveProperty('code');
        await rig.bigip.waitReady();
        const { steps, conflicts } = await rig.reconcile(all);
        expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
        expect(conflicts).toEqual([]);
        expect((await rig.plan(all)).changes).toEqual([]);
      }
    },
  );
});
