/** The snapshot by the keys that it is asked by, so that a mapping takes time in proportion to its input. */
import {
  type ConfigMap,
  type EndpointSlice,
  type Endpoints,
  keyOf,
  labelOf,
  type Node,
  namespaceOf,
  type Pod,
  type Service,
  type TransportServer,
} from '../kubernetes/objects.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { Unreadable } from '../kubernetes/unreadable.ts';
import { canonicalIp } from '../values/address.ts';
import { type CniObjects, cniObjectsOf } from '../vxlan/cni-nodes.ts';
import { byText } from './notes.ts';

export interface Inventory {
  readonly configMaps: readonly ConfigMap[];
  readonly transportServers: readonly TransportServer[];
  readonly services: ReadonlyMap<string, Service>;
  /** By `namespace/service`. Slices that belong to no Service are left out. */
  readonly slices: ReadonlyMap<string, readonly EndpointSlice[]>;
  readonly endpoints: ReadonlyMap<string, Endpoints>;
  /** By canonical address: pods that have not ended. Pods in the host's network share its address. */
  readonly podsByAddress: ReadonlyMap<string, readonly Pod[]>;
  /** In the order of their names. */
  readonly nodes: readonly Node[];
  readonly nodesByName: ReadonlyMap<string, Node>;
  /** What CNIs say of Nodes in objects of their own. */
  readonly cni: CniObjects;
  /** `namespace/name`. */
  readonly secrets: ReadonlySet<string>;
  readonly unreadableNodes: readonly Unreadable[];
  /** Kinds of which an object could not be read. */
  readonly unreadableKinds: ReadonlySet<string>;
  readonly unreadableConfigMaps: readonly Unreadable[];
  readonly unreadableTransportServers: readonly Unreadable[];
  /** `namespace/name` of Services that could not be read. */
  readonly unreadableServices: ReadonlySet<string>;
  /** By `namespace/service`, or `namespace/` where it may be any: an EndpointSlice of it that could not be read. */
  readonly unreadableSlices: ReadonlyMap<string, Unreadable>;
}

function group<K, V>(pairs: Iterable<readonly [K, V]>): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    const values = groups.get(key);
    if (values === undefined) groups.set(key, [value]);
    else values.push(value);
  }
  return groups;
}

/** A pod that has ended keeps reporting an address that another pod may have by now. */
function hasEnded(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function podAddresses(pod: Pod): string[] {
  const listed = [pod.status?.podIP, ...(pod.status?.podIPs ?? []).map(({ ip }) => ip)];
  const canonical = listed.flatMap((text) => (text == null ? [] : [canonicalIp(text)]));
  return [...new Set(canonical.filter((ip): ip is string => ip !== undefined))];
}

export function takeInventory(snapshot: Snapshot): Inventory {
  const nodes = [...snapshot.nodes].sort((a, b) => byText(a.metadata.name, b.metadata.name));
  const unreadable = [...snapshot.unreadable].sort((a, b) => byText(a.object, b.object));
  const slices = group(
    snapshot.endpointSlices.flatMap((slice) => {
      const service = labelOf(slice, 'kubernetes.io/service-name');
      return service === undefined || service === '' ? [] : [[`${namespaceOf(slice)}/${service}`, slice] as const];
    }),
  );
  for (const list of slices.values()) list.sort((a, b) => byText(a.metadata.name, b.metadata.name));
  const pods = [...snapshot.pods].filter((pod) => !hasEnded(pod)).sort((a, b) => byText(keyOf(a), keyOf(b)));
  return {
    configMaps: [...snapshot.configMaps].sort((a, b) => byText(keyOf(a), keyOf(b))),
    transportServers: [...snapshot.transportServers].sort((a, b) => byText(keyOf(a), keyOf(b))),
    services: new Map(snapshot.services.map((service) => [keyOf(service), service])),
    slices,
    endpoints: new Map(snapshot.endpoints.map((endpoints) => [keyOf(endpoints), endpoints])),
    podsByAddress: group(pods.flatMap((pod) => podAddresses(pod).map((ip) => [ip, pod] as const))),
    nodes,
    nodesByName: new Map(nodes.map((node) => [node.metadata.name, node])),
    cni: cniObjectsOf(snapshot),
    secrets: new Set(snapshot.secrets.map(keyOf)),
    unreadableNodes: unreadable.filter(({ kind }) => kind === 'Node'),
    unreadableKinds: new Set(unreadable.map(({ kind }) => kind)),
    unreadableConfigMaps: unreadable.filter(({ kind }) => kind === 'ConfigMap'),
    unreadableTransportServers: unreadable.filter(({ kind }) => kind === 'TransportServer'),
    unreadableServices: new Set(
      unreadable.filter(({ kind }) => kind === 'Service').map(({ namespace, name }) => `${namespace}/${name}`),
    ),
    unreadableSlices: new Map(
      unreadable.flatMap((item) =>
        item.kind === 'EndpointSlice' && item.service !== undefined
          ? [[`${item.namespace}/${item.service}`, item] as const]
          : [],
      ),
    ),
  };
}

/**
 * The Node that a pod address is on: as the endpoint says, else that of the running pod with this address. Undefined when
 * nobody says, or when two pods disagree.
 */
export function nodeNameOf(inventory: Inventory, ip: string, stated: string | undefined): string | undefined {
  if (stated !== undefined && stated !== '') return stated;
  const names = new Set(inventory.podsByAddress.get(ip)?.map((pod) => pod.spec?.nodeName ?? ''));
  const [name] = names;
  return names.size === 1 && name !== '' ? name : undefined;
}
