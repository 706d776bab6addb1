import type { Diagnostic } from './diagnostic.ts';

/** A JSON value, as the wire carries it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Properties in wire spelling, as a POST would send them, without name, partition and subPath; `null` means unset. */
export type Properties = { readonly [key: string]: Json };

/**
 * One object of a BIG-IP, wanted or found. Pool members and FDB records are entries like any other.
 *
 * `uri` is what stands on the request line after `/mgmt/tm/` (`ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80`), `type` the
 * same path without names (`ltm/pool/members`). `initial` holds what is sent at creation and never compared afterwards.
 */
export interface Entry {
  readonly uri: string;
  readonly type: string;
  readonly properties: Properties;
  readonly initial?: Properties;
  /** Of an object that was found: the device counts it up with every change of the object. */
  readonly generation?: number;
  /** Of an object that was found: names of its properties that hold secrets, whose values are never read. */
  readonly leftOut?: readonly string[];
}

/**
 * An object whose input is missing or was not understood. It is never deleted, emptied or changed.
 */
export interface Held {
  readonly uri: string;
  readonly type: string;
  readonly reason: string;
}

/** The part of a BIG-IP that a desired state speaks of. Nothing outside it is read for deletion, or written. */
export interface Scope {
  /** The managed partition, `k8s`. */
  readonly partition: string;
  /** Full path of the VXLAN tunnel whose FDB records and ARP entries are managed, `/Common/flannel_vxlan`. */
  readonly tunnel?: string;
  /** Full path of the tunnel of the IPv6 pods, where they have one of their own: the same of its records, and of `net/ndp`. */
  readonly tunnelV6?: string;
  /** The partition of the static routes to Nodes, where these are managed. */
  readonly routes?: string;
  /**
   * Prefixes of object URIs that are held together with an entry of `held`: a ConfigMap that cannot be read does not
   * say the name of its pool, only how that name begins.
   */
  readonly heldPrefixes: readonly string[];
  /**
   * Prefixes of object URIs that the input decides about in full, as it does about the members of the pools that it
   * mentions: what is ours under one of them, and neither wanted nor held, goes without `prune`. The port of a published
   * Service that the Service does not have any more.
   */
  readonly decidedPrefixes?: readonly string[];
  /**
   * FDB records that may not be deleted: `all` when no Node of the input was understood (an empty or failed read is no
   * answer), else the endpoints of the Nodes that exist and were not understood.
   */
  readonly heldEndpoints: 'all' | readonly string[];
  /** The networks that Nodes of the input hand to their pods, `10.244.1.0/24`, where neighbours are managed. */
  readonly podNetworks?: readonly string[];
}

/** What the input asks for, worked out without looking at any device. */
export interface DesiredState {
  readonly version: 1;
  readonly owner: string;
  readonly scope: Scope;
  readonly objects: readonly Entry[];
  readonly held: readonly Held[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What the owners of a device have registered as theirs, because it carries no mark: `values/registry.ts`. */
export interface Registries {
  /** The registry of the owner of the desired state; absent when there is none. */
  readonly own?: Entry;
  /** Names that other owners have registered. */
  readonly others: readonly string[];
  /** Full paths of the data groups in which other owners have registered them, by name. Absent where it is not known. */
  readonly dataGroups?: Readonly<Record<string, string>>;
}

/** What tells one BIG-IP from another. */
export interface DeviceIdentity {
  /** Host and port under which it was asked, `192.0.2.10:443`. Tells devices apart only where nothing better is known. */
  readonly host?: string;
  /** For people: it may be changed. */
  readonly hostname?: string;
  /** As `cm/device` states it (recorded). That no renaming and no licence changes it is a guess. */
  readonly chassisId?: string;
  readonly baseMac?: string;
}

/** What stands on the device, as far as a desired state concerns it. */
export interface ActualState {
  readonly objects: readonly Entry[];
  /**
   * Default route domain by partition, for every partition of the device that the user may see. Empty where no address,
   * wanted or found, says its route domain: then all of a partition are in the same one, whichever it is.
   */
  readonly routeDomains: Readonly<Record<string, number>>;
  /**
   * Addresses of pool members that are not among `objects`: those outside the managed partition, read only when a static
   * ARP entry might have to go because another partition's pool may use it, and those whose name or pool's name cannot
   * stand in a URI.
   */
  readonly membersElsewhere: readonly string[];
  /**
   * Virtual servers outside the managed partition, with `destination`, `ipProtocol`, `source` and `vlansEnabled` only.
   * Absent where no destination is to be taken.
   */
  readonly virtualsElsewhere?: readonly Entry[];
  /** Addresses by the full path of their virtual address. Absent where no destination names one. */
  readonly virtualAddresses?: Readonly<Record<string, string>>;
  /** Routes outside the partition of those that are managed. Absent where no network is to be taken. */
  readonly routesElsewhere?: readonly Entry[];
  /** The ltm nodes on the addresses of new members, in all partitions. Absent where no member is to be made. */
  readonly nodes?: readonly Entry[];
  /**
   * The device lists none of its static ARP entries: those that are here were asked for by name, and others are not seen.
   * Absent where it lists them.
   */
  readonly listsNoNeighbours?: true;
  /**
   * The self IPs on the tunnels, `10.244.20.60%1/16`: what BIG-IP looks for behind them. Read only when a static neighbour of
   * our naming leads to none of their FDB records.
   */
  readonly overlayNetworks?: readonly string[];
  /**
   * Names of the FDB records that the other unit of a pair has, or may have: the list that names them is one for both. Absent
   * where none of them is to be taken out of it.
   */
  readonly recordsBeside?: readonly string[];
  /** Who made which FDB records. Absent where it was not asked, because all that are wanted are there and no others. */
  readonly registries?: Registries;
}
