/** The BIG-IP as a part of the cluster: what Kubernetes, Cilium or OpenShift has to be told of its tunnel. */
import { parseMac } from '../values/mac.ts';
import { parseNetwork } from '../values/network.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { ClusterNode } from './cluster-facts.ts';
import { type Finding, finding } from './finding.ts';
import { flannelAnnotations } from './flannel.ts';
import { ipv4Mask, networkOf } from './range.ts';

/** One tunnel as the cluster sees it. */
export interface TunnelEnd {
  /** The tunnel's own MAC address, from its statistics. */
  readonly mac: string;
  /** Its local address, without route domain. */
  readonly address: string;
  /** Its key. */
  readonly vni: number;
}

export interface NodeManifestInput {
  readonly name: string;
  readonly ipv4?: TunnelEnd;
  readonly ipv6?: TunnelEnd;
  /** One a family; the overlay self IPs lie in them. They cannot change once they are set. */
  readonly podCidrs: readonly string[];
  /** Prefix of flannel's annotations. */
  readonly flannelPrefix?: string;
}

export interface NodeManifest {
  readonly apiVersion: 'v1';
  readonly kind: 'Node';
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly podCIDR: string; readonly podCIDRs: readonly string[]; readonly unschedulable: true };
}

function annotationsOf({ ipv4, ipv6, flannelPrefix }: NodeManifestInput): Record<string, string> {
  const names = flannelAnnotations(flannelPrefix);
  const end = (family: 4 | 6, { mac, address, vni }: TunnelEnd): Record<string, string> => ({
    [names.data[family]]: JSON.stringify({ VNI: vni, VtepMAC: parseMac(mac) }),
    [names.address[family]]: address,
  });
  return {
    [names.type]: 'vxlan',
    [names.manager]: 'true',
    ...(ipv4 === undefined ? {} : end(4, ipv4)),
    ...(ipv6 === undefined ? {} : end(6, ipv6)),
  };
}

/**
 * The Node that stands for a BIG-IP with flannel, for `kubectl apply -f -`. Nothing is scheduled on it, and cloud load
 * balancers leave it out. Throws BigIpValueError for a podCIDR that is none, or with host bits.
 */
export function nodeManifest(input: NodeManifestInput): NodeManifest {
  const [podCIDR] = input.podCidrs;
  if (podCIDR === undefined) throw new BigIpValueError('a podCIDR is needed', { value: '', path: 'podCidrs' });
  for (const text of input.podCidrs) {
    const { ip, prefix } = parseNetwork(text);
    const network = networkOf(ip, prefix);
    if (network !== `${ip}/${prefix}`) {
      throw new BigIpValueError(`${text} has host bits; the network is ${network}`, { value: text, path: 'podCidrs' });
    }
  }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: input.name,
      labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' },
      annotations: annotationsOf(input),
    },
    spec: { podCIDR, podCIDRs: input.podCidrs, unschedulable: true },
  };
}

/** What an existing Node says otherwise than it should. Empty when it is as it has to be. */
export function verifyNode(wanted: NodeManifest, node: ClusterNode): readonly Finding[] {
  const subject = `Node/${node.name}`;
  const fix = `apply the output of \`bigip overlay node-manifest --name ${node.name}\``;
  const findings: Finding[] = [];
  for (const [key, value] of Object.entries(wanted.metadata.annotations)) {
    const found = node.annotation(key);
    if (sameAnnotation(value, found)) continue;
    const reason = key.endsWith('-data')
      ? 'BigIpNodeMac'
      : /public-ip(v6)?$/.test(key)
        ? 'BigIpNodeAddress'
        : 'BigIpNodeIgnored';
    findings.push(finding(reason, subject, `annotation ${key} is ${found ?? 'absent'}, and has to be ${value}`, fix));
  }
  const missing = wanted.spec.podCIDRs.filter((cidr) => !node.podCidrs.includes(cidr));
  if (missing.length > 0) {
    const has = node.podCidrs.length === 0 ? 'none' : node.podCidrs.join(', ');
    const how =
      node.podCidrs.length === 0
        ? fix
        : 'a podCIDR cannot change: delete the Node and apply it anew, or take a self IP in the one that it has';
    findings.push(
      finding('BigIpNodePodCidr', subject, `its podCIDR is ${has}, and has to be ${missing.join(', ')}`, how),
    );
  }
  return findings;
}

/** MAC spellings and the order of keys make no difference; a VNI that is absent is none that is wrong. */
function sameAnnotation(wanted: string, found: string | undefined): boolean {
  if (found === undefined || wanted === found) return wanted === found;
  try {
    const [a, b] = [JSON.parse(wanted), JSON.parse(found)] as { VNI?: unknown; VtepMAC?: unknown }[];
    return parseMac(a?.VtepMAC) === parseMac(b?.VtepMAC) && (b?.VNI === undefined || b.VNI === a?.VNI);
  } catch {
    return false;
  }
}

/** The `vtep` values of Cilium's chart: lists separated by spaces, one item for each BIG-IP. */
export interface CiliumVtep {
  readonly vtep: {
    readonly enabled: true;
    readonly endpoint: string;
    readonly cidr: string;
    readonly mask: string;
    readonly mac: string;
  };
}

/** Settings of Cilium's VTEP integration for BIG-IPs with one pod network each. Throws BigIpValueError. */
export function ciliumVtep(ends: readonly (TunnelEnd & { readonly cidr: string })[]): CiliumVtep {
  const masks = new Set(ends.map(({ cidr }) => ipv4Mask(parseNetwork(cidr).prefix)));
  const [mask = '', another] = masks;
  if (another !== undefined) {
    throw new BigIpValueError('Cilium knows one mask for all VTEPs', { value: [...masks].join(' '), path: 'cidr' });
  }
  return {
    vtep: {
      enabled: true,
      endpoint: ends.map(({ address }) => address).join(' '),
      cidr: ends.map(({ cidr }) => cidr).join(' '),
      mask,
      mac: ends.map(({ mac }) => parseMac(mac)).join(' '),
    },
  };
}

/** The HostSubnet that stands for a BIG-IP with OpenShift SDN; the SDN assigns its subnet. */
export function hostSubnetManifest(name: string, address: string): object {
  return {
    apiVersion: 'network.openshift.io/v1',
    kind: 'HostSubnet',
    metadata: {
      name,
      annotations: {
        'pod.network.openshift.io/fixed-vnid-host': '0',
        'pod.network.openshift.io/assign-subnet': 'true',
      },
    },
    host: name,
    hostIP: address,
  };
}
