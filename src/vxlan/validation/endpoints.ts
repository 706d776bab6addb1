/** V7, V8, V9: where packets for a Node go, and which pods may have a static ARP entry. */
import type { Address } from '../../values/address.ts';
import type { ClusterFacts, ClusterNode } from '../cluster-facts.ts';
import { type Finding, finding } from '../finding.ts';
import type { OverlayModel } from '../overlay-model.ts';
import { holds, isUnicast, rangeOf } from '../range.ts';

function isReachable({ selfIps, routes }: OverlayModel, ip: string, domain: number): boolean | undefined {
  if (selfIps === undefined || routes === undefined) return undefined;
  const onLink = selfIps.some(
    ({ address, prefix }) => address.routeDomain === domain && holds(rangeOf(address.ip, prefix), ip),
  );
  return (
    onLink ||
    routes.some(
      ({ network, routeDomain }) =>
        routeDomain === domain && (network === undefined || holds(rangeOf(network.ip, network.prefix), ip)),
    )
  );
}

/** V7: the endpoint of one Node. An endpoint without route domain is in that of the tunnel's partition. */
export function validateEndpoint(model: OverlayModel, name: string, endpoint: Address): readonly Finding[] {
  const local = model.tunnel?.localAddress;
  const subject = `Node/${name}`;
  const said = `the VTEP address ${endpoint.ip} of Node ${name}`;
  if (!isUnicast(endpoint))
    return [
      finding(
        'EndpointInvalid',
        subject,
        `${said} is no address of a single host`,
        'see what the CNI publishes; flannel takes another one from public-ip-overwrite',
      ),
    ];
  if (local === undefined) return [];
  if (endpoint.family !== local.family)
    return [
      finding(
        'EndpointOtherFamily',
        subject,
        `${said} is IPv${endpoint.family}, the local address ${local.ip} of the tunnel is IPv${local.family}`,
        'one tunnel has one family: make another tunnel for the other one',
      ),
    ];
  const domain = local.routeDomain ?? 0;
  if ((endpoint.routeDomain ?? domain) !== domain)
    return [
      finding(
        'EndpointRouteDomain',
        subject,
        `${said} is in route domain ${endpoint.routeDomain ?? 0}, the local address of the tunnel in ${domain}`,
        `write the record with %${domain}, or see the default route domain of the tunnel's partition`,
      ),
    ];
  if (endpoint.ip === local.ip)
    return [
      finding(
        'EndpointInvalid',
        subject,
        `${said} is the local address of the tunnel itself`,
        'a Node that stands for the BIG-IP gets no record: say its name (--bigip-node)',
      ),
    ];
  if (isReachable(model, endpoint.ip, domain) === false)
    return [
      finding(
        'EndpointUnreachable',
        subject,
        `${said} is on no network of a self IP, and no route leads to it from route domain ${domain}`,
        'add a route to the Nodes, or a self IP in their network',
      ),
    ];
  return [];
}

/** V7 of all Nodes. */
export function validateEndpoints(model: OverlayModel): readonly Finding[] {
  return model.workers.flatMap(({ name, vtep }) => {
    if ('problem' in vtep) return [];
    const { endpoint } = vtep.vtep;
    return validateEndpoint(model, name, { ip: endpoint, family: endpoint.includes(':') ? 6 : 4 });
  });
}

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
      const fix = 'a pod of another network (Multus, for instance) is not behind the tunnel; publish one that is';
      return { kind: 'unknown', finding: finding('PodOutsideNode', ip, message, fix) };
    }
    if ('problem' in node.vtep) return this.#lost(ip, `Node ${name} has no usable VTEP: ${node.vtep.problem}`);
    return { kind: 'overlay', node, mac: node.vtep.vtep.mac };
  }

  #lost(ip: string, why: string): PodPlace {
    const fix = 'see whether the input is complete, and what the CNI publishes for the Node';
    return {
      kind: 'unknown',
      finding: finding('PodNodeUnknown', ip, `the Node behind ${ip} is not known: ${why}`, fix),
    };
  }
}
