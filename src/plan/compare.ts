/** One wanted object against the one that was found: what to do, or why it must not be done. */
import type { ActualState, Entry, Json, Properties } from '../state.ts';
import { partitionOf } from '../values/full-path.ts';
import { macSpelling } from '../values/mac.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { registeredName } from '../values/registry.ts';
import { uriName } from '../values/uri.ts';
import { asMade, withoutReadOnly } from './as-made.ts';
import { carriedOver } from './carry-over.ts';
import { difference, exactDifference } from './difference.ts';
import { memberProperties } from './drain.ts';
import { resourceFor, spaceOf } from './identity.ts';
import { standsElsewhere } from './member-node.ts';
import { poolMetadata } from './monitor-types.ts';
import { bareIp } from './overlay.ts';
import type { Holder } from './ownership.ts';
import { ownedByRegistrant, type RecordOwners, type Registrant } from './record-owner.ts';
import type { Change, Conflict } from './types.ts';

function conflictWith(found: Entry, holder: Holder, adopt: boolean): Conflict | undefined {
  const { uri, type } = found;
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
      return {
        uri,
        type,
        reason: 'OwnedByAnother',
        holder: holder.mark,
        message: `belongs to ${holder.mark}; only that owner may change it`,
      };
    case 'nobody':
      if (adopt || resourceFor(type).mark === undefined) return undefined;
      return { uri, type, reason: 'NotOurs', message: 'exists and carries no mark of ours; --adopt takes it over' };
  }
}

/**
 * A static neighbour in the way: one that has our name and is for another address, or one that has our address and another
 * name. The latter can be taken over, since its MAC address can be changed. The former cannot: its address is fixed, so it
 * would have to go, and whoever uses that address would lose it. The same address in another route domain is ours if it
 * leads into the tunnel, which was moved then. One that leads to a record of another owner alone is his: the pod networks of
 * two clusters may overlap.
 */
function neighbourInTheWay(
  entry: Entry,
  found: Entry,
  differing: Properties,
  { adopt, tunnelMacs, neighbourRegistrant }: Comparing,
): Conflict | undefined {
  const { uri, type, properties } = entry;
  if (!isNeighbour(type)) return undefined;
  const registrant = neighbourRegistrant(found);
  if (registrant !== undefined) return ownedByRegistrant(found, registrant, 'the FDB record that it leads to');
  if (uri !== found.uri) {
    if (adopt) return undefined;
    return { uri, type, reason: 'AddressTaken', holder: found.uri, message: `its address belongs to ${found.uri}` };
  }
  const { ipAddress, macAddress } = found.properties;
  if (!('ipAddress' in differing)) return undefined;
  if (bareIp(ipAddress) === bareIp(properties['ipAddress']) && tunnelMacs.has(macSpelling(macAddress)))
    return undefined;
  const message = `exists for ${String(ipAddress)}, so somebody else made it; give that entry another name, or delete it`;
  return { uri, type, reason: 'NotOurs', message };
}

function withoutUnset(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]: [string, Json]) => value !== null));
}

export interface Comparing {
  readonly actual: ActualState;
  readonly owner: string;
  readonly adopt: boolean;
  readonly prune: boolean;
  readonly holderOf: (entry: Entry) => Holder;
  /** Types of the wanted monitors of each pool, by the pool's URI. */
  readonly monitorTypes: ReadonlyMap<string, ReadonlySet<string>>;
  /** The objects are to be exactly as the entries say, also in what is an operator's otherwise. */
  readonly exact: boolean;
  /** A new member under the name of the node that it stands on; everything else as it is. */
  readonly onNode: (creation: Change) => Change | Conflict;
  readonly recordOwners: RecordOwners;
  /** The other owner who alone has registered the record that a static neighbour leads to. */
  readonly neighbourRegistrant: (neighbour: Entry) => Registrant | undefined;
  /** MAC addresses that lead into the tunnels. */
  readonly tunnelMacs: ReadonlySet<string>;
}

/** What is wanted of an object, given what the device says of it. */
function wantedProperties(
  { uri, type, properties }: Entry,
  found: Properties | undefined,
  { owner, monitorTypes, exact }: Comparing,
): Properties {
  if (exact) return properties;
  if (type === 'ltm/pool/members') return memberProperties(properties, found, owner);
  if (type !== 'ltm/pool') return properties;
  const metadata = poolMetadata(properties['metadata'], monitorTypes.get(uri), found?.['metadata']);
  return metadata === undefined ? properties : { ...properties, metadata };
}

/**
 * A member may lie in another partition than its pool, where an address without route domain means another one. It was found
 * by its address, which is fixed: there is nothing to compare.
 */
function whereFound(wanted: Properties, entry: Entry, found: Entry): Properties {
  const [asked, there] = [entry, found].map(({ uri }) => partitionOf(uriName(uri)));
  if (entry.type !== 'ltm/pool/members' || asked === there) return wanted;
  const { address: _same, ...rest } = wanted;
  return rest;
}

/** Undefined when there is nothing to do. */
export function compareEntry(
  entry: Entry,
  found: Entry | undefined,
  comparing: Comparing,
): Change | Conflict | undefined {
  const { actual, adopt, holderOf, exact } = comparing;
  const { type } = entry;
  const resource = resourceFor(type);
  const asked = wantedProperties(entry, found?.properties, comparing);
  if (found === undefined) {
    const after = withoutUnset({ ...entry.initial, ...asked });
    return comparing.onNode({ action: 'create', uri: entry.uri, type, after });
  }
  const wanted = whereFound(asked, entry, found);
  const holder = holderOf(found);
  const conflict = conflictWith(found, holder, adopt);
  if (conflict !== undefined) return conflict;
  const { uri } = found;
  const space = spaceOf(uri, actual);
  const differing = exact
    ? exactDifference(resource, wanted, asMade(found).properties, space)
    : difference(resource, wanted, found.properties, space);
  if (differing === undefined) return undefined;
  const name = isRecord(type) ? registeredName(uri) : undefined;
  const registrant = name === undefined ? undefined : comparing.recordOwners[exact ? 'another' : 'anotherAlone'](name);
  if (registrant !== undefined) return ownedByRegistrant(found, registrant, 'it');
  const inTheWay = neighbourInTheWay(entry, found, differing.after, comparing);
  if (inTheWay !== undefined) return inTheWay;
  const fixed = (resource.fixed ?? []).filter((key) => key in differing.after);
  if (fixed.length > 0 && type === 'ltm/pool/members') return standsElsewhere(found);
  if (fixed.length > 0) {
    // A rollback goes back to what was, and the rest is not to stay.
    const carried = exact ? {} : carriedOver(resource, wanted, found, differing.after);
    const { metadata = wanted['metadata'], ...kept } = carried;
    const whole = { ...entry.initial, ...kept, ...wanted, ...(metadata === undefined ? {} : { metadata }) };
    const after = withoutUnset(whole);
    const reason = `${fixed.join(' and ')} cannot change after creation`;
    return { action: 'replace', uri, type, before: withoutReadOnly(found), after, reason };
  }
  const isOtherName = isNeighbour(type) && entry.uri !== uri;
  const adopted = isOtherName || (resource.mark !== undefined && holder.kind === 'nobody');
  return { action: 'modify', uri, type, ...differing, ...(adopted ? { reason: 'adopted' } : {}) };
}
