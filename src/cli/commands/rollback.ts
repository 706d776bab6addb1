/** `bigip rollback`: back to a snapshot, as a plan. */
import { planRollback, rollbackWork } from '../../managed/index.ts';
import { carryOut, onOne, onPair } from '../carry-out.ts';
import { type DeviceFlags, openDevice } from '../device.ts';
import { withDeviceHint } from '../hints.ts';
import { interruptible } from '../interrupt.ts';
import type { Io } from '../io.ts';
import type { WritingFlags } from '../managed-flags.ts';
import { checkOneDevice, checkSyncFlags, type PairFlags, syncOptions } from '../pair-flags.ts';
import { readSnapshot, refusePairSnapshot } from '../snapshot-file.ts';
import { withUnits } from '../with-units.ts';

export type RollbackFlags = DeviceFlags & WritingFlags & PairFlags & { readonly otherDevice: boolean };

export function rollbackCommand(file: string, flags: RollbackFlags, io: Io): Promise<number> {
  const undone = 'nothing was changed';
  const { maxDeletes } = flags;
  const limit = maxDeletes === undefined ? {} : { maxDeletes };
  if (flags.unit !== undefined) {
    checkSyncFlags(flags);
    return withUnits(flags, io, async (pair, signal) => {
      const snapshot = await readSnapshot(file);
      const work = await rollbackWork(pair, snapshot, { ...limit, ...syncOptions(flags), signal });
      const question = `Bring what ${snapshot.owner} has in ${snapshot.partition} on both units back to ${file}?`;
      return carryOut(onPair(work), flags, { question, undone }, io, signal);
    });
  }
  checkOneDevice(flags);
  return interruptible(async (signal) => {
    const snapshot = await readSnapshot(file);
    await using bigip = await openDevice(flags, io);
    refusePairSnapshot(snapshot);
    const options = { signal, otherDevice: flags.otherDevice, ...limit };
    const plan = await withDeviceHint(() => planRollback(bigip, snapshot, options));
    // Not every snapshot says which device it is of: whoever is asked has to see where it goes.
    const question = `Bring what ${snapshot.owner} has in ${snapshot.partition} on ${bigip.host} back to ${file}?`;
    return await carryOut(onOne(plan, bigip), flags, { question, undone }, io, signal);
  });
}
