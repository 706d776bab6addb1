/** Pods that are reached otherwise than through an IPv4 tunnel of flannel: IPv6, other CNIs, other route domains, static routes. */
import { describe, expect, it } from 'vitest';
import { configMap, dualNode, node, service, slice } from '../desired/sample-cluster.ts';
import { lines, openCluster } from './open-cluster.ts';

const members = 'ltm/pool/~k8s~cfgmap_default_vs_web/members';
const web = [configMap(), service()];
const outcomes = (steps: readonly { outcome: string; uri: string }[]) =>
  steps.map(({ uri, outcome }) => `${outcome} ${uri}`);

describe('IPv6 pods', () => {
  const v6Tunnel = {
    'net/self/~Common~under6': { address: 'fd00:1::99/64', vlan: '/Common/internal', allowService: 'none' },
    'net/tunnels/tunnel/~Common~flannel_v6': { profile: '/Common/fl', key: 1, localAddress: 'fd00:1::99' },
    'net/self/~Common~over6': { address: 'fd00:10:244:20::60/48', vlan: '/Common/flannel_v6', allowService: 'none' },
  };
  const asked = [configMap({ frontend: { virtualAddress: { bindAddr: 'fd00::99', port: 80 } } }), service()];
  const pods = (...ips: readonly string[]) =>
    slice(
      ips.map((ip) => ({ ip, node: 'node1' })),
      { addressType: 'IPv6' },
    );
  const both = { overlay: { tunnel: '/Common/flannel_vxlan', tunnelV6: '/Common/flannel_v6' } };

  it('get neighbours before they are members, and lose them after, record by record', async () => {
    await using rig = await openCluster(v6Tunnel);
    const nodes = [dualNode(1), dualNode(2)];
    const first = await rig.reconcile([...asked, ...nodes, pods('fd00:10:244:1::5')], both);
    expect(first.steps.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    expect(rig.device.get('net/ndp/~Common~k8s-fd00:10:244:1::5')).toMatchObject({ macAddress: '5e:00:00:00:06:01' });
    expect((await rig.plan([...asked, ...nodes, pods('fd00:10:244:1::5')], both)).changes).toEqual([]);

    const rebooted = [dualNode(1, { macV6: '5e:00:00:00:16:01' }), nodes[1] ?? {}];
    const { steps, transactions } = await rig.reconcile([...asked, ...rebooted, pods('fd00:10:244:1::6')], both);
    expect(transactions).toBe(1);
    const records = 'net/fdb/tunnel/~Common~flannel_v6/records';
    expect(outcomes(steps)).toEqual([
      'modified ltm/data-group/internal/~k8s~bigip-icontrol.default',
      `created ${records}/5e:00:00:00:16:01`,
      'created net/ndp/~Common~k8s-fd00:10:244:1::6',
      `created ${members}/~k8s~fd00:10:244:1::6.8080`,
      `deleted ${members}/~k8s~fd00:10:244:1::5.8080`,
      'deleted net/ndp/~Common~k8s-fd00:10:244:1::5',
      `deleted ${records}/5e:00:00:00:06:01`,
      'deleted ltm/node/~k8s~fd00:10:244:1::5',
    ]);
  });

  it('that go take their neighbours along, also where nobody names an IPv6 tunnel any more', async () => {
    await using rig = await openCluster(v6Tunnel);
    await rig.reconcile([...asked, dualNode(1), pods('fd00:10:244:1::5')], both);
    const { steps } = await rig.reconcile([...asked, dualNode(1), pods()]);
    expect(outcomes(steps)).toContain('deleted net/ndp/~Common~k8s-fd00:10:244:1::5');
  });

  it('are held behind an IPv4 tunnel, as the device says, and their neighbours are read only when there may be any', async () => {
    await using rig = await openCluster();
    const plan = await rig.plan([...asked, dualNode(1), pods('fd00:10:244:1::5')]);
    expect(plan.held.map(({ reason }) => reason)).toEqual(['MemberFamilyUnsupported', 'MemberFamilyUnsupported']);
    expect(lines(plan).filter((line) => line.includes('06:01'))).toEqual([]);
    const ipv4 = [...web, node(1), slice([{ ip: '10.244.1.5', node: 'node1' }])];
    await rig.reconcile(ipv4);
    const seen = rig.device.journal.length;
    expect((await rig.plan(ipv4)).changes).toEqual([]);
    const asks = rig.device.journal.slice(seen).map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);
    expect(asks.map((line) => line.replace('GET /mgmt/tm/', '')).sort()).toEqual([
      'ltm/pool',
      'ltm/virtual',
      'net/arp',
      'net/fdb/tunnel/~Common~flannel_vxlan/records',
    ]);
  });

  it('may be all that the tunnel carries', async () => {
    await using rig = await openCluster(v6Tunnel);
    const objects = [...asked, dualNode(1), pods('fd00:10:244:1::5')];
    const only = { overlay: { tunnel: '/Common/flannel_v6' } };
    await rig.reconcile(objects, only);
    expect(rig.device.list('net/fdb/tunnel/~Common~flannel_v6/records')).toEqual([
      'net/fdb/tunnel/~Common~flannel_v6/records/5e:00:00:00:06:01',
    ]);
    expect((await rig.plan(objects, only)).changes).toEqual([]);
  });
});

