/** Two virtual servers cannot have one destination and protocol; BIG-IP refuses the second (01070333). */
import { z } from 'zod';
import { shapeOf } from '../resources/define.ts';
import { virtual } from '../resources/ltm/virtual.ts';
import type { ActualState, Properties } from '../state.ts';
import { formatAddress } from '../values/address.ts';
import { type Destination, formatDestination } from '../values/destination.ts';
import { partitionOf } from '../values/full-path.ts';
import { uriName } from '../values/uri.ts';
import { spaceOf } from './identity.ts';
import { withoutFolder } from './spelling.ts';
import type { Change, Conflict } from './types.ts';

/** Where clients connect to, with the route domain filled in; undefined when the destination is not understood. */
function listener(uri: string, { destination }: Properties, actual: ActualState): Destination | undefined {
  const schema = shapeOf(virtual)['destination'];
  const decoded = schema === undefined ? undefined : z.safeDecode(schema, destination);
  if (decoded?.success !== true || decoded.data === undefined) return undefined;
  const space = spaceOf(uri, actual);
  const { address, port } = withoutFolder({ ...(decoded.data as Destination) }, space) as unknown as Destination;
  return { address: { ...address, routeDomain: address.routeDomain ?? space.defaultRouteDomain }, port };
}

/** Equal for two virtual servers that cannot stand beside each other. */
function destinationKey(uri: string, properties: Properties, actual: ActualState): string | undefined {
  const destination = listener(uri, properties, actual);
  if (destination === undefined) return undefined;
  return `${formatDestination(destination)} ${String(properties['ipProtocol'] ?? 'any')}`;
}

export interface DestinationCheck {
  readonly conflicts: readonly Conflict[];
  /** Changes that must come first because another virtual server takes the destination that they leave. */
  readonly makingRoom: ReadonlySet<string>;
}

interface Taking {
  readonly change: Change;
  readonly destination: string;
  readonly key: string;
  readonly address: Destination;
}

/** The virtual servers that get a destination by this plan. One that keeps its own is no matter of ours. */
function takings(changes: readonly Change[], actual: ActualState): Taking[] {
  const found = new Map(actual.objects.map((entry) => [entry.uri, entry.properties]));
  return changes.flatMap((change) => {
    const { uri, type, action, after = {} } = change;
    if (type !== 'ltm/virtual' || action === 'delete') return [];
    const before = found.get(uri) ?? {};
    const whole = { ...before, ...after };
    const key = destinationKey(uri, whole, actual);
    const address = listener(uri, whole, actual);
    if (
      key === undefined ||
      address === undefined ||
      (action === 'modify' && key === destinationKey(uri, before, actual))
    )
      return [];
    return [{ change, destination: String(whole['destination']), key, address }];
  });
}

/** One that answers every client on every VLAN, as ours do, leaves nothing of its destination to others. */
function takesAll({ source, vlansEnabled }: Properties): boolean {
  return vlansEnabled !== true && /^(?:any6?|0\.0\.0\.0|::)?(?:%\d+)?(?:\/0)?$/.test(String(source ?? ''));
}

/**
 * Who has an address outside the managed partition. An address belongs to one partition (`0107176c`), unless that is
 * Common, whose addresses are everybody's: there only the same port and protocol are taken (`01070333`).
 */
function elsewhere(actual: ActualState): (wanted: Destination, change: Change) => string | undefined {
  const byAddress = new Map<string, string>();
  const byKey = new Map<string, string>();
  for (const { uri, properties } of actual.virtualsElsewhere ?? []) {
    const destination = listener(uri, properties, actual);
    if (destination === undefined || !takesAll(properties)) continue;
    const inCommon = partitionOf(uriName(uri)) === 'Common';
    if (!inCommon) byAddress.set(formatAddress(destination.address), uri);
    byKey.set(`${formatDestination(destination)} ${String(properties['ipProtocol'] ?? 'any')}`, uri);
  }
  const found = new Map(actual.objects.map(({ uri, properties }) => [uri, properties]));
  return (wanted, { uri, after = {} }) => {
    const protocol = String(after['ipProtocol'] ?? found.get(uri)?.['ipProtocol'] ?? 'any');
    return byAddress.get(formatAddress(wanted.address)) ?? byKey.get(`${formatDestination(wanted)} ${protocol}`);
  };
}

/** Finds the virtual servers of a plan whose destination another one on the device has, and keeps. */
export function checkDestinations(changes: readonly Change[], actual: ActualState): DestinationCheck {
  const taken = new Map<string, Conflict>();
  const makingRoom = new Set<string>();
  const wanted = takings(changes, actual);
  if (wanted.length === 0) return { conflicts: [], makingRoom };
  const holders = new Map<string, string[]>();
  for (const { uri, type, properties } of actual.objects) {
    const key = type === 'ltm/virtual' ? destinationKey(uri, properties, actual) : undefined;
    if (key !== undefined) holders.set(key, [...(holders.get(key) ?? []), uri]);
  }
  const leaving = new Set([
    ...wanted.map(({ change }) => change.uri),
    ...changes.filter(({ type, action }) => type === 'ltm/virtual' && action === 'delete').map(({ uri }) => uri),
  ]);
  const first = new Map<string, string>();
  for (const { change, destination, key } of wanted) {
    const { uri, type } = change;
    const other = first.get(key);
    if (other === undefined) first.set(key, uri);
    // Two spellings that only the partition's default route domain makes the same.
    else
      taken.set(uri, {
        uri,
        type,
        reason: 'AddressTaken',
        holder: other,
        message: `its destination ${destination} is also that of ${other}`,
      });
  }
  // One that cannot move keeps the destination that another one wanted, so this may take several rounds.
  for (let rounds = 0, before = -1; before !== taken.size && rounds <= wanted.length; rounds += 1) {
    before = taken.size;
    for (const { change, destination, key } of wanted) {
      const { uri, type } = change;
      const holder = holders.get(key)?.find((other) => other !== uri && (!leaving.has(other) || taken.has(other)));
      if (holder === undefined || taken.has(uri)) continue;
      const message = `its destination ${destination} belongs to ${holder}`;
      taken.set(uri, { uri, type, reason: 'AddressTaken', holder, message });
    }
  }
  const holderElsewhere = elsewhere(actual);
  for (const { change, destination, address } of wanted) {
    const { uri, type } = change;
    const holder = taken.has(uri) ? undefined : holderElsewhere(address, change);
    if (holder === undefined) continue;
    const message = `its destination ${destination} belongs to ${holder}`;
    taken.set(uri, { uri, type, reason: 'AddressTaken', holder, message });
  }
  for (const { change, key } of wanted) {
    if (taken.has(change.uri)) continue;
    for (const holder of holders.get(key) ?? []) if (holder !== change.uri) makingRoom.add(holder);
  }
  return { conflicts: [...taken.values()], makingRoom };
}
