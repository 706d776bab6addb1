/** One wanted object against the one that was found: what to do, or why it must not be done. */
import type { AnyResource } from '../resources/define.ts';
import type { ActualState, Entry, Json, Properties } from '../state.ts';
import { difference } from './difference.ts';
import { memberProperties } from './drain.ts';
import { resourceFor, spaceOf } from './identity.ts';
import { holderOf } from './ownership.ts';
import type { Change, Conflict } from './types.ts';

function conflictWith(found: Entry, resource: AnyResource, owner: string, adopt: boolean): Conflict | undefined {
  const { uri, type } = found;
  const holder = holderOf(found, resource, owner);
  switch (holder.kind) {
    case 'ours':
      return undefined;
    case 'appService':
      return {
        uri,
        type,
        reason: 'AppService',
        holder: holder.name,
        message: `belongs to the application service ${holder.name}`,
      };
    case 'another':
      return { uri, type, reason: 'OwnedByAnother', holder: holder.mark, message: `belongs to ${holder.mark}` };
    case 'nobody':
      if (adopt || resource.mark === undefined) return undefined;
      return { uri, type, reason: 'NotOurs', message: 'exists and carries no mark of ours; --adopt takes it over' };
  }
}

/** A static ARP entry of another name that answers for the same address. */
function addressHolder(entry: Entry, found: Entry): Conflict | undefined {
  if (entry.type !== 'net/arp' || entry.uri === found.uri) return undefined;
  const { uri, type } = entry;
  return { uri, type, reason: 'AddressTaken', holder: found.uri, message: `its address belongs to ${found.uri}` };
}

function withoutUnset(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]: [string, Json]) => value !== null));
}

/** Undefined when there is nothing to do. */
export function compareEntry(
  entry: Entry,
  found: Entry | undefined,
  actual: ActualState,
  owner: string,
  adopt: boolean,
): Change | Conflict | undefined {
  const { type } = entry;
  const resource = resourceFor(type);
  const wanted =
    type === 'ltm/pool/members' ? memberProperties(entry.properties, found?.properties, owner) : entry.properties;
  if (found === undefined) {
    return { action: 'create', uri: entry.uri, type, after: withoutUnset({ ...entry.initial, ...wanted }) };
  }
  const conflict = conflictWith(found, resource, owner, adopt);
  if (conflict !== undefined) return conflict;
  const { uri } = found;
  const differing = difference(resource, wanted, found.properties, spaceOf(uri, actual));
  if (differing === undefined) return undefined;
  const taken = adopt ? undefined : addressHolder(entry, found);
  if (taken !== undefined) return taken;
  const fixed = (resource.fixed ?? []).filter((key) => key in differing.after);
  if (fixed.length > 0) {
    const after = withoutUnset({ ...entry.initial, ...wanted });
    const reason = `${fixed.join(' and ')} cannot change after creation`;
    return { action: 'replace', uri, type, before: found.properties, after, reason };
  }
  const adopted = resource.mark !== undefined && holderOf(found, resource, owner).kind === 'nobody';
  return { action: 'modify', uri, type, ...differing, ...(adopted ? { reason: 'adopted' } : {}) };
}
