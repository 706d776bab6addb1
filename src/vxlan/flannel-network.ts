/** Flannel's `net-conf.json`, in the ConfigMap kube-flannel-cfg: port and VNI, which no Node publishes both of. */
import { isRecord } from './record.ts';

/** What flannel's configuration says of the overlay. */
export interface FlannelNetwork {
  /** The pod network, `10.244.0.0/16`. */
  readonly network?: string;
  readonly ipv6Network?: string;
  readonly backendType?: string;
  /** Default 1 on Linux, 4096 on Windows. */
  readonly vni: number;
  /** Bytes of the packets that Nodes send to each other; absent where it is that of their interface. */
  readonly mtu?: number;
  /** UDP. Default 8472 on Linux (the kernel's), 4789 on Windows. */
  readonly port: number;
  /** Nodes of one network send to each other, and to the BIG-IP, without VXLAN. */
  readonly directRouting: boolean;
}

export const flannelDefaults = {
  linux: { vni: 1, port: 8472 },
  windows: { vni: 4096, port: 4789 },
} as const;

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : otherwise;
}

/** The text of `net-conf.json`. Undefined when it is not understood: then nothing is known, and nothing is guessed. */
export function readNetConf(json: string, system: 'linux' | 'windows' = 'linux'): FlannelNetwork | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isRecord(parsed)) return undefined;
  const backend = isRecord(parsed['Backend']) ? parsed['Backend'] : {};
  const defaults = flannelDefaults[system];
  const network = text(parsed['Network']);
  const ipv6Network = text(parsed['IPv6Network']);
  const backendType = text(backend['Type']);
  const mtu = number(backend['MTU'], 0);
  return {
    ...(network === undefined ? {} : { network }),
    ...(ipv6Network === undefined ? {} : { ipv6Network }),
    ...(backendType === undefined ? {} : { backendType }),
    ...(mtu === 0 ? {} : { mtu }),
    vni: number(backend['VNI'], defaults.vni),
    port: number(backend['Port'], defaults.port),
    directRouting: backend['DirectRouting'] === true,
  };
}
