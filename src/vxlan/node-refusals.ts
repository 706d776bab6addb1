/** Why a Node must not be made for a BIG-IP: it would take something that belongs to another Node. */
import type { ClusterFacts, ClusterNode } from './cluster-facts.ts';
import type { SelfIp } from './device-facts.ts';
import { type Finding, finding } from './finding.ts';
import type { NodeManifest, TunnelEnd } from './node-manifest.ts';
import { covers, holds, overlaps, type Range, readRange } from './range.ts';

/** A tunnel as the cluster sees it, and the address of the BIG-IP in it. */
export interface ManifestEnd extends TunnelEnd {
  readonly self: SelfIp | undefined;
}

function rangesOf({ spec }: NodeManifest): readonly Range[] {
  return spec.podCIDRs.flatMap((text) => readRange(text) ?? []);
}

/** A Node of that name which is a machine of its own: it has a kubelet, or pods, and neither MAC nor address of the tunnel. */
function stranger(ends: readonly ManifestEnd[], node: ClusterNode, cluster: ClusterFacts): boolean {
  const { vtep, addresses, hasStatus, name } = node;
  const isOurs = ends.some(
    ({ mac, address }) => addresses.includes(address) || ('vtep' in vtep && vtep.vtep.mac === mac),
  );
  if (isOurs) return false;
  return hasStatus || [...cluster.pods.values()].includes(name);
}

function selfsOutside(manifest: NodeManifest, ends: readonly ManifestEnd[]): readonly Finding[] {
  const podCidrs = manifest.spec.podCIDRs.join(', ');
  return ends.flatMap(({ self }) => {
    if (self === undefined || rangesOf(manifest).some((range) => holds(range, self.address.ip))) return [];
    return [
      finding(
        'OverlaySelfOutsideNode',
        self.path,
        `self IP ${self.address.ip} is not in the podCIDR ${podCidrs}, so pods would send their answers elsewhere`,
        'give the podCIDR that holds it (--pod-cidr), or make the self IP anew in this one',
      ),
    ];
  });
}

function overlapping(manifest: NodeManifest, { nodes, cni }: ClusterFacts): readonly Finding[] {
  if (!cni.addressesByNode) return [];
  const wanted = rangesOf(manifest);
  return nodes
    .filter(
      ({ name, podRanges }) =>
        name !== manifest.metadata.name && podRanges.some((range) => wanted.some((own) => overlaps(own, range))),
    )
    .map(({ name, podCidrs }) =>
      finding(
        'OverlappingPodCidr',
        `Node/${name}`,
        `the podCIDR ${manifest.spec.podCIDRs.join(', ')} and that of Node ${name} (${podCidrs.join(', ')}) overlap`,
        'take a free one, high in the pod network, where the cluster does not hand it out, with the overlay self IP in it',
      ),
    );
}

function outsideNetwork(manifest: NodeManifest, { flannel }: ClusterFacts): readonly Finding[] {
  const networks = [flannel?.network, flannel?.ipv6Network].flatMap((text) =>
    text === undefined ? [] : (readRange(text) ?? []),
  );
  return rangesOf(manifest).flatMap((range, index) => {
    const judged = networks.filter(({ family }) => family === range.family);
    if (judged.length === 0 || judged.some((network) => covers(network, range))) return [];
    const network = range.family === 4 ? flannel?.network : flannel?.ipv6Network;
    return [
      finding(
        'PodCidrOutsideNetwork',
        `Node/${manifest.metadata.name}`,
        `the podCIDR ${manifest.spec.podCIDRs[index] ?? ''} is outside the pod network ${network ?? ''} of kube-flannel-cfg`,
        'take one inside the pod network',
      ),
    ];
  });
}

/**
 * What speaks against the Node: without a cluster only what the device itself tells. Empty when it can be made. A podCIDR
 * cannot change once it is set, and a Node that takes that of another one draws its pods' traffic to the BIG-IP.
 */
export function refuseNode(
  manifest: NodeManifest,
  ends: readonly ManifestEnd[],
  cluster: ClusterFacts | undefined,
): readonly Finding[] {
  const outside = selfsOutside(manifest, ends);
  if (cluster === undefined) return outside;
  const { name } = manifest.metadata;
  const taken = cluster.nodes.find((node) => node.name === name);
  if (taken !== undefined && stranger(ends, taken, cluster))
    return [
      finding(
        'NodeIsWorker',
        `Node/${name}`,
        `Node ${name} is a machine of the cluster: it has a kubelet or pods, and not the address of this BIG-IP`,
        'give the Node of the BIG-IP a name of its own (--name)',
      ),
    ];
  return [...outside, ...overlapping(manifest, cluster), ...outsideNetwork(manifest, cluster)];
}
