/** The overlay: one FDB record for every Node with a usable VTEP, whatever its readiness, taints or the node selector. */
import type { Node } from '../kubernetes/objects.ts';
import type { Entry, Held } from '../state.ts';
import type { CniAdapter, CniNode } from '../vxlan/cni.ts';
import { knownAddressesOf, podCidrsOf } from '../vxlan/cni-nodes.ts';
import { contradiction, detectCni } from '../vxlan/detect.ts';
import type { Vtep } from '../vxlan/vtep.ts';
import type { Inventory } from './inventory.ts';
import { cniNode, isBigIp } from './node-addresses.ts';
import { byText, type Notes } from './notes.ts';
import type { OverlaySettings, Settings, TunnelSettings } from './options.ts';
import { type NamedVtep, recordEntries, recordUri, unambiguous } from './vteps.ts';

type Family = 4 | 6;

/** What one tunnel has of the Nodes. */
interface Carried {
  readonly records: readonly Entry[];
  readonly held: readonly Held[];
  readonly heldEndpoints: 'all' | readonly string[];
  /** The usable VTEP of a Node, by its name. */
  readonly vteps: ReadonlyMap<string, Vtep>;
}

interface Seen {
  readonly node: Node;
  readonly view: CniNode;
}

function addressesOf(node: Node, view: CniNode, cni: CniAdapter): readonly string[] {
  return knownAddressesOf(node, [cni.publicAddress(view, 4), cni.publicAddress(view, 6)]);
}

function noteVtep(node: Node, vtep: Vtep, notes: Notes): void {
  const { name } = node.metadata;
  if (!vtep.published) {
    notes.add(
      `Node/${name}`,
      'VtepWithoutPublicIp',
      `Node ${name} publishes no address for its VTEP, so its own, ${vtep.endpoint}, is taken`,
    );
  }
  if (node.status?.addresses == null && node.status?.conditions == null) {
    notes.add(
      `Node/${name}`,
      'NodeWithoutStatus',
      `Node ${name} has a VTEP and no kubelet; if it stands for the BIG-IP itself, say so (--bigip-node ${name})`,
    );
  }
}

export class Overlay {
  readonly settings: OverlaySettings;
  readonly #inventory: Inventory;
  readonly #all: Settings;
  readonly #notes: Notes;
  readonly #seen: readonly Seen[];
  /** Without those that stand for a BIG-IP. */
  readonly #candidates: readonly Seen[];
  readonly #carried = new Map<Family, Carried>();

  constructor(inventory: Inventory, settings: Settings, overlay: OverlaySettings, notes: Notes) {
    this.settings = overlay;
    this.#inventory = inventory;
    this.#all = settings;
    this.#notes = notes;
    this.#seen = inventory.nodes.map((node) => ({ node, view: cniNode(node, settings, inventory.cni) }));
    this.#candidates = this.#seen.filter(({ node, view }) => !isBigIp(node, view, settings));
    this.#noteOtherCni();
    for (const tunnel of overlay.tunnels) this.#carry(tunnel, tunnel.family ?? this.#published());
  }

  /** Whether pods need neighbour entries: nothing floods in the tunnel, so that BIG-IP cannot ask for them. */
  get needsNeighbours(): boolean {
    return this.settings.cni.floodingType === 'none';
  }

  /**
   * The tunnel of a family. As long as nobody said the local address of the only tunnel it is taken to carry what is asked
   * for: the device, where there is one, says which family it is.
   */
  tunnelOf(family: Family): TunnelSettings | undefined {
    return this.settings.tunnels.find((tunnel) => (tunnel.family ?? family) === family);
  }

  /** The usable VTEP of a Node in a family. */
  vtepOf(node: string, family: Family): Vtep | undefined {
    const tunnel = this.tunnelOf(family);
    return tunnel === undefined ? undefined : this.#carry(tunnel, family).vteps.get(node);
  }

