import { describe, expect, it } from 'vitest';
import type { PublishItem } from '../../src/desired/index.ts';
import { desiredState } from '../../src/desired/index.ts';
import { parseManifests } from '../../src/kubernetes/index.ts';
import { configMap, type Manifest, map, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const item: PublishItem = { service: 'web', address: '10.1.1.1', ports: 'all' };
const objects = [service(), slice([{ ip: '10.244.1.5' }])];
const everything = ['ltm/monitor/http', 'ltm/monitor/tcp', 'ltm/monitor/udp', 'ltm/pool', 'ltm/virtual'].map(
  (type) => `${type}/~k8s~publish_default_web_`,
);
/** As from a file, where nobody checks types. */
const asked = (publish: unknown, more: readonly Manifest[] = objects) => map([{ publish } as Manifest, ...more]);
const held = (state: ReturnType<typeof map>) => state.held.map(({ uri, reason }) => `${uri} ${reason}`);
const message = (state: ReturnType<typeof map>, reason: string) =>
  state.diagnostics.find((note) => note.reason === reason)?.message;

describe('published Services that are held', () => {
  it.each<[string, readonly Manifest[], string]>([
    ['no Service', [], 'ServiceNotFound'],
    ['a Service that cannot be read', [service({ ports: 7 })], 'ServiceNotFound'],
    ['an ExternalName', [service({ type: 'ExternalName' })], 'WrongServiceType'],
    ['a Service without ports', [service({ ports: [] })], 'ServicePortNotFound'],
  ])('all ports, and %s: all that it may have', (_what, more, reason) => {
    const state = map(more, { publish: [item] });
    expect(state.objects).toEqual([]);
    expect(state.scope.heldPrefixes).toEqual(expect.arrayContaining(everything));
    expect(reasonsOf(state)).toContain(reason);
  });

  it('chosen ports, and no Service: each of them, by its name', () => {
    const state = map([], { publish: [{ ...item, ports: [80, 'grpc', { port: 7, protocol: 'UDP' }] }] });
    expect(held(state)).toEqual([
      'ltm/virtual/~k8s~publish_default_web_tcp_80 ServiceNotFound',
      'ltm/virtual/~k8s~publish_default_web_tcp_grpc ServiceNotFound',
      'ltm/virtual/~k8s~publish_default_web_udp_7 ServiceNotFound',
      // Its protocol would be that of the Service's port of this name.
      'ltm/virtual/~k8s~publish_default_web_udp_grpc ServiceNotFound',
    ]);
    expect(state.scope.heldPrefixes).toContain('ltm/pool/~k8s~publish_default_web_tcp_80_');
    expect(state.scope.heldPrefixes).not.toContain('ltm/virtual/~k8s~publish_default_web_');
  });

  it('a port that the Service does not have holds that one; the others go on', () => {
    const state = map(objects, { publish: [{ ...item, ports: [80, 81, 'grpc'] }] });
    expect(uris(state, 'ltm/virtual')).toEqual(['ltm/virtual/~k8s~publish_default_web_tcp_80']);
    expect(held(state)).toEqual([
      'ltm/virtual/~k8s~publish_default_web_tcp_81 ServicePortNotFound',
      'ltm/virtual/~k8s~publish_default_web_tcp_grpc ServicePortNotFound',
      'ltm/virtual/~k8s~publish_default_web_udp_grpc ServicePortNotFound',
    ]);
    expect(message(state, 'ServicePortNotFound')).toContain('its port is 80');
  });

  it('all ports but all of them', () => {
    const state = map(objects, { publish: [{ ...item, except: [80] }] });
    expect(message(state, 'ServicePortNotFound')).toBe('Service default/web has no port that is not left out');
    expect(state.scope.heldPrefixes).toEqual(expect.arrayContaining(everything));
  });

  it.each<[string, unknown, RegExp]>([
    ['a word that nobody knows', { ...item, adress: 1 }, /adress/],
    ['no address', { service: 'web', ports: 'all' }, /address/],
    ['an address that is none', { ...item, address: '10.1.1' }, /address: "10\.1\.1" is not an IP address/],
    [
      'neither Service nor Services',
      { name: 'web', address: '10.1.1.1', ports: 'all' },
      /needs either service or services/,
    ],
    ['both', { ...item, services: [{ service: 'web', weight: 1 }] }, /needs either service or services/],
    ['no ports', { ...item, ports: [] }, /ports/],
    ['ports to leave out of a list', { ...item, ports: [80], except: [81] }, /except: goes with "ports: all" only/],
    ['a profile without partition', { ...item, profiles: ['tcp'] }, /profiles/],
    ['a port twice', { ...item, ports: [80, { port: 81, listen: 80 }] }, /two of its ports listen on 80 TCP/],
  ])('%s: the item is not understood, and says where', (_what, publish, expected) => {
    const state = asked([publish]);
    expect(state.objects).toEqual([]);
    expect(message(state, 'InvalidPublish')).toMatch(/^publish\[0\] of \(input\): /);
    expect(message(state, 'InvalidPublish')).toMatch(expected);
    expect(state.scope.heldPrefixes).toEqual(expect.arrayContaining(everything));
  });

  it.each<[string, unknown, string]>([
    ['a word that is not all', { ports: 'al' }, 'ports: Invalid input: expected "all", or expected array'],
    ['a port of a list that is none', { ports: [80, { port: 81, listen: 0 }] }, 'ports.1.listen: Too small'],
    [
      'a word that nobody knows in a port',
      { ports: [{ port: 81, listens: 80 }] },
      'ports.0: Unrecognized key: "listens"',
    ],
    ['a monitor of no type', { monitors: [{ type: 'https' }] }, 'monitors.0.type: Invalid option: expected one of'],
  ])('%s: said where and what was expected', (_what, wrong, expected) => {
    expect(message(asked([{ ...item, ...(wrong as object) }]), 'InvalidPublish')).toContain(
      `publish[0] of (input): ${expected}`,
    );
  });

  it.each<[string, PublishItem['ports'], string]>([
    ['a monitor that can never succeed', [{ port: 80, monitors: [{ type: 'tcp', interval: 16 }] }], 'InvalidMonitor'],
    ['a mode of balancing that is none', [{ port: 80, loadBalancingMode: 'fair' }], 'UnknownLoadBalancingMode'],
    ['a mode that does not go with the protocol', [{ port: 80, protocol: 'TCP', mode: 'udp' }], 'InvalidPublish'],
  ])('%s holds its port', (_what, ports, reason) => {
    const state = map(objects, { publish: [{ ...item, ports }] });
    expect(held(state)).toEqual([`ltm/virtual/~k8s~publish_default_web_tcp_80 ${reason}`]);
  });

  it('names that BIG-IP could not take', () => {
    const name = 'n'.repeat(253);
    const state = map(objects, { publish: [{ ...item, name, ports: [80] }] });
    expect(state.objects).toEqual([]);
    expect(reasonsOf(state)).toContain('NameTooLong');
  });

  it('two items of one name are both held, whichever comes last', () => {
    const two = [item, { ...item, address: '10.1.1.2' }];
    const state = asked(two);
    expect(state.objects).toEqual([]);
    expect(state.diagnostics.map(({ object, reason }) => `${object} ${reason}`)).toEqual([
      'Publish/default/web InvalidPublish',
    ]);
    expect(message(state, 'InvalidPublish')).toContain('give each a name of its own');
    const named = asked([item, { ...item, name: 'second', address: '10.1.1.2' }]);
    expect(uris(named, 'ltm/virtual')).toHaveLength(2);
  });

  it.each([
    ['bigip-icontrol/v2', 'PublishList'],
    ['bigip-icontrol/v1', 'PublishLists'],
    ['bigip-icontrol/v1beta1', undefined],
  ])('a list of apiVersion %s and kind %s is not understood, and never nothing at all', (apiVersion, kind) => {
    const state = map([{ apiVersion, kind, publish: [item] }, ...objects]);
    expect(state.objects).toEqual([]);
    expect(state.scope.heldPrefixes).toContain('ltm/virtual/~k8s~publish_');
    expect(state.diagnostics.some((note) => note.message.includes(`says apiVersion "${apiVersion}"`))).toBe(true);
  });

  it('says what is wrong with it: no list, or an item without a name', () => {
    const said = (publish: unknown) => asked(publish).diagnostics.map((note) => note.message);
    expect(said('web')).toContainEqual(expect.stringMatching(/^publish of \(input\) is not a list; nothing is done/));
    expect(said([{ ports: 'all' }])).toContainEqual(
      expect.stringMatching(/^publish\[0\] of \(input\) does not say its name; nothing is done/),
    );
  });

  it.each<[string, unknown]>([
    ['is no list', { web: 1 }],
    ['is missing', null],
    ['has an item that is no object', [item, 'web']],
    ['has an item without a name', [item, { address: '10.1.1.1', ports: 'all' }]],
    ['has an item of a name that Kubernetes does not take', [{ ...item, name: 'a_b' }]],
  ])('a list that %s holds everything that lists published, and ConfigMaps go on', (_what, publish) => {
    const state = asked(publish, [...objects, configMap()]);
    expect(uris(state, 'ltm/virtual')).toEqual(['ltm/virtual/~k8s~default_vs']);
    expect(state.scope.heldPrefixes).toContain('ltm/virtual/~k8s~publish_');
    expect(reasonsOf(state)).toContain('InvalidPublish');
  });
});

describe('a publish list in a file', () => {
  const yaml = `
publish:
  - service: web
    address: 10.1.1.1
    ports: all
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{port: 80}]}
`;

  it('stands beside manifests, plain or with its kind', () => {
    const map2 = (text: string) =>
      uris(desiredState(parseManifests(text), { mode: 'cluster', partition: 'k8s' }), 'ltm/virtual');
    const kind = 'apiVersion: bigip-icontrol/v1\nkind: PublishList\npublish:';
    const slices =
      '\n---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: s, labels: {kubernetes.io/service-name: web}}\naddressType: IPv4\nendpoints: []\nports: []\n';
    expect(map2(yaml + slices)).toEqual(['ltm/virtual/~k8s~publish_default_web_tcp_80']);
    expect(map2(yaml.replace('publish:', kind) + slices)).toEqual(['ltm/virtual/~k8s~publish_default_web_tcp_80']);
  });

  it('counts as recognised, and another kind that has the word does not', () => {
    expect(parseManifests('publish: []').recognised).toBe(1);
    expect(parseManifests('kind: PublishList\npublish: []').recognised).toBe(1);
    expect(parseManifests('kind: Other\napiVersion: v1\npublish: []').recognised).toBe(0);
    expect(parseManifests('kind: PublishList\napiVersion: v1\npublish: []').recognised).toBe(0);
  });

  it('an empty one asks for nothing', () => {
    const state = asked([]);
    expect([state.objects, state.held, state.scope.heldPrefixes, state.diagnostics]).toEqual([[], [], [], []]);
  });
});
