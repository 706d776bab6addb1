/**
 * One virtual server, or one pool alone, that is asked for: whoever asks, a ConfigMap or something else. All that comes
 * after it knows nothing of ConfigMaps.
 */
import type { Address } from '../values/address.ts';
import type { RequestNames } from './names.ts';

export type Mode = 'http' | 'tcp' | 'udp';

export interface HealthMonitor {
  readonly protocol: Mode;
  /** Seconds. */
  readonly interval: number;
  /** Seconds; more than the interval. */
  readonly timeout: number;
  readonly send?: string;
  readonly recv?: string;
}

/** Where a virtual server listens. */
export interface Frontend {
  readonly address: Address;
  readonly port: number;
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
}

/** The protocol of the wire, as the Service's ports spell it. */
export function protocolOf(mode: Mode): 'TCP' | 'UDP' {
  return mode === 'udp' ? 'UDP' : 'TCP';
}
