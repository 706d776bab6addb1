/**
 * Flannel's VXLAN backend: what a Node publishes in its annotations (facts: vxlan-and-members 1).
 *
 * An annotation that flannel always writes may be absent, as in Nodes made by hand; one that says something else than
 * VXLAN is obeyed.
 */
import { canonicalIp } from '../values/address.ts';
import { parseMac } from '../values/mac.ts';
import { isRecord } from './record.ts';
import type { VtepReading } from './vtep.ts';

/** Flannel's own; another one can be configured, `flanneld --kube-annotation-prefix`. */
const flannelPrefix = 'flannel.alpha.coreos.com/';

interface AnnotationNames {
  readonly manager: string;
  readonly type: string;
  readonly data: Readonly<Record<4 | 6, string>>;
  readonly address: Readonly<Record<4 | 6, string>>;
}

/** Names of the annotations that are read and written. The prefix ends with a slash, which may be left out. */
export function flannelAnnotations(given: string = flannelPrefix): AnnotationNames {
  const prefix = given.endsWith('/') ? given : `${given}/`;
  return {
    manager: `${prefix}kube-subnet-manager`,
    type: `${prefix}backend-type`,
    data: { 4: `${prefix}backend-data`, 6: `${prefix}backend-v6-data` },
    address: { 4: `${prefix}public-ip`, 6: `${prefix}public-ipv6` },
  };
}

const usual = flannelAnnotations();

function namesOf({ prefix }: FlannelNode): AnnotationNames {
  return prefix === undefined ? usual : flannelAnnotations(prefix);
}

export interface FlannelNode {
  /** The value of an annotation, undefined when absent. */
  readonly annotation: (key: string) => string | undefined;
  /** Address of the Node itself in the family that is asked for, where flannel published none. */
  readonly nodeAddress?: string | undefined;
  /** Prefix of the annotations. Default {@link flannelPrefix}. */
  readonly prefix?: string | undefined;
}

/** The address that flannel published, when it is one: also of a Node whose VTEP cannot be used. */
export function flannelPublicAddress(node: FlannelNode, family: 4 | 6 = 4): string | undefined {
  const text = node.annotation(namesOf(node).address[family]);
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
  const names = namesOf(node);
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

/** The VNI that flannel published with the MAC; undefined before 0.13, in Nodes made by hand, and where it is unreadable. */
export function flannelVni(node: FlannelNode, family: 4 | 6 = 4): number | undefined {
  const data = node.annotation(namesOf(node).data[family]);
  try {
    const parsed: unknown = data === undefined ? undefined : JSON.parse(data);
    const vni = isRecord(parsed) ? parsed['VNI'] : undefined;
    return typeof vni === 'number' && Number.isInteger(vni) ? vni : undefined;
  } catch {
    return undefined;
  }
}
