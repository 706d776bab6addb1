/** Whether a plan or snapshot that was written to a file is of the BIG-IP at hand. */
import { z } from 'zod';
import type { DeviceIdentity } from '../state.ts';
import { once } from '../values/codec.ts';

export const deviceIdentity = once(() =>
  z.object({
    host: z.string().exactOptional(),
    hostname: z.string().exactOptional(),
    chassisId: z.string().exactOptional(),
    baseMac: z.string().exactOptional(),
  }),
);

/** The first of these that both state decides: machines may be cloned with a MAC address, and be reached by many names. */
const telling = ['chassisId', 'baseMac', 'host'] as const;

/** False when two are certainly not one machine, as far as they say. A host name is not asked: it may be changed. */
export function isSameDevice(one: DeviceIdentity, other: DeviceIdentity): boolean {
  const key = telling.find((name) => one[name] !== undefined && other[name] !== undefined);
  return key === undefined || one[key] === other[key];
}

/** `bigip1.example.com at 192.0.2.10:443 (chassis 564d…)`. */
export function describeDevice({ hostname, host, chassisId }: DeviceIdentity): string {
  const at = [hostname, host].filter((name) => name !== undefined).join(' at ') || 'another BIG-IP';
  return chassisId === undefined ? at : `${at} (chassis ${chassisId})`;
}
