/** The mapping itself, with all that it went through: what explains it needs more than the result. */
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { DesiredState } from '../state.ts';
import { holdAsked, readAsked } from './asked.ts';
import { noteCis } from './cis-running.ts';
import { destinationConflicts } from './destination-conflict.ts';
import { type Inventory, takeInventory } from './inventory.ts';
import { Neighbours } from './neighbours.ts';
import { memberNodes } from './node-filter.ts';
import { Notes, type Refusal } from './notes.ts';
import { type MappingOptions, readOptions, type Settings } from './options.ts';
import { Overlay } from './overlay.ts';
import { type PublishContext, publish } from './publish.ts';
import type { Asked } from './request.ts';
import { readRoutes } from './routes.ts';
import { StateBuilder } from './state-builder.ts';

export interface Mapped {
  readonly desired: DesiredState;
  readonly asked: Asked;
  /** By the name of the virtual server. */
  readonly conflicts: ReadonlyMap<string, Refusal>;
  readonly context: PublishContext;
  readonly overlay: Overlay | undefined;
}

function overlayOf(inventory: Inventory, settings: Settings, notes: Notes): Overlay | undefined {
  const { overlay, mode } = settings;
  if (overlay === undefined) return undefined;
  if (mode !== 'cluster') {
    notes.add(
      `Tunnel${overlay.tunnels[0].path}`,
      'TunnelInNodePortMode',
      `members are node addresses, which tunnel ${overlay.tunnels[0].path} does not carry; its FDB records are kept up, and no ARP entry is needed`,
    );
  }
  return new Overlay(inventory, settings, overlay, notes);
}

/** A name that no Node has; where the input says nothing of Nodes there is nothing to compare with. */
function checkBigIpNodes({ nodesByName, unreadableNodes }: Inventory, { bigipNodes }: Settings, notes: Notes): void {
  if (nodesByName.size === 0) return;
  for (const name of bigipNodes) {
    if (nodesByName.has(name) || unreadableNodes.some((node) => node.name === name)) continue;
    notes.add(
      `Node/${name}`,
      'BigIpNodeNotFound',
      `Node ${name} is said to stand for the BIG-IP, and is not in the input`,
    );
  }
}

export function mapSnapshot(snapshot: Snapshot, options: MappingOptions): Mapped {
  const settings = readOptions(options);
  const inventory = takeInventory(snapshot);
  const notes = new Notes(snapshot.diagnostics);
  const state = new StateBuilder();
  checkBigIpNodes(inventory, settings, notes);
  noteCis(snapshot, settings, notes);
  const overlay = overlayOf(inventory, settings, notes);
  const carries = settings.mode === 'cluster' && overlay?.needsNeighbours === true;
  const neighbours = carries ? new Neighbours(inventory, overlay) : undefined;
  const own = options.publish === undefined ? [] : [{ source: 'the options', publish: options.publish }];
  const asked = readAsked(inventory, [...snapshot.publishLists, ...own], settings, notes);
  const { requests } = asked;
  const nodes = settings.mode === 'nodeport' && requests.length > 0 ? memberNodes(inventory, settings, notes) : [];
  const conflicts = destinationConflicts(requests, settings, options.published);
  const context: PublishContext = { settings, inventory, notes, state, nodes, neighbours };
  for (const request of requests) publish(request, conflicts.get(request.names.virtual), context);
  holdAsked(asked, inventory, settings, state, notes);
  state.add(...(overlay?.records ?? []));
  state.hold(...(overlay?.held ?? []));
  if (settings.staticRoutes !== undefined) {
    const routes = readRoutes(inventory, settings, settings.staticRoutes, notes);
    state.add(...routes.objects);
    state.holdBeginnings(routes.heldPrefixes);
  }
  const desired = state.build(settings, overlay, notes);
  return { desired, asked, conflicts, context, overlay };
}
