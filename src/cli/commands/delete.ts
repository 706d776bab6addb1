/** `bigip delete`: everything of one owner goes, and nothing else. */
import { deletionWork, planDeletion } from '../../managed/index.ts';
import { carryOut, onOne, onPair } from '../carry-out.ts';
import { openDevice } from '../device.ts';
import { interruptible } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { type ManagedFlags, scopeOf, type WritingFlags } from '../managed-flags.ts';
import { checkOneDevice, checkSyncFlags, type PairFlags, syncOptions } from '../pair-flags.ts';
import { withUnits } from '../with-units.ts';

export function deleteCommand(flags: ManagedFlags & WritingFlags & PairFlags, io: Io): Promise<number> {
  const { maxDeletes, owner, partition } = flags;
  const limit = maxDeletes === undefined ? {} : { maxDeletes };
  const asked = { ...scopeOf(flags), ...limit };
  const undone = 'nothing was deleted';
  if (flags.unit !== undefined) {
    checkSyncFlags(flags);
    return withUnits(flags, io, async (pair, signal) => {
      const work = await deletionWork(pair, { ...asked, ...syncOptions(flags), signal });
      const question = `Delete all of this, which ${owner} has in ${partition} on both units?`;
      return carryOut(onPair(work), flags, { question, undone }, io, signal);
    });
  }
  checkOneDevice(flags);
  return interruptible(async (signal) => {
    await using bigip = await openDevice(flags, io);
    const plan = await planDeletion(bigip, { ...asked, signal });
    const question = `Delete all of this, which ${owner} has in ${partition}?`;
    return await carryOut(onOne(plan, bigip), flags, { question, undone }, io, signal);
  });
}
