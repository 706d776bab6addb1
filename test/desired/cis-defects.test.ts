/** The 17 defects of CIS that docs/migrating-from-cis.md lists, by number: what happens here instead. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { BigIp, makePlan, planFor, TunnelNotFoundError } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import type { DesiredState, Entry } from '../../src/state.ts';
import {
  configMap,
  type Manifest,
  map,
  membersOf,
  node,
  overlay,
  reasonsOf,
  service,
  slice,
  uris,
} from './sample-cluster.ts';

const rest = [service(), slice([{ ip: '10.244.1.5', node: 'node1' }])];
/** A device that has what is wanted, and what a test changes or adds. */
const planned = (
  desired: DesiredState,
  change: (entry: Entry) => Entry = (entry) => entry,
  more: readonly Entry[] = [],
) =>
  makePlan(desired, {
    objects: [...desired.objects.map(change), ...more],
    routeDomains: { Common: 0, k8s: 0 },
    membersElsewhere: [],
  });
const withProperties =
  (type: string, properties: Entry['properties']) =>
  (entry: Entry): Entry =>
    entry.type === type ? { ...entry, properties: { ...entry.properties, ...properties } } : entry;

describe('defects of CIS that are not here', () => {
  it('1: in a namespace that begins with a digit every ConfigMap has a pool of its own', () => {
    const named = (name: string, port: number) =>
      configMap({ name, namespace: '4x', frontend: { virtualAddress: { bindAddr: '10.1.1.1', port } } });
    const objects = [service({}, { namespace: '4x' }), slice([{ ip: '10.0.0.1' }], {}, { namespace: '4x' })];
    expect(uris(map([named('a', 1), named('b', 2), ...objects]), 'ltm/pool')).toEqual([
      'ltm/pool/~k8s~cfgmap_4x_a_web',
      'ltm/pool/~k8s~cfgmap_4x_b_web',
    ]);
  });

  it('2: two ports of one Service never share a pool, whoever asks', () => {
    const two = service({
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81 },
      ],
    });
    const objects = [
      two,
      slice([{ ip: '10.0.0.1' }], {
        ports: [
          { name: 'a', port: 1 },
          { name: 'b', port: 2 },
        ],
      }),
    ];
    const asking = (name: string, servicePort: number) =>
      configMap({
        name,
        backend: { servicePort },
        frontend: { virtualAddress: { bindAddr: '10.1.1.1', port: servicePort } },
      });
    const publish = [{ service: 'web', address: '10.1.1.2', ports: 'all' as const }];
    expect(new Set(uris(map([asking('a', 80), asking('b', 81), ...objects], { publish }), 'ltm/pool')).size).toBe(4);
  });

  it('3: TCP and UDP of one number are told apart', () => {
    const both = service({
      ports: [
        { name: 'tcp', port: 80 },
        { name: 'udp', port: 80, protocol: 'UDP' },
      ],
    });
    const objects = [
      both,
      slice([{ ip: '10.0.0.1' }], {
        ports: [
          { name: 'tcp', port: 1 },
          { name: 'udp', port: 2 },
        ],
      }),
    ];
    const asking = (mode: string) => membersOf(map([configMap({ frontend: { mode } }), ...objects]));
    expect([asking('tcp'), asking('udp')]).toEqual([['10.0.0.1:1'], ['10.0.0.1:2']]);
  });

  it('4: an endpoint without nodeName is a member', () => {
    expect(membersOf(map([configMap(), service(), slice([{ ip: '10.0.0.1' }])]))).toEqual(['10.0.0.1:8080']);
  });

  it('5: one pod whose Node is not known holds itself, and the ARP entries of the others are written', () => {
    const objects = [
      configMap(),
      service(),
      slice([
        { ip: '10.244.1.5', node: 'node1' },
        { ip: '10.244.9.9', node: 'gone' },
      ]),
      node(1),
    ];
    const state = map(objects, { overlay });
    expect(uris(state, 'net/arp')).toEqual(['net/arp/~Common~k8s-10.244.1.5']);
    expect(state.held.map(({ uri }) => uri)).toContain('net/arp/~Common~k8s-10.244.9.9');
  });

  it.each<[string, Manifest]>([
    [
      'not JSON',
      { 'flannel.alpha.coreos.com/backend-data': '{', 'flannel.alpha.coreos.com/public-ip': '192.168.1.11' },
    ],
    [
      'null',
      {
        'flannel.alpha.coreos.com/backend-data': '{"VtepMAC":null}',
        'flannel.alpha.coreos.com/public-ip': '192.168.1.11',
      },
    ],
    ['absent', {}],
  ])('6: flannel data that is %s gives no record with a made-up MAC', (_what, annotations) => {
    const state = map([node(1, { annotations }), node(2)], { overlay });
    expect(uris(state, 'net/fdb/tunnel/records')).toEqual([
      'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:02',
    ]);
    expect(reasonsOf(state)).toContain('NodeWithoutVtep');
  });

  it('7: a Node with an IPv6 address, or without a MAC, holds back nothing else, and no record has an empty name', () => {
    const six = node(1, { annotations: {}, addresses: [['InternalIP', 'fd00:1::11']] });
    const state = map([configMap(), ...rest, six, node(2)], { overlay });
    const records = uris(state, 'net/fdb/tunnel/records');
    expect(records).toEqual(['net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:02']);
    expect(uris(state, 'ltm/virtual')).toHaveLength(1);
  });

  it('8: a tunnel that does not exist is an error before anything is written', async () => {
    await using device = await MockBigIp.start({ seed: { 'auth/partition/k8s': {} } });
    const { url, username, password, fingerprint256 = '' } = device;
    await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
    const snapshot = snapshotOf([configMap(), ...rest, node(1)]);
    await expect(planFor(bigip, snapshot, { mode: 'cluster', partition: 'k8s', overlay })).rejects.toThrow(
      TunnelNotFoundError,
    );
  });

  it('9: FDB records and ARP entries that somebody else made stay', () => {
    const foreign: readonly Entry[] = [
      {
        uri: 'net/fdb/tunnel/~Common~flannel_vxlan/records/0a:0a:0a:0a:0a:0a',
        type: 'net/fdb/tunnel/records',
        properties: { endpoint: '192.0.2.1' },
      },
      {
        uri: 'net/arp/~Common~k8sgateway',
        type: 'net/arp',
        properties: { ipAddress: '10.244.1.1', macAddress: '0a:0a:0a:0a:0a:0b' },
      },
      {
        uri: 'net/arp/~Common~k8s-gateway',
        type: 'net/arp',
        properties: { ipAddress: '10.244.1.2', macAddress: '0a:0a:0a:0a:0a:0c' },
      },
    ];
    const plan = planned(map([configMap(), ...rest, node(1)], { overlay }), undefined, foreign);
    expect(plan.changes).toEqual([]);
  });

  it('10: TLS that cannot be resolved withholds the virtual server', () => {
    const asking = configMap({ frontend: { sslProfile: { f5ProfileName: 'cert' } } });
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cert', namespace: 'default' } };
    const state = map([asking, secret, ...rest]);
    expect([uris(state, 'ltm/virtual'), reasonsOf(state)]).toEqual([[], ['SslProfileIsSecret']]);
  });

  it('11: of two that ask for one destination one is published, and both are named', () => {
    const state = map([configMap({ name: 'a' }), configMap({ name: 'b' }), ...rest]);
    expect(uris(state, 'ltm/virtual')).toHaveLength(1);
    expect(state.diagnostics.find(({ reason }) => reason === 'DestinationConflict')?.message).toMatch(
      /default\/a and .*default\/b/,
    );
  });

  it('12: a monitor that can never succeed, or a port 0, holds one virtual server and not the partition', () => {
    const bad = configMap({
      name: 'bad',
      backend: { healthMonitors: [{ protocol: 'tcp', interval: 30, timeout: 20 }] },
    });
    const good = configMap({ name: 'good', frontend: { virtualAddress: { bindAddr: '10.1.1.9', port: 1 } } });
    expect(uris(map([bad, good, ...rest]), 'ltm/virtual')).toEqual(['ltm/virtual/~k8s~default_good']);
    const without = service({ type: 'NodePort', ports: [{ port: 80, nodePort: 0 }] });
    expect(reasonsOf(map([configMap(), without, node(1)], { mode: 'nodeport' }))).toEqual(['NodePortNotAllocated']);
  });

  it('13: nothing is written into the cluster; what is held is said to be held', () => {
    const freeze = (value: unknown): unknown => {
      if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    const snapshot = snapshotOf([freeze(configMap())]);
    const before = JSON.stringify(snapshot);
    const state = map([configMap()]);
    expect(state.held).toEqual([
      { uri: 'ltm/virtual/~k8s~default_vs', type: 'ltm/virtual', reason: 'ServiceNotFound' },
    ]);
    expect(JSON.stringify(snapshot)).toBe(before);
  });

  it('14: a member that an operator disabled stays disabled', () => {
    const disabled = withProperties('ltm/pool/members', { session: 'user-disabled', state: 'user-down' });
    expect(planned(map([configMap(), ...rest]), disabled).changes).toEqual([]);
  });

  it('15: slices count, terminating endpoints drain, and cordoned Nodes stay members', () => {
    const draining = slice([{ ip: '10.0.0.1' }, { ip: '10.0.0.2', ready: false, serving: true, terminating: true }]);
    expect(membersOf(map([configMap(), service(), draining]))).toEqual(['10.0.0.1:8080', '10.0.0.2:8080 draining']);
    const cordoned = node(1, {
      spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
    });
    expect(membersOf(map([configMap(), service({ type: 'NodePort' }), cordoned], { mode: 'nodeport' }))).toEqual([
      '192.168.1.11:30080',
    ]);
  });

  it('16: MAC addresses in capitals and addresses with %0 are what was wanted', () => {
    const state = map([configMap(), ...rest, node(1, { mac: '5E:00:00:00:00:0A' })], { overlay });
    const spelt = (entry: Entry): Entry => {
      const { address, destination, endpoint, ipAddress, macAddress } = entry.properties;
      const routed = (text: unknown) => (typeof text === 'string' ? text.replace(/^([\d.]+)$/, '$1%0') : undefined);
      const properties = {
        ...entry.properties,
        ...(address === undefined ? {} : { address: routed(address) ?? '' }),
        ...(destination === undefined ? {} : { destination: String(destination).replace(':', '%0:') }),
        ...(endpoint === undefined ? {} : { endpoint: routed(endpoint) ?? '' }),
        ...(ipAddress === undefined ? {} : { ipAddress: routed(ipAddress) ?? '' }),
        ...(macAddress === undefined ? {} : { macAddress: String(macAddress).toUpperCase() }),
      };
      const uri = entry.type === 'ltm/pool/members' ? entry.uri.replace(/:(\d+)$/, '%250:$1') : entry.uri;
      return { ...entry, uri, properties };
    };
    expect(planned(state, spelt).changes).toEqual([]);
  });

  it.each<[string, readonly Manifest[], 'cluster' | 'nodeport', string]>([
    ['no Node', [service({ type: 'NodePort' })], 'nodeport', 'NodesNotFound'],
    ['no endpoints', [service()], 'cluster', 'EndpointsNotFound'],
    ['no Service', [slice([{ ip: '10.0.0.1' }])], 'cluster', 'ServiceNotFound'],
  ])('17: an input with %s empties no pool and removes nothing', (_what, objects, mode, reason) => {
    const full = map([configMap(), ...rest, node(1), service({ type: 'NodePort' })], { mode });
    const state = map([configMap(), ...objects], { mode });
    expect(state.held.map((one) => one.reason)).toEqual([reason]);
    const plan = makePlan(
      state,
      { objects: full.objects, routeDomains: { k8s: 0 }, membersElsewhere: [] },
      { prune: true },
    );
    expect(plan.changes).toEqual([]);
  });

  it('each stands in docs/migrating-from-cis.md', () => {
    const text = readFileSync('docs/migrating-from-cis.md', 'utf8');
    const rows = [...text.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
    expect(rows).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
  });
});
