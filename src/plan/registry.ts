/** Whose FDB records are, by the registries on the device, and what the own registry has to say from now on. */
import type { ActualState, DesiredState, Entry, Scope } from '../state.ts';
import { macSpelling } from '../values/mac.ts';
import { markDescription } from '../values/mark.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { registeredName, registeredNames, registryType, registryUri, withOthersRecords } from '../values/registry.ts';
import { difference } from './difference.ts';
import { resourceFor, spaceOf } from './identity.ts';
import { type RecordHolder, recordJudge } from './overlay.ts';
import type { Plan } from './types.ts';

/** The names that a registry holds. */
export function registered(registry: Entry | undefined): ReadonlySet<string> {
  return new Set(registeredNames(registry?.properties['records']));
}

/** Says whose a record of the device is. With `adopt` what nobody has registered is taken over. */
export function recordHolders({ registries }: ActualState, adopt: boolean): (record: Entry) => RecordHolder {
  const own = registered(registries?.own);
  const others = new Set(registries?.others);
  return ({ uri }) => {
    const name = registeredName(uri);
    if (name === undefined) return 'nobody';
    if (others.has(name)) return 'another';
    if (own.has(name)) return 'ours';
    return adopt && registries !== undefined ? 'adopted' : 'nobody';
  };
}

/** When a registry is written, and what it claims. */
export interface RegistryOptions {
  /** Whatever it lacks is a reason to write it, and is claimed. */
  readonly always: boolean;
  /** What no Node has any more and another owner has registered too is left to that one. */
  readonly prune: boolean;
  /** Wanted records that stand there and that nobody has registered are claimed. */
  readonly adopt: boolean;
}

/**
 * Names of records that would be deleted if no other owner had registered them: he does so when he in turn needs them no more,
 * and his is the last list that names them. Those are the records whose endpoint a Node of the input has with another MAC
 * address, and with `prune` all that no Node has. What is held is not left.
 */
function leftToOthers(desired: DesiredState, actual: ActualState, prune: boolean): ReadonlySet<string> {
  const own = registered(actual.registries?.own);
  const others = new Set(actual.registries?.others);
  const spoken = new Set([...desired.objects, ...desired.held].flatMap(({ uri }) => registeredName(uri) ?? []));
  const judge = recordJudge(desired, prune, () => 'ours');
  return new Set(
    actual.objects.flatMap((entry) => {
      const name = isRecord(entry.type) ? registeredName(entry.uri) : undefined;
      if (name === undefined || !own.has(name) || !others.has(name) || spoken.has(name)) return [];
      const outcome = judge(entry);
      return typeof outcome === 'object' && 'reason' in outcome ? [name] : [];
    }),
  );
}

/** Names of wanted records that stand there with another endpoint. */
function movedRecords(desired: DesiredState, actual: ActualState): ReadonlySet<string> {
  const found = new Map(
    actual.objects.flatMap((entry) => (isRecord(entry.type) ? [[registeredName(entry.uri), entry]] : [])),
  );
  return new Set(
    desired.objects.flatMap(({ uri, type, properties }) => {
      const name = isRecord(type) ? registeredName(uri) : undefined;
      const there = name === undefined ? undefined : found.get(name);
      if (name === undefined || there === undefined) return [];
      const differing = difference(resourceFor(type), properties, there.properties, spaceOf(there.uri, actual));
      return differing === undefined ? [] : [name];
    }),
  );
}

/**
 * The registry as it is wanted: the wanted records that are made, and those that another owner has registered and a wanted
 * neighbour leads to, so that neither takes away what the other uses. What stands there and is nobody's is not claimed without `adopt`, unless a Node of the input
 * takes its MAC address. What another owner alone has registered with another endpoint is his. Undefined as
 * long as the registry need not be written. It is written before the records. Names whose record is gone, from the
 * other unit of a pair too, are dropped when it is written anyway.
 */
export function wantedRegistry(
  desired: DesiredState,
  actual: ActualState,
  { always, prune, adopt }: RegistryOptions,
): Entry | undefined {
  if (actual.registries === undefined) return undefined;
  const { owner, scope } = desired;
  const own = registered(actual.registries.own);
  const others = new Set(actual.registries.others);
  const found = new Set(actual.objects.flatMap(({ uri, type }) => (isRecord(type) ? [registeredName(uri)] : [])));
  const wanted = desired.objects.flatMap(({ uri, type }) => (isRecord(type) ? (registeredName(uri) ?? []) : []));
  const moved = movedRecords(desired, actual);
  const used = new Set(
    desired.objects.flatMap(({ type, properties }) => (isNeighbour(type) ? macSpelling(properties['macAddress']) : [])),
  );
  const isShared = (name: string): boolean =>
    others.has(name) && !moved.has(name) && used.has(macSpelling(name.slice(name.lastIndexOf('/') + 1)));
  const isTaken = (name: string): boolean => !others.has(name) && moved.has(name);
  const names = wanted.filter((name) => {
    if (own.has(name) || isShared(name) || isTaken(name) || !found.has(name)) return true;
    return !others.has(name) && (always || adopt);
  });
  const exists = actual.registries.own !== undefined;
  // A partition that is taken over with all of its records gets no list of them before the first one that is made.
  const lacks = names.some(
    (name) => !own.has(name) && (always || exists || !found.has(name) || isShared(name) || isTaken(name)),
  );
  const left = always ? new Set<string>() : leftToOthers(desired, actual, prune);
  if (!lacks && left.size === 0) return undefined;
  // Another tunnel's records are another run's; of this one's those that are there stay registered.
  const looked = [scope.tunnel, scope.tunnelV6].filter((path) => path !== undefined);
  const beside = new Set(actual.recordsBeside);
  const still = [...own].filter((name) => {
    const isLookedFor = looked.some((path) => name.startsWith(`${path}/`));
    return isLookedFor ? (found.has(name) || beside.has(name)) && !left.has(name) : true;
  });
  const all = [...new Set([...still, ...names])];
  const records = withOthersRecords(all, actual.registries.own?.properties['records']);
  return {
    uri: registryUri(scope.partition, owner),
    type: registryType,
    properties: { records: records.map((record) => ({ ...record })) },
    initial: { type: 'string', description: markDescription(owner) },
  };
}

/** Whether a plan takes names out of the registry: the other unit of a pair may have their records still. */
export function dropsNames({ changes }: Plan): boolean {
  return changes.some(({ type, before, after }) => {
    if (type !== registryType || before === undefined || after === undefined) return false;
    const left = new Set(registeredNames(after['records']));
    return registeredNames(before['records']).some((name) => !left.has(name));
  });
}

/** Tunnels of which a registry names records, besides those that are managed. */
export function otherTunnels(registry: Entry, { tunnel, tunnelV6 }: Scope): readonly string[] {
  const tunnels = [...registered(registry)].map((name) => name.slice(0, name.lastIndexOf('/')));
  return [...new Set(tunnels)].filter((name) => name !== tunnel && name !== tunnelV6).sort();
}
