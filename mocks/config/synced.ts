import { type Entry, textAt } from './entry.ts';
import { encodeName } from './names.ts';
import type { Store } from './store.ts';

/**
 * Whether config-sync carries an object: those of traffic, routes and floating self IPs; not what lies in a folder that
 * is in no device group, such as `LOCAL_ONLY`.
 */
export function isSynced(entry: Entry, store: Store): boolean {
  if (entry.factory) return false;
  const floats = entry.kind.type === 'net/self' && entry.properties['floating'] === 'enabled';
  return (floats || entry.kind.local !== true) && isInDeviceGroup(entry, store);
}

function isInDeviceGroup(entry: Entry, store: Store): boolean {
  let top = entry;
  for (let parent = top.parent; parent !== undefined; parent = top.parent) {
    const holder = store.get(parent);
    if (holder === undefined) return true;
    top = holder;
  }
  const path = top.kind.type === 'auth/partition' ? `/${top.fullPath}` : top.fullPath;
  const parts = path.split('/');
  for (let length = parts.length; length > 1; length--) {
    const folder = store.get(`sys/folder/${encodeName(parts.slice(0, length).join('/'))}`);
    if (folder?.properties['inheritedDevicegroup'] !== 'false') continue;
    return !['', 'none'].includes(textAt(folder, 'deviceGroup'));
  }
  return true;
}
