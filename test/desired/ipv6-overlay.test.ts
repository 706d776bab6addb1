/** IPv6 pods of the overlay: flannel has a tunnel of its own for them, with MAC addresses of its own. */
import { describe, expect, it } from 'vitest';
import type { OverlayOptions } from '../../src/desired/index.ts';
import {
  configMap,
  dualNode,
  type Manifest,
  map,
  membersOf,
  node,
  reasonsOf,
  service,
  slice,
} from './sample-cluster.ts';

const asked = configMap({ frontend: { virtualAddress: { bindAddr: 'fd00::99', port: 80 } } });
const pods = slice([{ ip: 'FD00:10:244:1::5', node: 'node1' }], { addressType: 'IPv6' });
const of = (nodes: readonly Manifest[], more: Partial<OverlayOptions> = {}) =>
  map([asked, service(), pods, ...nodes], { overlay: { tunnel: '/Common/flannel_vxlan', ...more } });
const lines = (state: ReturnType<typeof map>) =>
  state.objects
    .filter(({ type }) => type.startsWith('net/'))
    .map(({ uri, properties }) => `${uri} ${Object.values(properties).join(' ')}`);

const neighbour = (partition = 'Common') =>
  `net/ndp/~${partition}~k8s-fd00:10:244:1::5 fd00:10:244:1::5 5e:00:00:00:06:01`;
const record = (tunnel: string, number: number, family: 4 | 6) =>
  family === 4
    ? `net/fdb/tunnel/${tunnel}/records/5e:00:00:00:00:0${number} 192.168.1.1${number}`
    : `net/fdb/tunnel/${tunnel}/records/5e:00:00:00:06:0${number} fd00:1::1${number}`;

describe('IPv6 pods of the overlay', () => {
  it('have a neighbour by net ndp with the IPv6 VTEP of their Node, and records in a tunnel of their own', () => {
    const state = of([dualNode(1), dualNode(2)], { tunnelV6: '/v6/flannel_v6' });
    expect(lines(state).sort()).toEqual([
      record('~Common~flannel_vxlan', 1, 4),
      record('~Common~flannel_vxlan', 2, 4),
      record('~v6~flannel_v6', 1, 6),
      record('~v6~flannel_v6', 2, 6),
      neighbour('v6'),
    ]);
    expect(membersOf(state)).toEqual(['fd00:10:244:1::5.8080']);
    expect(state.scope).toMatchObject({ tunnel: '/Common/flannel_vxlan', tunnelV6: '/v6/flannel_v6' });
    expect(state.held).toEqual([]);
  });

  it.each([
    ['its local address says so', [dualNode(1), dualNode(2)], { localAddress: 'fd00:1::99' }],
    ['the Nodes publish nothing else', [dualNode(1, { only6: true }), dualNode(2, { only6: true })], {}],
  ])('may be all that the only tunnel carries: %s', (_why, nodes, more) => {
    expect(lines(of(nodes, more)).sort()).toEqual([
      record('~Common~flannel_vxlan', 1, 6),
      record('~Common~flannel_vxlan', 2, 6),
      neighbour(),
    ]);
  });

  it('are believed as long as nobody says what the only tunnel carries, and held once it is known to be IPv4', () => {
    const unknown = of([dualNode(1)]);
    expect(lines(unknown).sort()).toEqual([
      record('~Common~flannel_vxlan', 1, 4),
      record('~Common~flannel_vxlan', 1, 6),
      neighbour(),
    ]);
    const known = of([dualNode(1)], { localAddress: '192.168.1.99' });
    expect(lines(known)).toEqual([record('~Common~flannel_vxlan', 1, 4)]);
    expect(known.held.map(({ uri, reason }) => `${reason} ${uri}`)).toEqual([
      'MemberFamilyUnsupported ltm/pool/~k8s~cfgmap_default_vs_web/members/~k8s~fd00:10:244:1::5.8080',
      'MemberFamilyUnsupported net/ndp/~Common~k8s-fd00:10:244:1::5',
    ]);
    expect(known.diagnostics.find(({ reason }) => reason === 'MemberFamilyUnsupported')?.message).toContain(
      '--tunnel-v6',
    );
  });

  it('need no records of a family that no member is of', () => {
    const state = map([configMap(), service(), slice([{ ip: '10.244.1.5', node: 'node1' }]), dualNode(1)], {
      overlay: { tunnel: '/Common/flannel_vxlan' },
    });
    expect(lines(state).filter((line) => line.includes('/records/'))).toEqual([record('~Common~flannel_vxlan', 1, 4)]);
    expect(reasonsOf(state)).not.toContain('NodeWithoutVtep');
  });

  it('are held where their Node publishes no IPv6 VTEP; what is routed is not', () => {
    const addresses = slice(
      [
        { ip: 'fd00:10:244:1::5', node: 'node1' },
        { ip: 'fd00:99::5', node: 'node1' },
      ],
      { addressType: 'IPv6' },
    );
    const bare = node(1, { spec: { podCIDRs: ['10.244.1.0/24', 'fd00:10:244:1::/64'] } });
    const state = map([asked, service(), addresses, bare], { overlay: { tunnel: '/Common/flannel_vxlan' } });
    expect(membersOf(state)).toEqual(['fd00:99::5.8080']);
    expect(state.held.map(({ reason, type }) => `${reason} ${type}`)).toEqual([
      'MemberWithoutVtep ltm/pool/members',
      'MemberWithoutVtep net/ndp',
    ]);
    expect(membersOf(map([asked, service(), addresses, bare]))).toHaveLength(2);
  });

  it('that a Node stands for the BIG-IP is told in each family', () => {
    for (const more of [{ localAddressV6: 'FD00:1::12' }, { macAddressV6: '5e:0:0:0:6:2' }]) {
      const state = of([dualNode(1), dualNode(2)], { tunnelV6: '/Common/flannel_v6', ...more });
      expect(lines(state).filter((line) => line.includes('node2') || line.includes('06:02'))).toEqual([]);
      expect(lines(state)).not.toContain(record('~Common~flannel_vxlan', 2, 4));
    }
  });
});
