/** When one change fails, the changes that make no sense without it are not tried. */

import { parentUri } from '../plan/identity.ts';
import { memberIp, neighbourIp } from '../plan/overlay.ts';
import { references } from '../plan/references.ts';
import { networkName, RouteNetworks } from '../plan/route-networks.ts';
import type { Change } from '../plan/types.ts';
import type { Properties } from '../state.ts';
import { macSpelling } from '../values/mac.ts';
import { memberType } from '../values/member-name.ts';
import { isNeighbour, recordType } from '../values/overlay-types.ts';
import { registeredName, registeredNames, registryType } from '../values/registry.ts';
import { uriName } from '../values/uri.ts';

const routeType = 'net/route';
/** What a change brings about, and another one relies on. */
type Effect =
  | `made ${string}`
  | `gone ${string}`
  | `freed ${string}`
  | `neighbour ${string}`
  | `unused ${string}`
  | `vtep ${string}`
  | `forgotten ${string}`
  | `way ${string}`
  | `room ${string}`
  | `left ${string}`
  | `unregistrable ${string}`
  | `registered ${string}`;

function referencesOf({ uri, type }: Change, properties: Properties = {}): readonly string[] {
  return references({ uri, type, properties });
}

/** The FDB records that a registry names from now on. */
function newlyNamed(before: Properties, after: Properties): readonly string[] {
  const known = new Set(registeredNames(before['records']));
  return registeredNames(after['records']).filter((name) => !known.has(name));
}

/** What is missing when a change fails. */
function effectsOf(change: Change, networks: RouteNetworks): Effect[] {
  const { action, uri, type, before = {}, after = {} } = change;
  const left = action === 'create' ? [] : referencesOf(change, before);
  const freed = left.map((used): Effect => `freed ${used}`);
  if (action === 'delete') {
    // A pool that could not be deleted is in use: it keeps its members.
    const own: Effect[] = [`gone ${uri}`, ...freed];
    if (type === memberType) {
      const ip = memberIp({ uri, properties: before });
      const around = ip === undefined ? [] : networks.around(ip);
      return [...own, `unused ${ip}`, ...around.map((network): Effect => `left ${network}`)];
    }
    if (type === routeType) return [...own, `room ${networkName(before['network'])}`];
    // Its owner's registry may only go when the record is gone: nothing else says whose it is.
    if (type === recordType) return [...own, `unregistrable ${registeredName(uri)}`];
    return isNeighbour(type) ? [...own, `forgotten ${macSpelling(before['macAddress'])}`] : own;
  }
  const made: Effect[] = action === 'modify' ? freed : [`made ${uri}`, ...freed];
  if (type === routeType && action !== 'modify') return [...made, `way ${networkName(after['network'])}`];
  if (type === recordType) return [...made, `vtep ${macSpelling(uriName(uri))}`];
  if (type === registryType) return [...made, ...newlyNamed(before, after).map((name): Effect => `registered ${name}`)];
  if (!isNeighbour(type)) return made;
  const way: Effect[] = [...made, `neighbour ${neighbourIp({ uri, properties: after })}`];
  // It leads to the old record until it is changed.
  return 'macAddress' in before ? [...way, `forgotten ${macSpelling(before['macAddress'])}`] : way;
}

/** What must have been brought about for a change to make sense. */
function needsOf(change: Change, networks: RouteNetworks): Effect[] {
  const { action, uri, type, before = {}, after = {} } = change;
  if (action === 'delete') {
    // What is still referred to cannot go, and a member or a neighbour that stays needs its way.
    if (type === memberType) return [`gone ${parentUri(uri)}`];
    if (isNeighbour(type)) return [`unused ${neighbourIp({ uri, properties: before })}`];
    if (type === registryType) return registeredNames(before['records']).map((name): Effect => `unregistrable ${name}`);
    if (type === routeType)
      return networks.isTaken(before['network']) ? [] : [`left ${networkName(before['network'])}`];
    return type === recordType ? [`forgotten ${macSpelling(uriName(uri))}`] : [`freed ${uri}`];
  }
  const made = referencesOf(change, after).map((used): Effect => `made ${used}`);
  // None is ever there unregistered: nothing else would say whose it is.
  if (type === recordType) return [...made, `registered ${registeredName(uri)}`];
  if (isNeighbour(type)) return [...made, `vtep ${macSpelling(after['macAddress'])}`];
  // Its network, and its name, may be those of a route that has to go first.
  if (type === routeType && action !== 'modify')
    return [...made, `room ${networkName(after['network'])}`, `gone ${uri}`];
  if (type !== memberType) return made;
  const ip = memberIp({ uri, properties: after });
  const ways = ip === undefined ? [] : networks.around(ip);
  return [...made, `neighbour ${ip}`, ...ways.map((network): Effect => `way ${network}`)];
}

/** Tells everything among `changes` that depends on a change, directly or not. */
export function dependencies(changes: readonly Change[]): (failed: Change) => ReadonlySet<Change> {
  let relying: Map<Effect, Change[]> | undefined;
  const networks = new RouteNetworks(changes.filter(({ type }) => type === routeType));
  const index = (): Map<Effect, Change[]> => {
    const found = new Map<Effect, Change[]>();
    for (const change of changes) {
      for (const need of needsOf(change, networks)) {
        const known = found.get(need);
        if (known === undefined) found.set(need, [change]);
        else known.push(change);
      }
    }
    return found;
  };
  return (failed) => {
    relying ??= index();
    const found = new Set<Change>([failed]);
    // A set is walked in the order in which it grows.
    for (const at of found) {
      for (const effect of effectsOf(at, networks)) for (const change of relying.get(effect) ?? []) found.add(change);
    }
    found.delete(failed);
    return found;
  };
}
