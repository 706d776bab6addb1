/**
 * Cilium with its VTEP integration (facts: vxlan-and-members 5). The tunnel floods to the endpoints of its records
 * (`multipoint`) and BIG-IP learns the pods' MAC addresses from the answers, so the name of a record only has to be one of
 * its own for each Node; it is made as CIS makes it. Experimental: IPv4 only, as in Cilium's documentation.
 */
import { macOfAddress } from './address-mac.ts';
import type { CniAdapter, CniNode } from './cni.ts';
import type { VtepReading } from './vtep.ts';

function readVtep(node: CniNode, family: 4 | 6 = 4): VtepReading {
  if (family === 6) return { problem: 'VTEPs of Cilium are IPv4 only' };
  const endpoint = node.nodeAddress(4);
  if (endpoint === undefined) return { problem: 'it has no IPv4 address' };
  return { vtep: { mac: macOfAddress(endpoint), endpoint, published: true } };
}

export const cilium: CniAdapter = {
  name: 'cilium',
  experimental: true,
  vni: () => 2,
  port: () => 8472,
  floodingType: 'multipoint',
  addressesByNode: true,
  readVtep,
  publicAddress: (node, family = 4) => (family === 4 ? node.nodeAddress(4) : undefined),
  publishedVni: () => undefined,
};
