/** The BIG-IP as a Node of the cluster: what flannel has to be told of its tunnel. */

import { canonicalIp, parseAddress } from '../values/address.ts';
import { parseMac } from '../values/mac.ts';
import { parseNetwork } from '../values/network.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { ClusterNode } from './cluster-facts.ts';
import { type Finding, finding } from './finding.ts';
import { flannelAnnotations } from './flannel.ts';
import { networkOf, readNetwork } from './range.ts';

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
    [names.address[family]]: parseAddress(address).ip,
  });
  return {
    [names.type]: 'vxlan',
    [names.manager]: 'true',
    ...(ipv4 === undefined ? {} : end(4, ipv4)),
    ...(ipv6 === undefined ? {} : end(6, ipv6)),
  };
}

/** Names of objects that Kubernetes takes: DNS-1123 subdomains. Throws BigIpValueError for another one. */
export function objectName(name: string): string {
  const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
  if (name.length <= 253 && name.split('.').every((part) => label.test(part))) return name;
  throw new BigIpValueError(
    `${JSON.stringify(name)} is no name that Kubernetes takes: lower-case letters, digits, "-" and "."`,
    { value: name, path: 'name' },
  );
}

/** A network in its one spelling. Throws BigIpValueError for one that is none, or with host bits. */
export function bareNetwork(text: string, path: string): string {
  const { ip, prefix } = parseNetwork(text);
  const network = networkOf(ip, prefix);
  if (network === `${ip}/${prefix}`) return network;
  throw new BigIpValueError(`${text} has host bits; the network is ${network}`, { value: text, path });
}

/**
 * The Node that stands for a BIG-IP with flannel, for `kubectl apply -f -`. Nothing is scheduled on it, and cloud load
 * balancers leave it out. Throws BigIpValueError for a name that Kubernetes does not take, and for a podCIDR that is none,
 * has host bits, or is the second of its family.
 */
export function nodeManifest(input: NodeManifestInput): NodeManifest {
  const podCIDRs = input.podCidrs.map((text) => bareNetwork(text, 'podCidrs'));
  const [podCIDR, another, ...more] = podCIDRs;
  const refuse = (why: string): BigIpValueError =>
    new BigIpValueError(why, { value: input.podCidrs.join(', '), path: 'podCidrs' });
  if (podCIDR === undefined) throw refuse('a podCIDR is needed');
  if (more.length > 0 || another?.includes(':') === podCIDR.includes(':'))
    throw refuse('a Node has one podCIDR, or one of each family');
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: objectName(input.name),
      labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' },
      annotations: annotationsOf(input),
    },
    spec: { podCIDR, podCIDRs, unschedulable: true },
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
  const stated = new Set(node.podCidrs.map(spelling));
  const missing = wanted.spec.podCIDRs.filter((cidr) => !stated.has(cidr));
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

function spelling(network: string): string {
  const read = readNetwork(network);
  return read === undefined ? network : `${read.ip}/${read.prefix}`;
}

/** Spellings and the order of keys make no difference; a VNI that is absent is none that is wrong. */
function sameAnnotation(wanted: string, found: string | undefined): boolean {
  if (found === undefined || wanted === found) return wanted === found;
  const address = canonicalIp(found.trim());
  if (address !== undefined) return address === wanted;
  try {
    const [a, b] = [JSON.parse(wanted), JSON.parse(found)] as { VNI?: unknown; VtepMAC?: unknown }[];
    return parseMac(a?.VtepMAC) === parseMac(b?.VtepMAC) && (b?.VNI === undefined || b.VNI === a?.VNI);
  } catch {
    return false;
  }
}
