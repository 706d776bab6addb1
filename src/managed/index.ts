export { readDeviceIdentity } from '../actual/index.ts';
export type { ManagedOptions } from './options.ts';
export { deletionWork, rollbackWork } from './pair-plans.ts';
export { type PairStatus, readPairStatus, takePairSnapshot, type UnitStatus } from './pair-status.ts';
export { planDeletion, planRollback, takeSnapshot } from './plans.ts';
export { servingMembers } from './serving-members.ts';
export { type ManagedStatus, type MemberStatus, type PoolStatus, readStatus, type VirtualStatus } from './status.ts';
export { type Unavailable, type WaitOptions, type WaitProgress, type WaitReport, waitAvailable } from './wait.ts';
export { type WatchedDevice, type WatchOptions, watchDrift } from './watch/watch.ts';
