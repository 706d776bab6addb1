/** V6: the address of the BIG-IP inside the overlay, from which it speaks to pods. */
import type { ClusterNode } from '../cluster-facts.ts';
import { type Finding, finding } from '../finding.ts';
import { type OverlayModel, overlaySelfs } from '../overlay-model.ts';
import { covers, holds, isEdge, type Range, rangeOf, readRange } from '../range.ts';
import { networkIsOfCluster } from './networks.ts';

/**
 * A Node that has pods and their addresses from its podCIDR, with this address among them. One that has the local address
 * of the tunnel is the BIG-IP itself, whoever wrote its status.
 */
function workerOf({ own = [], cluster, tunnel }: OverlayModel, ip: string): ClusterNode | undefined {
  if (cluster?.cni.addressesByNode !== true) return undefined;
  const local = tunnel?.localAddress?.ip;
  return cluster.nodes.find(
    (node) =>
      node.hasStatus &&
      (own.includes(node) ? (node.publicAddress ?? local) !== local : true) &&
      node.podRanges.some((range) => holds(range, ip)),
  );
}

/** Self IPs on the tunnel: whether there is one, with the mask of the whole pod network. */
export function validateOverlaySelf(model: OverlayModel): readonly Finding[] {
  if (model.selfIps === undefined) return [];
  const selfs = overlaySelfs(model);
  if (selfs.length === 0) {
    return [
      finding(
        'OverlaySelfMissing',
        model.tunnelPath,
        `no self IP stands on ${model.tunnelPath}, so BIG-IP has no address in the overlay`,
        `create one in the podCIDR of the BIG-IP's Node, with the length of the pod network, vlan ${model.tunnelPath}`,
      ),
    ];
  }
  const network = model.network === undefined ? undefined : readRange(model.network);
  return selfs.flatMap(({ path, address, prefix }) => {
    const range = rangeOf(address.ip, prefix);
    const findings: Finding[] = [];
    const own = model.own?.flatMap(({ podRanges }) => podRanges).find((podRange) => holds(podRange, address.ip));
    if (isEdge(range, address.ip) || (own !== undefined && isEdge(own, address.ip)))
      findings.push(
        finding(
          'OverlaySelfEdge',
          path,
          `${address.ip} is the network or broadcast address of ${own === undefined ? `its /${prefix}` : 'the podCIDR'}`,
          'take an address in between',
        ),
      );
    const worker = workerOf(model, address.ip);
    if (worker !== undefined)
      findings.push(
        finding(
          'OverlaySelfOnWorker',
          path,
          `self IP ${address.ip} is in the podCIDR of Node ${worker.name} (${worker.podCidrs.join(', ')}), which runs pods`,
          'take an address in a podCIDR that the cluster does not hand out, and declare a Node with it for this BIG-IP',
        ),
      );
    if (network?.family === range.family && networkIsOfCluster(model) && !holds(network, address.ip))
      findings.push(
        finding(
          'OverlaySelfOutsideNetwork',
          path,
          `self IP ${address.ip} is outside the pod network ${model.network ?? ''}`,
          'take an address in the podCIDR of the Node of this BIG-IP, which lies in the pod network',
        ),
      );
    const outside = (model.workers ?? []).find(({ podRanges }) =>
      podRanges.some(
        (pods) =>
          pods.family === range.family && !selfs.some((self) => covers(rangeOf(self.address.ip, self.prefix), pods)),
      ),
    );
    const wanted = network?.family === range.family ? network.prefix : undefined;
    if (outside !== undefined || (wanted !== undefined && prefix > wanted))
      findings.push(
        finding(
          'OverlaySelfPrefixTooLong',
          path,
          `self IP ${path} is ${address.ip}/${prefix}, and ${outside === undefined ? `the pod network is ${model.network ?? ''}` : `the pods of Node ${outside.name} (${outside.podCidrs.join(', ')}) are outside of it`}`,
          `make it anew with the length of the pod network${wanted === undefined ? '' : `, ${address.ip}/${wanted}`}; the address of a self IP cannot change`,
        ),
      );
    else if (wanted !== undefined && prefix < wanted)
      findings.push(
        finding(
          'OverlaySelfPrefixTooShort',
          path,
          `self IP ${path} is ${address.ip}/${prefix}, the pod network ${model.network ?? ''} is smaller`,
          `make it anew as ${address.ip}/${wanted}`,
        ),
      );
    return findings;
  });
}

