/**
 * The Kubernetes snapshot: what is read of Services, EndpointSlices, Endpoints, Pods, Nodes, ConfigMaps, TransportServers, the
 * names of Secrets, and `publish:` lists.
 */
export { ManifestSyntaxError, parseManifests } from './manifests.ts';
export type {
  ConfigMap,
  EndpointSlice,
  Endpoints,
  Node,
  Pod,
  Secret,
  Service,
  ServicePort,
  TransportServer,
} from './objects.ts';
export type { PublishList } from './publish-list.ts';
export { mergeSnapshots, type Snapshot, type SnapshotOptions, snapshotOf } from './snapshot.ts';
export type { Unreadable } from './unreadable.ts';
