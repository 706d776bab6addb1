/**
 * OpenShift SDN, gone from OpenShift 4.17 on: VNI 0, and a MAC address that is made of the Node's IPv4 address
 * (facts: vxlan-and-members 5; k8s-bigip-ctlr vxlanMgr.go). The BIG-IP is a HostSubnet there, not a Node. Experimental.
 */
import { canonicalIp } from '../values/address.ts';
import { macOfAddress } from './address-mac.ts';
import type { CniAdapter, CniNode } from './cni.ts';
import { isRecord } from './record.ts';
import type { VtepReading } from './vtep.ts';

/** A HostSubnet: which pods are behind which host. */
export interface HostSubnet {
  readonly host: string;
  /** Canonical IPv4 address of the host, the VTEP. */
  readonly hostIP: string;
  /** Absent until the SDN has assigned it. */
  readonly subnet?: string;
}

/** Reads the fields of a HostSubnet object; undefined for anything else. */
export function readHostSubnet(object: unknown): HostSubnet | undefined {
  if (!isRecord(object) || object['kind'] !== 'HostSubnet') return undefined;
  const { host, hostIP, subnet } = object;
  const ip = typeof hostIP === 'string' ? canonicalIp(hostIP.trim()) : undefined;
  if (typeof host !== 'string' || host === '' || ip === undefined || ip.includes(':')) return undefined;
  return { host, hostIP: ip, ...(typeof subnet === 'string' && subnet !== '' ? { subnet } : {}) };
}

/** The VTEP of a host. */
export function hostSubnetVtep({ hostIP }: HostSubnet): VtepReading {
  return { vtep: { mac: macOfAddress(hostIP), endpoint: hostIP, published: true } };
}

function readVtep(node: CniNode, family: 4 | 6 = 4): VtepReading {
  if (family === 6) return { problem: 'OpenShift SDN is IPv4 only' };
  const endpoint = node.nodeAddress(4);
  if (endpoint === undefined) return { problem: 'it has no IPv4 address' };
  return { vtep: { mac: macOfAddress(endpoint), endpoint, published: true } };
}

export const openshiftSdn: CniAdapter = {
  name: 'openshift-sdn',
  experimental: true,
  vni: () => 0,
  port: () => 4789,
  floodingType: 'multipoint',
  readVtep,
  publicAddress: (node, family = 4) => (family === 4 ? node.nodeAddress(4) : undefined),
  publishedVni: () => undefined,
};
