import { describe, expect, it } from 'vitest';
import type { MappingOptions } from '../../src/desired/index.ts';
import {
  configMap,
  type Manifest,
  map,
  membersOf,
  type NodeParts,
  node,
  overlay,
  pod,
  reasonsOf,
  service,
  slice,
  uris,
} from './sample-cluster.ts';

const nodePort = (spec: Manifest = {}) => service({ type: 'NodePort', ...spec });
const on = (objects: readonly Manifest[], options: Partial<MappingOptions> = {}) =>
  map([configMap(), ...objects], { mode: 'nodeport', ...options });
const nodes = (...parts: NodeParts[]) => parts.map((part, index) => node(index + 1, part));

describe('members in nodeport mode', () => {
  it.each(['NodePort', 'LoadBalancer'])('are all Nodes on the node port of a Service of type %s', (type) => {
    expect(membersOf(on([nodePort({ type }), ...nodes({}, {})]))).toEqual(['192.168.1.11:30080', '192.168.1.12:30080']);
  });

  it.each(['ClusterIP', undefined])('a Service of type %s has no node port; it is held', (type) => {
    const state = on([service({ type }), ...nodes({})]);
    expect(state.objects).toEqual([]);
    expect(state.held).toMatchObject([{ uri: 'ltm/virtual/~k8s~default_vs', reason: 'WrongServiceType' }]);
  });

  it.each([0, undefined, null])('a port with nodePort %s is held, and no member has port 0', (number) => {
    const state = on([nodePort({ ports: [{ port: 80, nodePort: number }] }), ...nodes({})]);
    expect(state.objects).toEqual([]);
    expect(state.held).toMatchObject([{ reason: 'NodePortNotAllocated' }]);
  });

  it('have the external address where it is asked for; a Node without one is left out, and said', () => {
    const addresses = [
      ['InternalIP', '10.0.0.1'],
      ['ExternalIP', '203.0.113.1'],
      ['Hostname', 'n'],
    ] as const;
    const state = on([nodePort(), ...nodes({ addresses }, {})], { nodeAddress: 'ExternalIP' });
    expect(membersOf(state)).toEqual(['203.0.113.1:30080']);
    expect(state.diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'info', reason: 'NodeWithoutAddress', object: 'Node/node2' }),
    );
  });

  it('are one a Node, and one an address', () => {
    const two = [
      ['InternalIP', '10.0.0.1'],
      ['InternalIP', '10.0.0.2'],
    ] as const;
    const same = [['InternalIP', '10.0.0.1']] as const;
    expect(membersOf(on([nodePort(), ...nodes({ addresses: two }, { addresses: same })]))).toEqual(['10.0.0.1:30080']);
  });

  it('take no text that is no address', () => {
    const addresses = [
      ['InternalIP', 'node1.example'],
      ['InternalIP', '10.0.0.1'],
    ] as const;
    expect(membersOf(on([nodePort(), ...nodes({ addresses })]))).toEqual(['10.0.0.1:30080']);
  });
});

describe('Nodes that are missing or not understood', () => {
  it.each<[string, Manifest[], Partial<MappingOptions>, string]>([
    ['no Node at all', [], {}, 'NodesNotFound'],
    ['every Node not ready', nodes({ ready: 'Unknown' }, { ready: 'False' }), {}, 'NoUsableNodes'],
    ['a selector that selects none', nodes({}, {}), { nodeSelector: 'typo' }, 'NoUsableNodes'],
    ['no address of the type', nodes({}, {}), { nodeAddress: 'ExternalIP' }, 'NoUsableNodes'],
    [
      'a Node of which nothing can be read',
      [node(1), { apiVersion: 'v1', kind: 'Node', metadata: { name: 'x' }, spec: 7 }],
      {},
      'InvalidObject',
    ],
  ])('%s: nothing is emptied', (_what, objects, options, reason) => {
    const state = on([nodePort(), ...objects], options);
    expect(state.objects).toEqual([]);
    expect(state.held).toEqual([{ uri: 'ltm/virtual/~k8s~default_vs', type: 'ltm/virtual', reason }]);
  });

  it('a Node that cannot be read and stands for the BIG-IP holds nothing', () => {
    const unreadable = { ...node(9), spec: { taints: 'none' } };
    const state = on([nodePort(), ...nodes({}), unreadable], { bigipNodes: ['node9'] });
    expect([membersOf(state), state.held]).toEqual([['192.168.1.11:30080'], []]);
  });

  it('the member of a Node that cannot be read is held, the others go on', () => {
    const broken = { ...node(2), spec: { podCIDRs: 'x' } };
    const state = on([nodePort(), node(1), broken]);
    expect(membersOf(state)).toEqual(['192.168.1.11:30080']);
    expect(state.held).toEqual([
      {
        uri: 'ltm/pool/~k8s~cfgmap_default_vs_web/members/~k8s~192.168.1.12:30080',
        type: 'ltm/pool/members',
        reason: 'InvalidObject',
      },
    ]);
  });
});

