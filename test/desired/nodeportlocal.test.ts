import { describe, expect, it } from 'vitest';
import { configMap, type Manifest, map, membersOf, pod, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const annotation = (entries: unknown): Manifest => ({ 'nodeportlocal.antrea.io': JSON.stringify(entries) });
const npl = (name: string, podIP: string, annotations: Manifest): Manifest => {
  const made = pod(name, { nodeName: 'node1' }, { podIP, phase: 'Running' });
  return { ...made, metadata: { name, namespace: 'default', annotations } };
};
const mapped = (pods: readonly Manifest[], more: { service?: Manifest; slice?: Manifest } = {}) =>
  map(
    [configMap(), more.service ?? service(), more.slice ?? slice([{ ip: '10.1.0.1' }, { ip: '10.1.0.2' }]), ...pods],
    {
      mode: 'nodeportlocal',
    },
  );
const first = npl('a', '10.1.0.1', annotation([{ podPort: 8080, nodeIP: '192.168.1.11', nodePort: 61001 }]));
const second = npl(
  'b',
  '10.1.0.2',
  annotation([{ podPort: 8080, nodeIP: '192.168.1.11', nodePort: 61002, protocol: 'tcp' }]),
);

describe('members in nodeportlocal mode', () => {
  it('are the ports of Nodes that Antrea opened for the pods of the Service, of any type', () => {
    expect(membersOf(mapped([first, second]))).toEqual(['192.168.1.11:61001', '192.168.1.11:61002']);
  });

  it('follow the number that the slice has for the pod, and the protocol', () => {
    const both = npl(
      'a',
      '10.1.0.1',
      annotation([
        { podPort: 9090, nodeIP: '192.168.1.11', nodePort: 61009 },
        { podPort: 8080, nodeIP: '192.168.1.11', nodePort: 61053, protocol: 'udp' },
        { podPort: 8080, nodeIP: '192.168.1.12', nodePort: 61001, protocols: ['tcp'] },
      ]),
    );
    expect(membersOf(mapped([both], { slice: slice([{ ip: '10.1.0.1' }]) }))).toEqual(['192.168.1.12:61001']);
  });

  it('drain with their pod, and those that are not ready are none', () => {
    const endpoints = slice([
      { ip: '10.1.0.1', ready: false, serving: true, terminating: true },
      { ip: '10.1.0.2' },
      { ip: '10.1.0.3', ready: false },
    ]);
    expect(membersOf(mapped([first, second], { slice: endpoints }))).toEqual([
      '192.168.1.11:61001 draining',
      '192.168.1.11:61002',
    ]);
  });

  it.each([
    ['no annotation', {}, /has no annotation nodeportlocal\.antrea\.io/],
    ['an annotation that is not JSON', { 'nodeportlocal.antrea.io': '[' }, /is not JSON/],
    ['an annotation of another shape', annotation({ podPort: 8080 }), /is not understood/],
    [
      'another port',
      annotation([{ podPort: 1, nodeIP: '192.168.1.11', nodePort: 2 }]),
      /nothing of its port 8080\/TCP/,
    ],
    [
      'no address',
      annotation([{ podPort: 8080, nodeIP: 'node1', nodePort: 2 }]),
      /"node1", which is not an IP address/,
    ],
  ])('a pod with %s is none, the others go on, and it is said', (_what, annotations, message) => {
    const state = mapped([first, npl('b', '10.1.0.2', annotations)]);
    expect(membersOf(state)).toEqual(['192.168.1.11:61001']);
    expect(state.diagnostics.find(({ reason }) => reason === 'PodWithoutNodePort')?.message).toMatch(message);
  });

  it('with no port for any pod the pool is empty, and it is said why', () => {
    const state = mapped([npl('a', '10.1.0.1', {}), npl('b', '10.1.0.2', {})]);
    expect(uris(state, 'ltm/virtual')).toHaveLength(1);
    expect(state.diagnostics.find(({ reason }) => reason === 'NoReadyEndpoints')?.message).toContain(
      'no Node has a port for any of the pods',
    );
  });

  it('with an annotation that is not understood, and no other member, the pool is held and not emptied', () => {
    const broken = npl('b', '10.1.0.2', { 'nodeportlocal.antrea.io': '[' });
    const state = mapped([npl('a', '10.1.0.1', {}), broken]);
    expect(uris(state, 'ltm/pool')).toEqual([]);
    expect(state.held.map(({ uri, reason }) => [uri, reason])).toEqual([
      ['ltm/virtual/~k8s~default_vs', 'EndpointPodUnknown'],
    ]);
    expect(state.diagnostics.find(({ reason }) => reason === 'EndpointPodUnknown')?.message).toMatch(/is not JSON/);
  });

  it('a pod that is not in the input holds the virtual server: its member is not known', () => {
    const state = mapped([first]);
    expect(state.objects).toEqual([]);
    expect(state.held).toEqual([
      { uri: 'ltm/virtual/~k8s~default_vs', type: 'ltm/virtual', reason: 'EndpointPodUnknown' },
    ]);
  });

  it('a pod of the host’s network that shares the address does not hide the one that is meant', () => {
    const other = pod('0', { nodeName: 'node1', hostNetwork: true }, { podIP: '10.1.0.1', phase: 'Running' });
    expect(membersOf(mapped([other, first, second]))).toHaveLength(2);
  });

  it('need no ARP entry, and with a tunnel its FDB records are kept up', () => {
    const state = map([configMap(), service(), slice([{ ip: '10.1.0.1' }]), first], {
      mode: 'nodeportlocal',
      overlay: { tunnel: '/Common/flannel_vxlan' },
    });
    expect(reasonsOf(state)).toContain('TunnelInNodePortMode');
    expect(uris(state, 'net/arp')).toEqual([]);
    expect(membersOf(state)).toEqual(['192.168.1.11:61001']);
  });
});
