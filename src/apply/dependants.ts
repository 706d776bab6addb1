/** When one change fails, the changes that make no sense without it are not tried. */

import { parentUri } from '../plan/identity.ts';
import { memberIp } from '../plan/overlay.ts';
import { references } from '../plan/references.ts';
import type { Change } from '../plan/types.ts';

function makes({ action }: Change): boolean {
  return action === 'create' || action === 'replace';
}

function refersTo(change: Change, uri: string): boolean {
  const properties = change.action === 'delete' ? (change.before ?? {}) : (change.after ?? {});
  return references({ uri: change.uri, type: change.type, properties }).includes(uri) || parentUri(change.uri) === uri;
}

/** An overlay member without its ARP entry, and an ARP entry without the FDB record of its MAC address, go nowhere. */
function needsOverlay(change: Change, failed: Change): boolean {
  if (failed.type === 'net/fdb/tunnel/records') {
    return change.type === 'net/arp' && failed.uri.endsWith(`/${String(change.after?.['macAddress'])}`);
  }
  if (failed.type !== 'net/arp' || change.type !== 'ltm/pool/members') return false;
  return memberIp({ uri: change.uri, properties: change.after ?? {} }) === failed.after?.['ipAddress'];
}

function dependsOn(change: Change, failed: Change): boolean {
  if (failed.action === 'delete') {
    // What could not be deleted still uses what it refers to.
    return change.action === 'delete' && refersTo(failed, change.uri);
  }
  if (change.action === 'delete') return false;
  return needsOverlay(change, failed) || (makes(failed) && refersTo(change, failed.uri));
}

/** Everything among `changes` that depends on `failed`, directly or not. */
export function dependantsOf(failed: Change, changes: readonly Change[]): Set<Change> {
  const found = new Set<Change>();
  const queue = [failed];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const change of changes) {
      if (change === failed || found.has(change) || !dependsOn(change, at)) continue;
      found.add(change);
      queue.push(change);
    }
  }
  return found;
}
