/** From a snapshot of a cluster to what a BIG-IP should have. Pure: no I/O, no clock. */
import { nameSchema } from '../kubernetes/objects.ts';
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { DesiredState } from '../state.ts';
import { type ConfigMapReading, readConfigMap } from './configmap.ts';
import { destinationConflicts } from './destination-conflict.ts';
import { type Inventory, takeInventory } from './inventory.ts';
import { configMapNames, fitsBigIp } from './names.ts';
import { Neighbours } from './neighbours.ts';
import { memberNodes } from './node-filter.ts';
import { Notes } from './notes.ts';
import { type MappingOptions, readOptions, type Settings } from './options.ts';
import { type Overlay, readOverlay } from './overlay.ts';
import { publish } from './publish.ts';
import { StateBuilder } from './state-builder.ts';

export type { MappingOptions, OverlayOptions } from './options.ts';
export { type Reason, reasons } from './reasons.ts';

function readConfigMaps(inventory: Inventory, settings: Settings, notes: Notes): ConfigMapReading[] {
  const context = { partition: settings.partition, secrets: inventory.secrets, notes };
  return inventory.configMaps.map((configMap) => readConfigMap(configMap, context));
}

function overlayOf(inventory: Inventory, settings: Settings, notes: Notes): Overlay | undefined {
  const { overlay, mode } = settings;
  if (overlay === undefined) return undefined;
  if (mode === 'nodeport') {
    notes.add(
      `Tunnel${overlay.tunnel}`,
      'TunnelInNodePortMode',
      `members are node addresses, which tunnel ${overlay.tunnel} does not carry; its FDB records are kept up, and no ARP entry is needed`,
    );
  }
  return readOverlay(inventory, settings, overlay, notes);
}

/**
 * What the input asks for: virtual servers, pools, monitors and members, and, when an overlay is given, FDB records and
 * static ARP entries. What could not be understood is held, and said in the diagnostics; it never holds back the rest.
 *
 * Throws BigIpValueError for an option that no BIG-IP or Kubernetes could take.
 */
export function desiredState(snapshot: Snapshot, options: MappingOptions): DesiredState {
  const settings = readOptions(options);
  const inventory = takeInventory(snapshot);
  const notes = new Notes(snapshot.diagnostics);
  const state = new StateBuilder();
  const overlay = overlayOf(inventory, settings, notes);
  const clusterOverlay = settings.mode === 'cluster' ? overlay : undefined;
  const neighbours = clusterOverlay === undefined ? undefined : new Neighbours(inventory, clusterOverlay);
  const readings = readConfigMaps(inventory, settings, notes);
  const requests = readings.flatMap((reading) => (reading.outcome === 'request' ? [reading.request] : []));
  const nodes = settings.mode === 'nodeport' && requests.length > 0 ? memberNodes(inventory, settings, notes) : [];
  const conflicts = destinationConflicts(requests);
  for (const request of requests) {
    publish(request, conflicts.get(request.object), { settings, inventory, notes, state, nodes, neighbours });
  }
  for (const reading of readings) {
    if (reading.outcome !== 'held') continue;
    notes.addRefusal(reading.object, reading.refusal);
    state.holdRequest(settings.folderUri, reading.names, reading.refusal.refused);
  }
  for (const { namespace, name } of inventory.unreadableConfigMaps) {
    const names = configMapNames(namespace, name);
    // A ConfigMap that exists and cannot be read may be one of ours; a name that Kubernetes does not take is none.
    const named = nameSchema().safeParse(name).success && nameSchema().safeParse(namespace).success;
    if (named && fitsBigIp(names)) state.holdRequest(settings.folderUri, names, 'InvalidObject');
  }
  state.add(...(overlay?.records ?? []));
  state.hold(...(overlay?.held ?? []));
  return state.build(settings, overlay?.heldEndpoints ?? [], notes);
}
