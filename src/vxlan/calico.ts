/**
 * Calico's VXLAN (facts: vxlan-and-members 5). Felix takes the MAC of a Node from the `vxlanTunnelMACAddr` of Calico's own
 * Node, which the Kubernetes datastore keeps as an annotation (libcalico-go, k8s/resources/node.go), and where there is
 * none makes it from the Node's name; so do we.
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

type Word = keyof typeof names;

function ofCalico({ calico: spec }: CniNode, word: Word, family: 4 | 6): string | null | undefined {
  switch (word) {
    case 'mac':
      return family === 4 ? spec?.vxlanTunnelMACAddr : spec?.vxlanTunnelMACAddrV6;
    case 'tunnel':
      return family === 4 ? spec?.ipv4VXLANTunnelAddr : spec?.ipv6VXLANTunnelAddr;
    case 'address':
      return family === 4 ? spec?.bgp?.ipv4Address : spec?.bgp?.ipv6Address;
  }
}

/** What Calico's own Node says, else the annotation of the Node. */
function stated(node: CniNode, word: Word, family: 4 | 6): string | undefined {
  return ofCalico(node, word, family) ?? node.annotation(names[word][family]);
}

/** Calico's own address of a Node, which carries the length of its network; undefined when it is none. */
export function calicoAddress(node: CniNode, family: 4 | 6): string | undefined {
  const ip = canonicalIp(stated(node, 'address', family)?.split('/')[0]?.trim() ?? '');
  return ip !== undefined && ip.includes(':') === (family === 6) ? ip : undefined;
}

/** The address of a Node for other Nodes: Calico's own, else that of the Node. */
function publicAddress(node: CniNode, family: 4 | 6 = 4): string | undefined {
  return calicoAddress(node, family) ?? node.nodeAddress(family);
}

function readVtep(node: CniNode, family: 4 | 6 = 4): VtepReading {
  if (stated(node, 'tunnel', family) === undefined) {
    return { problem: `it has no annotation ${names.tunnel[family]}, so Calico does not use VXLAN on it` };
  }
  const endpoint = publicAddress(node, family);
  if (endpoint === undefined)
    return { problem: `it has no annotation ${names.address[family]} and no IPv${family} address` };
  const mac = stated(node, 'mac', family);
  const published = calicoAddress(node, family) !== undefined;
  if (mac === undefined) return { vtep: { mac: calicoMac(node.name, family), endpoint, published } };
  try {
    return { vtep: { mac: parseMac(mac), endpoint, published } };
  } catch (error) {
    return { problem: `${names.mac[family]}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

export const calico: CniAdapter = {
  name: 'calico',
  experimental: true,
  vni: () => 4096,
  port: () => 4789,
  floodingType: 'none',
  addressesByNode: false,
  readVtep,
  publicAddress,
  publishedVni: () => undefined,
};
