/** Addresses of Nodes, and the Nodes that stand for a BIG-IP. */
import type { Node } from '../kubernetes/objects.ts';
import { canonicalIp } from '../values/address.ts';
import { type Network, networkContains } from '../values/network.ts';
import type { CniNode } from '../vxlan/cni.ts';
import { type CniObjects, cniNodeOf } from '../vxlan/cni-nodes.ts';
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

/** What the adapters of the CNIs read of a Node. */
export function cniNode(node: Node, { overlay, nodeAddress: type }: Settings, objects: CniObjects): CniNode {
  return cniNodeOf(node, objects, { nodeAddress: type, flannelPrefix: overlay?.flannelPrefix });
}

/**
 * A Node that stands for a BIG-IP: named so, or with the MAC or the address of its tunnel. It is never a member, and gets
 * no FDB record.
 */
export function isBigIpNode(node: Node, settings: Settings, objects: CniObjects): boolean {
  return isBigIp(node, cniNode(node, settings, objects), settings);
}

/** The same of a Node that was looked at already. */
export function isBigIp(node: Node, view: CniNode, { bigipNodes, overlay }: Settings): boolean {
  if (bigipNodes.has(node.metadata.name)) return true;
  if (overlay === undefined || overlay.ownIps.size + overlay.ownMacs.size === 0) return false;
  const { cni, ownIps, ownMacs } = overlay;
  return ([4, 6] as const).some((family) => {
    if (ownIps.has(cni.publicAddress(view, family) ?? '')) return true;
    if (ownMacs.size === 0) return false;
    const reading = cni.readVtep(view, family);
    return 'vtep' in reading && ownMacs.has(reading.vtep.mac);
  });
}
