/** V1 to V11 as pure functions over a model: each says its own name, and nothing of what it cannot know. */
import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { parseAddress } from '../../src/values/address.ts';
import { type ClusterFacts, clusterFacts } from '../../src/vxlan/cluster-facts.ts';
import type { DeviceFacts, SelfIp } from '../../src/vxlan/device-facts.ts';
import type { Finding } from '../../src/vxlan/finding.ts';
import { modelOf, type OverlayModel } from '../../src/vxlan/overlay-model.ts';
import { validateEndpoint } from '../../src/vxlan/validation/endpoints.ts';
import { validateOverlay, validations } from '../../src/vxlan/validation/index.ts';
import { PodPlaces } from '../../src/vxlan/validation/pods.ts';
import { validateNames } from '../../src/vxlan/validation/tunnel.ts';
import { type Manifest, node, pod, slice } from '../desired/sample-cluster.ts';

const tunnelPath = '/Common/t';

function cluster(...objects: readonly Manifest[]): ClusterFacts {
  return clusterFacts(snapshotOf(JSON.parse(JSON.stringify(objects)) as unknown[]));
}

function self(path: string, address: string, prefix: number, vlan: string, floating = false): SelfIp {
  const trafficGroup = '/Common/x';
  return { path, address: { ...parseAddress(address), routeDomain: 0 }, prefix, vlan, floating, trafficGroup };
}

const unknown = { unknown: 'not asked' };
const known = <T>(value: T) => ({ known: value });

interface Parts {
  readonly key?: number;
  readonly mtu?: number;
  readonly local?: string;
  readonly port?: number;
  readonly overlaySelf?: string;
  readonly prefix?: number;
  readonly network?: string;
  readonly service?: string;
}

/** node1 and node2 of the sample cluster, and a BIG-IP that fits to them. */
function model(given: ClusterFacts | undefined, parts: Parts = {}): OverlayModel {
  const localAddress = { ...parseAddress(parts.local ?? '192.168.1.250'), routeDomain: 0 };
  const facts: DeviceFacts = {
    tunnel: tunnelPath,
    version: unknown,
    licence: unknown,
    profiles: known([{ path: '/Common/p', port: parts.port ?? 8472, floodingType: 'none' }]),
    tunnels: known([
      { path: tunnelPath, profile: '/Common/p', key: parts.key ?? 1, localAddress, mtu: parts.mtu ?? 0 },
    ]),
    selfIps: known([
      self('/Common/under', '192.168.1.250', 24, '/Common/v'),
      self('/Common/over', parts.overlaySelf ?? '10.244.200.2', parts.prefix ?? 16, tunnelPath),
    ]),
    vlans: known({ '/Common/v': 1500 }),
    routes: known([]),
    virtualAddresses: known([]),
    virtuals: unknown,
    pools: unknown,
    snatPools: unknown,
    arpStates: unknown,
    units: unknown,
    syncStatus: unknown,
    tunnelConfigSync: unknown,
    registered: unknown,
    first: { stats: unknown, records: unknown, arps: unknown },
    second: undefined,
  };
  return modelOf(facts, given, {
    network: parts.network ?? '10.244.0.0/16',
    ...(parts.service === undefined ? {} : { serviceNetwork: parts.service }),
  });
}

const names = (findings: readonly Finding[]) => findings.map(({ reason }) => reason);
const healthy = () => cluster(node(1), node(2));

describe('a sound overlay', () => {
  it('breaks no rule, and without Nodes nothing is claimed', () => {
    expect(validateOverlay(model(healthy()))).toEqual([]);
    expect(validateOverlay(model(undefined))).toEqual([]);
  });
});

const flannel = (data: string) => ({
  'flannel.alpha.coreos.com/backend-data': data,
  'flannel.alpha.coreos.com/public-ip': '192.168.1.12',
});

const runningPod = (name: string, nodeName: string, podIP: string) =>
  pod(name, { nodeName }, { phase: 'Running', podIP });

