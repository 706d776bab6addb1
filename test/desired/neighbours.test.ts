import { describe, expect, it } from 'vitest';
import {
  configMap,
  type EndpointParts,
  type Manifest,
  map,
  membersOf,
  node,
  overlay,
  pod,
  reasonsOf,
  service,
  slice,
  uris,
} from './sample-cluster.ts';

const arps = (state: ReturnType<typeof map>) =>
  state.objects
    .filter(({ type }) => type === 'net/arp')
    .map(({ properties }) => `${String(properties['ipAddress'])} ${String(properties['macAddress'])}`);

describe('static ARP entries', () => {
  const base = [configMap(), service(), node(1), node(2)];
  const of = (
    endpoints: readonly EndpointParts[],
    more: readonly Manifest[] = [],
    objects: readonly Manifest[] = base,
  ) => map([...objects, slice(endpoints), ...more], { overlay });
  const heldUris = (ip: string) => [
    `ltm/pool/~k8s~cfgmap_default_vs_web/members/~k8s~${ip}:8080`,
    `net/arp/~Common~k8s-${ip}`,
  ];

  it('are one a member, with the MAC of the VTEP of its Node', () => {
    const state = of([
      { ip: '10.244.2.5', node: 'node2' },
      { ip: '10.244.1.5', node: 'node1' },
    ]);
    expect(uris(state, 'net/arp')).toEqual(['net/arp/~Common~k8s-10.244.1.5', 'net/arp/~Common~k8s-10.244.2.5']);
    expect(arps(state)).toEqual(['10.244.1.5 5e:00:00:00:00:01', '10.244.2.5 5e:00:00:00:00:02']);
  });

  it("lie in the tunnel's partition", () => {
    const state = map([...base, slice([{ ip: '10.244.1.5', node: 'node1' }])], {
      overlay: { tunnel: '/net1/sub/vxlan' },
    });
    expect(uris(state, 'net/arp')).toEqual(['net/arp/~net1~k8s-10.244.1.5']);
    expect(uris(state, 'net/fdb/tunnel/records')[0]).toMatch(/^net\/fdb\/tunnel\/~net1~sub~vxlan\/records\//);
  });

  it('a pod in two pools has one', () => {
    const second = configMap({ name: 'vs2', frontend: { virtualAddress: { bindAddr: '10.1.1.9', port: 1 } } });
    const state = of([{ ip: '10.244.1.5', node: 'node1' }], [second]);
    expect(membersOf(state)).toHaveLength(2);
    expect(arps(state)).toHaveLength(1);
  });

  it('a draining member keeps its own', () => {
    const state = of([
      { ip: '10.244.1.5', node: 'node1', ready: false, serving: true, terminating: true },
      { ip: '10.244.2.5', node: 'node2' },
    ]);
    expect(arps(state)).toHaveLength(2);
  });

  it('the Node of a member is that of the running Pod with its address, where the endpoint does not say', () => {
    const running = pod('b', { nodeName: 'node2' }, { podIP: '10.244.2.5', phase: 'Running' });
    const ended = pod('a', { nodeName: 'node1' }, { podIP: '10.244.2.5', phase: 'Failed' });
    expect(arps(of([{ ip: '10.244.2.5' }], [ended, running]))).toEqual(['10.244.2.5 5e:00:00:00:00:02']);
  });

  it.each<[string, EndpointParts, Manifest[]]>([
    [
      'a pod in the network of its host, by its Pod',
      { ip: '10.244.1.9', node: 'node1' },
      [pod('p', { nodeName: 'node1', hostNetwork: true }, { podIP: '10.244.1.9' })],
    ],
    ['a pod in the network of its host, by the address of its Node', { ip: '192.168.1.11', node: 'node1' }, []],
    ['the address of another Node', { ip: '192.168.1.12', node: 'node1' }, []],
  ])('%s gets none and is a member', (_what, endpoint, more) => {
    const state = of([endpoint], more);
    expect(membersOf(state)).toEqual([`${endpoint.ip}:8080`]);
    expect(arps(state)).toEqual([]);
    expect(reasonsOf(state)).toEqual(['PoolWithoutMonitor']);
  });

  it.each([
    ['the pod network of its Node', { ip: '203.0.113.9', node: 'node1' }, 'Node node1'],
    ['every pod network, of an endpoint without Node', { ip: '203.0.113.9' }, 'every Node'],
  ])('an address outside %s gets none, is a member, and it is said', (_what, endpoint, where) => {
    const state = of([endpoint]);
    expect(membersOf(state)).toEqual(['203.0.113.9:8080']);
    expect(arps(state)).toEqual([]);
    expect(state.diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'info',
        reason: 'MemberOutsidePodNetwork',
        message: expect.stringContaining(where),
      }),
    );
  });

  it('a Node that states no pod network is believed', () => {
    const bare = node(1, { spec: { podCIDR: undefined, podCIDRs: undefined } });
    expect(arps(of([{ ip: '172.30.0.5', node: 'node1' }], [], [configMap(), service(), bare]))).toEqual([
      '172.30.0.5 5e:00:00:00:00:01',
    ]);
  });

  it.each<[string, EndpointParts, Manifest[], string, RegExp]>([
    [
      'whose Node nobody says',
      { ip: '10.244.1.5' },
      [],
      'MemberNodeUnknown',
      /member 10\.244\.1\.5: .*neither an endpoint nor a running Pod/,
    ],
    [
      'of two Pods on two Nodes',
      { ip: '10.244.1.5' },
      [
        pod('a', { nodeName: 'node1' }, { podIP: '10.244.1.5' }),
        pod('b', { nodeName: 'node2' }, { podIP: '10.244.1.5' }),
      ],
      'MemberNodeUnknown',
      /neither/,
    ],
    [
      'whose Node is not in the input',
      { ip: '10.244.7.5', node: 'node7' },
      [node(8, { spec: { podCIDR: null, podCIDRs: null } })],
      'MemberNodeUnknown',
      /Node node7 is not in the input/,
    ],
    [
      'whose Node cannot be read',
      { ip: '10.244.7.5', node: 'node7' },
      [{ ...node(7), spec: 7 }],
      'MemberNodeUnknown',
      /Node node7 cannot be read/,
    ],
    [
      'whose Node has no VTEP',
      { ip: '10.244.7.5', node: 'node7' },
      [node(7, { annotations: {} })],
      'MemberWithoutVtep',
      /Node node7 has no usable VTEP/,
    ],
    [
      'whose Node shares its MAC',
      { ip: '10.244.7.5', node: 'node7' },
      [node(7, { mac: '5e:00:00:00:00:02' })],
      'MemberWithoutVtep',
      /node7/,
    ],
  ])('a member %s is held with its entry, and the others go on', (_what, endpoint, more, reason, message) => {
    const state = of([endpoint, { ip: '10.244.1.99', node: 'node1' }], more);
    expect(membersOf(state)).toEqual(['10.244.1.99:8080']);
    expect(arps(state)).toEqual(['10.244.1.99 5e:00:00:00:00:01']);
    const held = state.held.filter(({ type }) => type !== 'net/fdb/tunnel/records');
    expect(held.map(({ uri }) => uri)).toEqual(heldUris(endpoint.ip));
    expect(held.map((item) => item.reason)).toEqual([reason, reason]);
    const note = state.diagnostics.find((item) => item.reason === reason);
    expect(note).toMatchObject({
      severity: 'error',
      object: 'ConfigMap/default/vs',
      message: expect.stringMatching(message),
    });
  });

  it('what is wrong with many members is said once', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ ip: `10.244.7.${i + 1}`, node: 'node7' }));
    const state = of(many, [node(7, { annotations: {} })]);
    const notes = state.diagnostics.filter(({ reason }) => reason === 'MemberWithoutVtep');
    expect(notes).toHaveLength(1);
    expect(notes[0]?.message).toMatch(/^members 10\.244\.7\.1, .* and 7 more: /);
    expect(state.held).toHaveLength(24);
  });

  it('a pool whose members are all held is not said to be empty', () => {
    expect(reasonsOf(of([{ ip: '10.244.1.5' }]))).not.toContain('NoReadyEndpoints');
  });

  it('an entry that another pool has is not held', () => {
    const second = configMap({
      name: 'vs2',
      backend: { serviceName: 'manual' },
      frontend: { virtualAddress: { bindAddr: '10.1.1.9', port: 1 } },
    });
    const manual = slice([{ ip: '10.244.1.5' }], {}, { name: 'm', labels: { 'kubernetes.io/service-name': 'manual' } });
    const state = of([{ ip: '10.244.1.5', node: 'node1' }], [second, service({}, { name: 'manual' }), manual]);
    expect(arps(state)).toEqual(['10.244.1.5 5e:00:00:00:00:01']);
    expect(state.held.map(({ uri }) => uri)).toEqual([
      'ltm/pool/~k8s~cfgmap_default_vs2_manual/members/~k8s~10.244.1.5:8080',
    ]);
  });
});
