import type { Entry } from './entry.ts';

/** Whether config-sync carries an object: those of traffic, and floating self IPs. */
export function isSynced(entry: Entry): boolean {
  if (entry.factory) return false;
  if (entry.kind.type === 'net/self') return entry.properties['floating'] === 'enabled';
  return entry.kind.local !== true;
}
