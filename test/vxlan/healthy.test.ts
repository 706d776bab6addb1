/** Overlays that are in order, in all their kinds: the doctor has nothing to say of them. */
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { applyPlan } from '../../src/apply/index.ts';
import { BigIp, overlayFor, type ReconcileOptions, reconcile } from '../../src/index.ts';
import { clusterFacts } from '../../src/vxlan/cluster-facts.ts';
import { diagnose } from '../../src/vxlan/doctor/index.ts';
import { nodeManifest } from '../../src/vxlan/node-manifest.ts';
import { readDeviceFacts } from '../../src/vxlan/read-device.ts';
import { configMap, dualNode, type Manifest, node, service, slice } from '../desired/sample-cluster.ts';
import { factory, openCluster } from '../journeys/open-cluster.ts';
import { applied, examine, foundIn, namesIn, read, tunnel, tunnelMac, tunnelUri, unknownIn, web } from './examined.ts';

/** The Node of a BIG-IP, as `bigip overlay node-manifest` prints it. */
function bigipNode(number: number, more: Partial<Parameters<typeof nodeManifest>[0]> = {}): Manifest {
  return nodeManifest({
    name: `bigip${number}`,
    ipv4: { mac: `00:50:56:00:00:0${number}`, address: `192.168.1.${4 + number}`, vni: 1 },
    podCidrs: [`10.244.${19 + number}.0/24`],
    ...more,
  }) as never;
}

const pods = slice([
  { ip: '10.244.1.5', node: 'node1' },
  { ip: '10.244.2.5', node: 'node2' },
]);
const v6Pods = slice(
  [
    { ip: 'fd00:10:244:1::5', node: 'node1' },
    { ip: 'fd00:10:244:2::5', node: 'node2' },
  ],
  { addressType: 'IPv6' },
  { name: 'web-6' },
);
const v6Tunnel = {
  'net/self/~Common~under6': { address: 'fd00:1::99/64', vlan: '/Common/internal', allowService: 'none' },
  'net/tunnels/tunnel/~Common~flannel_v6': {
    profile: '/Common/fl',
    key: 1,
    localAddress: 'fd00:1::99',
    macAddress: '00:50:56:00:00:06',
  },
  'net/self/~Common~over6': { address: 'fd00:10:244:20::60/48', vlan: '/Common/flannel_v6', allowService: 'none' },
};
const ipv6 = { mac: '00:50:56:00:00:06', address: 'FD00:1:0::99', vni: 1 };

