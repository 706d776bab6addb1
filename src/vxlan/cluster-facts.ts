/** What a cluster says that concerns an overlay, from a snapshot or from anything else that has Nodes. */
import type { HostSubnet } from '../kubernetes/cni-objects.ts';
import type { ConfigMap, EndpointSlice, Node, Pod } from '../kubernetes/objects.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { canonicalIp } from '../values/address.ts';
import { type CiliumVteps, readCiliumVteps } from './cilium-config.ts';
import { adapterOf, type CniAdapter, type CniNode } from './cni.ts';
import {
  type CniNodeOptions,
  type CniObjects,
  cniNodeOf,
  cniObjectsOf,
  knownAddressesOf,
  podCidrsOf,
} from './cni-nodes.ts';
import { type Detected, detectCni } from './detect.ts';
import { type FlannelNetwork, readNetConf } from './flannel-network.ts';
import { holds, type Range, readRange } from './range.ts';
import { isRecord } from './record.ts';
import type { VtepReading } from './vtep.ts';

export interface ClusterNode extends CniNode {
  /** The networks of its pods, as they are written: what its CNI hands out, else `spec.podCIDRs`. */
  readonly podCidrs: readonly string[];
  /** Those of them that are networks. */
  readonly podRanges: readonly Range[];
  /** Every address that is known of it, the published one included. */
  readonly addresses: readonly string[];
  /** Its VTEP in the family that is looked at, IPv4 unless {@link inFamily} was asked. */
  readonly publicAddress: string | undefined;
  readonly vtep: VtepReading;
  readonly vni: number | undefined;
  /** A Node of which no kubelet has told a status was made by hand, as those that stand for a BIG-IP are. */
  readonly hasStatus: boolean;
}

/** What Kubernetes says of one endpoint address. */
export interface EndpointFacts {
  readonly node: string | undefined;
  readonly ready: boolean;
}

export interface ClusterFacts {
  readonly cni: CniAdapter;
  /** What the objects themselves tell of the CNI. */
  readonly detected: Detected;
  readonly nodes: readonly ClusterNode[];
  /** Names of Nodes that exist and could not be read: any record may be theirs. */
  readonly unreadableNodes: readonly string[];
  /** By canonical address. An address in two slices is ready when one of them says so. */
  readonly endpoints: ReadonlyMap<string, EndpointFacts>;
  /** Node by address, of pods that run and are not in the host's network. */
  readonly pods: ReadonlyMap<string, string>;
  /** Addresses of pods in the host's network. */
  readonly hostNetwork: ReadonlySet<string>;
  /** OpenShift SDN's: those of BIG-IPs stand for no Node. */
  readonly hostSubnets: readonly HostSubnet[];
  /** The VTEPs that Cilium is told of, when its ConfigMap is in the input. */
  readonly ciliumVteps: CiliumVteps | undefined;
  /** Flannel's configuration, when that is the CNI, the ConfigMap is in the input and says something. */
  readonly flannel: FlannelNetwork | undefined;
  /** Why flannel's configuration, which is in the input, says nothing. */
  readonly flannelProblem?: string | undefined;
}

export type ClusterOptions = CniNodeOptions;

/** Whether a kubelet has spoken: of a Node made by hand Kubernetes itself says that none ever did. */
function hasKubelet({ status }: Node): boolean {
  if (status?.addresses != null) return true;
  const conditions = status?.conditions ?? [];
  return conditions.some(({ reason }) => reason !== 'NodeStatusNeverUpdated');
}

function clusterNode(node: Node, cni: CniAdapter, objects: CniObjects, options: ClusterOptions): ClusterNode {
  const view = cniNodeOf(node, objects, options);
  const podCidrs = podCidrsOf(node, objects, cni.name);
  const publicAddress = cni.publicAddress(view, 4);
  // Written out: a cluster has thousands of Nodes, and a spread costs more than all that is read of one.
  return {
    name: view.name,
    annotation: view.annotation,
    nodeAddress: view.nodeAddress,
    system: view.system ?? 'linux',
    flannelPrefix: view.flannelPrefix,
    hostIp: view.hostIp,
    calico: view.calico,
    publicAddress,
    vtep: cni.readVtep(view, 4),
    vni: cni.publishedVni(view, 4),
    podCidrs,
    podRanges: podCidrs.flatMap((text) => readRange(text) ?? []),
    addresses: knownAddressesOf(node, [publicAddress, cni.publicAddress(view, 6)]),
    hasStatus: hasKubelet(node),
  };
}

/** The cluster as a tunnel of one family sees it: Nodes have a VTEP in each, with a MAC address of its own. */
export function inFamily(cluster: ClusterFacts, family: 4 | 6): ClusterFacts {
  if (family === 4) return cluster;
  const { cni } = cluster;
  const nodes = cluster.nodes.map((node) => ({
    ...node,
    publicAddress: cni.publicAddress(node, family),
    vtep: cni.readVtep(node, family),
    vni: cni.publishedVni(node, family),
  }));
  return { ...cluster, nodes };
}

