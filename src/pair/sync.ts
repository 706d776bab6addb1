/** Copying the configuration to the device group: only when asked, never forced, and waited for. */

import { readItems } from '../actual/collection.ts';
import { BigIpError } from '../errors.ts';
import { pause } from '../icontrol/pause.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { Status } from '../icontrol/status.ts';
import { syncStatus } from '../resources/cm/status.ts';
import type { PairOptions, SyncPlan, SyncResult } from './types.ts';

const inSync = 'In Sync';
/** Milliseconds between two looks at units that are being synchronised. */
const interval = 2_000;

interface Said {
  readonly status: string;
  readonly summary: string;
}

async function said(unit: Requester, options: CallOptions): Promise<Said> {
  const { status = 'unknown', summary = '' } = await new Status(unit, syncStatus).get(options);
  return { status, summary: summary.trim() };
}

/**
 * Looks whether the configuration may be copied after our writes. Only if the units are in sync now: what is pending else is
 * not ours, and whoever made it decides about it.
 */
export async function planSync(unit: Requester, options: CallOptions): Promise<SyncPlan> {
  const { status, summary } = await said(unit, options);
  if (status === inSync) return { status };
  const more = summary === '' ? '' : ` (${summary})`;
  return {
    status,
    refused: `the units are not in sync before anything was written: ${status}${more}. What is pending is not ours to copy; look at it, and synchronise by hand`,
  };
}

interface Group {
  readonly name: string;
  /** The units copy changes without being told. */
  readonly automatic: boolean;
}

/** Throws BigIpError. */
async function groupOf(unit: Requester, { syncGroup }: PairOptions, options: CallOptions): Promise<Group> {
  const items = await readItems(unit, ['cm', 'device-group'], { ...options, select: ['name', 'type', 'autoSync'] });
  const bare = syncGroup?.replace(/^\/Common\//, '');
  const found = items.filter(({ name, type }) => (bare === undefined ? type === 'sync-failover' : name === bare));
  const [group] = found;
  if (group === undefined || found.length > 1) {
    const known = items.map(({ name }) => String(name)).join(', ');
    const why = group === undefined ? 'there is no such device group' : 'there is more than one device group';
    throw new BigIpError(`${why} (there are: ${known}); say which one it is (syncGroup, --sync-group)`, {
      outcome: 'not-sent',
    });
  }
  const name = String(group['name']);
  // It becomes a word of a command line on the device.
  if (!/^[\w.:-]+$/.test(name))
    throw new BigIpError(`the device group ${JSON.stringify(name)} cannot be named in a command`, {
      outcome: 'not-sent',
    });
  return { name, automatic: group['autoSync'] === 'enabled' };
}

/** Waits until the units are in sync. Undefined when they are, else why they are not. */
async function awaitSync(
  unit: Requester,
  limit: number,
  options: CallOptions,
): Promise<Said & { readonly done: boolean }> {
  const { clock } = unit;
  const until = clock.now() + limit;
  for (;;) {
    const now = await said(unit, options);
    if (now.status === inSync) return { ...now, done: true };
    if (now.status === 'Sync Failure' || clock.now() >= until) return { ...now, done: false };
    await pause(clock, interval, options.signal, 'given up while the units were not in sync');
  }
}

/** Copies the configuration of this unit to its group, and waits. What goes wrong is told and not thrown. */
export async function syncToGroup(
  unit: Requester,
  options: PairOptions,
  call: CallOptions,
): Promise<SyncResult & { readonly message?: string }> {
  const limit = options.syncTimeout ?? 60_000;
  let status = 'unknown';
  let group: Group | undefined;
  try {
    group = await groupOf(unit, options, call);
    if (!group.automatic) {
      const utilCmdArgs = `config-sync to-group ${group.name}`;
      await unit.request('POST', ['cm'], { ...call, body: { command: 'run', utilCmdArgs } });
    }
    const end = await awaitSync(unit, limit, call);
    status = end.status;
    if (end.done) return { outcome: 'synced', status, group: group.name };
    const message = `the units are not in sync: ${end.status}${end.summary === '' ? '' : ` (${end.summary})`}`;
    return { outcome: 'failed', status, group: group.name, message };
  } catch (error) {
    if (!(error instanceof BigIpError) || call.signal?.aborted === true) throw error;
    return { outcome: 'failed', status, ...(group === undefined ? {} : { group: group.name }), message: error.message };
  }
}
