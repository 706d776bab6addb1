/** The overlay of each CNI in the mapping: which records and neighbours there are, and which Node is the BIG-IP's own. */
import { describe, expect, it } from 'vitest';
import type { OverlayOptions } from '../../src/desired/index.ts';
import { calicoMac } from '../../src/vxlan/calico.ts';
import { configMap, type Manifest, map, membersOf, node, reasonsOf, service, slice } from './sample-cluster.ts';

const base = [configMap(), service()];
const lines = (state: ReturnType<typeof map>) =>
  state.objects
    .filter(({ type }) => type.startsWith('net/'))
    .map(({ uri, properties }) => `${uri.slice(uri.lastIndexOf('/') + 1)} ${Object.values(properties).join(' ')}`);
const of = (objects: readonly Manifest[], more: Partial<OverlayOptions> = {}) =>
  map([...base, ...objects], { overlay: { tunnel: '/Common/t', ...more } });

describe('flannel with another prefix', () => {
  const published = (prefix: string, number = 1) =>
    node(number, {
      annotations: {
        [`${prefix}backend-data`]: `{"VNI":1,"VtepMAC":"5e:00:00:00:00:0${number}"}`,
        [`${prefix}backend-type`]: 'vxlan',
        [`${prefix}public-ip`]: `203.0.113.${number}`,
      },
    });

  it('is read by it, and by no other', () => {
    expect(lines(of([published('net.example.com/')], { flannelPrefix: 'net.example.com' }))).toEqual([
      '5e:00:00:00:00:01 203.0.113.1',
    ]);
    expect(lines(of([published('net.example.com/')]))).toEqual([]);
  });

  it('keeps the records of a Node that cannot be read', () => {
    const broken = { ...published('net.example.com/'), spec: { podCIDRs: 7 } };
    expect(
      of([published('net.example.com/', 2), broken], { flannelPrefix: 'net.example.com' }).scope.heldEndpoints,
    ).toEqual(expect.arrayContaining(['192.168.1.11', '203.0.113.1']));
  });
});

describe('Calico with VXLAN', () => {
  const annotations = (number: number): Manifest => ({
    'projectcalico.org/IPv4Address': `192.168.1.1${number}/24`,
    'projectcalico.org/IPv4VXLANTunnelAddr': `10.244.${number}.0`,
    'projectcalico.org/VXLANTunnelMACAddr': `66:00:00:00:00:0${number}`,
  });
  const block = (name: string, on: string, cidr: string): Manifest => ({
    apiVersion: 'crd.projectcalico.org/v1',
    kind: 'BlockAffinity',
    metadata: { name },
    spec: { node: on, cidr, state: 'confirmed', deleted: 'false' },
  });
  const nodes = [node(1, { annotations: annotations(1) }), node(2, { annotations: annotations(2) })];

  it('has the MAC that is published, and a neighbour for a pod whose address is lent from another Node', () => {
    const state = of([...nodes, slice([{ ip: '10.244.1.9', node: 'node2' }])], { cni: 'calico' });
    expect(lines(state)).toEqual(
      [
        '~Common~k8s-10.244.1.9 10.244.1.9 66:00:00:00:00:02',
        '66:00:00:00:00:01 192.168.1.11',
        '66:00:00:00:00:02 192.168.1.12',
      ].sort(),
    );
    expect(state.held).toEqual([]);
  });

  it('makes no neighbour for what is in no block of any Node', () => {
    const blocks = [block('a', 'node1', '10.244.1.0/26'), block('b', 'node2', '10.244.2.0/26')];
    const members = [
      { ip: '10.244.1.9', node: 'node2' },
      { ip: '172.30.0.9', node: 'node2' },
    ];
    const state = of([...nodes, ...blocks, slice(members)], { cni: 'calico' });
    expect(lines(state).filter((line) => line.includes('k8s-'))).toHaveLength(1);
    expect(membersOf(state)).toHaveLength(2);
    expect(reasonsOf(state)).toContain('MemberOutsidePodNetwork');
  });

  it('is read from Calico’s own Nodes, which are no Nodes of the cluster', () => {
    const own = {
      apiVersion: 'projectcalico.org/v3',
      kind: 'Node',
      metadata: { name: 'node1' },
      spec: { bgp: { ipv4Address: '203.0.113.1/24' }, ipv4VXLANTunnelAddr: '10.244.1.0' },
    };
    const state = of([node(1, { annotations: {} }), own, { ...own, metadata: { name: 'elsewhere' } }], {
      cni: 'calico',
    });
    expect(lines(state)).toEqual([`${calicoMac('node1')} 203.0.113.1`]);
    expect(reasonsOf(state)).not.toContain('DuplicateObject');
  });

  it('a Node without VXLAN is said, and its records stay', () => {
    const state = of([...nodes, node(3, { annotations: {} })], { cni: 'calico' });
    expect(reasonsOf(state)).toContain('NodeWithoutVtep');
    expect(state.scope.heldEndpoints).toEqual(['192.168.1.13']);
  });
});

