/** What a BIG-IP says that concerns an overlay: plain data, read once, judged by pure functions. */
import type { Address } from '../values/address.ts';

/** What was read, or why it could not be: a check that cannot know must say so. */
export type Answer<T> = { readonly known: T } | { readonly unknown: string };

export function known<T>(value: T): Answer<T> {
  return { known: value };
}

/** The value, or undefined where it is not known. */
export function knownOf<T>(answer: Answer<T>): T | undefined {
  return 'known' in answer ? answer.known : undefined;
}

export interface VxlanProfile {
  /** Full path. */
  readonly path: string;
  /** UDP. */
  readonly port: number;
  readonly floodingType: string;
}

export interface TunnelObject {
  readonly path: string;
  readonly profile: string;
  /** The VNI. */
  readonly key: number;
  /** Undefined when it was never set (`any6`). The route domain is always said. */
  readonly localAddress: Address | undefined;
  /** Bytes; 0: the default of the underlay. */
  readonly mtu: number;
}

export interface SelfIp {
  readonly path: string;
  /** With its route domain said. */
  readonly address: Address;
  readonly prefix: number;
  /** Full path of a VLAN or tunnel. */
  readonly vlan: string;
  readonly floating: boolean;
  readonly trafficGroup: string;
}

export interface Route {
  readonly path: string;
  /** Undefined for one that leads everywhere (`default`). */
  readonly network: { readonly ip: string; readonly prefix: number } | undefined;
  readonly routeDomain: number;
  /** VLAN or tunnel that it leads through, where it does not name a gateway. */
  readonly through: string | undefined;
  readonly description: string;
}

export interface FdbRecord {
  readonly mac: string;
  /** With its route domain. Undefined for a text that is no address. */
  readonly endpoint: Address | undefined;
}

export interface StaticArp {
  readonly path: string;
  readonly address: Address;
  readonly mac: string;
}

export interface Member {
  /** `10.0.0.1:80`. */
  readonly name: string;
  readonly address: Address;
  readonly port: string;
  readonly state: string;
  readonly session: string;
}

export interface Pool {
  readonly path: string;
  readonly members: readonly Member[];
  /** Names and values of its metadata, as far as they are texts. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Virtual {
  readonly path: string;
  readonly pool: string | undefined;
  /** `none`, `automap`, `snat`, `lsn`. */
  readonly snat: string;
  readonly snatPool: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Counters and MAC of the tunnel, as one reading of its statistics says. */
export interface TunnelStats {
  readonly mac: string | undefined;
  /** `hcOutUcastPkts`, `inUnknownProtos` …, those that the version tells. */
  readonly counters: Readonly<Record<string, bigint>>;
}

export interface Unit {
  readonly name: string;
  readonly self: boolean;
  readonly failoverState: string;
}

/** What the ARP table says of an address: `incomplete`, `static`, `resolved` …, in lower case. */
export interface ArpState {
  readonly ip: string;
  readonly status: string;
}

/** What an owner has registered of the FDB records that it made. */
export interface Registered {
  readonly owner: string;
  /** `/Common/flannel_vxlan/5e:1b:0a:44:9c:01`: the tunnel and the MAC address. */
  readonly records: readonly string[];
}

/** What can change while one watches. */
export interface Sample {
  readonly stats: Answer<TunnelStats>;
  readonly records: Answer<readonly FdbRecord[]>;
  readonly arps: Answer<readonly StaticArp[]>;
}

export interface DeviceFacts {
  /** Full path of the tunnel that is looked at. */
  readonly tunnel: string;
  readonly version: Answer<string>;
  /** All texts of the licence. */
  readonly licence: Answer<readonly string[]>;
  readonly profiles: Answer<readonly VxlanProfile[]>;
  readonly tunnels: Answer<readonly TunnelObject[]>;
  readonly selfIps: Answer<readonly SelfIp[]>;
  /** MTU by full path of the VLAN. */
  readonly vlans: Answer<Readonly<Record<string, number>>>;
  readonly routes: Answer<readonly Route[]>;
  readonly virtualAddresses: Answer<readonly Address[]>;
  readonly virtuals: Answer<readonly Virtual[]>;
  readonly pools: Answer<readonly Pool[]>;
  /** Addresses of SNAT pools by full path. */
  readonly snatPools: Answer<Readonly<Record<string, readonly Address[]>>>;
  readonly arpStates: Answer<readonly ArpState[]>;
  /** Who made which FDB records, as the registries on the device say. */
  readonly registered: Answer<readonly Registered[]>;
  readonly units: Answer<readonly Unit[]>;
  /** `In Sync`, `Changes Pending`, `Standalone` … */
  readonly syncStatus: Answer<string>;
  /** `enable` or `disable`. */
  readonly tunnelConfigSync: Answer<string>;
  readonly first: Sample;
  /** Undefined when nobody waited for a second look. */
  readonly second: Sample | undefined;
}

/** Two addresses in one route domain. Both have to say theirs. */
export function sameAddress(a: Address, b: Address): boolean {
  return a.ip === b.ip && a.routeDomain === b.routeDomain;
}

/** A unit that has a peer. */
export function isPair({ units }: Pick<DeviceFacts, 'units'>): boolean | undefined {
  const list = knownOf(units);
  return list === undefined ? undefined : list.length > 1;
}
