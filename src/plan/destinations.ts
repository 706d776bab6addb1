/** Two virtual servers cannot have one destination and protocol; BIG-IP refuses the second (01070333). */
import { z } from 'zod';
import { shapeOf } from '../resources/define.ts';
import { virtual } from '../resources/ltm/virtual.ts';
import type { ActualState, Properties } from '../state.ts';
import { type Destination, formatDestination } from '../values/destination.ts';
import { spaceOf } from './identity.ts';
import type { Change, Conflict } from './types.ts';

/** Equal for two virtual servers that cannot stand beside each other; undefined when the destination is not understood. */
function destinationKey(uri: string, properties: Properties, actual: ActualState): string | undefined {
  const { destination, ipProtocol } = properties;
  const schema = shapeOf(virtual)['destination'];
  const decoded = schema === undefined ? undefined : z.safeDecode(schema, destination);
  if (decoded?.success !== true || decoded.data === undefined) return undefined;
  const { address, port } = decoded.data as Destination;
  const routeDomain = address.routeDomain ?? spaceOf(uri, actual).defaultRouteDomain;
  return `${formatDestination({ address: { ...address, routeDomain }, port })} ${String(ipProtocol ?? 'any')}`;
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
    if (key === undefined || (action === 'modify' && key === destinationKey(uri, before, actual))) return [];
    return [{ change, destination: String(whole['destination']), key }];
  });
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
  for (const { change, key } of wanted) {
    if (taken.has(change.uri)) continue;
    for (const holder of holders.get(key) ?? []) if (holder !== change.uri) makingRoom.add(holder);
  }
  return { conflicts: [...taken.values()], makingRoom };
}