  get records(): readonly Entry[] {
    return [...this.#carried.values()].flatMap(({ records }) => records);
  }

  get held(): readonly Held[] {
    return [...this.#carried.values()].flatMap(({ held }) => held);
  }

  get heldEndpoints(): 'all' | readonly string[] {
    const all = [...this.#carried.values()].map(({ heldEndpoints }) => heldEndpoints);
    if (all.includes('all')) return 'all';
    return [...new Set(all.flat())].sort(byText);
  }

  /** The networks that the Nodes hand to their pods, as they state them. */
  get podNetworks(): readonly string[] {
    const { cni } = this.#inventory;
    return this.#inventory.nodes.flatMap((node) => podCidrsOf(node, cni, this.settings.cni.name));
  }

  /** Every IP address that is known of the Nodes. */
  get nodeAddresses(): ReadonlySet<string> {
    const { cni } = this.settings;
    const readable = this.#seen.flatMap(({ node, view }) => addressesOf(node, view, cni));
    return new Set([...readable, ...this.#inventory.unreadableNodes.flatMap(({ addresses }) => addresses)]);
  }

  #noteOtherCni(): void {
    const { hostSubnets, ciliumNodes } = this.#inventory.cni;
    const detected = detectCni(
      this.#seen.map(({ view }) => view),
      { hostSubnets: hostSubnets.size, ciliumNodes: ciliumNodes.size },
    );
    const against = contradiction(detected, this.settings.cni.name);
    if (against !== undefined) this.#notes.add(`Tunnel${this.settings.tunnels[0].path}`, 'OtherCni', against);
  }

  /** The family of the Nodes: IPv4, unless they publish IPv6 alone. */
  #published(): Family {
    const has = (family: Family): boolean =>
      this.#candidates.some(({ view }) => 'vtep' in this.settings.cni.readVtep(view, family));
    return has(4) || !has(6) ? 4 : 6;
  }

  #carry(tunnel: TunnelSettings, family: Family): Carried {
    const known = this.#carried.get(family);
    if (known !== undefined) return known;
    const carried = this.#read(tunnel, family);
    this.#carried.set(family, carried);
    return carried;
  }

  #read(tunnel: TunnelSettings, family: Family): Carried {
    const found: NamedVtep[] = [];
    const heldEndpoints = new Set<string>();
    let unknown = false;
    const hold = (addresses: readonly string[]): void => {
      // A Node that exists and of which nothing is known: any record may be its own.
      if (addresses.length === 0) unknown = true;
      for (const ip of addresses) heldEndpoints.add(ip);
    };
    const { cni } = this.settings;
    for (const { node, view } of this.#candidates) {
      const { name } = node.metadata;
      const reading = cni.readVtep(view, family);
      if ('vtep' in reading) {
        found.push({ name, vtep: reading.vtep });
        noteVtep(node, reading.vtep, this.#notes);
        continue;
      }
      const where = this.settings.tunnels.length > 1 ? ` in ${tunnel.path}` : '';
      this.#notes.add(`Node/${name}`, 'NodeWithoutVtep', `Node ${name} gets no FDB record${where}: ${reading.problem}`);
      hold(addressesOf(node, view, cni));
    }
    for (const node of this.#inventory.unreadableNodes) {
      if (!this.#all.bigipNodes.has(node.name)) hold(node.addresses);
    }
    const { usable, ambiguous } = unambiguous(found, this.#notes);
    for (const { vtep } of ambiguous) heldEndpoints.add(vtep.endpoint);
    const macs = [...new Set(ambiguous.map(({ vtep }) => vtep.mac))].sort(byText);
    return {
      records: recordEntries(tunnel, usable),
      held: macs.map((mac) => ({ ...recordUri(tunnel, mac), reason: 'DuplicateVtep' })),
      heldEndpoints: unknown || found.length === 0 ? 'all' : [...heldEndpoints],
      vteps: new Map(usable.map(({ name, vtep }) => [name, vtep])),
    };
  }
}
