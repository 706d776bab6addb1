import { describe, expect, it } from 'vitest';
import type { MappingOptions } from '../../src/desired/index.ts';
import { configMap, type Manifest, map, membersOf, type NodeParts, node, overlay, service } from './sample-cluster.ts';

const nodePort = (spec: Manifest = {}) => service({ type: 'NodePort', ...spec });
const on = (objects: readonly Manifest[], options: Partial<MappingOptions> = {}) =>
  map([configMap(), ...objects], { mode: 'nodeport', ...options });

describe('which Nodes are members', () => {
  const exclude = 'node.kubernetes.io/exclude-from-external-load-balancers';
  const one = (parts: NodeParts, options = {}) =>
    on([nodePort(), node(1, parts), node(2, { labels: { tier: 'web' } })], options);
  const isMember = (parts: NodeParts, options = {}) => membersOf(one(parts, options)).includes('192.168.1.11:30080');

  it('with condition Ready True, and with none', () => {
    const { conditions: _conditions, ...status } = node(1)['status'] as Manifest;
    expect(isMember({ ready: 'True' })).toBe(true);
    expect(membersOf(on([nodePort(), { ...node(1), status }]))).toEqual(['192.168.1.11:30080']);
  });

  it.each(['False', 'Unknown'])('not with condition Ready %s, and it is said', (ready) => {
    expect(isMember({ ready })).toBe(false);
    expect(one({ ready }).diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'info',
        reason: 'NodeExcluded',
        object: 'Node/node1',
        message: expect.stringContaining(ready),
      }),
    );
  });

  it.each(['false', 'False', 'FALSE', 'f', 'F', '0'])('with the exclusion label %j', (value) => {
    expect(isMember({ labels: { [exclude]: value } })).toBe(true);
  });

  it.each(['', 'true', 'TRUE', 't', '1', 'no', 'fAlse', 'off'])('not with the exclusion label %j', (value) => {
    expect(isMember({ labels: { [exclude]: value } })).toBe(false);
  });

  it.each(['ToBeDeletedByClusterAutoscaler', 'karpenter.sh/disrupted'])('not with the taint %s', (key) => {
    expect(isMember({ spec: { taints: [{ key, effect: 'NoSchedule' }] } })).toBe(false);
  });

  it('not while it is being deleted', () => {
    const leaving = node(1);
    const metadata = { ...(leaving['metadata'] as Manifest), deletionTimestamp: '2024-05-01T00:00:00Z' };
    const state = on([nodePort(), { ...leaving, metadata }, node(2)]);
    expect(membersOf(state)).toEqual(['192.168.1.12:30080']);
    expect(state.diagnostics.find(({ reason }) => reason === 'NodeExcluded')?.message).toContain('is being deleted');
  });

  it.each([
    ['cordoned', { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] }],
    ['control plane', { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }],
    ['tainted NoExecute', { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }] }],
  ])('with %s', (_what, spec) => {
    expect(isMember({ spec })).toBe(true);
  });

  it('by the node selector', () => {
    expect(isMember({ labels: { tier: 'db' } }, { nodeSelector: 'tier=web' })).toBe(false);
    expect(isMember({ labels: { tier: 'web' } }, { nodeSelector: 'tier in (web),!old' })).toBe(true);
    expect(() => one({}, { nodeSelector: 'tier in web' })).toThrow(/label selector/);
  });

  it('never the BIG-IP: by name, by its MAC or by its address', () => {
    expect(isMember({}, { bigipNodes: ['node1'] })).toBe(false);
    expect(isMember({}, { overlay: { ...overlay, macAddress: '5E:0:0:0:0:1' } })).toBe(false);
    expect(isMember({ publicIp: '10.9.9.9' }, { overlay: { ...overlay, localAddress: '10.9.9.9%0' } })).toBe(false);
    expect(isMember({}, { overlay: { ...overlay, macAddress: '5e:00:00:00:00:99', localAddress: '10.9.9.9' } })).toBe(
      true,
    );
  });
});
