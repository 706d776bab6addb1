import { describe, expect, it } from 'vitest';
import { calicoMac } from '../../src/vxlan/calico.ts';
import { adapterOf, type CniName } from '../../src/vxlan/cni.ts';
import { detectCni } from '../../src/vxlan/detect.ts';
import { readNetConf } from '../../src/vxlan/flannel-network.ts';
import { fdbEntries, neighbourEntry, overlayState, readVtepList } from '../../src/vxlan/plain-list.ts';
import { cniNode } from './cni-node.ts';

const flannel = (key: string) => `flannel.alpha.coreos.com/${key}`;

describe('flannel', () => {
  const { readVtep, publishedVni, publicAddress } = adapterOf('flannel');

  it('is read under another prefix, with the MAC of each family', () => {
    const node = {
      ...cniNode('a', {
        'net.example.com/backend-data': '{"VNI":7,"VtepMAC":"0a:58:01:01:01:01"}',
        'net.example.com/public-ip': '10.0.0.1',
        'net.example.com/backend-v6-data': '{"VNI":7,"VtepMAC":"0a:58:01:01:01:06"}',
        'net.example.com/public-ipv6': 'FD00::1',
        [flannel('backend-data')]: 'null',
      }),
      flannelPrefix: 'net.example.com',
    };
    expect(readVtep(node)).toEqual({ vtep: { mac: '0a:58:01:01:01:01', endpoint: '10.0.0.1', published: true } });
    expect(readVtep(node, 6)).toEqual({ vtep: { mac: '0a:58:01:01:01:06', endpoint: 'fd00::1', published: true } });
    expect(publishedVni(node)).toBe(7);
    expect(publicAddress(node, 6)).toBe('fd00::1');
  });

  it('has other defaults on Windows', () => {
    const { vni, port } = adapterOf('flannel');
    expect([vni('linux'), port('linux'), vni('windows'), port('windows')]).toEqual([1, 8472, 4096, 4789]);
  });

  it('says port and VNI in net-conf.json, else the defaults of its system', () => {
    const text = '{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan","VNI":4096,"Port":4789,"DirectRouting":true}}';
    expect(readNetConf(text)).toEqual({
      network: '10.244.0.0/16',
      backendType: 'vxlan',
      vni: 4096,
      port: 4789,
      directRouting: true,
    });
    expect(readNetConf('{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan"}}')).toMatchObject({ vni: 1, port: 8472 });
    expect(readNetConf('{"Backend":{}}', 'windows')).toMatchObject({ vni: 4096, port: 4789 });
  });

  it.each(['', '{', '[]', 'null', '7'])('a net-conf.json of %j is not understood', (text) => {
    expect(readNetConf(text)).toBeUndefined();
  });
});

describe('Calico', () => {
  const { readVtep } = adapterOf('calico');
  const tunnel = { 'projectcalico.org/IPv4VXLANTunnelAddr': '10.244.0.1' };
  const address = { 'projectcalico.org/IPv4Address': '172.20.0.100/24' };

  it('makes the MAC of a Node from its name, as Felix does', () => {
    expect(calicoMac('master')).toBe('66:4f:26:ae:af:db');
    expect(calicoMac('master', 6)).not.toBe(calicoMac('master'));
  });

  it('uses the MAC that is published, and its own address', () => {
    const node = cniNode('a', { ...tunnel, ...address, 'projectcalico.org/VXLANTunnelMACAddr': '66:AA:1:2:3:4' });
    expect(readVtep(node)).toEqual({ vtep: { mac: '66:aa:01:02:03:04', endpoint: '172.20.0.100', published: true } });
  });

  it('falls back to the rule, and to the address of the Node', () => {
    expect(readVtep(cniNode('master', tunnel))).toEqual({
      vtep: { mac: '66:4f:26:ae:af:db', endpoint: '192.168.1.11', published: false },
    });
  });

  it("Calico's own Node says it where there are no annotations, in both families", () => {
    const calico = {
      ipv4VXLANTunnelAddr: '10.244.0.1',
      ipv6VXLANTunnelAddr: 'fd00:244::1',
      vxlanTunnelMACAddr: '66:AA:1:2:3:4',
      bgp: { ipv4Address: '172.20.0.100/24', ipv6Address: 'FD00::100/64' },
    };
    const node = { ...cniNode('master', {}, []), calico };
    expect(readVtep(node)).toEqual({ vtep: { mac: '66:aa:01:02:03:04', endpoint: '172.20.0.100', published: true } });
    expect(readVtep(node, 6)).toEqual({
      vtep: { mac: calicoMac('master', 6), endpoint: 'fd00::100', published: true },
    });
  });

  it.each([
    ['no VXLAN', address, 'IPv4VXLANTunnelAddr'],
    ['a MAC that is none', { ...tunnel, 'projectcalico.org/VXLANTunnelMACAddr': 'x' }, 'VXLANTunnelMACAddr'],
  ])('with %s there is none', (_what, annotations, word) => {
    expect(readVtep(cniNode('a', annotations))).toEqual({ problem: expect.stringContaining(word) });
  });
});