function readEndpoints(slices: readonly EndpointSlice[]): Map<string, EndpointFacts> {
  const found = new Map<string, EndpointFacts>();
  for (const slice of slices) {
    for (const endpoint of slice.endpoints ?? []) {
      const ip = canonicalIp(endpoint.addresses?.[0] ?? '');
      if (ip === undefined) continue;
      const before = found.get(ip);
      // Absent means ready (Kubernetes API). One that serves while it ends still takes traffic.
      const { ready, serving } = endpoint.conditions ?? {};
      const usable = ready !== false || serving === true;
      const node = endpoint.nodeName ?? endpoint.topology?.['kubernetes.io/hostname'] ?? before?.node ?? undefined;
      found.set(ip, { node: node ?? undefined, ready: usable || before?.ready === true });
    }
  }
  return found;
}

function readPods(pods: readonly Pod[]): { pods: Map<string, string>; hostNetwork: Set<string> } {
  const found = new Map<string, string>();
  const hostNetwork = new Set<string>();
  for (const { spec, status } of pods) {
    // A pod that has ended keeps an address that another one may have by now.
    if (status?.phase === 'Succeeded' || status?.phase === 'Failed') continue;
    for (const text of [status?.podIP, ...(status?.podIPs ?? []).map(({ ip }) => ip)]) {
      const ip = canonicalIp(text ?? '');
      if (ip === undefined) continue;
      if (spec?.hostNetwork === true) hostNetwork.add(ip);
      else if (spec?.nodeName != null && spec.nodeName !== '') found.set(ip, spec.nodeName);
    }
  }
  return { pods: found, hostNetwork };
}

function readFlannel(
  configMaps: readonly ConfigMap[],
  system: 'linux' | 'windows',
): Pick<ClusterFacts, 'flannel' | 'flannelProblem'> {
  let flannelProblem: string | undefined;
  for (const { data, metadata } of configMaps) {
    const json = isRecord(data) ? data['net-conf.json'] : undefined;
    const read = typeof json === 'string' ? readNetConf(json, system) : undefined;
    if (read !== undefined) return { flannel: read };
    if (json !== undefined) flannelProblem ??= `net-conf.json of the ConfigMap ${metadata.name} is not understood`;
  }
  return { flannel: undefined, flannelProblem };
}

/** Reads what a snapshot says. The CNI is the one that is given, else the one that the objects tell, else flannel. */
export function clusterFacts(snapshot: Snapshot, options: ClusterOptions = {}): ClusterFacts {
  const objects = cniObjectsOf(snapshot);
  const ciliumVteps = readCiliumVteps(snapshot.configMaps);
  const detected = detectCni(
    snapshot.nodes.map((node) => cniNodeOf(node, objects, options)),
    {
      hostSubnets: objects.hostSubnets.size,
      ciliumNodes: objects.ciliumNodes.size,
      ciliumVtep: ciliumVteps?.enabled === true,
    },
  );
  const cni = adapterOf(options.cni ?? (detected.kind === 'tunnel' ? detected.cni : 'flannel'));
  const nodes = [...snapshot.nodes]
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0))
    .map((node) => clusterNode(node, cni, objects, options));
  const system = nodes.some((node) => node.system === 'windows') ? 'windows' : 'linux';
  return {
    cni,
    detected,
    nodes,
    unreadableNodes: snapshot.unreadable.filter(({ kind }) => kind === 'Node').map(({ name }) => name),
    endpoints: readEndpoints(snapshot.endpointSlices),
    ...readPods(snapshot.pods),
    hostSubnets: snapshot.hostSubnets,
    ciliumVteps,
    // A cluster that was moved to another CNI may have kept the ConfigMap of the former one.
    ...(cni.name === 'flannel' ? readFlannel(snapshot.configMaps, system) : { flannel: undefined }),
  };
}

/** How a BIG-IP's own Node is told. */
export interface Own {
  readonly names: ReadonlySet<string>;
  readonly mac: string | undefined;
  readonly localIp: string | undefined;
  /** Local addresses of its tunnels of the other family. */
  readonly otherIps?: readonly string[];
  /** The overlay self IPs, without route domain. */
  readonly selfIps: readonly string[];
}

/**
 * Nodes that stand for the BIG-IP: named so, or with its tunnel's MAC or address; else made by hand (without status) with
 * its overlay self IP in their podCIDR.
 */
export function bigIpNodes(nodes: readonly ClusterNode[], own: Own): readonly ClusterNode[] {
  return nodes.filter(({ name, vtep, publicAddress, addresses, hasStatus, podRanges }) => {
    if (own.names.has(name)) return true;
    if (own.localIp !== undefined && publicAddress === own.localIp) return true;
    if (own.otherIps?.some((ip) => addresses.includes(ip)) === true) return true;
    if (own.mac !== undefined && 'vtep' in vtep && vtep.vtep.mac === own.mac) return true;
    return !hasStatus && podRanges.some((range) => own.selfIps.some((ip) => holds(range, ip)));
  });
}