describe('families', () => {
  const dual = (number: number): NodeParts => ({
    addresses: [
      ['InternalIP', `10.0.0.${number}`],
      ['InternalIP', `fd00::${number}`],
    ],
  });
  const listening = (bindAddr: string | undefined, spec: Manifest, parts: NodeParts[] = [dual(1), dual(2)]) =>
    map([configMap({ frontend: { virtualAddress: { bindAddr, port: 80 } } }), nodePort(spec), ...nodes(...parts)], {
      mode: 'nodeport',
    });

  it('are those of the virtual server, where the Service has them', () => {
    expect(membersOf(listening('10.1.1.1', {}))).toEqual(['10.0.0.1:30080', '10.0.0.2:30080']);
    expect(membersOf(listening('fd00::99', {}))).toEqual(['fd00::1.30080', 'fd00::2.30080']);
    expect(membersOf(listening('fd00::99', { ipFamilies: ['IPv4', 'IPv6'] }))).toEqual([
      'fd00::1.30080',
      'fd00::2.30080',
    ]);
    expect(membersOf(listening(undefined, { ipFamilies: ['IPv6', 'IPv4'] }))).toEqual([
      'fd00::1.30080',
      'fd00::2.30080',
    ]);
  });

  it('are those of the Service, where it has only one', () => {
    expect(membersOf(listening('fd00::99', { ipFamilies: ['IPv4'] }))).toEqual(['10.0.0.1:30080', '10.0.0.2:30080']);
    expect(membersOf(listening('fd00::99', {}, [{}]))).toEqual(['192.168.1.11:30080']);
  });

  it('a Node without an address of the family is left out', () => {
    const state = listening('fd00::99', {}, [dual(1), {}]);
    expect(membersOf(state)).toEqual(['fd00::1.30080']);
    expect(reasonsOf(state)).toContain('NodeWithoutAddress');
  });
});

describe('externalTrafficPolicy Local', () => {
  const local = nodePort({ externalTrafficPolicy: 'Local' });
  const three = nodes({}, {}, {});
  const draining = { ready: false, serving: true, terminating: true };

  it('only Nodes with a ready endpoint of the port are members', () => {
    const ready = slice([
      { ip: '10.244.1.5', node: 'node1' },
      { ip: '10.244.1.6', node: 'node1' },
      { ip: '10.244.2.5', node: 'node2', ready: false },
    ]);
    const otherPort = slice(
      [{ ip: '10.244.3.5', node: 'node3' }],
      { ports: [{ name: 'other', port: 1 }] },
      { name: 'b' },
    );
    expect(membersOf(on([local, ready, otherPort, ...three]))).toEqual(['192.168.1.11:30080']);
  });

  it('a Node whose endpoints all drain is draining', () => {
    const endpoints = slice([
      { ip: '10.244.1.5', node: 'node1' },
      { ip: '10.244.1.6', node: 'node1', ...draining },
      { ip: '10.244.2.5', node: 'node2', ...draining },
    ]);
    expect(membersOf(on([local, endpoints, ...three]))).toEqual(['192.168.1.11:30080', '192.168.1.12:30080 draining']);
  });

  it('without a ready endpoint the pool is empty and the virtual server stays', () => {
    const state = on([local, slice([]), ...three]);
    expect(membersOf(state)).toEqual([]);
    expect(uris(state, 'ltm/virtual')).toHaveLength(1);
    expect(reasonsOf(state)).toContain('NoReadyEndpoints');
  });

  it('the Node of an endpoint is that of the running Pod with its address, where the slice does not say', () => {
    const running = pod('a', { nodeName: 'node2' }, { podIP: '10.244.2.5', phase: 'Running' });
    const ended = pod('b', { nodeName: 'node1' }, { podIP: '10.244.2.5', phase: 'Succeeded' });
    expect(membersOf(on([local, slice([{ ip: '10.244.2.5' }]), running, ended, ...three]))).toEqual([
      '192.168.1.12:30080',
    ]);
  });

  it.each([
    ['no slice and no Endpoints', [], 'EndpointsNotFound'],
    ['an endpoint of an unknown Node', [slice([{ ip: '10.244.1.5' }])], 'EndpointNodeUnknown'],
    [
      'an endpoint on a Node that is not in the input, and no other',
      [slice([{ ip: '10.244.9.5', node: 'node9' }])],
      'NoUsableNodes',
    ],
  ])('%s: it is held', (_what, objects, reason) => {
    const state = on([local, ...objects, ...three]);
    expect(state.objects).toEqual([]);
    expect(state.held).toMatchObject([{ reason }]);
  });

  it('endpoints that serve, on Nodes that are all left out, do not empty the pool', () => {
    const endpoints = slice([
      { ip: '10.244.1.5', node: 'node1' },
      { ip: '10.244.9.5', node: 'node9' },
    ]);
    const state = on([local, endpoints, ...nodes({ ready: 'False' }, {})]);
    expect(state.objects).toEqual([]);
    expect(state.held).toMatchObject([{ reason: 'NoUsableNodes' }]);
    expect(state.diagnostics.find(({ reason }) => reason === 'NoUsableNodes')?.message).toBe(
      'every Node with an endpoint of Service default/web is left out, and its externalTrafficPolicy is Local; not in the input, or not readable: node9',
    );
    // One that is left is enough: that a Node is gone is an answer where others are there.
    expect(membersOf(on([local, endpoints, ...nodes({}, {})]))).toEqual(['192.168.1.11:30080']);
  });
});

it('with a tunnel its FDB records are kept up, no ARP entry is made, and it is said', () => {
  const state = on([nodePort(), ...nodes({}, {})], { overlay });
  expect(uris(state, 'net/fdb/tunnel/records')).toHaveLength(2);
  expect(uris(state, 'net/arp')).toEqual([]);
  expect(state.diagnostics).toContainEqual(
    expect.objectContaining({
      severity: 'warning',
      reason: 'TunnelInNodePortMode',
      object: 'Tunnel/Common/flannel_vxlan',
    }),
  );
});
