import type { Entry } from '../config/entry.ts';
import type { SyncStatus } from './state.ts';

/** A device that has no peer. */
export const standalone: SyncStatus = {
  color: 'green',
  mode: 'standalone',
  status: 'Standalone',
  summary: ' ',
  details: ['Optional action: Add a device to the trust domain'],
};

const mode = 'high-availability';

/** A device whose peer does not answer, or no longer trusts it. */
export function disconnected(peer: string): SyncStatus {
  const summary = `${peer} is not connected`;
  return { color: 'red', mode, status: 'Disconnected', summary, details: [`${peer}: disconnected`] };
}

/** What two connected units know of their configurations. */
export interface SyncFacts {
  readonly peer: string;
  readonly self: string;
  /** A group that has both. */
  readonly group: Entry | undefined;
  /** Why the last synchronisation came to nothing. */
  readonly failure: string | undefined;
  /** They have never been synchronised in this group. */
  readonly awaiting: boolean;
  /** The units that have changes. */
  readonly changed: readonly string[];
}

/** The words of `cm/sync-status`; those for a lone device are recorded, clients look for some of the others. */
export function describeSync({ peer, self, group, failure, awaiting, changed }: SyncFacts): SyncStatus {
  const connected = `${peer}: connected`;
  const name = group?.name ?? 'device_trust_group';
  const say = (color: string, status: string, summary: string, action?: string): SyncStatus => {
    const more = action === undefined ? [] : [action];
    return { color, mode, status, summary, details: [connected, `${name} (${status}): ${summary}`, ...more] };
  };
  const advice = (from: string) => `Recommended action: Synchronize ${from} to group /Common/${name}`;
  if (failure !== undefined) {
    const summary = 'A validation error occurred while syncing to a remote device';
    return say('red', 'Sync Failure', summary, `Sync error: Load failed ${failure}`);
  }
  if (awaiting)
    return say('blue', 'Awaiting Initial Sync', 'The device group is awaiting the initial config sync', advice(self));
  const [first] = changed;
  if (first === undefined || group === undefined) {
    return say('green', 'In Sync', 'All devices in the device group are in sync');
  }
  if (changed.length > 1) {
    return say('red', 'Changes Pending', 'There is a possible change conflict', advice(first));
  }
  return say('yellow', 'Changes Pending', `Changes Pending: ${first} has changes`, advice(first));
}
