/** What a mapping needs to know besides the snapshot. */
import { parseLabelSelector, type Requirement } from '../kubernetes/label-selector.ts';
import type { Entry } from '../state.ts';
import { parseAddress } from '../values/address.ts';
import { formatFullPath, parseFullPath } from '../values/full-path.ts';
import { parseMac } from '../values/mac.ts';
import { type Network, parseNetwork } from '../values/network.ts';
import { encodeSegment } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { PublishItem } from './publish-item.ts';

export interface OverlayOptions {
  /** Full path of the tunnel on the BIG-IP, `/Common/flannel_vxlan`. */
  readonly tunnel: string;
  /** Who published the VTEPs. Default `flannel`. */
  readonly cni?: 'flannel';
  /** The tunnel's local address, read from the device when there is one: a Node that publishes it is the BIG-IP. */
  readonly localAddress?: string;
  /** The tunnel's own MAC, read from the device when there is one: a Node that publishes it is the BIG-IP. */
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

export interface OverlaySettings {
  readonly tunnel: string;
  /** `/Common`: where the ARP entries of the tunnel are. */
  readonly folder: string;
  readonly localIp: string | undefined;
  readonly mac: string | undefined;
}

/** Options with defaults filled in and every text understood. */
export interface Settings {
  readonly mode: MemberMode;
  readonly partition: string;
  /** The partition as it stands in a URI, `~k8s`. */
  readonly folderUri: string;
  readonly owner: string;
  readonly overlay: OverlaySettings | undefined;
  readonly bigipNodes: ReadonlySet<string>;
  readonly nodeAddress: 'InternalIP' | 'ExternalIP';
  readonly nodeSelector: readonly Requirement[];
  readonly nodeNetworks: readonly Network[];
  readonly snatPool: string | undefined;
  readonly loadBalancerClass: string | undefined;
}

function readOverlay(overlay: OverlayOptions): OverlaySettings {
  const { folder } = parseFullPath(overlay.tunnel);
  return {
    tunnel: overlay.tunnel,
    // ARP entries lie in the partition itself, also when the tunnel is in a sub-folder.
    folder: `/${folder.split('/')[1] ?? 'Common'}`,
    localIp: overlay.localAddress === undefined ? undefined : parseAddress(overlay.localAddress).ip,
    mac: overlay.macAddress === undefined ? undefined : parseMac(overlay.macAddress),
  };
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
    bigipNodes: new Set(options.bigipNodes),
    nodeAddress: options.nodeAddress ?? 'InternalIP',
    nodeSelector: parseLabelSelector(options.nodeSelector ?? ''),
    nodeNetworks: (options.nodeCidr ?? []).map(parseNetwork),
    snatPool: snatPool === undefined ? undefined : readSnatPool(snatPool),
    loadBalancerClass: options.loadBalancerClass,
  };
}
