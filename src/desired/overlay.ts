/** The overlay: one FDB record for every Node with a usable VTEP, whatever its readiness, taints or the node selector. */
import type { Node } from '../kubernetes/objects.ts';
import type { Entry, Held } from '../state.ts';
import { formatUri } from '../values/uri.ts';
import { readFlannelVtep } from '../vxlan/flannel.ts';
import type { Vtep } from '../vxlan/vtep.ts';
import type { Inventory } from './inventory.ts';
import { flannelNode, isBigIpNode, knownAddresses } from './node-addresses.ts';
import { byText, type Notes } from './notes.ts';
import type { OverlaySettings, Settings } from './options.ts';
import { listed } from './words.ts';

export interface Overlay {
  readonly settings: OverlaySettings;
  readonly records: readonly Entry[];
  readonly held: readonly Held[];
  readonly heldEndpoints: 'all' | readonly string[];
  /** The usable VTEP of a Node, by its name. */
  readonly vteps: ReadonlyMap<string, Vtep>;
}

const recordType = 'net/fdb/tunnel/records';

interface NodeVtep {
  readonly name: string;
  readonly vtep: Vtep;
}

function grouped(found: readonly NodeVtep[], key: 'mac' | 'endpoint'): NodeVtep[][] {
  const groups = new Map<string, NodeVtep[]>();
  for (const item of found) groups.set(item.vtep[key], [...(groups.get(item.vtep[key]) ?? []), item]);
  return [...groups.values()];
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

/** Warns of VTEPs that two Nodes claim, and gives back those whose MAC only one of them has. */
function unambiguous(found: readonly NodeVtep[], notes: Notes): { usable: NodeVtep[]; ambiguous: NodeVtep[] } {
  const usable: NodeVtep[] = [];
  const ambiguous: NodeVtep[] = [];
  const warn = (group: readonly NodeVtep[], what: string): void => {
    const names = listed(group.map(({ name }) => name));
    for (const { name } of group)
      notes.add(`Node/${name}`, 'DuplicateVtep', `Nodes ${names} publish the same VTEP ${what}`);
  };
  for (const group of grouped(found, 'mac')) {
    (group.length === 1 ? usable : ambiguous).push(...group);
    if (group.length > 1)
      warn(
        group,
        `MAC ${group[0]?.vtep.mac ?? ''}; which of them it belongs to cannot be told, so its FDB record stays as it is`,
      );
  }
  for (const group of grouped(usable, 'endpoint')) {
    if (group.length > 1) warn(group, `address ${group[0]?.vtep.endpoint ?? ''}`);
  }
  return { usable, ambiguous };
}

export function readOverlay(inventory: Inventory, settings: Settings, overlay: OverlaySettings, notes: Notes): Overlay {
  const found: NodeVtep[] = [];
  const heldEndpoints = new Set<string>();
  let unknown = false;
  const hold = (addresses: readonly string[]): void => {
    // A Node that exists and of which nothing is known: any record may be its own.
    if (addresses.length === 0) unknown = true;
    for (const ip of addresses) heldEndpoints.add(ip);
  };
  for (const node of inventory.nodes) {
    if (isBigIpNode(node, settings)) continue;
    const { name } = node.metadata;
    const reading = readFlannelVtep(flannelNode(node, settings.nodeAddress));
    if ('vtep' in reading) {
      found.push({ name, vtep: reading.vtep });
      noteVtep(node, reading.vtep, notes);
      continue;
    }
    notes.add(`Node/${name}`, 'NodeWithoutVtep', `Node ${name} gets no FDB record: ${reading.problem}`);
    hold(knownAddresses(node));
  }
  for (const node of inventory.unreadableNodes) {
    if (settings.bigipNodes.has(node.name)) continue;
    hold(node.addresses);
  }
  const { usable, ambiguous } = unambiguous(found, notes);
  for (const { vtep } of ambiguous) heldEndpoints.add(vtep.endpoint);
  // A MAC address in its one spelling needs no encoding.
  const prefix = formatUri(['net', 'fdb', 'tunnel', overlay.tunnel, 'records']);
  const uri = (mac: string): string => `${prefix}/${mac}`;
  const macs = [...new Set(ambiguous.map(({ vtep }) => vtep.mac))].sort(byText);
  return {
    settings: overlay,
    records: [...usable]
      .sort((a, b) => byText(a.vtep.mac, b.vtep.mac))
      .map(({ vtep }) => ({ uri: uri(vtep.mac), type: recordType, properties: { endpoint: vtep.endpoint } })),
    held: macs.map((mac) => ({ uri: uri(mac), type: recordType, reason: 'DuplicateVtep' })),
    heldEndpoints: unknown || found.length === 0 ? 'all' : [...heldEndpoints].sort(byText),
    vteps: new Map(usable.map(({ name, vtep }) => [name, vtep])),
  };
}