describe('Cilium and OpenShift SDN', () => {
  it.each<CniName>(['cilium', 'openshift-sdn'])('%s has a MAC made of the IPv4 address of the Node', (name) => {
    const { readVtep, floodingType, experimental } = adapterOf(name);
    expect(readVtep(cniNode('a', {}, ['fd00:1::11', '192.168.1.11']))).toEqual({
      vtep: { mac: '0a:0a:c0:a8:01:0b', endpoint: '192.168.1.11', published: true },
    });
    expect(readVtep(cniNode('a', {}, ['fd00:1::11']))).toHaveProperty('problem');
    expect(readVtep(cniNode('a'), 6)).toHaveProperty('problem');
    expect([floodingType, experimental]).toEqual(['multipoint', true]);
  });

  it('the SDN goes by the address of the HostSubnet, where there is one', () => {
    const { readVtep, publicAddress } = adapterOf('openshift-sdn');
    const node = { ...cniNode('w', {}, ['192.168.1.11']), hostIp: '10.0.89.93' };
    expect(readVtep(node)).toEqual({ vtep: { mac: '0a:0a:0a:00:59:5d', endpoint: '10.0.89.93', published: true } });
    expect(publicAddress(node)).toBe('10.0.89.93');
  });
});

describe('a plain list', () => {
  it('becomes records and neighbours in any family', () => {
    const vteps = readVtepList([
      { mac: '0A:58:2:2:2:2', endpoint: '10.0.0.2' },
      { mac: '0a:58:01:01:01:01', endpoint: '10.0.0.1%5' },
    ]);
    expect(fdbEntries('/Common/t', vteps).map(({ uri, properties }) => [uri, properties['endpoint']])).toEqual([
      ['net/fdb/tunnel/~Common~t/records/0a:58:01:01:01:01', '10.0.0.1%5'],
      ['net/fdb/tunnel/~Common~t/records/0a:58:02:02:02:02', '10.0.0.2'],
    ]);
    expect(neighbourEntry('/Common/t', '10.244.1.2', '0a:58:1:1:1:1')).toEqual({
      uri: 'net/arp/~Common~k8s-10.244.1.2',
      type: 'net/arp',
      properties: { ipAddress: '10.244.1.2', macAddress: '0a:58:01:01:01:01' },
    });
    expect(neighbourEntry('/k8s/t', 'fd00:244::2', '0a:58:1:1:1:1')).toMatchObject({
      uri: 'net/ndp/~k8s~k8s-fd00:244::2',
      type: 'net/ndp',
    });
    expect(neighbourEntry('/k8s/t', 'FD00:244:0::2%7', '0a:58:1:1:1:1').properties['ipAddress']).toBe('fd00:244::2%7');
  });

  it('is refused with a MAC twice, and with what is none', () => {
    const mac = '0a:58:01:01:01:01';
    expect(() =>
      readVtepList([
        { mac, endpoint: '10.0.0.1' },
        { mac, endpoint: '10.0.0.2' },
      ]),
    ).toThrow('twice');
    expect(() => readVtepList([{ mac: '01:00:5e:00:00:01', endpoint: '10.0.0.1' }])).toThrow('multicast');
    expect(() => readVtepList([{ mac, endpoint: 'x' }])).toThrow('not an IP address');
    const plain = { partition: 'k8s', tunnel: '/Common/t', vteps: [{ mac, endpoint: '10.0.0.1' }] };
    const twice = [
      { ip: 'fd00::0005', mac },
      { ip: 'FD00::5', mac: '0a:58:01:01:01:02' },
    ];
    expect(() => overlayState({ ...plain, neighbours: twice })).toThrow('twice');
    expect(overlayState({ ...plain, neighbours: twice.slice(1) }).objects).toHaveLength(2);
  });
});

describe('which CNI a cluster has', () => {
  it.each([
    ['flannel', { [flannel('backend-type')]: 'vxlan' }, { kind: 'tunnel', cni: 'flannel' }],
    ['a Node made by hand', { [flannel('backend-data')]: '{"VtepMAC":"0a:58:01:01:01:01"}' }, { cni: 'flannel' }],
    [
      'Canal',
      { 'projectcalico.org/IPv4Address': '1.2.3.4/24', [flannel('backend-type')]: 'vxlan' },
      { cni: 'flannel' },
    ],
    [
      'flannel host-gw',
      { [flannel('backend-type')]: 'host-gw', [flannel('backend-data')]: 'null' },
      { kind: 'routes', source: 'pod-cidr' },
    ],
    ['OVN-Kubernetes', { 'k8s.ovn.org/node-subnets': '{}' }, { kind: 'routes', source: 'ovn-kubernetes' }],
    ['Calico with VXLAN', { 'projectcalico.org/IPv4VXLANTunnelAddr': '10.1.1.1' }, { kind: 'tunnel', cni: 'calico' }],
    ['Calico without', { 'projectcalico.org/IPv4Address': '1.2.3.4/24' }, { kind: 'routes', source: 'calico' }],
    ['Cilium', { 'network.cilium.io/ipv4-pod-cidr': '10.0.0.0/24' }, { kind: 'tunnel', cni: 'cilium' }],
  ])('%s is told by an annotation, which is said', (_what, annotations, expected) => {
    const found = detectCni([cniNode('plain'), cniNode('telling', annotations)]);
    expect(found).toMatchObject(expected);
    expect(found.reason).toContain('telling');
  });

  it('nothing is guessed', () => {
    expect(detectCni([cniNode('a')])).toMatchObject({ kind: 'unknown' });
    expect(detectCni([], { hostSubnets: 3 })).toMatchObject({ cni: 'openshift-sdn' });
    expect(detectCni([], { ciliumNodes: 3 })).toMatchObject({ cni: 'cilium' });
  });
});
