/** From a snapshot of a cluster to what a BIG-IP should have. Pure: no I/O, no clock. */
import type { Snapshot } from '../kubernetes/snapshot.ts';
import type { DesiredState } from '../state.ts';
import { mapSnapshot } from './mapping.ts';
import type { MappingOptions } from './options.ts';

export { describeExplanation } from './describe-explanation.ts';
export { drawExplanation } from './draw-explanation.ts';
export { explain, explainable } from './explain.ts';
export type { MappingOptions, MemberMode, OverlayOptions, OwnVtep, StaticRoutesOptions } from './options.ts';
export type {
  PublishBackend,
  PublishItem,
  PublishMonitor,
  PublishPort,
  PublishProfile,
  PublishSettings,
} from './publish-item.ts';
export { reasons } from './reasons.ts';

/**
 * What the input asks for: virtual servers, pools, monitors and members, and, when an overlay is given, FDB records and
 * static ARP entries. What could not be understood is held, and said in the diagnostics; it never holds back the rest.
 *
 * Throws BigIpValueError for an option that no BIG-IP or Kubernetes could take.
 */
export function desiredState(snapshot: Snapshot, options: MappingOptions): DesiredState {
  return mapSnapshot(snapshot, options).desired;
}
