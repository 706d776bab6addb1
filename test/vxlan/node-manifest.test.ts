import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { clusterFacts } from '../../src/vxlan/cluster-facts.ts';
import { ciliumVtep, hostSubnetManifest } from '../../src/vxlan/cni-settings.ts';
import { nodeManifest, verifyNode } from '../../src/vxlan/node-manifest.ts';

const ipv4 = { mac: '0:50:56:B3:1B:9B', address: '172.16.40.198', vni: 1 };
const ipv6 = { mac: '00:50:56:b3:1b:9c', address: 'fd00::198', vni: 1 };
const input = { name: 'bigip1', ipv4, podCidrs: ['10.244.246.0/24'] };

function existing(manifest: object) {
  const [node] = clusterFacts(snapshotOf([manifest])).nodes;
  if (node === undefined) throw new Error('no Node');
  return node;
}

describe('the Node of a BIG-IP', () => {
  it('says MAC, address and podCIDR, and takes no pods', () => {
    expect(nodeManifest(input)).toEqual({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: 'bigip1',
        labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' },
        annotations: {
          'flannel.alpha.coreos.com/backend-data': '{"VNI":1,"VtepMAC":"00:50:56:b3:1b:9b"}',
          'flannel.alpha.coreos.com/backend-type': 'vxlan',
          'flannel.alpha.coreos.com/kube-subnet-manager': 'true',
          'flannel.alpha.coreos.com/public-ip': '172.16.40.198',
        },
      },
      spec: { podCIDR: '10.244.246.0/24', podCIDRs: ['10.244.246.0/24'], unschedulable: true },
    });
  });

  it('says both families in a dual-stack cluster, and another prefix', () => {
    const { metadata, spec } = nodeManifest({
      ...input,
      ipv6,
      podCidrs: ['10.244.246.0/24', 'fd00:244:246::/64'],
      flannelPrefix: 'net.example.com/',
    });
    expect(metadata.annotations['net.example.com/backend-v6-data']).toContain('00:50:56:b3:1b:9c');
    expect(metadata.annotations['net.example.com/public-ipv6']).toBe('fd00::198');
    expect(spec.podCIDRs).toHaveLength(2);
  });

  it('is read back as the VTEP that it says', () => {
    expect(existing(nodeManifest(input)).vtep).toEqual({
      vtep: { mac: '00:50:56:b3:1b:9b', endpoint: '172.16.40.198', published: true },
    });
    expect(verifyNode(nodeManifest(input), existing(nodeManifest(input)))).toEqual([]);
  });

  it('one made by hand without VNI, in another order, is as good', () => {
    const node = nodeManifest(input);
    const annotations = {
      ...node.metadata.annotations,
      'flannel.alpha.coreos.com/backend-data': '{"VtepMAC":"0-50-56-B3-1B-9B"}',
    };
    expect(verifyNode(node, existing({ ...node, metadata: { ...node.metadata, annotations } }))).toEqual([]);
  });

  it.each([
    ['backend-data', '{"VtepMAC":"00:50:56:00:00:01"}', 'BigIpNodeMac'],
    ['backend-data', '{"VNI":2,"VtepMAC":"00:50:56:b3:1b:9b"}', 'BigIpNodeMac'],
    ['backend-data', 'null', 'BigIpNodeMac'],
    ['public-ip', '172.16.40.1', 'BigIpNodeAddress'],
    ['backend-type', 'host-gw', 'BigIpNodeIgnored'],
  ])('that says otherwise in %s (%s) is told', (key, value, reason) => {
    const node = nodeManifest(input);
    const annotations = { ...node.metadata.annotations, [`flannel.alpha.coreos.com/${key}`]: value };
    const found = verifyNode(node, existing({ ...node, metadata: { ...node.metadata, annotations } }));
    expect(found.map((one) => one.reason)).toEqual([reason]);
  });

  it('another podCIDR cannot be changed, and that is said', () => {
    const found = verifyNode(
      nodeManifest(input),
      existing({ ...nodeManifest(input), spec: { podCIDR: '10.244.9.0/24' } }),
    );
    expect(found).toMatchObject([{ reason: 'BigIpNodePodCidr', fix: expect.stringContaining('cannot change') }]);
  });

  it('needs a podCIDR without host bits, one a family, and a name that Kubernetes takes', () => {
    expect(() => nodeManifest({ ...input, podCidrs: [] })).toThrow('podCIDR');
    expect(() => nodeManifest({ ...input, podCidrs: ['10.244.246.2/24'] })).toThrow('10.244.246.0/24');
    expect(() => nodeManifest({ ...input, podCidrs: ['10.244.246.0/24', '10.244.247.0/24'] })).toThrow('one of each');
    for (const name of ['Bigip1', 'big_ip', '-a', 'a..b', 'a/b', '', 'a'.repeat(254)])
      expect(() => nodeManifest({ ...input, name }), name).toThrow('name');
    expect(nodeManifest({ ...input, name: 'bigip-1.example.com' }).metadata.name).toBe('bigip-1.example.com');
  });

  it('writes IPv6 networks and addresses in their one spelling', () => {
    const { metadata, spec } = nodeManifest({
      name: 'bigip1',
      ipv6: { ...ipv6, address: 'FD00:0::198' },
      podCidrs: ['FD00:244:246:0::/64'],
    });
    expect(metadata.annotations['flannel.alpha.coreos.com/public-ipv6']).toBe('fd00::198');
    expect(metadata.annotations).not.toHaveProperty(['flannel.alpha.coreos.com/backend-data']);
    expect(spec).toMatchObject({ podCIDR: 'fd00:244:246::/64', podCIDRs: ['fd00:244:246::/64'] });
    expect(
      verifyNode(
        nodeManifest({ name: 'bigip1', ipv6, podCidrs: ['fd00:244:246::/64'] }),
        existing({
          apiVersion: 'v1',
          kind: 'Node',
          metadata: {
            name: 'bigip1',
            annotations: { ...metadata.annotations, 'flannel.alpha.coreos.com/public-ipv6': 'FD00::0198' },
          },
          spec: { podCIDRs: ['FD00:244:246:0::/64'] },
        }),
      ),
    ).toEqual([]);
  });
});

