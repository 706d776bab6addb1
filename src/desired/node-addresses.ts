/** Addresses of Nodes, and the Nodes that stand for a BIG-IP. */
import { annotationOf, type Node } from '../kubernetes/objects.ts';
import { canonicalIp } from '../values/address.ts';
import { type Network, networkContains } from '../values/network.ts';
import { type FlannelNode, flannelPublicAddress, readFlannelVtep } from '../vxlan/flannel.ts';
import type { Settings } from './options.ts';

type Family = 4 | 6;

export function familyOf(ip: string): Family {
  return ip.includes(':') ? 6 : 4;
}

/**
 * The first address of that type and family, inside one of the networks when there are any: a Node that lists two of them
 * is still one member.
 */
export function nodeAddress(
  node: Node,
  type: string,
  family: Family,
  networks: readonly Network[] = [],
): string | undefined {
  for (const { type: found, address } of node.status?.addresses ?? []) {
    const ip = found === type ? canonicalIp(address) : undefined;
    if (ip === undefined || familyOf(ip) !== family) continue;
    if (networks.length === 0 || networks.some((network) => networkContains(network, ip))) return ip;
  }
  return undefined;
}

export function flannelNode(node: Node, type: string, family: Family = 4): FlannelNode {
  return { annotation: (key) => annotationOf(node, key), nodeAddress: nodeAddress(node, type, family) };
}

/** Every IP address that is known of a Node: of its status, and what flannel published. */
export function knownAddresses(node: Node): string[] {
  const status = (node.status?.addresses ?? []).flatMap(({ address }) => canonicalIp(address) ?? []);
  const flannel: FlannelNode = { annotation: (key) => annotationOf(node, key) };
  const published = [flannelPublicAddress(flannel, 4), flannelPublicAddress(flannel, 6)];
  return [...new Set([...status, ...published.filter((ip): ip is string => ip !== undefined)])];
}

/**
 * A Node that stands for the BIG-IP itself: named so, or with the MAC or the address of the BIG-IP's own tunnel. It is
 * never a member, and gets no FDB record in that tunnel.
 */
export function isBigIpNode(node: Node, settings: Settings): boolean {
  if (settings.bigipNodes.has(node.metadata.name)) return true;
  const { overlay } = settings;
  if (overlay === undefined) return false;
  if (overlay.localIp === undefined && overlay.mac === undefined) return false;
  const flannel = flannelNode(node, settings.nodeAddress);
  const published = flannelPublicAddress(flannel, 4) ?? flannelPublicAddress(flannel, 6);
  if (overlay.localIp !== undefined && published === overlay.localIp) return true;
  if (overlay.mac === undefined) return false;
  const reading = readFlannelVtep(flannel);
  return 'vtep' in reading && reading.vtep.mac === overlay.mac;
}
