/** Overlay tooling, usable without Kubernetes: VTEPs, provisioning, the BIG-IP as a Node, static routes, the doctor. */
export { type ClusterFacts, type ClusterNode, type ClusterOptions, clusterFacts } from './cluster-facts.ts';
export { adapterOf, type CniAdapter, type CniName, type CniNode } from './cni.ts';
export { type CiliumVtep, ciliumVtep, hostSubnetManifest } from './cni-settings.ts';
export { type Detected, detectCni } from './detect.ts';
export type { DeviceFacts } from './device-facts.ts';
export { type Check, type DiagnoseOptions, type Diagnosis, diagnose, type Verdict } from './doctor/index.ts';
export type { Finding } from './finding.ts';
export {
  type NodeManifest,
  type NodeManifestInput,
  nodeManifest,
  type TunnelEnd,
  verifyNode,
} from './node-manifest.ts';
export { type OverlaySpec, readOverlaySpec } from './overlay-spec.ts';
export {
  fdbEntries,
  type ListedVtep,
  neighbourEntry,
  overlayState,
  type PlainOverlay,
  readVtepList,
} from './plain-list.ts';
export { OverlayRefusedError, type ProvisionOptions, planOverlay, provisionOverlay } from './provision.ts';
export { listVxlanTunnels, type ReadDeviceOptions, readDeviceFacts } from './read-device.ts';
export type { FindingReason } from './reasons.ts';
export {
  type RouteNode,
  type RouteSource,
  type StaticRouteOptions,
  type StaticRoutes,
  staticRoutes,
} from './static-routes.ts';
export type { Vtep, VtepReading } from './vtep.ts';
