/**
 * Flannel's VXLAN backend: what a Node publishes in its annotations (facts: vxlan-and-members 1).
 *
 * An annotation that flannel always writes may be absent, as in Nodes made by hand; one that says something else than
 * VXLAN is obeyed.
 */
import { canonicalIp } from '../values/address.ts';
import { parseMac } from '../values/mac.ts';
import type { VtepReading } from './vtep.ts';

const prefix = 'flannel.alpha.coreos.com/';

/** Names of the annotations that are read; flannel's own prefix can be configured, `flanneld --kube-annotation-prefix`. */
const names = {
  manager: `${prefix}kube-subnet-manager`,
  type: `${prefix}backend-type`,
  data: { 4: `${prefix}backend-data`, 6: `${prefix}backend-v6-data` },
  address: { 4: `${prefix}public-ip`, 6: `${prefix}public-ipv6` },
} as const;

export interface FlannelNode {
  /** The value of an annotation, undefined when absent. */
  readonly annotation: (key: string) => string | undefined;
  /** Address of the Node itself in the family that is asked for, where flannel published none. */
  readonly nodeAddress?: string | undefined;
}

/** The address that flannel published, when it is one: also of a Node whose VTEP cannot be used. */
export function flannelPublicAddress(node: FlannelNode, family: 4 | 6 = 4): string | undefined {
  const text = node.annotation(names.address[family]);
  const ip = text === undefined ? undefined : canonicalIp(text.trim());
  return ip !== undefined && ip.includes(':') === (family === 6) ? ip : undefined;
}

function readMac(text: string, annotation: string): { mac: string } | { problem: string } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { problem: `annotation ${annotation} is not JSON` };
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return { problem: `annotation ${annotation} is ${JSON.stringify(data)}, not an object with VtepMAC` };
  }
  if (!Object.hasOwn(data, 'VtepMAC')) return { problem: `annotation ${annotation} has no VtepMAC` };
  try {
    return { mac: parseMac((data as { VtepMAC: unknown }).VtepMAC) };
  } catch (error) {
    return {
      problem: `VtepMAC of annotation ${annotation}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/**
 * The VTEP that flannel published for a Node, or why it cannot be used. Never a made-up MAC: a wrong record sends a
 * Node's traffic nowhere, and looks right.
 */
export function readFlannelVtep(node: FlannelNode, family: 4 | 6 = 4): VtepReading {
  const manager = node.annotation(names.manager);
  if (manager !== undefined && manager !== 'true') {
    return { problem: `annotation ${names.manager} is ${JSON.stringify(manager)}, so flannel ignores the Node` };
  }
  const type = node.annotation(names.type);
  if (type !== undefined && type !== 'vxlan')
    return { problem: `its flannel backend is ${JSON.stringify(type)}, not vxlan` };
  const data = node.annotation(names.data[family]);
  if (data === undefined) return { problem: `it has no annotation ${names.data[family]}` };
  const read = readMac(data, names.data[family]);
  if ('problem' in read) return read;
  const published = node.annotation(names.address[family]);
  if (published === undefined) {
    if (node.nodeAddress === undefined)
      return { problem: `it has no annotation ${names.address[family]} and no address` };
    return { vtep: { mac: read.mac, endpoint: node.nodeAddress, published: false } };
  }
  const endpoint = flannelPublicAddress(node, family);
  if (endpoint === undefined) {
    return {
      problem: `annotation ${names.address[family]} is ${JSON.stringify(published)}, not an IPv${family} address`,
    };
  }
  return { vtep: { mac: read.mac, endpoint, published: true } };
}
