/**
 * The Kubernetes snapshot: what is read of Services, EndpointSlices, Endpoints, Pods, Nodes, ConfigMaps, TransportServers, the
 * names of Secrets, what CNIs write besides (HostSubnet, CiliumNode, BlockAffinity, Calico's Node), and `publish:` lists.
 */
export type { CisController } from './cis-controller.ts';
export type { BlockAffinity, CalicoNode, CiliumNode, HostSubnet } from './cni-objects.ts';
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
