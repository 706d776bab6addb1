/** Flannel's VXLAN backend, on Linux and on Windows. */
import type { CniAdapter, CniNode } from './cni.ts';
import { type FlannelNode, flannelPublicAddress, flannelVni, readFlannelVtep } from './flannel.ts';
import { flannelDefaults } from './flannel-network.ts';

function view(node: CniNode, family: 4 | 6): FlannelNode {
  return { annotation: node.annotation, nodeAddress: node.nodeAddress(family), prefix: node.flannelPrefix };
}

export const flannel: CniAdapter = {
  name: 'flannel',
  experimental: false,
  vni: (system) => flannelDefaults[system].vni,
  port: (system) => flannelDefaults[system].port,
  floodingType: 'none',
  addressesByNode: true,
  readVtep: (node, family = 4) => readFlannelVtep(view(node, family), family),
  publicAddress: (node, family = 4) => flannelPublicAddress(view(node, family), family),
  publishedVni: (node, family = 4) => flannelVni(view(node, family), family),
};
