/** The networks that Nodes hand to their pods (`spec.podCIDRs`). */
import type { Node } from '../kubernetes/objects.ts';
import { type Network, networkContains, parseNetwork } from '../values/network.ts';
import { familyOf } from './node-addresses.ts';

/** An IPv4 address as a number. A cluster asks about each of its pods, so nothing is made on the way. */
function numberOf(ip: string): number {
  let sum = 0;
  let octet = 0;
  for (let at = 0; at < ip.length; at += 1) {
    const code = ip.charCodeAt(at);
    if (code === 0x2e) {
      sum = sum * 256 + octet;
      octet = 0;
    } else {
      octet = octet * 10 + code - 0x30;
    }
  }
  return sum * 256 + octet;
}

interface PodNetwork {
  readonly network: Network;
  /** IPv4: how many addresses it has. */
  readonly size: number;
  /** IPv4: the number of this network among all of its size, counted from 0.0.0.0. */
  readonly index: number;
}

function podNetworks(node: Node): PodNetwork[] {
  const stated = node.spec?.podCIDRs ?? (node.spec?.podCIDR == null ? [] : [node.spec.podCIDR]);
  return stated.flatMap((text) => {
    try {
      const network = parseNetwork(text);
      const size = 2 ** (32 - network.prefix);
      const index = network.family === 4 ? Math.floor(numberOf(network.ip) / size) : 0;
      return [{ network, size, index }];
    } catch {
      // What is no network states nothing.
      return [];
    }
  });
}

export class PodNetworks {
  readonly #byNode = new Map<string, readonly PodNetwork[]>();
  /** IPv4 networks by size, so that one look-up a size finds out whether any Node has an address. */
  readonly #bySize = new Map<number, Set<number>>();
  readonly #ipv6: Network[] = [];
  /** Whether every Node says which addresses are its pods'. */
  readonly complete: boolean;

  constructor(nodes: readonly Node[]) {
    let complete = nodes.length > 0;
    for (const node of nodes) {
      const networks = podNetworks(node);
      if (networks.length === 0) complete = false;
      this.#byNode.set(node.metadata.name, networks);
      for (const { network, size, index } of networks) {
        if (network.family === 6) this.#ipv6.push(network);
        else this.#bySize.set(size, (this.#bySize.get(size) ?? new Set<number>()).add(index));
      }
    }
    this.complete = complete;
  }

  /** Whether a Node's own networks hold an address; undefined when it states none of that family. */
  ofNode(node: string, ip: string): boolean | undefined {
    const family = familyOf(ip);
    const address = family === 4 ? numberOf(ip) : 0;
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
    const address = numberOf(ip);
    return [...this.#bySize].some(([size, indexes]) => indexes.has(Math.floor(address / size)));
  }
}
