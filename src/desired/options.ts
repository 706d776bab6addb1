/** What a mapping needs to know besides the snapshot. */
import { parseLabelSelector, type Requirement } from '../kubernetes/label-selector.ts';
import type { Entry } from '../state.ts';
import { parseAddress } from '../values/address.ts';
import { formatFullPath, parseFullPath } from '../values/full-path.ts';
import { parseMac } from '../values/mac.ts';
import { type Network, parseNetwork } from '../values/network.ts';
import { encodeSegment } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { adapterOf, type CniAdapter, type CniName } from '../vxlan/cni.ts';
import type { RouteSource } from '../vxlan/static-routes.ts';
import type { PublishItem } from './publish-item.ts';

export interface OverlayOptions {
  /** Full path of the tunnel on the BIG-IP, `/Common/flannel_vxlan`. */
  readonly tunnel: string;
  /**
   * Full path of the tunnel of the IPv6 pods, when there is one besides: flannel has another one for them, with MAC
   * addresses of its own. `tunnel` then carries IPv4 pods only. Without it `tunnel` carries the family of its local address.
   */
  readonly tunnelV6?: string;
  /** Who published the VTEPs. Default `flannel`. */
  readonly cni?: CniName;
  /** Prefix of flannel's annotations, where it was configured (`--kube-annotation-prefix`). */
  readonly flannelPrefix?: string;
  /** The tunnel's local address, read from the device when there is one: a Node that publishes it is the BIG-IP. */
  readonly localAddress?: string;
  /** The tunnel's own MAC, read from the device when there is one: a Node that publishes it is the BIG-IP. */
  readonly macAddress?: string;
  /** The same of `tunnelV6`. */
  readonly localAddressV6?: string;
  readonly macAddressV6?: string;
  /** What is known of the tunnels of other units: Nodes that stand for those get no FDB record either. */
  readonly peers?: readonly OwnVtep[];
}

export interface StaticRoutesOptions {
  /**
   * Who says which pods are behind a Node: the Node itself (`pod-cidr`: Antrea, kube-router, flannel host-gw), annotations
   * (`ovn-kubernetes`, `cilium`) or CiliumNodes, or BlockAffinities (`calico`).
   */
  readonly source: RouteSource;
  /** OVN-Kubernetes: the network in which the address of a Node is looked for, when it has several. */
  readonly nodeCidr?: string;
  /**
   * Where the routes lie. Default: the managed partition, whose route domain is that of the members. In a partition that
   * others share an `owner` of its own is needed, since the description is all that tells whose a route is.
   */
  readonly partition?: string;
}

/** The VTEP of a BIG-IP, as far as it is known. */
export interface OwnVtep {
  readonly localAddress?: string;
  readonly macAddress?: string;
}

/**
 * `cluster`: members are pods; `nodeport`: members are Nodes, on the node port of the Service; `nodeportlocal`: members
 * are Nodes, on the ports that Antrea opened for single pods.
 */
export type MemberMode = 'cluster' | 'nodeport' | 'nodeportlocal';

export interface MappingOptions {
  readonly mode: MemberMode;
  /** The managed partition, `k8s`. What asks for another one is left alone. */
  readonly partition: string;
  /** Whose objects these are, when several manage one BIG-IP. Default `default`. */
  readonly owner?: string;
  /** Adds FDB records for Nodes, and static ARP entries for members that are pods. */
  readonly overlay?: OverlayOptions;
  /** Adds a static route for the pods of every Node, instead of an overlay. */
  readonly staticRoutes?: StaticRoutesOptions;
  /** Names of Nodes that stand for a BIG-IP: no FDB record, and never a member. */
  readonly bigipNodes?: readonly string[];
  /** Type of the node addresses that become members in nodeport mode. Default `InternalIP`. */
  readonly nodeAddress?: 'InternalIP' | 'ExternalIP';
  /**
   * Networks in CIDR spelling: of a Node's addresses only one inside them becomes a member in nodeport mode. Default: any.
   * Never touches FDB.
   */
  readonly nodeCidr?: readonly string[];
  /** Label selector of kubectl (`tier=web,!legacy`): which Nodes may be members in nodeport mode. Never touches FDB. */
  readonly nodeSelector?: string;
  /** SNAT pool of every virtual server; a name without partition is one of /Common. Default: automap. */
  readonly snatPool?: string;
  /** Services to publish, besides those that the snapshot asks for (docs/publish.md). */
  readonly publish?: readonly PublishItem[];
  /**
   * The `loadBalancerClass` of Services that are ours besides those that have none. Default: only those that have none,
   * as CIS 2.18 does.
   */
  readonly loadBalancerClass?: string;
  /**
   * What the BIG-IP has, `actual.objects` for instance: of two that ask for one destination the one whose virtual server
   * has it there keeps it. Only entries of type `ltm/virtual` count. Without it age decides, and then the name.
   */
  readonly published?: readonly Entry[];
}

