/**
 * Static routes to the pods instead of a tunnel, for CNIs whose Nodes take packets for their pods as they are
 * (facts: cis 3.4, vxlan-and-members 5). Names are those of CIS, so its routes can be taken over; the owner stands in the
 * description, because a route carries no metadata.
 */
import type { Diagnostic } from '../diagnostic.ts';
import type { Entry } from '../state.ts';
import { canonicalIp } from '../values/address.ts';
import { formatUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { calicoAddress } from './calico.ts';
import type { CniNode } from './cni.ts';
import { holds, networkOf, readNetwork, readRange } from './range.ts';
import { isRecord } from './record.ts';

/**
 * Who says which pods are behind a Node. `pod-cidr`: the Node itself (flannel host-gw, Antrea, kube-router).
 * `ovn-kubernetes`, `cilium`: annotations. `calico`: BlockAffinity objects, several a Node.
 */
export const routeSources = ['pod-cidr', 'ovn-kubernetes', 'cilium', 'calico'] as const;
export type RouteSource = (typeof routeSources)[number];

export interface RouteNode extends CniNode {
  /** `spec.podCIDRs`, else `spec.podCIDR`; host bits are dropped. */
  readonly podCidrs: readonly string[];
  /** `spec.ipam.podCIDRs` of its CiliumNode, where there is one. */
  readonly ciliumCidrs?: readonly string[] | undefined;
}

/** A block of addresses that Calico gave to a Node (`crd.projectcalico.org` BlockAffinity). */
export interface BlockAffinity {
  readonly name: string;
  readonly node: string;
  readonly cidr: string;
  /** `confirmed`, `pending` or `pendingDeletion`; only the last is left out. */
  readonly state?: string;
}

export interface StaticRouteOptions {
  readonly source: RouteSource;
  /** Where the routes lie, `Common`. */
  readonly partition: string;
  /** The mark of the owner, `managed-by bigip-icontrol/default`; only routes with exactly this description are ours. */
  readonly description: string;
  readonly blockAffinities?: readonly BlockAffinity[];
  /** OVN-Kubernetes: the network in which the Node's address is looked for, when it has several. */
  readonly nodeCidr?: string;
}

export interface StaticRoutes {
  readonly objects: readonly Entry[];
  /** Beginnings of URIs of routes whose Node was not understood: held, never deleted (CIS deletes them). */
  readonly heldPrefixes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Hop {
  readonly network: string;
  readonly gateway: string;
}

interface Problem {
  readonly problem: string;
}

function isProblem(value: unknown): value is Problem {
  return isRecord(value) && 'problem' in value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function familyOf(text: string): 4 | 6 {
  return text.includes(':') ? 6 : 4;
}

/** One hop a family, where there is a gateway of it: a Node has one pod network of each at most. */
function pair(networks: readonly string[], gateway: (family: 4 | 6) => string | undefined): readonly Hop[] | Problem {
  const hops = ([4, 6] as const).flatMap((family) => {
    const network = networks.find((text) => familyOf(text) === family);
    const address = network === undefined ? undefined : gateway(family);
    return network === undefined || address === undefined ? [] : [{ network, gateway: address }];
  });
  return hops.length > 0 ? hops : { problem: 'it has no address in the family of its pod network' };
}

function ovnGateway(node: RouteNode, family: 4 | 6, nodeCidr: string | undefined): string | undefined {
  if (nodeCidr === undefined) {
    const primary = parseJson(node.annotation('k8s.ovn.org/node-primary-ifaddr') ?? '');
    const text = isRecord(primary) ? primary[family === 4 ? 'ipv4' : 'ipv6'] : undefined;
    return typeof text === 'string' ? canonicalIp(text.split('/')[0] ?? '') : undefined;
  }
  const range = readRange(nodeCidr);
  // Up to OpenShift 4.13 a list of addresses, from 4.14 on a list of networks.
  for (const key of ['k8s.ovn.org/host-addresses', 'k8s.ovn.org/host-cidrs']) {
    const list = parseJson(node.annotation(key) ?? '');
    for (const item of Array.isArray(list) ? list : []) {
      const ip = typeof item === 'string' ? canonicalIp(item.split('/')[0] ?? '') : undefined;
      if (ip !== undefined && familyOf(ip) === family && range !== undefined && holds(range, ip)) return ip;
    }
  }
  return undefined;
}

function ovnHops(node: RouteNode, nodeCidr: string | undefined): readonly Hop[] | Problem {
  const key = 'k8s.ovn.org/node-subnets';
  const subnets = parseJson(node.annotation(key) ?? '');
  const stated = isRecord(subnets) ? subnets['default'] : undefined;
  const networks = (Array.isArray(stated) ? stated : [stated]).filter((item) => typeof item === 'string');
  if (networks.length === 0) return { problem: `annotation ${key} does not say a default subnet` };
  const hops = pair(networks, (family) => ovnGateway(node, family, nodeCidr));
  if (!isProblem(hops)) return hops;
  const wanted =
    nodeCidr === undefined ? 'k8s.ovn.org/node-primary-ifaddr has no address' : `no host address is in ${nodeCidr}`;
  return { problem: wanted };
}

function ciliumHops(node: RouteNode): readonly Hop[] | Problem {
  if (node.ciliumCidrs !== undefined && node.ciliumCidrs.length > 0) return pair(node.ciliumCidrs, node.nodeAddress);
  const networks = (['4', '6'] as const).flatMap((family) => {
    // 1.13 and later, then 1.12 and earlier.
    const text =
      node.annotation(`network.cilium.io/ipv${family}-pod-cidr`) ??
      node.annotation(`io.cilium.network.ipv${family}-pod-cidr`);
    return text === undefined ? [] : [text];
  });
  if (networks.length === 0) return { problem: 'it has no annotation network.cilium.io/ipv4-pod-cidr' };
  return pair(networks, node.nodeAddress);
}

function hopsOf(node: RouteNode, { source, nodeCidr }: StaticRouteOptions): readonly Hop[] | Problem {
  if (source === 'ovn-kubernetes') return ovnHops(node, nodeCidr);
  if (source === 'cilium') return ciliumHops(node);
  if (node.podCidrs.length === 0) return { problem: 'it has no podCIDR' };
  return pair(node.podCidrs, node.nodeAddress);
}

/** What depends on the partition and the owner: the entries themselves. */
class Routes {
  readonly objects: Entry[] = [];
  readonly heldPrefixes: string[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Nodes by the URI of their route. */
  readonly #nodes = new Map<string, string>();
  readonly #options: StaticRouteOptions;

  constructor(options: StaticRouteOptions) {
    this.#options = options;
  }

  #uri(name: string): string {
    return formatUri(['net', 'route', `/${this.#options.partition}/${name}`]);
  }

  add(name: string, { network, gateway }: Hop, node: string): void {
    const parsed = readNetwork(network);
    if (parsed === undefined) {
      this.refuse(node, name, `${JSON.stringify(network)} is not a network`);
      return;
    }
    const uri = this.#uri(name);
    const { description } = this.#options;
    this.#nodes.set(uri, node);
    this.objects.push({
      uri,
      type: 'net/route',
      properties: { network: networkOf(parsed.ip, parsed.prefix), gw: gateway, description },
    });
  }

  /** In the order of the names, without those of which two lead to one network: which is right cannot be told. */
  unambiguous(): readonly Entry[] {
    const groups = new Map<string, Entry[]>();
    for (const entry of this.objects) {
      const network = String(entry.properties['network']);
      groups.set(network, [...(groups.get(network) ?? []), entry]);
    }
    const unique: Entry[] = [];
    for (const [network, group] of groups) {
      if (group.length === 1) unique.push(...group);
      else for (const { uri } of group) this.#refuseDuplicate(uri, network, group);
    }
    return unique.sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
  }

  #refuseDuplicate(uri: string, network: string, group: readonly Entry[]): void {
    const names = group.map((entry) => this.#nodes.get(entry.uri) ?? '');
    this.heldPrefixes.push(uri);
    this.diagnostics.push({
      severity: 'warning',
      object: `Node/${this.#nodes.get(uri) ?? ''}`,
      reason: 'DuplicatePodNetwork',
      message: `Nodes ${names.join(' and ')} have the pod network ${network}; which of them it belongs to cannot be told, so its route stays as it is`,
    });
  }

  /** A Node that was not understood keeps the routes that it has. */
  refuse(node: string, prefix: string, problem: string): void {
    this.heldPrefixes.push(this.#uri(prefix));
    const message = `Node ${node} gets no static route: ${problem}`;
    this.diagnostics.push({ severity: 'warning', object: `Node/${node}`, reason: 'NodeWithoutRoute', message });
  }
}

function calicoRoutes(nodes: readonly RouteNode[], options: StaticRouteOptions, routes: Routes): void {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const { name, node: nodeName, cidr, state } of options.blockAffinities ?? []) {
    const node = byName.get(nodeName);
    if (node === undefined || state === 'pendingDeletion') continue;
    const gateway = calicoAddress(node, familyOf(cidr));
    if (gateway === undefined)
      routes.refuse(
        nodeName,
        `k8s-${name}`,
        `annotation projectcalico.org/IPv${familyOf(cidr)}Address is no IPv${familyOf(cidr)} address`,
      );
    else routes.add(`k8s-${name}`, { network: cidr, gateway }, nodeName);
  }
}

/**
 * One route for each pod network of each Node, in the order of the names. Nodes that stand for the BIG-IP itself are the
 * caller's to leave out. Throws BigIpValueError for options that are none.
 */
export function staticRoutes(nodes: readonly RouteNode[], options: StaticRouteOptions): StaticRoutes {
  if (options.nodeCidr !== undefined && readNetwork(options.nodeCidr) === undefined) {
    throw new BigIpValueError(`${JSON.stringify(options.nodeCidr)} is not a network`, {
      value: options.nodeCidr,
      path: 'nodeCidr',
    });
  }
  const routes = new Routes(options);
  if (options.source === 'calico') calicoRoutes(nodes, options, routes);
  else {
    for (const node of nodes) {
      const hops = hopsOf(node, options);
      if (isProblem(hops)) routes.refuse(node.name, `k8s-${node.name}-`, hops.problem);
      else for (const hop of hops) routes.add(`k8s-${node.name}-${hop.gateway}`, hop, node.name);
    }
  }
  const objects = routes.unambiguous();
  const { heldPrefixes, diagnostics } = routes;
  return { objects, heldPrefixes, diagnostics };
}
