/** The networks that Nodes hand to their pods (`spec.podCIDRs`, or what their CNI says). */
import { ipv4Number } from '../values/address.ts';
import { type Network, networkContains, parseNetwork } from '../values/network.ts';
import type { CniAdapter } from '../vxlan/cni.ts';
import { podCidrsOf } from '../vxlan/cni-nodes.ts';
import type { Inventory } from './inventory.ts';
import { familyOf } from './node-addresses.ts';

interface PodNetwork {
  readonly network: Network;
  /** IPv4: how many addresses it has. */
  readonly size: number;
  /** IPv4: the number of this network among all of its size, counted from 0.0.0.0. */
  readonly index: number;
}

function podNetworks(stated: readonly string[]): PodNetwork[] {
  return stated.flatMap((text) => {
    try {
      const network = parseNetwork(text);
      const size = 2 ** (32 - network.prefix);
      const index = network.family === 4 ? Math.floor(ipv4Number(network.ip) / size) : 0;
      return [{ network, size, index }];
    } catch {
      // What is no network states nothing.
      return [];
    }
  });
}

export class PodNetworks {
  /** Undefined where addresses are lent from Node to Node: one that is in any network may then be on any Node. */
  readonly #byNode: Map<string, readonly PodNetwork[]> | undefined;
  /** IPv4 networks by size, so that one look-up a size finds out whether any Node has an address. */
  readonly #bySize = new Map<number, Set<number>>();
  readonly #ipv6: Network[] = [];
  /** Whether every Node says which addresses are its pods'. */
  readonly complete: boolean;

  constructor(stated: Iterable<readonly [node: string, cidrs: readonly string[]]>, byNode = true) {
    let complete = false;
    let empty = false;
    this.#byNode = byNode ? new Map() : undefined;
    for (const [node, cidrs] of stated) {
      const networks = podNetworks(cidrs);
      complete = true;
      if (networks.length === 0) empty = true;
      this.#byNode?.set(node, networks);
      for (const { network, size, index } of networks) {
        if (network.family === 6) this.#ipv6.push(network);
        else this.#bySize.set(size, (this.#bySize.get(size) ?? new Set<number>()).add(index));
      }
    }
    this.complete = complete && !empty;
  }

  /** Whether a Node's own networks hold an address; undefined when it states none of that family. */
  ofNode(node: string, ip: string): boolean | undefined {
    if (this.#byNode === undefined) return this.complete ? this.contain(ip) : undefined;
    const family = familyOf(ip);
    const address = family === 4 ? ipv4Number(ip) : 0;
    let stated = false;
    for (const { network, size, index } of this.#byNode.get(node) ?? []) {
      if (network.family !== family) continue;
      stated = true;
      if (family === 6 ? networkContains(network, ip) : Math.floor(address / size) === index) return true;
    }
    return stated ? false : undefined;
  }

  /** Whether an address lies in the network of any Node. */
  contain(ip: string): boolean {
    if (familyOf(ip) === 6) return this.#ipv6.some((network) => networkContains(network, ip));
    const address = ipv4Number(ip);
    return [...this.#bySize].some(([size, indexes]) => indexes.has(Math.floor(address / size)));
  }
}

/** Those of a cluster: by Node, or Calico's blocks, of which a Node may use another's. */
export function podNetworksOf({ nodes, cni: objects }: Inventory, cni: CniAdapter): PodNetworks {
  if (cni.addressesByNode) {
    return new PodNetworks(nodes.map((node) => [node.metadata.name, podCidrsOf(node, objects, cni.name)]));
  }
  return new PodNetworks(
    objects.blockAffinities.map(({ spec: { node, cidr } }) => [node, [cidr]]),
    false,
  );
}
