/** `bigip delete`: everything of one owner goes, and nothing else. */
import { planDeletion } from '../../managed/index.ts';
import { carryOut } from '../carry-out.ts';
import { openDevice } from '../device.ts';
import { interruptible } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { type ManagedFlags, scopeOf, type WritingFlags } from '../managed-flags.ts';

export function deleteCommand(flags: ManagedFlags & WritingFlags, io: Io): Promise<number> {
  const { maxDeletes, owner, partition } = flags;
  return interruptible(async (signal) => {
    await using bigip = await openDevice(flags, io);
    const limit = maxDeletes === undefined ? {} : { maxDeletes };
    const plan = await planDeletion(bigip, { ...scopeOf(flags), ...limit, signal });
    const question = `Delete all of this, which ${owner} has in ${partition}?`;
    return await carryOut(plan, bigip, flags, { question, undone: 'nothing was deleted' }, io, signal);
  });
}