describe('the BIG-IP in other clusters', () => {
  it('are vtep settings for Cilium, one item a BIG-IP', () => {
    const other = { ...ipv4, mac: '00:50:56:b3:1b:01', address: '172.16.40.199', cidr: '10.1.7.0/24' };
    expect(ciliumVtep([{ ...ipv4, cidr: '10.1.6.0/24' }, other])).toEqual({
      vtep: {
        enabled: true,
        endpoint: '172.16.40.198 172.16.40.199',
        cidr: '10.1.6.0/24 10.1.7.0/24',
        mask: '255.255.255.0',
        mac: '00:50:56:b3:1b:9b 00:50:56:b3:1b:01',
      },
    });
    expect(() =>
      ciliumVtep([
        { ...ipv4, cidr: '10.1.6.0/24' },
        { ...other, cidr: '10.2.0.0/16' },
      ]),
    ).toThrow('one mask');
  });

  it.each([
    ['an IPv6 tunnel', { address: 'fd00::198', cidr: '10.1.6.0/24' }],
    ['an IPv6 network', { address: '172.16.40.198', cidr: 'fd00:1::/64' }],
    ['host bits', { address: '172.16.40.198', cidr: '10.1.6.7/24' }],
  ])('Cilium takes none with %s', (_what, more) => {
    expect(() => ciliumVtep([{ ...ipv4, ...more }])).toThrow(/IPv4 only|host bits/);
  });

  it('is a HostSubnet for OpenShift SDN', () => {
    expect(hostSubnetManifest('f5', '192.168.200.83')).toMatchObject({
      kind: 'HostSubnet',
      host: 'f5',
      hostIP: '192.168.200.83',
    });
  });
});
