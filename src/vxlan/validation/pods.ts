/** V8, V9: which pods are behind the tunnel, so that they may have a static ARP entry. */
import type { ClusterFacts, ClusterNode } from '../cluster-facts.ts';
import { type Finding, finding } from '../finding.ts';
import type { OverlayModel } from '../overlay-model.ts';
import { holds } from '../range.ts';

/** Where a pod is, as V8 and V9 ask: on which Node with which VTEP, or why it has no static ARP entry. */
export type PodPlace =
  | { readonly kind: 'overlay'; readonly node: ClusterNode; readonly mac: string }
  | { readonly kind: 'host' }
  | { readonly kind: 'unknown'; readonly finding: Finding | undefined };

/** Looks up pods by address; made once for a cluster. */
export class PodPlaces {
  readonly #cluster: ClusterFacts;
  readonly #nodes: ReadonlyMap<string, ClusterNode>;
  readonly #nodeAddresses: ReadonlySet<string>;

  constructor(cluster: ClusterFacts) {
    this.#cluster = cluster;
    this.#nodes = new Map(cluster.nodes.map((node) => [node.name, node]));
    this.#nodeAddresses = new Set(cluster.nodes.flatMap(({ addresses }) => addresses));
  }

  isNode(ip: string): boolean {
    return this.#nodeAddresses.has(ip) || this.#cluster.hostNetwork.has(ip);
  }

  /** The Node of an address: as an endpoint says, else the running pod. */
  nodeOf(ip: string): string | undefined {
    return this.#cluster.endpoints.get(ip)?.node ?? this.#cluster.pods.get(ip);
  }

  /** V8 and V9. */
  place(ip: string): PodPlace {
    if (this.isNode(ip)) return { kind: 'host' };
    const name = this.nodeOf(ip);
    // What the input does not mention is not known, and nothing is wrong with that.
    if (name === undefined) return { kind: 'unknown', finding: undefined };
    const node = this.#nodes.get(name);
    if (node === undefined) return this.#lost(ip, `Node ${name} is not in the input`);
    const ranges = this.#cluster.cni.addressesByNode
      ? node.podRanges.filter(({ family }) => (family === 6) === ip.includes(':'))
      : [];
    if (ranges.length > 0 && !ranges.some((range) => holds(range, ip))) {
      const message = `${ip} is on Node ${name} but not in its podCIDR ${node.podCidrs.join(', ')}`;
      const fix =
        'see whether the podCIDR of the Node was changed (then make its pods anew); a pod of another network (Multus, for instance) is not behind the tunnel: publish one that is';
      return { kind: 'unknown', finding: finding('PodOutsideNode', ip, message, fix) };
    }
    if ('problem' in node.vtep) return this.#lost(ip, `Node ${name} has no usable VTEP: ${node.vtep.problem}`);
    return { kind: 'overlay', node, mac: node.vtep.vtep.mac };
  }

  /** All that is known to be a pod or an endpoint, in one family. */
  addresses(family: 4 | 6): readonly string[] {
    const { endpoints, pods } = this.#cluster;
    return [...new Set([...endpoints.keys(), ...pods.keys()])].filter((ip) => ip.includes(':') === (family === 6));
  }

  #lost(ip: string, why: string): PodPlace {
    const fix = 'see whether the input is complete, and what the CNI publishes for the Node';
    return {
      kind: 'unknown',
      finding: finding('PodNodeUnknown', ip, `the Node behind ${ip} is not known: ${why}`, fix),
    };
  }
}

/** V8 or V9 of all pods and endpoints: what is wrong with several of one Node is told once. A tunnel that floods asks. */
export function validatePods(
  { cluster, tunnel }: OverlayModel,
  reason: 'PodOutsideNode' | 'PodNodeUnknown',
): readonly Finding[] {
  if (cluster === undefined || cluster.nodes.length === 0 || cluster.cni.floodingType !== 'none') return [];
  const places = new PodPlaces(cluster);
  const byNode = new Map<string, Finding[]>();
  for (const ip of places.addresses(tunnel?.localAddress?.family ?? 4)) {
    const place = places.place(ip);
    if (place.kind !== 'unknown' || place.finding?.reason !== reason) continue;
    const node = places.nodeOf(ip) ?? '';
    const others = byNode.get(node);
    if (others === undefined) byNode.set(node, [place.finding]);
    else others.push(place.finding);
  }
  return [...byNode.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    return others.length === 0 ? [first] : [{ ...first, message: `${first.message} (and ${others.length} more)` }];
  });
}
