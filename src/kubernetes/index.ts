/**
 * The Kubernetes snapshot: what is read of Services, EndpointSlices, Endpoints, Pods, Nodes, ConfigMaps and the names of
 * Secrets.
 */
export { ManifestSyntaxError, parseManifests } from './manifests.ts';
export type { ConfigMap, EndpointSlice, Endpoints, Node, Pod, Secret, Service, ServicePort } from './objects.ts';
export { mergeSnapshots, type Snapshot, type SnapshotOptions, snapshotOf } from './snapshot.ts';
export type { Unreadable } from './unreadable.ts';
