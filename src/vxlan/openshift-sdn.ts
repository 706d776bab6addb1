/**
 * OpenShift SDN, gone from OpenShift 4.17 on: VNI 0, and a MAC address that is made of the Node's IPv4 address
 * (facts: vxlan-and-members 5; k8s-bigip-ctlr vxlanMgr.go). The BIG-IP is a HostSubnet there, not a Node. Experimental.
 */
import { macOfAddress } from './address-mac.ts';
import type { CniAdapter, CniNode } from './cni.ts';
import type { VtepReading } from './vtep.ts';

/** The address of the HostSubnet, where the input has it: that is what the SDN itself goes by. */
function publicAddress(node: CniNode, family: 4 | 6 = 4): string | undefined {
  return family === 4 ? (node.hostIp ?? node.nodeAddress(4)) : undefined;
}

function readVtep(node: CniNode, family: 4 | 6 = 4): VtepReading {
  if (family === 6) return { problem: 'OpenShift SDN is IPv4 only' };
  const endpoint = publicAddress(node);
  if (endpoint === undefined) return { problem: 'it has no IPv4 address' };
  return { vtep: { mac: macOfAddress(endpoint), endpoint, published: true } };
}

export const openshiftSdn: CniAdapter = {
  name: 'openshift-sdn',
  experimental: true,
  vni: () => 0,
  port: () => 4789,
  floodingType: 'multipoint',
  addressesByNode: true,
  readVtep,
  publicAddress,
  publishedVni: () => undefined,
};