const netConf = (backend: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' },
  data: {
    'net-conf.json': JSON.stringify({ Network: '10.244.0.0/16', Backend: { Type: 'vxlan', ...backend } }),
  },
});

const clusterOf = (cni: 'calico' | 'cilium') =>
  clusterFacts(snapshotOf(JSON.parse(JSON.stringify([node(1, { annotations: {} })])) as unknown[]), { cni });

describe('a rule that is broken is told by its name', () => {
  it.each<[keyof typeof validations, string, () => OverlayModel]>([
    ['V1', 'NodeWithoutVtep', () => model(cluster(node(1), node(2, { annotations: flannel('null') })))],
    ['V1', 'NodeWithoutVtep', () => model(cluster(node(2, { mac: '01:00:5e:00:00:01' })))],
    ['V2', 'VniMismatch', () => model(healthy(), { key: 5 })],
    [
      'V2',
      'VniMixed',
      () => model(cluster(node(1), node(2, { annotations: flannel('{"VNI":2,"VtepMAC":"5e:0:0:0:0:2"}') }))),
    ],
    ['V3', 'PortUnusual', () => model(healthy(), { port: 4789 })],
    ['V4', 'DuplicateVtepMac', () => model(cluster(node(1), node(2, { mac: '5E-0-0-0-0-1' })))],
    ['V4', 'DuplicateVtepAddress', () => model(cluster(node(1), node(2, { publicIp: '192.168.1.11' })))],
    ['V4', 'OverlappingPodCidr', () => model(cluster(node(1), node(2, { spec: { podCIDRs: ['10.244.1.128/25'] } })))],
    ['V5', 'PodCidrHostBits', () => model(cluster(node(1, { spec: { podCIDRs: ['10.244.1.1/24'] } })))],
    ['V5', 'PodCidrInvalid', () => model(cluster(node(1, { spec: { podCIDRs: ['10.244.1/24'] } })))],
    ['V5', 'PodCidrOutsideNetwork', () => model(cluster(node(1, { spec: { podCIDRs: ['10.99.1.0/24'] } })))],
    ['V5', 'OverlappingUnderlay', () => model(undefined, { local: '10.244.77.1' })],
    ['V5', 'OverlappingServices', () => model(undefined, { service: '10.244.96.0/20' })],
    ['V6', 'OverlaySelfEdge', () => model(undefined, { overlaySelf: '10.244.0.0' })],
    ['V6', 'OverlaySelfPrefixTooLong', () => model(healthy(), { prefix: 24 })],
    ['V6', 'OverlaySelfPrefixTooShort', () => model(healthy(), { prefix: 12 })],
    ['V7', 'EndpointUnreachable', () => model(cluster(node(1, { publicIp: '203.0.113.9' })))],
    ['V7', 'EndpointInvalid', () => model(cluster(node(1, { publicIp: '224.0.0.9' })))],
    ['V2', 'VniUnusual', () => model(clusterOf('calico'), { key: 5 })],
    ['V8', 'PodOutsideNode', () => model(cluster(node(1), runningPod('multus', 'node1', '10.99.0.5')))],
    ['V9', 'PodNodeUnknown', () => model(cluster(node(1), runningPod('lost', 'node9', '10.244.9.5')))],
    ['V10', 'MtuTooLarge', () => model(undefined, { mtu: 1451 })],
    ['V10', 'MtuTooSmall', () => model(cluster(node(1), netConf({ MTU: 9000 })), { mtu: 1450 })],
    ['V10', 'MtuTooSmall', () => model(cluster(node(1), netConf({ MTU: 9000 })))],
  ])('%s %s', (rule, reason, build) => {
    expect(names(validations[rule](build()))).toContain(reason);
  });

  it('V7 EndpointOtherFamily, EndpointRouteDomain, EndpointInvalid for the local address', () => {
    const of = (text: string) => names(validateEndpoint(model(undefined), 'n', parseAddress(text)));
    expect(of('fd00::1')).toEqual(['EndpointOtherFamily']);
    expect(of('192.168.1.11%7')).toEqual(['EndpointRouteDomain']);
    expect(of('192.168.1.250')).toEqual(['EndpointInvalid']);
    expect(of('127.0.0.1')).toEqual(['EndpointInvalid']);
    expect(of('192.168.1.11')).toEqual([]);
  });

  it('V11 NameInvalid, TunnelNameReserved', () => {
    expect(names(validateNames(['/Common/k8s-tunnel', '/Common/a~b', '/Common/flannel_vxlan']))).toEqual([
      'TunnelNameReserved',
      'NameInvalid',
    ]);
  });
});

