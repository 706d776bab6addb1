/** `bigip snapshot`: everything that an owner has, as JSON. */
import { takePairSnapshot, takeSnapshot } from '../../managed/index.ts';
import type { DeviceSnapshot } from '../../plan/index.ts';
import { openDevice } from '../device.ts';
import { interruptible } from '../interrupt.ts';
import { type Io, print } from '../io.ts';
import { type ManagedFlags, scopeOf } from '../managed-flags.ts';
import { checkOneDevice, type UnitFlags } from '../pair-flags.ts';
import { printJson } from '../report.ts';
import { writeSnapshot } from '../snapshot-file.ts';
import { withUnits } from '../with-units.ts';

export type SnapshotFlags = ManagedFlags &
  UnitFlags & {
    /** File to write it to. */
    readonly out?: string;
  };

async function hand(snapshot: DeviceSnapshot, flags: SnapshotFlags, io: Io): Promise<number> {
  if (flags.out === undefined) printJson(snapshot, io);
  else await writeSnapshot(flags.out, snapshot);
  const { objects, owner, partition } = snapshot;
  const secret = objects.filter(({ leftOut }) => leftOut !== undefined).length;
  const without = secret === 0 ? '' : `; the secrets of ${secret} of them are left out`;
  const where = flags.out === undefined ? '' : ` are in ${flags.out}`;
  print(io.stderr, `${objects.length} objects of ${owner} in ${partition}${where}${without}`);
  return 0;
}

export function snapshotCommand(flags: SnapshotFlags, io: Io): Promise<number> {
  if (flags.unit !== undefined)
    return withUnits(flags, io, async (pair, signal) =>
      hand(await takePairSnapshot(pair, { ...scopeOf(flags), signal }), flags, io),
    );
  checkOneDevice(flags);
  return interruptible(async (signal) => {
    await using bigip = await openDevice(flags, io);
    return await hand(await takeSnapshot(bigip, { ...scopeOf(flags), signal }), flags, io);
  });
}
