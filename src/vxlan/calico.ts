/**
 * Calico's VXLAN (facts: vxlan-and-members 5). Felix takes the MAC of a Node from its `vxlanTunnelMACAddr`, which the
 * Kubernetes datastore keeps as an annotation, and where there is none makes it from the Node's name; so do we.
 *
 * Experimental: Felix accepts VXLAN of known Nodes only (`ExternalNodesCIDRList` has to name the BIG-IP), and how pods
 * find the way back is not documented.
 */
import { createHash } from 'node:crypto';
import { canonicalIp } from '../values/address.ts';
import { parseMac } from '../values/mac.ts';
import type { CniAdapter, CniNode } from './cni.ts';
import type { VtepReading } from './vtep.ts';

const names = {
  mac: { 4: 'projectcalico.org/VXLANTunnelMACAddr', 6: 'projectcalico.org/VXLANTunnelMACAddrV6' },
  tunnel: { 4: 'projectcalico.org/IPv4VXLANTunnelAddr', 6: 'projectcalico.org/IPv6VXLANTunnelAddr' },
  address: { 4: 'projectcalico.org/IPv4Address', 6: 'projectcalico.org/IPv6Address' },
} as const;

/** `master` -> `66:4f:26:ae:af:db`: what Felix computes (felix/calc/vxlan_resolver.go). */
export function calicoMac(nodeName: string, family: 4 | 6 = 4): string {
  const digest = createHash('sha1')
    .update(family === 6 ? `${nodeName}-v6` : nodeName)
    .digest('hex');
  return ['66', ...(digest.slice(0, 10).match(/../g) ?? [])].join(':');
}

/** The address of a Node for other Nodes: Calico's own, which carries the length of its network, else that of the Node. */
function publicAddress(node: CniNode, family: 4 | 6 = 4): string | undefined {
  const stated = canonicalIp(node.annotation(names.address[family])?.split('/')[0]?.trim() ?? '');
  if (stated !== undefined && stated.includes(':') === (family === 6)) return stated;
  return node.nodeAddress(family);
}

function readVtep(node: CniNode, family: 4 | 6 = 4): VtepReading {
  if (node.annotation(names.tunnel[family]) === undefined) {
    return { problem: `it has no annotation ${names.tunnel[family]}, so Calico does not use VXLAN on it` };
  }
  const endpoint = publicAddress(node, family);
  if (endpoint === undefined)
    return { problem: `it has no annotation ${names.address[family]} and no IPv${family} address` };
  const stated = node.annotation(names.mac[family]);
  const published = node.annotation(names.address[family]) !== undefined;
  if (stated === undefined) return { vtep: { mac: calicoMac(node.name, family), endpoint, published } };
  try {
    return { vtep: { mac: parseMac(stated), endpoint, published } };
  } catch (error) {
    return { problem: `annotation ${names.mac[family]}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export const calico: CniAdapter = {
  name: 'calico',
  experimental: true,
  vni: () => 4096,
  port: () => 4789,
  floodingType: 'none',
  readVtep,
  publicAddress,
  publishedVni: () => undefined,
};