describe('an overlay that is in order', () => {
  it('of IPv4 pods raises no alarm, with Nodes and without', async () => {
    await using rig = await openCluster();
    rig.device.set(tunnelUri, { macAddress: tunnelMac });
    const objects = [...web, node(1), node(2), bigipNode(1), pods];
    await applied(rig, objects);
    expect(foundIn(await examine(rig, objects))).toEqual([]);
    expect(foundIn(await examine(rig, undefined))).toEqual([]);
    // Without slices, as `kubectl get nodes` alone gives it.
    expect(foundIn(await examine(rig, objects.slice(2, 5)))).toEqual([]);
  });

  it('of both families raises no alarm in either tunnel', async () => {
    await using rig = await openCluster(v6Tunnel);
    rig.device.set(tunnelUri, { macAddress: tunnelMac });
    const own = bigipNode(1, { ipv6, podCidrs: ['10.244.20.0/24', 'fd00:10:244:20::/64'] });
    const asked = [
      ...web,
      configMap({ name: 'six', frontend: { virtualAddress: { bindAddr: 'fd00::99', port: 80 } } }),
    ];
    const objects = [...asked, dualNode(1), dualNode(2), own, pods, v6Pods];
    await applied(rig, objects, { overlay: { tunnel, tunnelV6: '/Common/flannel_v6' } });
    expect(rig.device.list('net/ndp')).toHaveLength(2);
    expect(foundIn(await examine(rig, objects))).toEqual([]);
    expect(foundIn(await examine(rig, objects, { tunnel: '/Common/flannel_v6' }))).toEqual([]);
    expect(foundIn(await examine(rig, undefined, { tunnel: '/Common/flannel_v6' }))).toEqual([]);
    // And each tunnel has its own failures.
    rig.device.set('net/ndp/~Common~k8s-fd00:10:244:1::5', { macAddress: '5e:00:00:00:06:02' });
    expect(namesIn(await examine(rig, objects, { tunnel: '/Common/flannel_v6' }))).toEqual(['D8 StaleArp']);
    expect(foundIn(await examine(rig, objects))).toEqual([]);
  });

  const v6Records = 'net/fdb/tunnel/~Common~flannel_v6/records';
  const v6Arp = 'net/ndp/~Common~k8s-fd00:10:244:1::5';
  type Plant = (device: MockBigIp) => unknown;
  it.each<[string, Plant, readonly string[]]>([
    [
      'a record is missing',
      (device) => device.delete(`${v6Records}/5e:00:00:00:06:02`),
      ['D7 MissingFdbRecord', 'D9 ArpWithoutFdb'],
    ],
    [
      'a record points elsewhere',
      (device) => device.set(`${v6Records}/5e:00:00:00:06:02`, { endpoint: 'fd00:1::77' }),
      ['D7 WrongFdbEndpoint'],
    ],
    [
      'a record is a leftover',
      (device) => device.set(`${v6Records}/5e:00:00:00:06:09`, { endpoint: 'fd00:1::77' }),
      ['D7 StaleFdbRecord'],
    ],
    [
      'a record is the BIG-IP itself',
      (device) => device.set(`${v6Records}/00:50:56:00:00:06`, { endpoint: 'fd00:1::99' }),
      ['D7 OwnFdbRecord'],
    ],
    ['a neighbour is missing', (device) => device.delete(v6Arp), ['D9 MissingArp']],
    [
      'a neighbour is of the other family',
      (device) => device.set(v6Arp, { macAddress: '5e:00:00:00:00:01' }),
      ['D8 StaleArp', 'D9 ArpWithoutFdb'],
    ],
    [
      'a neighbour is a leftover',
      (device) =>
        device.set('net/ndp/~Common~k8s-fd00:10:244:1::99', {
          ipAddress: 'fd00:10:244:1::99',
          macAddress: '5e:00:00:00:06:01',
        }),
      ['D8 OrphanArp'],
    ],
    [
      'a Node is taken for a pod',
      (device) =>
        device.set('net/ndp/~Common~k8s-fd00:1::11', { ipAddress: 'fd00:1::11', macAddress: '5e:00:00:00:06:01' }),
      ['D8 NodeAddressArp'],
    ],
    [
      'the tunnel has another MAC',
      (device) => device.set('net/tunnels/tunnel/~Common~flannel_v6', { macAddress: '00:50:56:00:00:77' }),
      ['D6 BigIpNodeMac'],
    ],
    [
      'the tunnel has another VNI',
      (device) => device.set('net/tunnels/tunnel/~Common~flannel_v6', { key: 9 }),
      ['D3 VniMismatch'],
    ],
    [
      'the MTU forgets the larger header',
      (device) => device.set('net/tunnels/tunnel/~Common~flannel_v6', { mtu: 1450 }),
      ['D3 MtuTooLarge'],
    ],
    [
      'the self IP is as long as one Node',
      (device) => device.set('net/self/~Common~over6', { address: 'fd00:10:244:20::60/64' }),
      ['D5 OverlaySelfPrefixTooLong'],
    ],
    [
      'automap takes an address of another VLAN',
      (device) =>
        device.seed({
          'net/self/~Common~float6': {
            address: 'fd00:1::aa/64',
            vlan: '/Common/internal',
            trafficGroup: '/Common/traffic-group-1',
          },
        }),
      ['D13 AutomapOffTunnel'],
    ],
    ['the network of Services is a part', () => {}, ['D11 OverlappingServices']],
  ])('of IPv6 pods in which %s is found out by name', async (what, plant, expected) => {
    await using rig = await openCluster(v6Tunnel);
    const own = bigipNode(1, { ipv6, podCidrs: ['10.244.20.0/24', 'fd00:10:244:20::/64'] });
    const asked = configMap({ frontend: { virtualAddress: { bindAddr: 'fd00::99', port: 80 } } });
    const objects = [asked, service(), dualNode(1), dualNode(2), own, v6Pods];
    await applied(rig, objects, { overlay: { tunnel, tunnelV6: '/Common/flannel_v6' } });
    plant(rig.device);
    const services = what.includes('Services') ? { serviceNetwork: 'FD00:10:244:96::/112' } : {};
    const diagnosis = await examine(rig, objects, { tunnel: '/Common/flannel_v6', ...services });
    expect([...new Set(namesIn(diagnosis))].filter((name) => name !== 'D13 NoSnat')).toEqual(expected);
  });

  it('of two clusters beside each other raises no alarm in either', async () => {
    await using rig = await openCluster({
      'net/tunnels/tunnel/~Common~green': { profile: '/Common/fl', key: 2, localAddress: '192.168.1.5' },
      'net/self/~Common~over-green': { address: '10.245.20.60/16', vlan: '/Common/green', allowService: 'none' },
    });
    rig.device.set(tunnelUri, { macAddress: tunnelMac });
    // All tunnels of a device have one MAC.
    rig.device.set('net/tunnels/tunnel/~Common~green', { macAddress: tunnelMac });
    const one = [...web, node(1), node(2), bigipNode(1), pods];
    await applied(rig, one);
    const green = (number: number) =>
      node(number, {
        annotations: {
          'flannel.alpha.coreos.com/backend-data': JSON.stringify({ VNI: 2, VtepMAC: `5e:22:00:00:00:0${number}` }),
          'flannel.alpha.coreos.com/backend-type': 'vxlan',
          'flannel.alpha.coreos.com/public-ip': `192.168.1.2${number}`,
        },
        addresses: [['InternalIP', `192.168.1.2${number}`]],
        spec: { podCIDR: `10.245.${number}.0/24`, podCIDRs: [`10.245.${number}.0/24`] },
      });
    const own = bigipNode(1, {
      ipv4: { mac: tunnelMac, address: '192.168.1.5', vni: 2 },
      podCidrs: ['10.245.20.0/24'],
    });
    const two = [
      configMap({ frontend: { partition: 'blue', virtualAddress: { bindAddr: '10.1.10.6', port: 80 } } }),
      service(),
      green(1),
      own,
      slice([{ ip: '10.245.1.5', node: 'node1' }]),
    ];
    const options = { partition: 'blue', owner: 'blue', overlay: { tunnel: '/Common/green' } };
    await applied(rig, two, options);
    expect(rig.device.list('net/arp')).toHaveLength(3);
    expect(foundIn(await examine(rig, one))).toEqual([]);
    expect(foundIn(await examine(rig, two, { tunnel: '/Common/green' }))).toEqual([]);
  });

  it('in a route domain of its own, with the pod network of another cluster, raises no alarm', async () => {
    await using rig = await openCluster({
      'net/route-domain/~Common~7': { id: 7 },
      'auth/partition/seven': { defaultRouteDomain: 7 },
      'net/vlan/~Common~blue': {},
      'net/self/~Common~under7': { address: '192.168.1.5%7/24', vlan: '/Common/blue', allowService: 'none' },
      'net/tunnels/tunnel/~Common~seven': { profile: '/Common/fl', key: 1, localAddress: '192.168.1.5%7' },
      'net/self/~Common~over7': { address: '10.244.20.60%7/16', vlan: '/Common/seven', allowService: 'none' },
    });
    rig.device.set(tunnelUri, { macAddress: tunnelMac });
    rig.device.set('net/tunnels/tunnel/~Common~seven', { macAddress: tunnelMac });
    const one = [...web, node(1), node(2), bigipNode(1), pods];
    await applied(rig, one);
    // The same addresses once more, with other MACs.
    const two = [
      configMap({ frontend: { partition: 'seven' } }),
      service(),
      node(1, { mac: '5e:77:00:00:00:01' }),
      bigipNode(1),
      slice([{ ip: '10.244.1.77', node: 'node1' }]),
    ];
    const options = { partition: 'seven', owner: 'seven', overlay: { tunnel: '/Common/seven' } };
    await applied(rig, two, options);
    expect(foundIn(await examine(rig, one))).toEqual([]);
    expect(foundIn(await examine(rig, two, { tunnel: '/Common/seven' }))).toEqual([]);
    // The same entry in another route domain is another one.
    rig.device.delete('net/arp/~Common~k8s-10.244.1.77');
    rig.device.set('net/arp/~k8s~k8s-10.244.1.77', { ipAddress: '10.244.1.77', macAddress: '5e:00:00:00:00:01' });
    expect(namesIn(await examine(rig, two, { tunnel: '/Common/seven' }))).toContain('D9 MissingArp');
  });

  it('beside static routes of another cluster raises no alarm', async () => {
    await using rig = await openCluster();
    rig.device.set(tunnelUri, { macAddress: tunnelMac });
    const objects = [...web, node(1), node(2), bigipNode(1), pods];
    await applied(rig, objects);
    const ovn = node(3, {
      annotations: {
        'k8s.ovn.org/node-subnets': '{"default":"10.128.3.0/24"}',
        'k8s.ovn.org/node-primary-ifaddr': '{"ipv4":"192.168.1.13/24"}',
      },
    });
    await applied(
      rig,
      [
        configMap({ frontend: { partition: 'blue', virtualAddress: { bindAddr: '10.1.10.6', port: 80 } } }),
        service(),
        ovn,
        slice([{ ip: '10.128.3.5', node: 'node3' }]),
      ],
      {
        partition: 'blue',
        owner: 'blue',
        overlay: undefined,
        staticRoutes: { source: 'ovn-kubernetes', partition: 'blue' },
      } as never,
    );
    expect(rig.device.list('net/route')).toHaveLength(1);
    expect(foundIn(await examine(rig, objects))).toEqual([]);
  });

  it('of a release that lists no static ARP entries is unknown there, and not broken', async () => {
    await using rig = await openCluster();
    rig.device.set(tunnelUri, { macAddress: tunnelMac });
    const objects = [...web, node(1), node(2), bigipNode(1), pods];
    await applied(rig, objects);
    rig.device.fault({ match: 'GET sys/version', do: { status: 200, body: version('13.1.1.2') } });
    rig.device.fault({ match: 'GET net/arp', do: { status: 200, body: { kind: 'tm:net:arp:arpcollectionstate' } } });
    const diagnosis = await examine(rig, objects);
    expect(foundIn(diagnosis)).toEqual([]);
    expect(unknownIn(diagnosis, 'D9')).toEqual([expect.stringContaining('13.1.1.2')]);
  });
});