/** One tunnel on the BIG-IP. */
export interface TunnelSettings {
  readonly path: string;
  /** `/Common`: where the neighbour entries of the tunnel are. */
  readonly folder: string;
  /** What its VTEPs and its pods are; undefined as long as nobody said its local address. */
  readonly family: 4 | 6 | undefined;
  /** The route domain that its local address says, and its endpoints and neighbours have to say then. */
  readonly routeDomain: number | undefined;
}

export interface OverlaySettings {
  readonly cni: CniAdapter;
  readonly flannelPrefix: string | undefined;
  /** One, or one for each family. */
  readonly tunnels: readonly [TunnelSettings, ...TunnelSettings[]];
  /** Local addresses and MAC addresses of the BIG-IP and of its peers, as far as they are known. */
  readonly ownIps: ReadonlySet<string>;
  readonly ownMacs: ReadonlySet<string>;
}

export interface RouteSettings {
  readonly source: RouteSource;
  readonly partition: string;
  readonly nodeCidr: string | undefined;
}

/** Options with defaults filled in and every text understood. */
export interface Settings {
  readonly mode: MemberMode;
  readonly partition: string;
  /** The partition as it stands in a URI, `~k8s`. */
  readonly folderUri: string;
  readonly owner: string;
  readonly overlay: OverlaySettings | undefined;
  readonly staticRoutes: RouteSettings | undefined;
  readonly bigipNodes: ReadonlySet<string>;
  readonly nodeAddress: 'InternalIP' | 'ExternalIP';
  readonly nodeSelector: readonly Requirement[];
  readonly nodeNetworks: readonly Network[];
  readonly snatPool: string | undefined;
  readonly loadBalancerClass: string | undefined;
}

function readTunnel(path: string, localAddress: string | undefined, family?: 4 | 6): TunnelSettings {
  const { folder } = parseFullPath(path);
  const local = localAddress === undefined ? undefined : parseAddress(localAddress);
  return {
    path,
    // Neighbour entries lie in the partition itself, also when the tunnel is in a sub-folder.
    folder: `/${folder.split('/')[1] ?? 'Common'}`,
    family: family ?? local?.family,
    routeDomain: local?.routeDomain,
  };
}

function readOverlay(overlay: OverlayOptions): OverlaySettings {
  const { tunnel, tunnelV6, localAddress, localAddressV6, macAddress, macAddressV6, peers = [] } = overlay;
  const own = [{ localAddress, macAddress }, { localAddress: localAddressV6, macAddress: macAddressV6 }, ...peers];
  return {
    cni: adapterOf(overlay.cni ?? 'flannel'),
    flannelPrefix: overlay.flannelPrefix,
    tunnels:
      tunnelV6 === undefined
        ? [readTunnel(tunnel, localAddress)]
        : [readTunnel(tunnel, localAddress, 4), readTunnel(tunnelV6, localAddressV6, 6)],
    ownIps: new Set(own.flatMap((vtep) => (vtep.localAddress === undefined ? [] : parseAddress(vtep.localAddress).ip))),
    ownMacs: new Set(own.flatMap((vtep) => (vtep.macAddress === undefined ? [] : parseMac(vtep.macAddress)))),
  };
}

function readRouteSettings({ staticRoutes, overlay, partition, owner }: MappingOptions): RouteSettings | undefined {
  if (staticRoutes === undefined) return undefined;
  const refuse = (why: string, value: string): never => {
    throw new BigIpValueError(why, { value });
  };
  const { source, nodeCidr, partition: place = partition } = staticRoutes;
  if (overlay !== undefined) refuse('static routes are instead of a tunnel; give one of the two', overlay.tunnel);
  if (place !== partition && (owner ?? 'default') === 'default')
    refuse(`static routes in ${place}, which others share, need an owner of their own (--owner)`, place);
  if (place.includes('/')) refuse(`partition ${JSON.stringify(place)} is a path; a partition is a bare name`, place);
  return { source, partition: place, nodeCidr };
}

/** A bare name in a reference is one of /Common, the default folder of iControl REST. */
function readSnatPool(text: string): string {
  return formatFullPath(parseFullPath(text.startsWith('/') ? text : `/Common/${text}`));
}

/** Throws BigIpValueError for an option that BIG-IP or Kubernetes could not take. */
export function readOptions(options: MappingOptions): Settings {
  const { partition, overlay, snatPool } = options;
  if (partition.includes('/')) {
    throw new BigIpValueError(`partition ${JSON.stringify(partition)} is a path; a partition is a bare name`, {
      value: partition,
    });
  }
  return {
    mode: options.mode,
    partition,
    folderUri: `~${encodeSegment(partition)}`,
    owner: options.owner ?? 'default',
    overlay: overlay === undefined ? undefined : readOverlay(overlay),
    staticRoutes: readRouteSettings(options),
    bigipNodes: new Set(options.bigipNodes),
    nodeAddress: options.nodeAddress ?? 'InternalIP',
    nodeSelector: parseLabelSelector(options.nodeSelector ?? ''),
    nodeNetworks: (options.nodeCidr ?? []).map(parseNetwork),
    snatPool: snatPool === undefined ? undefined : readSnatPool(snatPool),
    loadBalancerClass: options.loadBalancerClass,
  };
}