describe('a tunnel in a route domain of its own', () => {
  it('has endpoints and neighbours there, and nothing is changed the second time', async () => {
    await using rig = await openCluster({
      'net/route-domain/~Common~7': { id: 7 },
      'auth/partition/seven': { defaultRouteDomain: 7 },
      'net/vlan/~Common~blue': {},
      'net/self/~Common~under7': { address: '192.168.1.6%7/24', vlan: '/Common/blue', allowService: 'none' },
      'net/tunnels/tunnel/~Common~seven': { profile: '/Common/fl', key: 7, localAddress: '192.168.1.6%7' },
    });
    const objects = [
      configMap({ frontend: { partition: 'seven' } }),
      service(),
      node(1),
      slice([{ ip: '10.244.1.5', node: 'node1' }]),
    ];
    const options = { partition: 'seven', overlay: { tunnel: '/Common/seven' } };
    const { steps } = await rig.reconcile(objects, options);
    expect(steps.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    expect(rig.device.get('net/fdb/tunnel/~Common~seven/records/5e:00:00:00:00:01')).toMatchObject({
      endpoint: '192.168.1.11%7',
    });
    expect(rig.device.get('net/arp/~Common~k8s-10.244.1.5')).toMatchObject({ ipAddress: '10.244.1.5%7' });
    expect((await rig.plan(objects, options)).changes).toEqual([]);
    // A Node with another address: what is changed stays in the route domain.
    const moved = [...objects.slice(0, 2), node(1, { publicIp: '192.168.1.77' }), ...objects.slice(3)];
    expect(outcomes((await rig.reconcile(moved, options)).steps)).toEqual([
      'modified net/fdb/tunnel/~Common~seven/records/5e:00:00:00:00:01',
    ]);
    expect(rig.device.get('net/fdb/tunnel/~Common~seven/records/5e:00:00:00:00:01')).toMatchObject({
      endpoint: '192.168.1.77%7',
    });
  });
});

describe('a CNI whose tunnel floods', () => {
  it('gets records and no neighbours, and the BIG-IP’s own Node is told by the device', async () => {
    await using rig = await openCluster({ 'net/tunnels/vxlan/~Common~fl': { port: 8472, floodingType: 'multipoint' } });
    const bare = (number: number, address: string) =>
      node(number, { annotations: {}, addresses: [['InternalIP', address]] });
    const objects = [
      ...web,
      bare(1, '192.168.1.11'),
      bare(2, '192.168.1.5'),
      slice([{ ip: '10.244.1.5', node: 'node1' }]),
    ];
    const cilium = { overlay: { tunnel: '/Common/flannel_vxlan', cni: 'cilium' } } as const;
    await rig.reconcile(objects, cilium);
    expect(rig.device.list('net/fdb/tunnel/~Common~flannel_vxlan/records')).toEqual([
      'net/fdb/tunnel/~Common~flannel_vxlan/records/0a:0a:c0:a8:01:0b',
    ]);
    expect(rig.device.list('net/arp')).toEqual([]);
    expect(rig.device.list(members)).toHaveLength(1);
  });
});

describe('static routes', () => {
  const routed = { overlay: undefined, staticRoutes: { source: 'pod-cidr' } } as never;
  const pods = slice([{ ip: '10.244.1.5', node: 'node1' }]);
  const at = (name: string) => `net/route/~k8s~k8s-${name}`;

  it('stand before the members that need them, stay while their Node is there, and go with --prune', async () => {
    await using rig = await openCluster();
    const { steps } = await rig.reconcile([...web, pods, node(1), node(2)], routed);
    const order = steps.map(({ type }) => type);
    expect(order.indexOf('net/route')).toBeLessThan(order.indexOf('ltm/pool/members'));
    expect(rig.device.get(at('node1-192.168.1.11'))).toMatchObject({ network: '10.244.1.0/24', gw: '192.168.1.11' });
    expect((await rig.plan([...web, pods, node(1), node(2)], routed)).changes).toEqual([]);

    const gone = await rig.plan([...web, pods, node(1)], routed);
    expect(gone.changes).toEqual([]);
    expect(gone.kept.map(({ uri }) => uri)).toEqual([at('node2-192.168.1.12')]);
    const pruned = await rig.reconcile([...web, pods, node(1)], { ...(routed as object), prune: true });
    expect(outcomes(pruned.steps)).toEqual([`deleted ${at('node2-192.168.1.12')}`]);
  });

  it('follow a Node that got another address or another pod network, also when two have swapped', async () => {
    await using rig = await openCluster();
    await rig.reconcile([...web, pods, node(1), node(2)], routed);
    const swapped = [
      node(1, { spec: { podCIDRs: ['10.244.2.0/24'] } }),
      node(2, { spec: { podCIDRs: ['10.244.1.0/24'] } }),
    ];
    const { steps } = await rig.reconcile([...web, pods, ...swapped], routed);
    // Two routes to one network never stand beside each other.
    expect(outcomes(steps)).toEqual([
      `deleted ${at('node1-192.168.1.11')}`,
      `deleted ${at('node2-192.168.1.12')}`,
      `created ${at('node1-192.168.1.11')}`,
      `created ${at('node2-192.168.1.12')}`,
    ]);
    expect(rig.device.get(at('node1-192.168.1.11'))).toMatchObject({ network: '10.244.2.0/24' });
    expect(rig.device.get(at('node2-192.168.1.12'))).toMatchObject({ network: '10.244.1.0/24' });

    const moved = [
      node(1, { addresses: [['InternalIP', '192.168.1.77']], spec: { podCIDRs: ['10.244.2.0/24'] } }),
      swapped[1] ?? {},
    ];
    await rig.reconcile([...web, pods, ...moved], routed);
    expect(rig.device.list('net/route')).toEqual([at('node1-192.168.1.77'), at('node2-192.168.1.12')]);
    expect((await rig.plan([...web, pods, ...moved], routed)).changes).toEqual([]);
  });

  it('that somebody else has are a conflict, and no new member is sent the wrong way', async () => {
    await using rig = await openCluster({
      'net/route/~Common~k8s-node1-192.168.1.11': {
        network: '10.244.1.0/24',
        gw: '192.168.1.66',
        description: 'k8s_10.0.0.1',
      },
    });
    const plan = await rig.plan([...web, pods, node(1), node(2)], routed);
    expect(plan.conflicts).toMatchObject([
      { uri: at('node1-192.168.1.11'), reason: 'AddressTaken', holder: 'net/route/~Common~k8s-node1-192.168.1.11' },
    ]);
    expect(plan.held.map(({ uri }) => uri)).toEqual([`${members}/~k8s~10.244.1.5:8080`]);
    expect(lines(plan)).toContain(`create ${at('node2-192.168.1.12')}`);
  });

  it('of CIS are taken over with --adopt, where they lie', async () => {
    const cis = { network: '10.244.1.0/24', gw: '192.168.1.11', description: 'k8s_10.0.0.1' };
    await using rig = await openCluster({ 'net/route/~Common~k8s-node1-192.168.1.11': cis });
    const there = {
      overlay: undefined,
      owner: 'blue',
      staticRoutes: { source: 'pod-cidr', partition: 'Common' },
    } as never;
    const objects = [...web, pods, node(1)];
    expect((await rig.plan(objects, there)).conflicts).toMatchObject([{ reason: 'NotOurs' }]);
    const { steps } = await rig.reconcile(objects, { ...(there as object), adopt: true });
    expect(outcomes(steps.filter(({ type }) => type === 'net/route'))).toEqual([
      'modified net/route/~Common~k8s-node1-192.168.1.11',
    ]);
    expect((await rig.plan(objects, there)).changes).toEqual([]);
  });

  it('of a Node that is not understood any more stay', async () => {
    await using rig = await openCluster();
    await rig.reconcile([...web, pods, node(1), node(2)], routed);
    const silent = node(2, { spec: { podCIDR: null, podCIDRs: null } });
    const plan = await rig.plan([...web, pods, node(1), silent], { ...(routed as object), prune: true });
    expect(plan.changes).toEqual([]);
    expect(plan.kept).toEqual([]);
  });
});
