/**
 * Static neighbours for members that are pods of the overlay (`net/arp`, for IPv6 `net/ndp`): the MAC of their Node's VTEP.
 * Without it BIG-IP cannot reach them, because nothing floods in flannel's tunnel; with one for any other address it would
 * lose that one (facts: vxlan-and-members 2, 6 V8 and V9).
 */
import type { Entry } from '../state.ts';
import { neighbourType } from '../values/overlay-types.ts';
import { formatUri } from '../values/uri.ts';
import type { Inventory } from './inventory.ts';
import type { Member } from './members.ts';
import { isRefusal, type Refusal, refuse } from './notes.ts';
import type { Overlay } from './overlay.ts';
import { type PodNetworks, podNetworksOf } from './pod-networks.ts';
import { inRouteDomain } from './vteps.ts';

/**
 * What a member needs: an entry, or nothing. `outside` and a refusal say why as the end of a sentence about one or more
 * members, since what is wrong with one is wrong with many.
 */
export type Neighbour = { readonly entry: Entry } | { readonly outside: string } | Refusal | undefined;

export class Neighbours {
  readonly #inventory: Inventory;
  readonly #overlay: Overlay;
  readonly #networks: PodNetworks;
  readonly #nodeAddresses: ReadonlySet<string>;
  /** `net/arp/~Common~k8s-`, by family. */
  readonly #prefixes = new Map<4 | 6, string>();

  constructor(inventory: Inventory, overlay: Overlay) {
    this.#inventory = inventory;
    this.#overlay = overlay;
    this.#networks = podNetworksOf(inventory, overlay.settings.cni);
    this.#nodeAddresses = overlay.nodeAddresses;
  }

  #prefix(family: 4 | 6): string {
    const known = this.#prefixes.get(family);
    if (known !== undefined) return known;
    const folder = (this.#overlay.tunnelOf(family) ?? this.#overlay.settings.tunnels[0]).folder;
    const prefix = formatUri([...neighbourType(family).split('/'), `${folder}/k8s-`]);
    this.#prefixes.set(family, prefix);
    return prefix;
  }

  /** The entry of a member, whether it has one or not. */
  at({ address: { ip, family } }: Pick<Member, 'address'>): { readonly uri: string; readonly type: string } {
    return { uri: `${this.#prefix(family)}${ip}`, type: neighbourType(family) };
  }

  of(member: Member): Neighbour {
    const { ip, family } = member.address;
    if (this.#isInHostNetwork(ip)) return undefined;
    const { node } = member;
    // An endpoint that names its Node is a pod of the cluster, whatever the other Nodes' networks are.
    if (node !== undefined && !this.#inventory.nodesByName.has(node)) return this.#unknownNode(member);
    const inside = node === undefined ? this.#insideAnyNode(ip) : this.#networks.ofNode(node, ip);
    if (inside === false) return { outside: node === undefined ? 'every Node' : `Node ${node}` };
    if (node === undefined) return this.#unknownNode(member);
    const tunnel = this.#overlay.tunnelOf(family);
    if (tunnel === undefined) {
      const [{ path }] = this.#overlay.settings.tunnels;
      const carries = `tunnel ${path} carries IPv${family === 6 ? 4 : 6}`;
      return refuse(
        'MemberFamilyUnsupported',
        family === 6 ? `${carries}; name that of the IPv6 pods (--tunnel-v6)` : carries,
      );
    }
    const vtep = this.#overlay.vtepOf(node, family);
    if (vtep === undefined) {
      const [{ path, family: carried }, second] = this.#overlay.settings.tunnels;
      // Without a device nobody says which family the only tunnel carries.
      const perhaps = family === 6 && second === undefined && carried === undefined;
      const why = perhaps ? `; if ${path} carries IPv4, name the tunnel of the IPv6 pods (--tunnel-v6)` : '';
      return refuse('MemberWithoutVtep', `Node ${node} has no usable ${family === 6 ? 'IPv6 ' : ''}VTEP${why}`);
    }
    const properties = { ipAddress: inRouteDomain(ip, tunnel), macAddress: vtep.mac };
    const { uri, type } = this.at(member);
    return { entry: { uri, type, properties } };
  }

  /** In the host's network a pod's neighbour is its Node, and not behind the tunnel. */
  #isInHostNetwork(ip: string): boolean {
    if (this.#nodeAddresses.has(ip)) return true;
    return this.#inventory.podsByAddress.get(ip)?.some((pod) => pod.spec?.hostNetwork === true) === true;
  }

  /** False when it is certain; undefined when a Node that states no network, or is not in the input, may have it. */
  #insideAnyNode(ip: string): false | undefined {
    const certain = this.#networks.complete && this.#inventory.unreadableNodes.length === 0;
    return certain && !this.#networks.contain(ip) ? false : undefined;
  }

  #unknownNode({ node }: Member): Refusal {
    if (node === undefined)
      return refuse('MemberNodeUnknown', 'neither an endpoint nor a running Pod of the input says the Node');
    const broken = this.#inventory.unreadableNodes.some(({ name }) => name === node);
    return refuse('MemberNodeUnknown', `Node ${node} ${broken ? 'cannot be read' : 'is not in the input'}`);
  }
}

export function isEntry(neighbour: Neighbour): neighbour is { readonly entry: Entry } {
  return neighbour !== undefined && !isRefusal(neighbour) && 'entry' in neighbour;
}
