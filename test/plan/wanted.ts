/** Desired states by hand and at random, as a mapping of Kubernetes objects makes them. */
import fc from 'fast-check';
import type { DesiredState, Entry, Json, Properties } from '../../src/state.ts';
import { registryUri } from '../../src/values/registry.ts';
import { formatUri } from '../../src/values/uri.ts';

export const tunnel = '/Common/flannel_vxlan';
export const owner = 'default';

export const markFor = (name: string): Json => [
  { name: 'managed-by', persist: 'true', value: `bigip-icontrol/${name}` },
];
export const mark = markFor(owner);

export const entry = (type: string, uri: string, properties: Properties, initial?: Properties): Entry => ({
  uri,
  type,
  properties,
  ...(initial === undefined ? {} : { initial }),
});

export const poolUri = (name: string): string => formatUri(['ltm', 'pool', `/k8s/${name}`]);
export const virtualUri = (name: string): string => formatUri(['ltm', 'virtual', `/k8s/${name}`]);
export const memberUri = (pool: string, name: string): string =>
  `${poolUri(pool)}/members/${formatUri([`/k8s/${name}`])}`;
export const arpUri = (ip: string): string => formatUri(['net', 'arp', `/Common/k8s-${ip}`]);
export const recordUri = (mac: string): string => formatUri(['net', 'fdb', 'tunnel', tunnel, 'records', mac]);
export const monitorUri = (name: string, type = 'tcp'): string => formatUri(['ltm', 'monitor', type, `/k8s/${name}`]);

export function virtual(name: string, destination: string, pool: string, properties: Properties = {}): Entry {
  return entry('ltm/virtual', virtualUri(name), {
    destination: `/k8s/${destination}`,
    ipProtocol: 'tcp',
    pool: `/k8s/${pool}`,
    profiles: [{ name: '/Common/tcp', context: 'all' }],
    sourceAddressTranslation: { type: 'automap' },
    metadata: mark,
    ...properties,
  });
}
export function pool(name: string, properties: Properties = {}): Entry {
  const all = { loadBalancingMode: 'round-robin', monitor: null, metadata: mark, ...properties };
  return entry('ltm/pool', poolUri(name), all);
}
export function member(inPool: string, ip: string, port = 8080): Entry {
  const name = ip.includes(':') ? `${ip}.${port}` : `${ip}:${port}`;
  return entry('ltm/pool/members', memberUri(inPool, name), { address: ip }, { session: 'user-enabled' });
}
export function draining(inPool: string, ip: string, port = 8080): Entry {
  const { uri, type } = member(inPool, ip, port);
  return entry(type, uri, { address: ip, session: 'user-disabled', state: 'user-up' });
}
export const arp = (ip: string, macAddress: string): Entry =>
  entry('net/arp', arpUri(ip), { ipAddress: ip, macAddress });
export const record = (mac: string, endpoint: string): Entry =>
  entry('net/fdb/tunnel/records', recordUri(mac), { endpoint });
/** The list of the FDB records that an owner made. */
export const registry = (...macs: readonly string[]): Entry =>
  entry(
    'ltm/data-group/internal',
    registryUri('k8s', owner),
    { records: macs.map((mac) => ({ name: `${tunnel}/${mac}` })) },
    { type: 'string', description: `managed-by bigip-icontrol/${owner}` },
  );
export const monitor = (name: string, properties: Properties = {}): Entry =>
  entry('ltm/monitor/tcp', monitorUri(name), {
    interval: 5,
    timeout: 16,
    send: null,
    recv: null,
    description: `managed-by bigip-icontrol/${owner}`,
    ...properties,
  });

/** MAC addresses of two Nodes in the overlay. */
export const mac1 = '5e:1b:0a:44:9c:01';
export const mac2 = '5e:1b:0a:44:9c:02';

/** What is published of the Service `web`, but for its pods. */
export const webFront: readonly Entry[] = [
  virtual('web', '172.16.0.1:80', 'web'),
  pool('web', { monitor: '/k8s/web_0_tcp' }),
  monitor('web_0_tcp'),
];

/** A pod of the Service `web`. */
export const webPod = (ip: string, mac = mac1): readonly Entry[] => [member('web', ip), arp(ip, mac)];

