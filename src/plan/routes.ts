/**
 * Static routes to the pods of Nodes. Two cannot lead to one network, so one that does already is a conflict, unless it is
 * ours: then it makes room.
 */
import type { ActualState, DesiredState, Entry, Properties } from '../state.ts';
import { parseAddress } from '../values/address.ts';
import { networkContains, parseNetwork } from '../values/network.ts';
import { orNone } from '../values/value-error.ts';
import { heldOnDevice } from './held.ts';
import { spaceOf } from './identity.ts';
import type { Holder } from './ownership.ts';
import { networkName } from './route-networks.ts';
import type { Change, Conflict } from './types.ts';

export const routeType = 'net/route';

/** Equal for two routes that lead to one network; undefined for what leads to none that is understood. */
function networkKey(uri: string, { network }: Properties, actual: ActualState): string | undefined {
  const name = networkName(network);
  const stated = /%(\d+)/.exec(String(network))?.[1];
  return name === undefined ? undefined : `${name}%${stated ?? spaceOf(uri, actual).defaultRouteDomain}`;
}

function isRoute({ type }: Pick<Entry, 'type'>): boolean {
  return type === routeType;
}

/** Routes of the device by the network that they lead to. */
function byNetwork(entries: readonly Entry[], actual: ActualState): ReadonlyMap<string, Entry> {
  return new Map(
    entries.filter(isRoute).flatMap((entry) => {
      const key = networkKey(entry.uri, entry.properties, actual);
      return key === undefined ? [] : [[key, entry] as const];
    }),
  );
}

/** Why a wanted route cannot be made. */
export interface RouteTrouble {
  /** Absent where it is one of ours that is held. */
  readonly conflict?: Conflict;
  /** The network in CIDR spelling, where packets would go another way than wanted. */
  readonly lost?: string;
}

/** The wanted routes whose network somebody else has, by URI. */
export function routeTroubles(
  desired: DesiredState,
  actual: ActualState,
  holderOf: (entry: Entry) => Holder,
): ReadonlyMap<string, RouteTrouble> {
  const wanted = desired.objects.filter(isRoute);
  if (wanted.length === 0) return new Map();
  const own = byNetwork(actual.objects, actual);
  const others = byNetwork(actual.routesElsewhere ?? [], actual);
  const held = heldOnDevice(desired, actual);
  return new Map(
    wanted.flatMap(({ uri, type, properties }): [string, RouteTrouble][] => {
      const key = networkKey(uri, properties, actual) ?? '';
      const holder = others.get(key) ?? own.get(key);
      if (holder === undefined || holder.uri === uri) return [];
      const isOurs = own.get(key) === holder && holderOf(holder).kind === 'ours';
      if (isOurs && !held.has(holder.uri)) return [];
      const same = bareGateway(holder.properties) === bareGateway(properties);
      const lost = same ? {} : { lost: String(properties['network']).replace(/%\d+/, '') };
      if (isOurs) return [[uri, lost]];
      const message = `the network ${String(properties['network'])} belongs to ${holder.uri}; delete that route first`;
      return [[uri, { ...lost, conflict: { uri, type, reason: 'AddressTaken', holder: holder.uri, message } }]];
    }),
  );
}

function bareGateway({ gw }: Properties): string | undefined {
  return typeof gw === 'string' ? orNone(() => parseAddress(gw).ip) : undefined;
}

/** Whether an address lies in one of the networks. */
export function lostTest(troubles: Iterable<RouteTrouble>): (ip: string | undefined) => boolean {
  const networks = [...troubles].flatMap(({ lost }) => (lost === undefined ? [] : [parseNetwork(lost)]));
  return (ip) => ip !== undefined && networks.some((network) => networkContains(network, ip));
}

/** Tells whether a route that nobody wants leads to a network that a wanted one of another name leads to. */
export function takenNetworks(desired: DesiredState, actual: ActualState): (entry: Entry) => boolean {
  const wanted = new Map(
    desired.objects.filter(isRoute).map(({ uri, properties }) => [networkKey(uri, properties, actual), uri]),
  );
  return ({ uri, properties }) => {
    const taker = wanted.get(networkKey(uri, properties, actual));
    return taker !== undefined && taker !== uri;
  };
}

/**
 * Routes that leave a network which another one of the plan takes come first; one that changes its own network while
 * another takes its old one is deleted and made anew, with all such deletions before all that is made.
 */
export function makeRoom(
  changes: readonly Change[],
  actual: ActualState,
): { readonly changes: readonly Change[]; readonly makingRoom: ReadonlySet<string> } {
  const taken = new Map<string, string>();
  for (const { uri, type, action, after } of changes) {
    if (type !== routeType || (action !== 'create' && action !== 'replace')) continue;
    const key = networkKey(uri, after ?? {}, actual);
    if (key !== undefined) taken.set(key, uri);
  }
  if (taken.size === 0) return { changes, makingRoom: new Set() };
  const leaves = ({ uri, type, action, before }: Change): boolean => {
    if (type !== routeType || (action !== 'delete' && action !== 'replace')) return false;
    const taker = taken.get(networkKey(uri, before ?? {}, actual) ?? '');
    return taker !== undefined && taker !== uri;
  };
  const makingRoom = new Set(changes.filter(leaves).map(({ uri }) => uri));
  return {
    makingRoom,
    changes: changes.flatMap((change): readonly Change[] => {
      if (change.action !== 'replace' || !makingRoom.has(change.uri)) return [change];
      const { uri, type, before = {}, after = {}, reason = '' } = change;
      return [
        { action: 'delete', uri, type, before, reason },
        { action: 'create', uri, type, after, reason },
      ];
    }),
  };
}
