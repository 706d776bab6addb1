/** A plan or snapshot says which BIG-IP it was made of, where it went through a file. */
import { readDeviceIdentity } from '../actual/index.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { describeDevice, isSameDevice } from '../plan/index.ts';
import type { DeviceIdentity } from '../state.ts';
import { OtherDeviceError } from './errors.ts';

/**
 * Throws OtherDeviceError when what is recorded is of another BIG-IP than the one that answers. One GET, and none for what
 * records no device.
 */
export async function checkDevice(
  what: 'plan' | 'snapshot',
  recorded: DeviceIdentity | undefined,
  requester: Requester,
  options: CallOptions,
): Promise<void> {
  if (recorded === undefined) return;
  const found = await readDeviceIdentity(requester, options);
  if (isSameDevice(recorded, found)) return;
  throw new OtherDeviceError(
    `the ${what} is of ${describeDevice(recorded)}, and this is ${describeDevice(found)}; nothing was written`,
    { outcome: 'not-sent' },
  );
}
