/** Static routes to the pods of Nodes, instead of a tunnel. */
import { describe, expect, it } from 'vitest';
import type { StaticRoutesOptions } from '../../src/desired/index.ts';
import { configMap, type Manifest, map, membersOf, node, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const of = (objects: readonly Manifest[], routes: StaticRoutesOptions, more = {}) =>
  map([configMap(), service(), slice([{ ip: '10.244.1.5', node: 'node1' }]), ...objects], {
    staticRoutes: routes,
    ...more,
  });
const routes = (state: ReturnType<typeof map>) =>
  state.objects
    .filter(({ type }) => type === 'net/route')
    .map(({ uri, properties }) => `${uri} ${String(properties['network'])} ${String(properties['gw'])}`);
const block = (name: string, on: string, cidr: string, more: Manifest = {}): Manifest => ({
  apiVersion: 'projectcalico.org/v3',
  kind: 'BlockAffinity',
  metadata: { name },
  spec: { node: on, cidr, ...more },
});

describe('static routes', () => {
  it('lead to the pods of every Node, and say whose they are; members need nothing else', () => {
    const state = of([node(1), node(2)], { source: 'pod-cidr' });
    expect(routes(state)).toEqual([
      'net/route/~k8s~k8s-node1-192.168.1.11 10.244.1.0/24 192.168.1.11',
      'net/route/~k8s~k8s-node2-192.168.1.12 10.244.2.0/24 192.168.1.12',
    ]);
    expect(state.objects.find(({ type }) => type === 'net/route')?.properties['description']).toBe(
      'managed-by bigip-icontrol/default',
    );
    expect(membersOf(state)).toEqual(['10.244.1.5:8080']);
    expect(uris(state, 'net/arp')).toEqual([]);
    expect(state.scope).toMatchObject({ routes: 'k8s', heldPrefixes: [] });
  });

  it('follow the existence of Nodes, and leave out the BIG-IP’s own', () => {
    const state = of([node(1, { ready: 'False' }), node(2)], { source: 'pod-cidr' }, { bigipNodes: ['node2'] });
    expect(routes(state)).toHaveLength(1);
  });

  it.each<[string, StaticRoutesOptions, readonly Manifest[], string]>([
    [
      'OVN-Kubernetes',
      { source: 'ovn-kubernetes' },
      [
        node(1, {
          annotations: {
            'k8s.ovn.org/node-subnets': '{"default":["10.131.0.0/23"]}',
            'k8s.ovn.org/node-primary-ifaddr': '{"ipv4":"10.192.125.174/24"}',
          },
        }),
      ],
      'net/route/~k8s~k8s-node1-10.192.125.174 10.131.0.0/23 10.192.125.174',
    ],
    [
      'OVN-Kubernetes with a network for the Nodes',
      { source: 'ovn-kubernetes', nodeCidr: '10.9.0.0/16' },
      [
        node(1, {
          annotations: {
            'k8s.ovn.org/node-subnets': '{"default":"10.131.0.0/23"}',
            'k8s.ovn.org/host-cidrs': '["10.8.0.1/16","10.9.0.1/16"]',
          },
        }),
      ],
      'net/route/~k8s~k8s-node1-10.9.0.1 10.131.0.0/23 10.9.0.1',
    ],
    [
      'Cilium, by an annotation',
      { source: 'cilium' },
      [node(1, { annotations: { 'network.cilium.io/ipv4-pod-cidr': '10.0.7.0/24' } })],
      'net/route/~k8s~k8s-node1-192.168.1.11 10.0.7.0/24 192.168.1.11',
    ],
    [
      'Cilium with networks of its own',
      { source: 'cilium' },
      [
        node(1, { annotations: { 'network.cilium.io/ipv4-pod-cidr': '10.0.7.0/24' } }),
        {
          apiVersion: 'cilium.io/v2',
          kind: 'CiliumNode',
          metadata: { name: 'node1' },
          spec: { ipam: { podCIDRs: ['10.0.8.0/24'] } },
        },
      ],
      'net/route/~k8s~k8s-node1-192.168.1.11 10.0.8.0/24 192.168.1.11',
    ],
    [
      'Calico',
      { source: 'calico' },
      [
        node(1, { annotations: { 'projectcalico.org/IPv4Address': '192.168.1.11/24' } }),
        block('node1-10-244-9-0-26', 'node1', '10.244.9.0/26', { state: 'confirmed', deleted: false }),
        block('going', 'node1', '10.244.9.64/26', { deleted: 'true' }),
        block('elsewhere', 'node9', '10.244.9.128/26'),
      ],
      'net/route/~k8s~k8s-node1-10-244-9-0-26 10.244.9.0/26 192.168.1.11',
    ],
  ])('of %s', (_what, options, objects, expected) => {
    expect(routes(of(objects, options))).toEqual([expected]);
  });

  it('a Node that is not understood keeps the ones that it has, and the others go on', () => {
    const bare = node(2, { spec: { podCIDR: null, podCIDRs: null } });
    const broken = { ...node(3), spec: 7 };
    const state = of([node(1), bare, broken], { source: 'pod-cidr' });
    expect(routes(state)).toHaveLength(1);
    expect(state.scope.heldPrefixes).toEqual(['net/route/~k8s~k8s-node2-', 'net/route/~k8s~k8s-node3-']);
    expect(reasonsOf(state)).toContain('NodeWithoutRoute');
  });

  it.each<[string, StaticRoutesOptions, readonly Manifest[]]>([
    ['no Node is in the input', { source: 'pod-cidr' }, []],
    ['no BlockAffinity is in the input', { source: 'calico' }, [node(1)]],
    [
      'a BlockAffinity cannot be read',
      { source: 'calico' },
      [
        node(1, { annotations: { 'projectcalico.org/IPv4Address': '192.168.1.11/24' } }),
        block('a', 'node1', '10.244.9.0/26'),
        block('b', 'node1', '10.244.9.64/26', { node: 7 }),
      ],
    ],
  ])('when %s all that there are stay', (_why, options, objects) => {
    expect(of(objects, options).scope.heldPrefixes).toEqual(['net/route/~k8s']);
  });

  it('of two Nodes with one pod network neither gets one, and what there is stays', () => {
    const state = of([node(1), node(2, { spec: { podCIDRs: ['10.244.1.9/24'] } }), node(3)], { source: 'pod-cidr' });
    expect(routes(state)).toEqual(['net/route/~k8s~k8s-node3-192.168.1.13 10.244.3.0/24 192.168.1.13']);
    expect(state.scope.heldPrefixes).toEqual([
      'net/route/~k8s~k8s-node1-192.168.1.11',
      'net/route/~k8s~k8s-node2-192.168.1.12',
    ]);
    expect(reasonsOf(state).filter((reason) => reason === 'DuplicatePodNetwork')).toHaveLength(2);
  });
});