/** Something that stands for a BIG-IP in the cluster, and the networks that are sent to it. */
interface DeclaredEnd {
  readonly name: string;
  readonly ranges: readonly Range[];
}

/**
 * Nodes that were made by hand, for this BIG-IP, its peer or a floating address; HostSubnets of no Node; Cilium's VTEPs.
 * One for a floating address has the address of the underlay that floats, so it is known by what it lacks.
 */
export function declaredEnds({ own = [], cluster }: Pick<OverlayModel, 'own' | 'cluster'>): readonly DeclaredEnd[] {
  if (cluster === undefined) return [];
  const { nodes, hostSubnets, ciliumVteps } = cluster;
  const names = new Set(nodes.map(({ name }) => name));
  const end = (name: string, network: string): DeclaredEnd => {
    const range = readRange(network);
    return { name, ranges: range === undefined ? [] : [range] };
  };
  return [
    ...nodes
      .filter((node) => own.includes(node) || !node.hasStatus)
      .map(({ name, podRanges }) => ({ name: `Node ${name}`, ranges: podRanges })),
    ...hostSubnets
      .filter(({ host }) => !names.has(host))
      .map(({ host, subnet }) => end(`HostSubnet ${host}`, subnet ?? '')),
    ...(ciliumVteps?.vteps ?? []).map(({ endpoint, cidr }) => end(`VTEP ${endpoint}`, cidr)),
  ];
}

/**
 * Whether pods can answer each self IP on the tunnel: it has to lie in the podCIDR of a Node that stands for a BIG-IP. For
 * a floating one that Node has to be declared for it: else replies go on to the unit that had it before
 * (facts: vxlan-and-members 4).
 */
export function validateReturnPath(model: OverlayModel): readonly Finding[] {
  const { own } = model;
  if (own === undefined) return [];
  const declared = declaredEnds(model);
  return overlaySelfs(model).flatMap(({ path, address, floating }) => {
    if (floating) {
      const holder = declared.find(({ ranges }) => ranges.some((range) => holds(range, address.ip)));
      const shared =
        holder !== undefined &&
        overlaySelfs(model).some(
          (other) => !other.floating && holder.ranges.some((range) => holds(range, other.address.ip)),
        );
      if (holder !== undefined && !shared) return [];
      return [
        finding(
          'FloatingSelfWithoutNode',
          path,
          `the floating self IP ${address.ip} on the tunnel is ${shared ? `in the podCIDR of ${holder?.name ?? ''}, which is one unit's` : 'in no podCIDR of a declared Node'}, so after a failover replies go to the old unit`,
          'declare a Node for it (public-ip: the floating self IP of the underlay, MAC: the masquerade address of the traffic group), or use no floating self IP on the tunnel',
        ),
      ];
    }
    if (own.length === 0) return [];
    if (own.some(({ podRanges }) => podRanges.some((range) => holds(range, address.ip)))) return [];
    return [
      finding(
        'OverlaySelfOutsideNode',
        path,
        `self IP ${address.ip} is not in the podCIDR of ${own.map(({ name, podCidrs }) => `Node ${name} (${podCidrs.join(', ') || 'none'})`).join(' or ')}, so pods send their answers elsewhere`,
        `take an address inside that podCIDR, or make the Node anew; its podCIDR cannot change`,
      ),
    ];
  });
}
