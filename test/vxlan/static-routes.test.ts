import { describe, expect, it } from 'vitest';
import { type BlockAffinity, type RouteNode, type RouteSource, staticRoutes } from '../../src/vxlan/static-routes.ts';
import { sharedCases } from './cis-data.ts';
import { cniNode } from './cni-node.ts';

interface Case {
  readonly id: string;
  readonly cni: string;
  readonly node: {
    readonly name: string;
    readonly podCIDR?: string;
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly staticRouteNodeCIDR?: string;
  readonly blockAffinities?: readonly BlockAffinity[];
  readonly expected: readonly { name: string; network: string; gw: string; description: string }[];
}

const sources: Readonly<Record<string, RouteSource>> = {
  '': 'pod-cidr',
  'ovn-k8s': 'ovn-kubernetes',
  'cilium-k8s': 'cilium',
  'calico-k8s': 'calico',
};
const description = 'test_127.0.0.1';
const cases = sharedCases<Case>('cis/static-route-cases.json');

function node(name: string, podCidrs: readonly string[], annotations = {}, addresses?: readonly string[]): RouteNode {
  return { ...cniNode(name, annotations, addresses), podCidrs };
}

describe.runIf(cases.length > 0)('static routes as CIS makes them', () => {
  it.each(cases.map((one) => [one.id, one] as const))('%s', (_id, one) => {
    const addresses = (one.node.addresses ?? []).map(({ address }) => address);
    const podCidrs = one.node.podCIDR === undefined ? [] : [one.node.podCIDR];
    const { objects, heldPrefixes, diagnostics } = staticRoutes(
      [node(one.node.name, podCidrs, one.node.annotations, addresses)],
      {
        source: sources[one.cni] ?? 'pod-cidr',
        partition: 'test',
        description,
        ...(one.staticRouteNodeCIDR === undefined ? {} : { nodeCidr: one.staticRouteNodeCIDR }),
        ...(one.blockAffinities === undefined ? {} : { blockAffinities: one.blockAffinities }),
      },
    );
    expect(objects).toEqual(
      one.expected.map(({ name, network, gw }) => ({
        uri: `net/route/~test~${name}`,
        type: 'net/route',
        properties: { network, gw, description },
      })),
    );
    // CIS deletes the route of a Node that it does not understand; ours is held, and that is said.
    expect(heldPrefixes.length > 0).toBe(one.expected.length === 0);
    expect(diagnostics.map(({ reason }) => reason)).toEqual(one.expected.length === 0 ? ['NodeWithoutRoute'] : []);
  });
});

describe('static routes', () => {
  const options = { source: 'pod-cidr', partition: 'Common', description } as const;

  it('of a dual-stack Node are one a family, each by an address of its own', () => {
    const { objects } = staticRoutes(
      [node('a', ['10.244.1.0/24', 'fd00:244:1::/64'], {}, ['10.0.0.1', 'fd00::1'])],
      options,
    );
    expect(objects.map(({ uri, properties }) => [uri, properties['network'], properties['gw']])).toEqual([
      ['net/route/~Common~k8s-a-10.0.0.1', '10.244.1.0/24', '10.0.0.1'],
      ['net/route/~Common~k8s-a-fd00::1', 'fd00:244:1::/64', 'fd00::1'],
    ]);
  });

  it('one bad Node does not hold back the others', () => {
    const { objects, heldPrefixes } = staticRoutes([node('bad', ['x/y']), node('good', ['10.244.2.0/24'])], options);
    expect(objects).toHaveLength(1);
    expect(heldPrefixes).toEqual(['net/route/~Common~k8s-bad-192.168.1.11']);
  });

  it('Calico blocks that are about to go get none, and several of one Node all do', () => {
    const calico = node('w', [], { 'projectcalico.org/IPv4Address': '1.2.3.4/24' });
    const block = (name: string, cidr: string, state = 'confirmed') => ({ name, node: 'w', cidr, state });
    const { objects } = staticRoutes([calico], {
      ...options,
      source: 'calico',
      blockAffinities: [
        block('a', '10.0.0.0/26'),
        block('b', '10.0.0.64/26'),
        block('c', '10.0.0.128/26', 'pendingDeletion'),
      ],
    });
    expect(objects.map(({ uri }) => uri)).toEqual(['net/route/~Common~k8s-a', 'net/route/~Common~k8s-b']);
  });

  it('a network that is none is refused', () => {
    expect(() => staticRoutes([], { ...options, nodeCidr: '10.0.0.1' })).toThrow('not a network');
  });
});