describe.each(['cilium', 'openshift-sdn'] as const)('%s', (cni) => {
  const nodes = [node(1, { annotations: {} }), node(2, { annotations: {} })];

  it('floods in its tunnel: records made of the addresses, no neighbours, and nothing held for want of a Node', () => {
    const state = of(
      [
        ...nodes,
        slice([
          { ip: '10.244.1.5', node: 'node1' },
          { ip: '10.244.9.9', node: 'gone' },
        ]),
      ],
      {
        cni,
      },
    );
    expect(lines(state)).toEqual(['0a:0a:c0:a8:01:0b 192.168.1.11', '0a:0a:c0:a8:01:0c 192.168.1.12']);
    expect(membersOf(state)).toHaveLength(2);
    expect(state.held).toEqual([]);
  });

  it('leaves out the Node that has the local address of the tunnel', () => {
    expect(lines(of(nodes, { cni, localAddress: '192.168.1.12' }))).toEqual(['0a:0a:c0:a8:01:0b 192.168.1.11']);
  });
});

describe('a CNI that is not the one of the cluster', () => {
  it('is said, with what tells', () => {
    const said = (cni: 'cilium' | 'flannel') =>
      map([node(1)], { overlay: { tunnel: '/Common/t', cni } }).diagnostics.map(
        ({ severity, object, reason, message }) => `${severity} ${object} ${reason} ${message}`,
      );
    expect(said('cilium')).toEqual([
      'warning Tunnel/Common/t OtherCni Node node1 carries flannel.alpha.coreos.com/backend-type: vxlan, which looks like flannel and not like cilium',
    ]);
    expect(said('flannel')).toEqual([]);
  });
});

describe('OpenShift SDN', () => {
  it('goes by HostSubnets, of Nodes that exist', () => {
    const subnet = (host: string, hostIP: string): Manifest => ({
      apiVersion: 'network.openshift.io/v1',
      kind: 'HostSubnet',
      metadata: { name: host },
      host,
      hostIP,
      subnet: '10.129.0.0/23',
    });
    const state = of([node(1), subnet('node1', '10.0.89.93'), subnet('f5-server', '192.168.200.83')], {
      cni: 'openshift-sdn',
    });
    expect(lines(state)).toEqual(['0a:0a:0a:00:59:5d 10.0.89.93']);
  });
});

describe('the route domain of the tunnel', () => {
  it('stands in endpoints and neighbours where its local address says it', () => {
    const state = of([node(1), slice([{ ip: '10.244.1.5', node: 'node1' }])], { localAddress: '192.168.1.99%7' });
    expect(lines(state).sort()).toEqual([
      '5e:00:00:00:00:01 192.168.1.11%7',
      '~Common~k8s-10.244.1.5 10.244.1.5%7 5e:00:00:00:00:01',
    ]);
  });
});

describe('the Nodes of a pair', () => {
  it('get no records, whichever unit they stand for', () => {
    const peers = [{ localAddress: '192.168.1.13' }, { macAddress: '5e:00:00:00:00:02' }];
    expect(lines(of([node(1), node(2), node(3)], { peers }))).toEqual(['5e:00:00:00:00:01 192.168.1.11']);
  });
});
