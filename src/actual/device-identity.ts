/** Which machine answers. */
import { NotFoundError, PermissionError } from '../errors.ts';
import type { Item } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { DeviceIdentity } from '../state.ts';
import { readItems } from './collection.ts';

const select = ['name', 'fullPath', 'selfDevice', 'hostname', 'chassisId', 'baseMac'];

/** Of a property that is there, and says something. */
function stated(item: Item, key: 'chassisId' | 'baseMac' | 'hostname'): Pick<DeviceIdentity, typeof key> {
  const value = item[key];
  return typeof value === 'string' && value !== '' && value !== 'none' ? { [key]: value } : {};
}

async function ownDevice(requester: Requester, options: CallOptions): Promise<Item | undefined> {
  try {
    const devices = await readItems(requester, ['cm', 'device'], { ...options, select });
    return devices.find(({ selfDevice }) => selfDevice === 'true' || selfDevice === true);
  } catch (error) {
    // A user who may not ask tells the device by the address that he used.
    if (error instanceof NotFoundError || error instanceof PermissionError) return undefined;
    throw error;
  }
}

/**
 * What tells this BIG-IP from another: its chassis, as `cm/device` states it, which no renaming changes, and host and port
 * under which it was asked. One GET.
 */
export async function readDeviceIdentity(requester: Requester, options: CallOptions = {}): Promise<DeviceIdentity> {
  const own = await ownDevice(requester, options);
  return {
    ...(requester.host === undefined ? {} : { host: requester.host }),
    ...(own === undefined
      ? {}
      : { ...stated(own, 'hostname'), ...stated(own, 'chassisId'), ...stated(own, 'baseMac') }),
  };
}