function version(text: string): object {
  const entries = { Version: { description: text } };
  return { entries: { 'https://localhost/mgmt/tm/sys/version/0': { nestedStats: { entries } } } };
}

describe('a pair that is in order', () => {
  it('raises no alarm on either unit, with a look at the other one', async () => {
    const seed = { ...factory, 'sys/db/iptunnel.configsync': { value: 'disable' } };
    const devices = await MockBigIp.pair({ protocol: 'none', seed: seed as never });
    const [one, two] = devices;
    one.set(tunnelUri, { macAddress: tunnelMac });
    two.set(tunnelUri, { macAddress: '00:50:56:00:00:02', localAddress: '192.168.1.6' });
    two.set('net/self/~Common~under', { address: '192.168.1.6/24' });
    two.set('net/self/~Common~over', { address: '10.244.21.60/16' });
    const [first, second] = devices.map(
      ({ url, username, password, transport }) => new BigIp({ url, username, password, transport }),
    );
    if (first === undefined || second === undefined) throw new Error('no pair');
    const objects = [...web, node(1), node(2), bigipNode(1), bigipNode(2), pods];
    const options: ReconcileOptions = {
      mode: 'cluster',
      partition: 'k8s',
      overlay: { tunnel },
      bigipNodes: ['bigip1', 'bigip2'],
    };
    await applyPlan(await overlayFor(second, read(objects), options), second);
    await reconcile(first, read(objects), options);
    const body = { command: 'run', utilCmdArgs: 'config-sync to-group sync-failover' };
    await first.request('POST', ['cm'], { body });
    const cluster = clusterFacts(read(objects));
    const facts = await Promise.all([first, second].map((unit) => readDeviceFacts(unit, tunnel, { watch: 0 })));
    for (const [here, there] of [facts, [...facts].reverse()]) {
      if (here === undefined || there === undefined) throw new Error('no facts');
      expect(foundIn(diagnose(here, cluster, { peers: { other: there } }))).toEqual([]);
      expect(foundIn(diagnose(here, cluster))).toEqual([]);
    }
    // A record that is missing on the other unit alone is found from this one.
    two.delete('net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:02');
    const other = await readDeviceFacts(second, tunnel, { watch: 0 });
    const [here] = facts;
    if (here === undefined) throw new Error('no facts');
    expect(namesIn(diagnose(here, cluster, { peers: { other } }))).toEqual(['D12 PeerDiffers', 'D12 PeerDiffers']);
    for (const unit of [first, second]) await unit.close();
    for (const device of devices) await device.close();
  });
});