export function desired(objects: readonly Entry[], rest: Partial<DesiredState> = {}): DesiredState {
  const scope = { partition: 'k8s', tunnel, heldPrefixes: [], heldEndpoints: [] };
  return { version: 1, owner, held: [], diagnostics: [], objects, ...rest, scope: { ...scope, ...rest.scope } };
}

/** One published Service. */
export interface Request {
  readonly id: number;
  readonly port: number;
  readonly hasVirtual: boolean;
  readonly udp: boolean;
  readonly snatPool: boolean;
  readonly mode: string;
  readonly monitors: number;
  /** Numbers of pods; the pod's address and Node come from it. */
  readonly pods: readonly number[];
  readonly drained: readonly number[];
}

export interface World {
  readonly requests: readonly Request[];
  /** Numbers of Nodes, and which of them has been made anew with another MAC address. */
  readonly nodes: readonly number[];
  readonly renewed: readonly number[];
}

export const request: fc.Arbitrary<Request> = fc.record({
  id: fc.nat(5),
  port: fc.constantFrom(80, 443, 8080),
  hasVirtual: fc.boolean(),
  udp: fc.boolean(),
  snatPool: fc.boolean(),
  mode: fc.constantFrom('round-robin', 'least-connections-member'),
  monitors: fc.nat(2),
  pods: fc.uniqueArray(fc.nat(9), { maxLength: 5 }),
  drained: fc.uniqueArray(fc.nat(9), { maxLength: 2 }),
});

export const world: fc.Arbitrary<World> = fc.record({
  requests: fc.uniqueArray(request, { maxLength: 4, selector: ({ id }) => id }),
  nodes: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 4 }),
  renewed: fc.uniqueArray(fc.nat(4), { maxLength: 2 }),
});

const podIp = (pod: number): string => (pod === 9 ? 'fd00::9' : `10.244.${pod % 5}.${pod + 10}`);
const macOf = (node: number, renewed: readonly number[]): string =>
  `5e:1b:0a:44:${renewed.includes(node) ? 'ff' : '9c'}:0${node}`;
export const prefixOf = ({ id }: Request): string => `cfgmap_ns_r${id}_`;

export function requestEntries(one: Request, { nodes, renewed }: World): Entry[] {
  const { id, port, hasVirtual, udp, snatPool, mode, monitors, pods, drained } = one;
  const name = `${prefixOf(one)}web`;
  const names = Array.from({ length: monitors }, (_, index) => `${name}_${index}_tcp`);
  const translation = snatPool ? { type: 'snat', pool: '/Common/outside' } : { type: 'automap' };
  const overlay = pods.filter((pod) => nodes.includes(pod % 5) && pod !== 9);
  return [
    ...(hasVirtual
      ? [
          virtual(`ns_r${id}`, `172.16.0.${id}:${port}`, name, {
            ipProtocol: udp ? 'udp' : 'tcp',
            profiles: [{ name: udp ? '/Common/udp' : '/Common/tcp', context: 'all' }],
            sourceAddressTranslation: translation,
          }),
        ]
      : []),
    pool(name, {
      loadBalancingMode: mode,
      monitor: names.length === 0 ? null : names.map((each) => `/k8s/${each}`).join(' and '),
    }),
    ...names.map((each) => monitor(each)),
    ...pods.map((pod) => (drained.includes(pod) ? draining : member)(name, podIp(pod))),
    ...overlay.map((pod) => arp(podIp(pod), macOf(pod % 5, renewed))),
  ];
}

/** What a world asks for; requests for which `held` is true are held whole. */
export function stateOf(from: World, held: (one: Request) => boolean = () => false): DesiredState {
  const taken = from.requests.filter((one) => !held(one));
  const out = from.requests.filter(held);
  const objects = [
    ...from.nodes.map((node) => record(macOf(node, from.renewed), `172.16.40.${node}`)),
    ...taken.flatMap((one) => requestEntries(one, from)),
  ];
  const unique = [...new Map(objects.map((each) => [each.uri, each])).values()];
  return desired(unique, {
    held: out.map(({ id }) => ({ uri: virtualUri(`ns_r${id}`), type: 'ltm/virtual', reason: 'ServiceNotFound' })),
    scope: {
      partition: 'k8s',
      tunnel,
      heldEndpoints: [],
      heldPrefixes: out.flatMap((one) => [poolUri(prefixOf(one)), monitorUri(prefixOf(one))]),
    },
  });
}
