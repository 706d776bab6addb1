/** `bigip rollback`: back to a snapshot, as a plan. */
import { planRollback } from '../../managed/index.ts';
import { carryOut } from '../carry-out.ts';
import { type DeviceFlags, openDevice } from '../device.ts';
import { withDeviceHint } from '../hints.ts';
import { interruptible } from '../interrupt.ts';
import type { Io } from '../io.ts';
import type { WritingFlags } from '../managed-flags.ts';
import { readSnapshot } from '../snapshot-file.ts';

export type RollbackFlags = DeviceFlags & WritingFlags & { readonly otherDevice: boolean };

export function rollbackCommand(file: string, flags: RollbackFlags, io: Io): Promise<number> {
  return interruptible(async (signal) => {
    const snapshot = await readSnapshot(file);
    await using bigip = await openDevice(flags, io);
    const { maxDeletes, otherDevice } = flags;
    const options = { signal, otherDevice, ...(maxDeletes === undefined ? {} : { maxDeletes }) };
    const plan = await withDeviceHint(() => planRollback(bigip, snapshot, options));
    // Not every snapshot says which device it is of: whoever is asked has to see where it goes.
    const question = `Bring what ${snapshot.owner} has in ${snapshot.partition} on ${bigip.host} back to ${file}?`;
    return await carryOut(plan, bigip, flags, { question, undone: 'nothing was changed' }, io, signal);
  });
}
