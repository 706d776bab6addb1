/** The doctor where the BIG-IP is no Node: Cilium's VTEP settings, HostSubnets of OpenShift SDN, Calico. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCiliumVteps } from '../../src/vxlan/cilium-config.ts';
import { type Manifest, node, slice } from '../desired/sample-cluster.ts';
import { openCluster } from '../journeys/open-cluster.ts';
import { applied, examine, foundIn, namesIn, read, tunnelMac, tunnelUri, unknownIn, web } from './examined.ts';

let rig: Awaited<ReturnType<typeof openCluster>>;
beforeEach(async () => {
  rig = await openCluster();
  rig.device.set(tunnelUri, { macAddress: tunnelMac });
});
afterEach(async () => {
  await rig[Symbol.asyncDispose]();
});

const pods = slice([
  { ip: '10.244.1.5', node: 'node1' },
  { ip: '10.244.2.5', node: 'node2' },
]);
const nodes = [node(1, { annotations: {} }), node(2, { annotations: {} })];
const floods = (key: number, port: number) => {
  rig.device.set('net/tunnels/vxlan/~Common~fl', { port, floodingType: 'multipoint' });
  rig.device.set(tunnelUri, { key });
};

describe('the ConfigMap of Cilium', () => {
  const config = (data: unknown): Manifest => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cilium-config', namespace: 'kube-system' },
    data,
  });
  const vteps = (data: unknown) => readCiliumVteps(read([config(data)]).configMaps);

  it('lists one item for each device, whatever blanks are between them', () => {
    expect(
      vteps({
        'enable-vtep': 'true',
        'vtep-endpoint': ' 192.168.1.5\n192.168.1.6 ',
        'vtep-cidr': '10.1.6.0/24  10.1.7.0/24',
        'vtep-mac': '0:50:56:B3:1:9B 00-50-56-b3-01-9c',
      }),
    ).toEqual({
      enabled: true,
      vteps: [
        { endpoint: '192.168.1.5', mac: '00:50:56:b3:01:9b', cidr: '10.1.6.0/24' },
        { endpoint: '192.168.1.6', mac: '00:50:56:b3:01:9c', cidr: '10.1.7.0/24' },
      ],
    });
  });

  it.each([
    ['no VTEP', { 'enable-vtep': 'false' }, { enabled: false, vteps: [] }],
    [
      'a MAC that is none',
      { 'vtep-endpoint': 'x', 'vtep-mac': 'y' },
      { enabled: false, vteps: [{ endpoint: 'x', mac: 'y', cidr: '' }] },
    ],
    [
      'fewer MACs than endpoints',
      { 'vtep-endpoint': '1.1.1.1' },
      { enabled: false, vteps: [{ endpoint: '1.1.1.1', mac: '', cidr: '' }] },
    ],
    ['a value that is no text', { 'enable-vtep': true, 'vtep-endpoint': 7 }, { enabled: true, vteps: [] }],
    ['no data', undefined, undefined],
  ])('with %s is read as far as it goes', (_what, data, expected) => {
    expect(vteps(data)).toEqual(expected);
  });

  it('is the one of that name', () => {
    const other = { ...config({ 'enable-vtep': 'true' }), metadata: { name: 'other' } };
    expect(readCiliumVteps(read([other]).configMaps)).toBeUndefined();
  });
});

describe('Cilium', () => {
  const settings = (more: Manifest = {}): Manifest => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cilium-config', namespace: 'kube-system' },
    data: {
      'enable-vtep': 'true',
      'vtep-endpoint': '192.168.1.5',
      'vtep-cidr': '10.244.20.0/24',
      'vtep-mac': tunnelMac,
      ...more,
    },
  });
  beforeEach(async () => {
    floods(2, 8472);
    await applied(rig, [...web, ...nodes, pods], { overlay: { tunnel: '/Common/flannel_vxlan', cni: 'cilium' } });
  });
  const diagnosed = (more: Manifest = {}) => examine(rig, [...web, ...nodes, pods, settings(more)], { cni: 'cilium' });

  it('that is set up raises no alarm', async () => {
    const diagnosis = await diagnosed();
    expect(foundIn(diagnosis)).toEqual([]);
    expect(unknownIn(diagnosis, 'D6')).toEqual([]);
  });

  it('is told by its settings, without --cni', async () => {
    expect(foundIn(await examine(rig, [...web, ...nodes, pods, settings()]))).toEqual([]);
  });

  it.each<[string, Manifest, string]>([
    ['switched off', { 'enable-vtep': 'false' }, 'BigIpNodeIgnored'],
    ['of another device', { 'vtep-endpoint': '192.168.1.7' }, 'BigIpNodeMissing'],
    ['with another MAC', { 'vtep-mac': '00:50:56:00:00:02' }, 'BigIpNodeMac'],
    ['without a MAC', { 'vtep-mac': '' }, 'BigIpNodeMac'],
    ['with another network', { 'vtep-cidr': '10.244.21.0/24' }, 'OverlaySelfOutsideNode'],
    ['with a network that is none', { 'vtep-cidr': '10.244.20.0' }, 'OverlaySelfOutsideNode'],
  ])('that is %s is found by name', async (_what, more, reason) => {
    const diagnosis = await diagnosed(more);
    expect(namesIn(diagnosis)).toEqual([`D6 ${reason}`]);
  });

  it('knows one device of several', async () => {
    expect(
      foundIn(
        await diagnosed({
          'vtep-endpoint': '192.168.1.9 192.168.1.5',
          'vtep-mac': `00:50:56:00:00:09 ${tunnelMac.toUpperCase()}`,
          'vtep-cidr': '10.244.9.0/24 10.244.20.0/24',
        }),
      ),
    ).toEqual([]);
  });

  it('whose settings are not in the input is unknown, and never ok', async () => {
    const diagnosis = await examine(rig, [...web, ...nodes, pods], { cni: 'cilium' });
    expect(foundIn(diagnosis)).toEqual([]);
    expect(unknownIn(diagnosis, 'D6')).toEqual([expect.stringContaining('cilium-config')]);
  });

  it('a record by another name than ours is as good, because the tunnel learns', async () => {
    const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
    rig.device.delete(`${records}/0a:0a:c0:a8:01:0b`);
    rig.device.set(`${records}/aa:bb:cc:00:00:01`, { endpoint: '192.168.1.11' });
    rig.device.set('net/arp/~Common~pod', { ipAddress: '10.244.1.5', macAddress: '66:77:88:99:aa:bb' });
    expect(foundIn(await diagnosed())).toEqual([]);
    rig.device.delete(`${records}/aa:bb:cc:00:00:01`);
    expect(namesIn(await diagnosed())).toEqual(['D7 MissingFdbRecord']);
  });
});

describe('OpenShift SDN', () => {
  const subnet = (host: string, hostIP: string, given?: string): Manifest => ({
    apiVersion: 'network.openshift.io/v1',
    kind: 'HostSubnet',
    metadata: { name: host },
    host,
    hostIP,
    subnet: given,
  });
  const workers = [node(1, { annotations: {}, spec: { podCIDR: null, podCIDRs: null } })];
  const theirs = subnet('node1', '192.168.1.11', '10.244.1.0/24');
  const ours = subnet('f5', '192.168.1.5', '10.244.20.0/24');
  const onePod = slice([{ ip: '10.244.1.5', node: 'node1' }]);
  beforeEach(async () => {
    floods(0, 4789);
    await applied(rig, [...web, ...workers, theirs, ours, onePod], {
      overlay: { tunnel: '/Common/flannel_vxlan', cni: 'openshift-sdn' },
    });
  });
  const diagnosed = (...subnets: readonly Manifest[]) => examine(rig, [...web, ...workers, ...subnets, onePod]);

  it('that is set up raises no alarm', async () => {
    const diagnosis = await diagnosed(theirs, ours);
    expect(foundIn(diagnosis)).toEqual([]);
    expect(unknownIn(diagnosis, 'D6')).toEqual([]);
  });

  it.each<[string, Manifest | undefined, string]>([
    ['missing', undefined, 'BigIpNodeMissing'],
    ['without a subnet', subnet('f5', '192.168.1.5'), 'BigIpNodePodCidr'],
    [
      'with a subnet that does not hold the self IP',
      subnet('f5', '192.168.1.5', '10.244.30.0/24'),
      'OverlaySelfOutsideNode',
    ],
  ])('the HostSubnet of the BIG-IP that is %s is found', async (_what, own, reason) => {
    expect(namesIn(await diagnosed(theirs, ...(own === undefined ? [] : [own])))).toEqual([`D6 ${reason}`]);
  });

  it('without HostSubnets in the input it is unknown', async () => {
    const diagnosis = await examine(rig, [...web, ...workers, onePod], { cni: 'openshift-sdn' });
    expect(foundIn(diagnosis)).toEqual([]);
    expect(unknownIn(diagnosis, 'D6')).toEqual([expect.stringContaining('HostSubnets')]);
  });

  it('a floating self IP in a HostSubnet of its own is in order, and without one it is not', async () => {
    rig.device.seed({
      'net/self/~Common~vxlan-float': {
        address: '10.244.30.7/16',
        vlan: '/Common/flannel_vxlan',
        trafficGroup: '/Common/traffic-group-1',
      },
    });
    expect(foundIn(await diagnosed(theirs, ours, subnet('f5-float', '192.168.1.9', '10.244.30.0/24')))).toEqual([]);
    expect(namesIn(await diagnosed(theirs, ours))).toEqual(['D5 FloatingSelfWithoutNode']);
  });
});

describe('Calico with VXLAN', () => {
  const published = (number: number): Manifest => ({
    'projectcalico.org/IPv4Address': `192.168.1.1${number}/24`,
    'projectcalico.org/IPv4VXLANTunnelAddr': `10.244.${number}.0`,
    'projectcalico.org/VXLANTunnelMACAddr': `66:00:00:00:00:0${number}`,
  });
  const workers = [node(1, { annotations: published(1) }), node(2, { annotations: published(2) })];
  beforeEach(async () => {
    rig.device.set('net/tunnels/vxlan/~Common~fl', { port: 4789 });
    rig.device.set(tunnelUri, { key: 4096 });
    await applied(rig, [...web, ...workers, pods], { overlay: { tunnel: '/Common/flannel_vxlan', cni: 'calico' } });
  });

  it('that is set up raises no alarm, and D6 says that the way back is not documented', async () => {
    const diagnosis = await examine(rig, [...web, ...workers, pods]);
    expect(foundIn(diagnosis)).toEqual([]);
    expect(unknownIn(diagnosis, 'D6')).toEqual([expect.stringContaining('ExternalNodesCIDRList')]);
  });

  it('whose Node got another MAC is found by name', async () => {
    const rebooted = node(1, {
      annotations: { ...published(1), 'projectcalico.org/VXLANTunnelMACAddr': '66:00:00:00:00:77' },
    });
    expect(namesIn(await examine(rig, [...web, rebooted, ...workers.slice(1), pods]))).toEqual([
      'D7 VtepMacChanged',
      'D8 StaleArp',
    ]);
  });

  it('a flannel configuration that was left in the cluster says nothing of it', async () => {
    const leftover: Manifest = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' },
      data: { 'net-conf.json': '{"Network":"10.99.0.0/16","Backend":{"Type":"vxlan","VNI":7}}' },
    };
    expect(foundIn(await examine(rig, [...web, ...workers, pods, leftover]))).toEqual([]);
  });
});
