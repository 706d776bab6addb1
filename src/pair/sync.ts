/** Copying the configuration to the device group: only when asked, never forced, and waited for. */

import { BigIpError } from '../errors.ts';
import { pause } from '../icontrol/pause.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { Status } from '../icontrol/status.ts';
import { syncStatus } from '../resources/cm/status.ts';
import { copyCommand, findDeviceGroup } from './device-group.ts';
import type { Standing } from './roles.ts';
import type { PairOptions, SyncPlan, SyncResult } from './types.ts';

export const inSync = 'In Sync';
/** Milliseconds between two looks at units that are being synchronised. */
const interval = 2_000;

export interface Said {
  readonly status: string;
  readonly summary: string;
}

/** What a unit says of the copies. One GET. */
export async function readSync(unit: Requester, options: CallOptions): Promise<Said> {
  const { status = 'unknown', summary = '' } = await new Status(unit, syncStatus).get(options);
  return { status, summary: summary.trim() };
}

/** What was found before anything was written: the plan of the copy, but for whether there will be one. */
export type SyncLook = Omit<SyncPlan, 'copies'>;

/**
 * Looks whether the configuration may be copied after our writes. Only if the units are in sync now: what is pending else is
 * not ours, and whoever made it decides about it. Throws SyncGroupError when the group is not one that both units share.
 */
export async function lookAtSync(
  active: Standing,
  other: Standing,
  { syncGroup }: PairOptions,
  options: CallOptions,
): Promise<SyncLook> {
  const units: readonly [Requester, ...Requester[]] =
    other.error === undefined ? [active.unit, other.unit] : [active.unit];
  const [{ status, summary }, { name: group, automatic }] = await Promise.all([
    readSync(active.unit, options),
    findDeviceGroup(units, syncGroup, options),
  ]);
  const found = { status, group, automatic };
  if (status === inSync) return found;
  const more = summary === '' ? '' : ` (${summary})`;
  return {
    ...found,
    refused: `the units are not in sync before anything was written: ${status}${more}. What is pending is not ours to copy: look at it, and then on the unit whose configuration is to stay: ${copyCommand(group)}`,
  };
}

/** The plan of a copy, once it is known what is written. */
export function planSync(look: SyncLook, active: Standing, other: Standing, writesShared: boolean): SyncPlan {
  const away =
    writesShared && other.error !== undefined ? afterwards(`${other.name} is away`, active.name, look) : undefined;
  const refused = look.refused ?? away;
  return { ...look, copies: writesShared && refused === undefined, ...(refused === undefined ? {} : { refused }) };
}

/** Why there is no copy, and what an operator types once there can be one. */
export function afterwards(why: string, name: string, { group }: SyncLook): string {
  return `${why}. Once that is mended, and nothing else is pending, on ${name}: ${copyCommand(group)}`;
}

/** How what was written gets to the other unit; undefined when the group copies by itself. One or two GETs. */
export async function pendingCopy(
  unit: Requester,
  { syncGroup }: PairOptions,
  options: CallOptions,
): Promise<string | undefined> {
  try {
    const { name, automatic } = await findDeviceGroup([unit], syncGroup, options);
    return automatic ? undefined : copyCommand(name);
  } catch (error) {
    // What was done is done: that the device cannot be asked any more is no reason to lose the result.
    if (!(error instanceof BigIpError)) throw error;
    return copyCommand('<group>');
  }
}

/** Waits until the units are in sync, or the time is over. */
async function awaitSync(
  unit: Requester,
  limit: number,
  options: CallOptions,
): Promise<Said & { readonly done: boolean }> {
  const { clock } = unit;
  const until = clock.now() + limit;
  for (;;) {
    const now = await readSync(unit, options);
    if (now.status === inSync) return { ...now, done: true };
    if (now.status === 'Sync Failure' || clock.now() >= until) return { ...now, done: false };
    await pause(clock, interval, options.signal, 'given up while the units were not in sync');
  }
}

/** Copies the configuration of this unit to its group, and waits. What goes wrong is told and not thrown. */
export async function syncToGroup(
  { unit, name }: Pick<Standing, 'unit' | 'name'>,
  { group, automatic }: SyncLook,
  limit: number,
  call: CallOptions,
): Promise<SyncResult> {
  const byHand = `Look at both units, and then on ${name}: ${copyCommand(group)}`;
  let status = 'unknown';
  try {
    if (!automatic) {
      const utilCmdArgs = `config-sync to-group ${group}`;
      await unit.request('POST', ['cm'], { ...call, body: { command: 'run', utilCmdArgs } });
    }
    const end = await awaitSync(unit, limit, call);
    status = end.status;
    if (end.done) return { outcome: 'synced', status, group };
    const message = `the units are not in sync: ${end.status}${end.summary === '' ? '' : ` (${end.summary})`}. ${byHand}`;
    return { outcome: 'failed', status, group, message };
  } catch (error) {
    if (!(error instanceof BigIpError) || call.signal?.aborted === true) throw error;
    return { outcome: 'failed', status, group, message: `${error.message}. ${byHand}` };
  }
}