describe('what breaks no rule', () => {
  it('is a pod in the host network, an endpoint outside the cluster, one of the other family, and all where the tunnel floods', () => {
    const objects = [
      node(1),
      pod('host', { nodeName: 'node1', hostNetwork: true }, { phase: 'Running', podIP: '192.168.1.99' }),
      slice([{ ip: '203.0.113.7' }, { ip: '10.244.1.5', node: 'node1' }]),
      slice([{ ip: 'fd00::5', node: 'node9' }], { addressType: 'IPv6' }, { name: 'web-6' }),
    ];
    expect(validateOverlay(model(cluster(...objects)))).toEqual([]);
    const lost = JSON.parse(
      JSON.stringify([node(1, { annotations: {} }), runningPod('lost', 'node9', '10.244.9.5')]),
    ) as unknown[];
    expect(validations.V9(model(clusterFacts(snapshotOf(lost), { cni: 'cilium' })))).toEqual([]);
  });

  it('is the default VNI, the VNI that flannel states, and an MTU that fits', () => {
    // The profile of the model floods nothing.
    expect(names(validateOverlay(model(clusterOf('cilium'), { key: 2 })))).toEqual(['FloodingTypeUnfit']);
    const facts = cluster(
      node(1, { annotations: flannel('{"VtepMAC":"5e:0:0:0:0:1"}') }),
      netConf({ VNI: 9, MTU: 1500 }),
    );
    expect(names(validateOverlay(model(facts, { key: 9, mtu: 1450 })))).toEqual([]);
    expect(names(validateOverlay(model(facts, { key: 1 })))).toEqual(['VniMismatch']);
  });

  it('and pods of one Node are told once', () => {
    const lost = [1, 2, 3].map((octet) => runningPod(`p${octet}`, 'node9', `10.244.9.${octet}`));
    const found = validations.V9(model(cluster(node(1), ...lost)));
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain('2 more');
  });
});

describe('V8 and V9: which pods are behind the tunnel', () => {
  const running = { phase: 'Running' };
  const places = new PodPlaces(
    cluster(
      node(1),
      node(2, { annotations: flannel('null') }),
      pod('a', { nodeName: 'node1' }, { ...running, podIP: '10.244.1.5' }),
      pod('multus', { nodeName: 'node1' }, { ...running, podIP: '10.99.0.5' }),
      pod('host', { nodeName: 'node1', hostNetwork: true }, { ...running, podIP: '192.168.1.11' }),
      pod('lost', { nodeName: 'node9' }, { ...running, podIP: '10.244.9.5' }),
      pod('mute', { nodeName: 'node2' }, { ...running, podIP: '10.244.2.5' }),
      pod('ended', { nodeName: 'node2' }, { phase: 'Succeeded', podIP: '10.244.1.5' }),
    ),
  );

  it.each([
    ['10.244.1.5', { kind: 'overlay', mac: '5e:00:00:00:00:01' }],
    ['192.168.1.11', { kind: 'host' }],
    ['10.99.0.5', { kind: 'unknown', finding: { reason: 'PodOutsideNode' } }],
    ['10.244.9.5', { kind: 'unknown', finding: { reason: 'PodNodeUnknown' } }],
    ['10.244.2.5', { kind: 'unknown', finding: { reason: 'PodNodeUnknown' } }],
    ['10.244.3.9', { kind: 'unknown', finding: undefined }],
  ])('%s', (ip, expected) => {
    expect(places.place(ip)).toMatchObject(expected);
  });
});
