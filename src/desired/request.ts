/**
 * One virtual server, or one pool alone, that is asked for: whoever asks, a ConfigMap or something else. All that comes
 * after it knows nothing of ConfigMaps.
 */
import type { Requirement } from '../kubernetes/label-selector.ts';
import type { Address } from '../values/address.ts';
import type { RequestNames } from './names.ts';
import type { Refusal } from './notes.ts';

export type Mode = 'http' | 'tcp' | 'udp';

export interface HealthMonitor {
  readonly protocol: Mode;
  /** Seconds. */
  readonly interval: number;
  /** Seconds; more than the interval. */
  readonly timeout: number;
  readonly send?: string;
  readonly recv?: string;
  /** Port that is asked instead of the member's own; said only where the request can say it. */
  readonly targetPort?: number | undefined;
}

/** Where a virtual server listens. */
export interface Frontend {
  readonly address: Address;
  readonly port: number;
}

/** A Service that stands behind a pool. */
export interface Backend {
  readonly namespace: string;
  readonly service: string;
  /** The Service's own port: its number, or its name. */
  readonly port: number | string;
  /** Its share of the traffic among the others; a Service of weight 0 has no members. */
  readonly weight: number;
  /** Whether `port` may also be a targetPort, where no port of the Service is called so. */
  readonly orTargetPort?: boolean;
  /** Which Nodes may be members in nodeport mode, besides what the mapping says. */
  readonly nodeSelector?: readonly Requirement[];
}

export interface Profile {
  /** Full path. */
  readonly name: string;
  readonly context: 'all' | 'clientside' | 'serverside';
}

/**
 * What a virtual server can have besides the words of a ConfigMap. Those who can ask for it always name all of it, so that
 * what is withdrawn is removed; to what nobody can ask for the operator may help himself.
 */
export interface Finish {
  /** Instead of those of the mode. Full paths. */
  readonly profiles: readonly Profile[] | undefined;
  /** Full paths of server SSL profiles. */
  readonly serverSslProfiles: readonly string[];
  /** Full paths of persistence profiles, the default one first; or the seconds for which a profile is made. */
  readonly persistence: readonly string[] | { readonly timeout: number };
  /** Undefined: as the mapping's own option says. */
  readonly snat: 'automap' | 'none' | { readonly pool: string } | undefined;
  /** Full paths of iRules, in the order in which they run. */
  readonly rules: readonly string[];
  /** Full paths of the VLANs that it listens on; none: all of them. */
  readonly vlans: readonly string[];
  /** Whether connections are mirrored to the standby unit; said only by those who can ask for it. */
  readonly mirror?: boolean;
}

/** As {@link Finish}, of the pool: named by those who can ask for it. */
export interface PoolFinish {
  readonly reselectTries: number;
  readonly serviceDownAction: 'none' | 'reset' | 'drop' | 'reselect';
}

export interface PublishRequest {
  /** Who asks, as diagnostics write it: `ConfigMap/istio-system/web`. */
  readonly object: string;
  /** Creation time in milliseconds: of two that ask for one destination the older one has it. */
  readonly createdAt: number | undefined;
  readonly names: RequestNames;
  readonly namespace: string;
  readonly service: string;
  /** The Service's own port: its number, or its name. */
  readonly port: number | string;
  readonly mode: Mode;
  readonly loadBalancingMode: string;
  readonly monitors: readonly HealthMonitor[];
  /** Undefined: a pool alone. */
  readonly frontend: Frontend | undefined;
  /** Full paths of client SSL profiles. */
  readonly clientSslProfiles: readonly string[];
  /** Full paths of monitors that are there already. */
  readonly foreignMonitors?: readonly string[];
  /** How many of the monitors have to be up. Default: all. */
  readonly minimumMonitors?: number | undefined;
  /** All Services behind the pool, where their traffic can be weighed; the first is the one above. */
  readonly backends?: readonly Backend[];
  readonly finish?: Finish;
  readonly poolFinish?: PoolFinish;
}

/** Something that is asked for and not understood, or not possible. What it may have on the device is held. */
export interface HeldAsking {
  readonly object: string;
  /** Names of its objects; or, when they are not known, how those of its virtual servers and the rest begin. */
  readonly names: RequestNames | { readonly everything: string };
  readonly refusal: Refusal;
}

/** What the objects of one kind ask for. */
export interface Asked {
  readonly requests: readonly PublishRequest[];
  readonly held: readonly HeldAsking[];
  /** How the names of all that was understood begin: what of that is not asked for is to go. */
  readonly decided?: readonly string[];
}

/** The protocol of the wire, as the Service's ports spell it. */
export function protocolOf(mode: Mode): 'TCP' | 'UDP' {
  return mode === 'udp' ? 'UDP' : 'TCP';
}
