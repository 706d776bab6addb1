/** Nodes as the adapters of the CNIs see them: the Node, and what its CNI says of it in objects of its own. */
import type { BlockAffinity } from '../kubernetes/cni-objects.ts';
import { annotationOf, labelOf, type Node } from '../kubernetes/objects.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import { canonicalIp } from '../values/address.ts';
import type { CniName, CniNode } from './cni.ts';

export interface CniNodeOptions {
  /** Default: as the objects tell, else `flannel`. */
  readonly cni?: CniName | undefined;
  /** Default `InternalIP`. */
  readonly nodeAddress?: 'InternalIP' | 'ExternalIP' | undefined;
  /** Prefix of flannel's annotations. Default: flannel's own. */
  readonly flannelPrefix?: string | undefined;
}

/** What CNIs say in objects of their own, by the name of the Node. */
export interface CniObjects {
  readonly hostSubnets: ReadonlyMap<string, Snapshot['hostSubnets'][number]>;
  readonly ciliumNodes: ReadonlyMap<string, Snapshot['ciliumNodes'][number]>;
  readonly calicoNodes: ReadonlyMap<string, Snapshot['calicoNodes'][number]>;
  /** Those that are not about to go. */
  readonly blockAffinities: readonly BlockAffinity[];
}

function byName<T extends { readonly metadata: { readonly name: string } }>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((object) => [object.metadata.name, object]));
}

function isGoing({ spec: { state, deleted } }: BlockAffinity): boolean {
  return state === 'pendingDeletion' || deleted === true || deleted === 'true';
}

export function cniObjectsOf(
  snapshot: Pick<Snapshot, 'hostSubnets' | 'ciliumNodes' | 'calicoNodes' | 'blockAffinities'>,
): CniObjects {
  return {
    hostSubnets: new Map(snapshot.hostSubnets.map((subnet) => [subnet.host, subnet])),
    ciliumNodes: byName(snapshot.ciliumNodes),
    calicoNodes: byName(snapshot.calicoNodes),
    blockAffinities: snapshot.blockAffinities.filter((block) => !isGoing(block)),
  };
}

/** The first address of a type and a family that a Node lists. */
function nodeAddress({ status }: Node, wanted: string, family: 4 | 6): string | undefined {
  for (const { type, address } of status?.addresses ?? []) {
    const ip = type === wanted ? canonicalIp(address) : undefined;
    if (ip !== undefined && ip.includes(':') === (family === 6)) return ip;
  }
  return undefined;
}

/** A canonical IPv4 address, else nothing: HostSubnets know no others. */
function ipv4(text: string | undefined): string | undefined {
  const ip = text === undefined ? undefined : canonicalIp(text.trim());
  return ip?.includes(':') === false ? ip : undefined;
}

/** What an adapter reads of a Node. */
export function cniNodeOf(node: Node, objects: CniObjects, options: CniNodeOptions = {}): CniNode {
  const { name } = node.metadata;
  const type = options.nodeAddress ?? 'InternalIP';
  return {
    name,
    annotation: (key) => annotationOf(node, key),
    nodeAddress: (family) => nodeAddress(node, type, family),
    system: labelOf(node, 'kubernetes.io/os') === 'windows' ? 'windows' : 'linux',
    flannelPrefix: options.flannelPrefix,
    hostIp: ipv4(objects.hostSubnets.get(name)?.hostIP),
    calico: objects.calicoNodes.get(name)?.spec,
  };
}

/** The networks of the pods of a Node, as they are written: those that its CNI hands out, else its `spec.podCIDRs`. */
export function podCidrsOf(node: Node, objects: CniObjects, cni: CniName): readonly string[] {
  const { name } = node.metadata;
  const cilium = cni === 'cilium' ? objects.ciliumNodes.get(name)?.spec?.ipam?.podCIDRs : undefined;
  if (cilium != null && cilium.length > 0) return cilium;
  const subnet = cni === 'openshift-sdn' ? objects.hostSubnets.get(name)?.subnet : undefined;
  if (subnet != null && subnet !== '') return [subnet];
  return node.spec?.podCIDRs ?? (node.spec?.podCIDR == null ? [] : [node.spec.podCIDR]);
}

/** Every IP address that is known of a Node: of its status, and what its CNI published. */
export function knownAddressesOf(node: Node, published: readonly (string | undefined)[]): readonly string[] {
  const status = (node.status?.addresses ?? []).map(({ address }) => canonicalIp(address));
  return [...new Set([...status, ...published].filter((ip) => ip !== undefined))];
}
