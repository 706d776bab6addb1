/** The mark of what is ours: metadata where an object type carries it, the description of a monitor. */
import type { Json } from '../state.ts';

const value = (owner: string): string => `bigip-icontrol/${owner}`;

/** `metadata` of virtual servers and pools. */
export function markMetadata(owner: string): Json {
  return [{ name: 'managed-by', persist: 'true', value: value(owner) }];
}

/** `description` of monitors, which carry no metadata in any recording of a device. */
export function markDescription(owner: string): string {
  return `managed-by ${value(owner)}`;
}
