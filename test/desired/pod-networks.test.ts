import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeInventory } from '../../src/desired/inventory.ts';
import { type PodNetworks, podNetworksOf } from '../../src/desired/pod-networks.ts';
import { type Node, snapshotOf } from '../../src/kubernetes/index.ts';
import { networkContains, parseNetwork } from '../../src/values/network.ts';
import { adapterOf } from '../../src/vxlan/cni.ts';

const node = (name: string, spec: Node['spec']): Node => ({ metadata: { name }, spec });

function networksOf(nodes: readonly Node[]): PodNetworks {
  return podNetworksOf(takeInventory({ ...snapshotOf([]), nodes }), adapterOf('flannel'));
}

describe('the networks that Nodes hand to their pods', () => {
  const networks = networksOf([
    node('a', { podCIDR: '10.244.1.0/24', podCIDRs: ['10.244.1.0/24', 'fd00:10:244:1::/64'] }),
    node('b', { podCIDR: '10.200.254.1/20' }),
    node('c', { podCIDRs: [] }),
    node('d', null),
    node('e', { podCIDR: '10.300.0.0/24' }),
  ]);

  it.each([
    ['a', '10.244.1.0', true],
    ['a', '10.244.1.255', true],
    ['a', '10.244.2.0', false],
    ['a', 'fd00:10:244:1::5', true],
    ['a', 'fd00:10:244:2::5', false],
    ['b', '10.200.240.7', true],
    ['b', '10.201.0.0', false],
    ['b', 'fd00::1', undefined],
    ['c', '10.244.1.1', undefined],
    ['d', '10.244.1.1', undefined],
    ['e', '10.244.1.1', undefined],
    ['unknown', '10.244.1.1', undefined],
  ])('of Node %s: %s is %s', (name, ip, expected) => {
    expect(networks.ofNode(name, ip)).toBe(expected);
  });

  it('are known of every Node, or not', () => {
    expect(networks.complete).toBe(false);
    expect(networksOf([node('a', { podCIDR: '10.244.1.0/24' })]).complete).toBe(true);
    expect(networksOf([]).complete).toBe(false);
  });

  it('hold together what each of them holds', () => {
    const address = fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }));
    const spell = ([c, d]: [number, number]): string => `10.244.${c}.${d}`;
    const cidr = fc.tuple(address, fc.integer({ min: 8, max: 32 })).map(([at, prefix]) => `${spell(at)}/${prefix}`);
    fc.assert(
      fc.property(fc.array(cidr, { maxLength: 6 }), address.map(spell), (cidrs, ip) => {
        const all = networksOf(cidrs.map((podCIDR, index) => node(`n${index}`, { podCIDR })));
        const expected = cidrs.map((text) => networkContains(parseNetwork(text), ip));
        expect(all.contain(ip)).toBe(expected.includes(true));
        expect(cidrs.map((_cidr, index) => all.ofNode(`n${index}`, ip))).toEqual(expected);
      }),
    );
  });
});
