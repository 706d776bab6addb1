/**
 * When what was read of a device is believed. A device that loads its configuration answers with lists that lack objects, and
 * a plan made of those would make everything again. So:
 *
 * - When a wanted object is missing the device is asked whether it is ready (`sys/ready`). If it is not, it is waited for,
 *   and read again.
 * - When objects have vanished, it is read a second time, and that is believed. They have vanished when what was read
 *   contradicts itself (a virtual server whose pool is not there, a registered FDB record that is wanted and is not there, no
 *   pool at all where there are neighbours of wanted members), or when this process saw them through the same client the last
 *   time and has not deleted them.
 */
import { NotFoundError, NotReadyError, PermissionError } from '../errors.ts';
import { pause } from '../icontrol/pause.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { Status } from '../icontrol/status.ts';
import { ready } from '../resources/sys/ready.ts';
import type { ActualState, DesiredState, Entry, Json } from '../state.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { registeredName, registeredNames } from '../values/registry.ts';
import { formatUri } from '../values/uri.ts';
import { hasDoubtfulNeighbour } from './members-elsewhere.ts';
import { type ReadOptions, readActual } from './read.ts';

/** Of a requester that says nothing else. */
const defaultReadiness = { interval: 2_000, limit: 600_000 };

/** Older versions, and users without the right to ask, are not asked: then the session itself is careful with absence. */
async function isReady(requester: Requester, options: CallOptions): Promise<boolean> {
  try {
    const said = await new Status(requester, ready).get(options);
    return Object.entries(said).every(([name, value]) => !name.endsWith('Ready') || value === 'yes');
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof PermissionError) return true;
    throw error;
  }
}

/** Resolves whether it was ready at once. Throws NotReadyError. */
async function awaitReady(requester: Requester, options: CallOptions): Promise<boolean> {
  const { clock, readiness: { interval, limit } = defaultReadiness } = requester;
  const until = clock.now() + limit;
  for (let looks = 0; ; looks += 1) {
    if (await isReady(requester, options)) return looks === 0;
    if (clock.now() >= until)
      throw new NotReadyError(`the BIG-IP has not become ready within ${limit} ms, so what it says is not believed`, {
        outcome: 'not-sent',
      });
    await pause(
      clock,
      Math.min(interval, Math.max(0, until - clock.now())),
      options.signal,
      'given up while the BIG-IP was not ready',
    );
  }
}

/** The URI of a pool in a property of a virtual server, if it lies in the partition. */
function poolIn(partition: string, wire: Json | undefined): string | undefined {
  if (typeof wire !== 'string' || !wire.startsWith(`/${partition}/`)) return undefined;
  return formatUri(['ltm', 'pool', wire]);
}

function lacksPools({ scope }: DesiredState, objects: readonly Entry[], found: ReadonlySet<string>): boolean {
  return objects.some(({ type, properties }) => {
    const pool = type === 'ltm/virtual' ? poolIn(scope.partition, properties['pool']) : undefined;
    return pool !== undefined && !found.has(pool);
  });
}

function lacksRecords(missing: readonly Entry[], { registries }: ActualState): boolean {
  const names = new Set<string | undefined>(registeredNames(registries?.own?.properties['records']));
  return missing.some(({ uri, type }) => isRecord(type) && names.has(registeredName(uri)));
}

/**
 * Neighbours of wanted members are there, and not one pool. For the overlay alone, which may be made before the pools: there
 * are neighbours that nobody wants, and no pool says that they are used.
 */
function lacksEveryPool(desired: DesiredState, objects: readonly Entry[], overlay: boolean): boolean {
  const { objects: wanted } = desired;
  if (objects.some(({ type }) => type === 'ltm/pool')) return false;
  const neighbours = objects.filter(({ type }) => isNeighbour(type));
  if (overlay) return hasDoubtfulNeighbour(neighbours, desired);
  const asked = new Set(wanted.filter(({ type }) => isNeighbour(type)).map(({ uri }) => uri));
  return wanted.some(({ type }) => type === 'ltm/pool') && neighbours.some(({ uri }) => asked.has(uri));
}

/** What was there the last time, by client and place. */
const seen = new WeakMap<Requester, Map<string, ReadonlySet<string>>>();

type Place = Pick<DesiredState['scope'], 'partition' | 'tunnel' | 'tunnelV6' | 'routes'>;

function placeOf({ scope }: { readonly scope: Place }, overlay = false): string {
  const { partition, tunnel = '', tunnelV6 = '', routes = '' } = scope;
  return [partition, tunnel, tunnelV6, routes, ...(overlay ? ['overlay'] : [])].join(' ');
}

function isOverlay(type: string): boolean {
  return isRecord(type) || isNeighbour(type);
}

/**
 * Told of what this process made and deleted itself: that it is there, or gone, is no wonder. What was made is expected in the
 * place alone that it was made for: another owner does not look into this one's partition.
 */
export function noteWritten(
  requester: Requester,
  scope: Place | undefined,
  { made, deleted }: { readonly made: readonly string[]; readonly deleted: readonly string[] },
): void {
  const gone = new Set(deleted);
  const here = scope === undefined ? undefined : placeOf({ scope });
  const beside = scope === undefined ? undefined : placeOf({ scope }, true);
  const places = seen.get(requester);
  for (const [place, uris] of places ?? []) {
    const known = place === here ? made : made.filter((uri) => place === beside && /^net\/(?:fdb|arp|ndp)\//.test(uri));
    const all = [...uris, ...known];
    places?.set(place, new Set(all.filter((uri) => !gone.has(uri))));
  }
}

/** {@link readActual}, believed only of a device that is ready, and of vanished objects after a second look. */
export async function readBelieved(
  requester: Requester,
  desired: DesiredState,
  options: ReadOptions = {},
): Promise<ActualState> {
  const { whole: _whole, orphans: _orphans, registries: _registries, overlay = false, ...call } = options;
  const place = placeOf(desired, overlay);
  const first = await readActual(requester, desired, options);
  const found = new Set(first.objects.map(({ uri }) => uri));
  const places = seen.get(requester) ?? new Map<string, ReadonlySet<string>>();
  const before = places.get(place) ?? new Set();
  const missing = desired.objects.filter(({ uri, type }) => !found.has(uri) && (!overlay || isOverlay(type)));
  const vanished =
    [...before].some((uri) => !found.has(uri)) ||
    lacksPools(desired, first.objects, found) ||
    lacksRecords(missing, first) ||
    lacksEveryPool(desired, first.objects, overlay);
  const wasReady = missing.length === 0 && !vanished ? true : await awaitReady(requester, call);
  const believed = vanished || !wasReady ? await readActual(requester, desired, options) : first;
  places.set(place, new Set(believed.objects.map(({ uri }) => uri)));
  seen.set(requester, places);
  return believed;
}

/**
 * What `read` says of a device that is ready; a second time when a virtual server of it has a pool that is not there. For
 * what is taken for the whole of what there is: a device that loads its configuration may show a part. Throws NotReadyError.
 */
export async function readWhole(
  requester: Requester,
  desired: DesiredState,
  read: () => Promise<ActualState>,
  options: CallOptions,
): Promise<ActualState> {
  await awaitReady(requester, options);
  const first = await read();
  const found = new Set(first.objects.map(({ uri }) => uri));
  return lacksPools(desired, first.objects, found) ? read() : first;
}
