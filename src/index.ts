/** The public surface of `bigip-icontrol`, listed by hand: the contract. Manifests are read by `bigip-icontrol/kubernetes`. */
export { z } from 'zod';
export {
  PartitionNotFoundError,
  readActual,
  readDeviceIdentity,
  readTunnel,
  type TunnelFacts,
  TunnelNotFoundError,
} from './actual/index.ts';
export {
  type ApplyOptions,
  type ApplyProgress,
  type ApplyResult,
  applyPlan,
  type DrainedMember,
  OtherDeviceError,
  type Rollback,
  StalePlanError,
  type Step,
  type StepError,
  TooManyDeletesError,
} from './apply/index.ts';
export { BigIp, type BigIpOptions, type LoginOptions, type TransactionOptions, type TransactionTree } from './bigip.ts';
export {
  desiredState,
  type MappingOptions,
  type MemberMode,
  type OverlayOptions,
  type OwnVtep,
  type PublishBackend,
  type PublishItem,
  type PublishMonitor,
  type PublishPort,
  type PublishProfile,
  type PublishSettings,
  type StaticRoutesOptions,
} from './desired/index.ts';
export type { Diagnostic } from './diagnostic.ts';
export * from './errors.ts';
export type { Clock } from './icontrol/clock.ts';
export type { Collection, ListQuery, Read, ReadOptions as ObjectReadOptions } from './icontrol/collection.ts';
export type { PasswordSource } from './icontrol/credentials.ts';
export type { DrainOptions, DrainProgress, DrainReport, SwitchedCollection } from './icontrol/drain.ts';
export type { Differs, Resolve } from './icontrol/exchange.ts';
export type { ListOptions } from './icontrol/items.ts';
export type { JsonLimits } from './icontrol/json.ts';
export type { List } from './icontrol/list.ts';
export type { PageOptions } from './icontrol/pages.ts';
export type { QueuedCollection } from './icontrol/queued-collection.ts';
export type { ReplyLimits } from './icontrol/receive.ts';
export type { CallOptions, Requester } from './icontrol/requester.ts';
export type { RetryPolicy } from './icontrol/retry.ts';
export type { Reply, RequestOptions, SessionOptions } from './icontrol/session.ts';
export type { Counter, Statistics } from './icontrol/stats.ts';
export type { CommandsOf, Status } from './icontrol/status.ts';
export type { Stop } from './icontrol/stop.ts';
export type { TlsOptions } from './icontrol/tls-options.ts';
export { type QueuedCommand, TransactionError } from './icontrol/transaction-error.ts';
export type { Method, Transport, TransportReply, TransportRequest } from './icontrol/transport.ts';
export type { CollectionOf, QueuedCollectionOf, QueuedTree, Tree } from './icontrol/tree.ts';
export type { New, NewName, Replacement, Target, WithChildren, Writable } from './icontrol/write.ts';
export type { LoginEvent, RequestEvent, RetryEvent, TransactionEvent } from './log.ts';
export {
  deletionWork,
  type ManagedOptions,
  type ManagedStatus,
  type MemberStatus,
  type PairStatus,
  type PoolStatus,
  planDeletion,
  planRollback,
  readPairStatus,
  readStatus,
  rollbackWork,
  takePairSnapshot,
  takeSnapshot,
  type Unavailable,
  type UnitStatus,
  type VirtualStatus,
  type WaitOptions,
  type WaitProgress,
  type WaitReport,
  type WatchedDevice,
  type WatchOptions,
  waitAvailable,
  watchDrift,
} from './managed/index.ts';
export {
  describePairPlan,
  NotActiveError,
  type Pair,
  type PairOptions,
  type PairPlan,
  type PairResult,
  type PairWork,
  SyncGroupError,
  type SyncPlan,
  type SyncResult,
  type UnitPlan,
  type UnitRole,
  UnitRolesError,
} from './pair/index.ts';
export {
  type ApplyWith,
  type Change,
  type Conflict,
  type DeviceSnapshot,
  type Drift,
  describeDrift,
  describePlan,
  driftOf,
  type HeldBy,
  type Kept,
  type ManagedScope,
  makePlan,
  makeUnitPlan,
  type Painter,
  type Plan,
  type PlanOptions,
  type PlanScope,
  parsePlan,
  parseSnapshot,
  rollbackPlan,
  type SnapshotObject,
  summarisePlan,
  type UnitPlanOptions,
} from './plan/index.ts';
export { overlayFor, planFor, reconcile } from './reconcile.ts';
export type { PairReconcileOptions, ReconcileOptions } from './reconcile-options.ts';
export type { Partition } from './resources/auth/partition.ts';
export {
  type AddressSpace,
  type AnyResource,
  type Changes,
  defineResource,
  type Envelope,
  type Expanded,
  type Field,
  type Input,
  type Model,
  type Named,
  type PropertiesOf,
  type Resource,
  type ResourceOptions,
  type Settings,
  type Shape,
} from './resources/define.ts';
export type { Node } from './resources/ltm/node.ts';
export type { Pool } from './resources/ltm/pool.ts';
export type { PoolMember } from './resources/ltm/pool-member.ts';
export type { Virtual } from './resources/ltm/virtual.ts';
export type { VirtualAddress } from './resources/ltm/virtual-address.ts';
export type { Arp } from './resources/net/arp.ts';
export type { FdbRecord } from './resources/net/fdb-tunnel.ts';
export type { Self } from './resources/net/self.ts';
export type { Tunnel, Vxlan } from './resources/net/tunnels.ts';
export type { ActualState, DesiredState, DeviceIdentity, Entry, Held, Json, Properties, Scope } from './state.ts';
export { type Address, formatAddress, parseAddress } from './values/address.ts';
export { type AddressPrefix, formatAddressPrefix, parseAddressPrefix } from './values/address-prefix.ts';
export { type Destination, formatDestination, parseDestination } from './values/destination.ts';
export type { ProfileReference, ProfileSpelling } from './values/fields.ts';
export * as fields from './values/fields.ts';
export { type FullPath, formatFullPath, parseFullPath } from './values/full-path.ts';
export { formatMemberName, type MemberName, parseMemberName } from './values/member-name.ts';
export type { MonitorDestination } from './values/monitor-destination.ts';
export { formatMonitorRule, type MonitorRule, parseMonitorRule } from './values/monitor-rule.ts';
export type { AllOptional, Values, Writings } from './values/shape.ts';
export { BigIpValueError } from './values/value-error.ts';
export {
  adapterOf,
  type Check,
  type CiliumVtep,
  type ClusterFacts,
  type ClusterNode,
  type ClusterOptions,
  type CniAdapter,
  type CniName,
  type CniNode,
  ciliumVtep,
  clusterFacts,
  type Detected,
  type DeviceFacts,
  type DiagnoseOptions,
  type Diagnosis,
  detectCni,
  diagnose,
  type Finding,
  type FindingReason,
  fdbEntries,
  hostSubnetManifest,
  type ListedVtep,
  listVxlanTunnels,
  type NodeManifest,
  type NodeManifestInput,
  neighbourEntry,
  nodeManifest,
  OverlayRefusedError,
  type OverlaySpec,
  overlayState,
  type PlainOverlay,
  type ProvisionOptions,
  planOverlay,
  provisionOverlay,
  type ReadDeviceOptions,
  type RouteNode,
  type RouteSource,
  readDeviceFacts,
  readOverlaySpec,
  readVtepList,
  type StaticRouteOptions,
  type StaticRoutes,
  staticRoutes,
  type TunnelEnd,
  type Verdict,
  type Vtep,
  type VtepReading,
  verifyNode,
} from './vxlan/index.ts';
