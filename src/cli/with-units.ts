/** Both units of a pair, opened and closed. */
import type { Pair } from '../pair/index.ts';
import { type DeviceFlags, openUnits } from './device.ts';
import { interruptible } from './interrupt.ts';
import type { Io } from './io.ts';
import type { UnitFlags } from './pair-flags.ts';

export function withUnits(
  flags: DeviceFlags & UnitFlags,
  io: Io,
  use: (pair: Pair, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  return interruptible(async (signal) => {
    const units = await openUnits(flags, io);
    await using _one = units[0];
    await using _two = units[1];
    return await use({ units }, signal);
  });
}
