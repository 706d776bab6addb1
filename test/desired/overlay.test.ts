import { describe, expect, it } from 'vitest';
import type { OverlayOptions } from '../../src/desired/index.ts';
import { type Manifest, map, node, overlay, reasonsOf } from './sample-cluster.ts';

const records = (state: ReturnType<typeof map>) =>
  state.objects
    .filter(({ type }) => type === 'net/fdb/tunnel/records')
    .map(({ uri, properties }) => `${uri} ${String(properties['endpoint'])}`);

describe('FDB records', () => {
  const of = (objects: readonly Manifest[], more: Partial<OverlayOptions> = {}, options = {}) =>
    map(objects, { overlay: { ...overlay, ...more }, ...options });

  it('are one a Node, named by its VTEP', () => {
    const state = of([node(2), node(1, { mac: '5E-0-0-0-0-AA', publicIp: '203.0.113.1' })]);
    expect(records(state)).toEqual([
      'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:02 192.168.1.12',
      'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:aa 203.0.113.1',
    ]);
    expect(state.scope).toMatchObject({ tunnel: '/Common/flannel_vxlan', heldEndpoints: [] });
  });

  it('do not depend on readiness, taints, labels or the node selector', () => {
    const taints = [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoExecute' }];
    const excluded = { 'node.kubernetes.io/exclude-from-external-load-balancers': '' };
    for (const mode of ['cluster', 'nodeport']) {
      const state = of(
        [node(1, { ready: 'Unknown', spec: { taints, unschedulable: true }, labels: excluded })],
        {},
        { nodeSelector: 'none', mode },
      );
      expect(records(state)).toHaveLength(1);
    }
  });

  it.each([
    ['its name', {}, { bigipNodes: ['node2'] }],
    ['the MAC of the tunnel', { macAddress: '5E:0:0:0:0:2' }, {}],
    ['the address of the tunnel', { localAddress: '192.168.1.12%3' }, {}],
  ])('the Node of the BIG-IP, known by %s, gets none and no diagnostic', (_by, more, options) => {
    const state = of([node(1), node(2)], more, options);
    expect(records(state)).toHaveLength(1);
    expect(state.diagnostics).toEqual([]);
  });

  it('a Node without kubelet may be the BIG-IP, and that is said', () => {
    const { status: _status, ...dummy } = node(9);
    const state = of([node(1), dummy]);
    expect(records(state)).toHaveLength(2);
    expect(state.diagnostics).toMatchObject([{ severity: 'info', reason: 'NodeWithoutStatus', object: 'Node/node9' }]);
  });

  it('a Node without a usable VTEP gets none; what it has is held, the others go on', () => {
    const annotations = {
      'flannel.alpha.coreos.com/backend-data': 'null',
      'flannel.alpha.coreos.com/public-ip': '203.0.113.2',
    };
    const addresses = [
      ['InternalIP', '192.168.1.12'],
      ['ExternalIP', '198.51.100.2'],
      ['Hostname', 'n'],
    ] as const;
    const state = of([node(1), node(2, { annotations, addresses })]);
    expect(records(state)).toHaveLength(1);
    expect(state.diagnostics).toMatchObject([{ severity: 'warning', reason: 'NodeWithoutVtep', object: 'Node/node2' }]);
    expect(state.scope.heldEndpoints).toEqual(['192.168.1.12', '198.51.100.2', '203.0.113.2']);
  });

  it.each([
    ['no Node is in the input', []],
    ['no Node has a VTEP', [node(1, { annotations: {} })]],
    [
      'a Node cannot be read and says no address',
      [node(1), { apiVersion: 'v1', kind: 'Node', metadata: { name: 'x' }, spec: 7 }],
    ],
  ])('when %s all that there are stay', (_what, objects) => {
    expect(of(objects).scope.heldEndpoints).toBe('all');
  });

  it('of a Node that cannot be read the addresses that it says are held', () => {
    expect(of([node(1), { ...node(2), spec: { podCIDRs: 'x' } }]).scope.heldEndpoints).toEqual(['192.168.1.12']);
  });

  it('where flannel published no address the one of the Node is taken, and said', () => {
    const annotations = { 'flannel.alpha.coreos.com/backend-data': '{"VtepMAC":"5e:00:00:00:00:01"}' };
    const state = of([node(1, { annotations })]);
    expect(records(state)).toEqual(['net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:01 192.168.1.11']);
    expect(reasonsOf(state)).toEqual(['VtepWithoutPublicIp']);
  });

  it('of two Nodes with one MAC neither gets one, and what there is stays', () => {
    const state = of([node(1), node(2, { mac: '5e:00:00:00:00:01' }), node(3)]);
    expect(records(state)).toEqual(['net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:03 192.168.1.13']);
    expect(state.held).toEqual([
      {
        uri: 'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:01',
        type: 'net/fdb/tunnel/records',
        reason: 'DuplicateVtep',
      },
    ]);
    expect(state.scope.heldEndpoints).toEqual(['192.168.1.11', '192.168.1.12']);
    expect(state.diagnostics.map(({ object, reason }) => `${object} ${reason}`)).toEqual([
      'Node/node1 DuplicateVtep',
      'Node/node2 DuplicateVtep',
    ]);
    expect(state.diagnostics[0]?.message).toContain('node1 and node2');
  });

  it('of two Nodes with one address both get theirs, and it is said', () => {
    const state = of([node(1), node(2, { publicIp: '192.168.1.11' })]);
    expect(records(state)).toHaveLength(2);
    expect(reasonsOf(state)).toEqual(['DuplicateVtep', 'DuplicateVtep']);
  });

  it('in a cluster of one MAC for all, all stay', () => {
    expect(of([node(1), node(2, { mac: '5e:00:00:00:00:01' })]).objects).toEqual([]);
  });

  it('without a tunnel there are none, whatever the Nodes publish', () => {
    const state = map([node(1), node(2, { annotations: {} })]);
    expect(state).toMatchObject({ objects: [], diagnostics: [], scope: { heldEndpoints: [] } });
    expect(state.scope).not.toHaveProperty('tunnel');
  });

  it.each([
    ['a tunnel without partition', { tunnel: 'flannel_vxlan' }],
    ['a MAC that is none', { macAddress: 'x' }],
    ['an address that is none', { localAddress: 'x' }],
  ])('%s is refused at once', (_what, more) => {
    expect(() => of([node(1)], more)).toThrow();
  });
});
