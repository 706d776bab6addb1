/** Drift as it happens. */
import { PartitionNotFoundError, TunnelNotFoundError } from '../../actual/index.ts';
import { type OwnWrite, type OwnWrites, ownWritesOf } from '../../apply/index.ts';
import { AuthenticationError, BigIpError, PermissionError, SessionClosedError, TlsError } from '../../errors.ts';
import { callOptions } from '../../icontrol/call-options.ts';
import type { CallOptions, Requester } from '../../icontrol/requester.ts';
import { type Change, type Drift, type ManagedScope, nothingWanted } from '../../plan/index.ts';
import type { DesiredState, Scope } from '../../state.ts';
import { partitionOf } from '../../values/full-path.ts';
import { registryType } from '../../values/registry.ts';
import { parseUri } from '../../values/uri.ts';
import { driftBetween, type Seen, seenIn } from './compare.ts';
import { Looker } from './look.ts';

/** What can be watched: a BigIp. */
export interface WatchedDevice extends Requester {
  waitReady(options?: CallOptions): Promise<void>;
}

export interface WatchOptions extends ManagedScope {
  /** Milliseconds between two looks. Default 30,000. */
  readonly interval?: number;
  /**
   * Every so many looks all objects are read whole, because the device's generations are not quite reliable, and the registry
   * of FDB records with them. Default 20.
   */
  readonly wholeEvery?: number;
  /** Ends the watch. */
  readonly signal?: AbortSignal;
  /** Told when a look failed; the next one is `retryIn` milliseconds later, and later each time. What it throws ends the watch. */
  readonly onError?: (error: BigIpError, retryIn: number) => void;
}

const defaultInterval = 30_000;
const defaultWholeEvery = 20;
/** Milliseconds before the second look at what vanished, at most. */
const secondLook = 5_000;
/** Milliseconds between two tries at most, unless the interval is longer. */
const longestPause = 300_000;

/** Nothing that a later look would mend, or that must not be tried again: each try with a wrong password counts. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof BigIpError)) return true;
  const final = [
    AuthenticationError,
    PermissionError,
    TlsError,
    SessionClosedError,
    PartitionNotFoundError,
    TunnelNotFoundError,
  ];
  return final.some((kind) => error instanceof kind);
}

/** Resolves when no apply is under way, or the watch ends. */
async function untilIdle(own: OwnWrites, signal: AbortSignal | undefined): Promise<void> {
  if (!own.running) return;
  let stop = () => {};
  const ended = new Promise<void>((resolve) => {
    stop = resolve;
    signal?.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([own.idle(), ended]);
  signal?.removeEventListener('abort', stop);
}

/** Whether an object is one of those that are looked at. */
function isIn({ uri, type }: Change, { partition, tunnel, tunnelV6 = tunnel, routes }: Scope): boolean {
  const [path = ''] = parseUri(uri).filter((segment) => segment.startsWith('/'));
  const beside = (way: string | undefined): boolean => way !== undefined && partitionOf(path) === partitionOf(way);
  switch (type) {
    case 'net/fdb/tunnel/records':
      return path === tunnel || path === tunnelV6;
    case 'net/arp':
      return beside(tunnel);
    case 'net/ndp':
      return beside(tunnelV6);
    case 'net/route':
      return partitionOf(path) === routes;
    case registryType:
      // Without a tunnel nobody reads it.
      return tunnel !== undefined && partitionOf(path) === partition;
    default:
      return partitionOf(path) === partition;
  }
}

class Watch {
  readonly #device: WatchedDevice;
  readonly #looker: Looker;
  readonly #own: OwnWrites;
  readonly #signal: AbortSignal | undefined;
  readonly #interval: number;
  readonly #wholeEvery: number;
  readonly #place: DesiredState;
  /** Own writes since the last look that counted. */
  #writes: readonly OwnWrite[] = [];
  #before: Seen | undefined;
  #looks = 0;

  constructor(device: WatchedDevice, options: WatchOptions, own: OwnWrites) {
    const { signal } = options;
    const place = nothingWanted(options);
    this.#device = device;
    this.#place = place;
    this.#looker = new Looker(device, place, callOptions({ signal }));
    this.#own = own;
    this.#signal = signal;
    this.#interval = options.interval ?? defaultInterval;
    this.#wholeEvery = options.wholeEvery ?? defaultWholeEvery;
  }

  /**
   * What others have done since the last look. Undefined when an apply of this process came in between: then the look may
   * have seen half of it.
   */
  async look(): Promise<readonly Drift[] | undefined> {
    await untilIdle(this.#own, this.#signal);
    const { begun } = this.#own;
    const isWhole = this.#before === undefined || this.#looks % this.#wholeEvery === 0;
    this.#looks += 1;
    let now = await this.#see(isWhole);
    const { begun: then } = this.#own;
    if (then !== begun) return undefined;
    const before = this.#before;
    if (before === undefined) return this.#settle(now, []);
    let drifts = driftBetween(before, now, this.#writes);
    if (drifts.length === 0) return this.#settle(now, []);
    // A device that loads its configuration says anything: what counts is what it says once it is ready.
    await this.#device.waitReady(callOptions({ signal: this.#signal }));
    const gone = new Set(drifts.flatMap(({ change, uri }) => (change === 'deleted' ? [uri] : [])));
    if (gone.size > 0) await this.#device.clock.sleep(Math.min(this.#interval, secondLook), this.#signal);
    this.#looker.forget(new Set(drifts.map(({ uri }) => uri)));
    now = await this.#see(false);
    drifts = driftBetween(before, now, this.#writes);
    if (this.#own.begun !== begun) return undefined;
    const once = new Set(drifts.flatMap(({ change, uri }) => (change === 'deleted' && !gone.has(uri) ? [uri] : [])));
    const believed = drifts.filter(({ uri }) => !once.has(uri));
    return this.#settle(withKept(now, before, once), believed);
  }

  async #see(whole: boolean): Promise<Seen> {
    return seenIn(await (whole ? this.#looker.whole() : this.#looker.again()), this.#place.owner);
  }

  /** Writes of this owner, in this place. */
  note(owner: string, writes: readonly OwnWrite[]): void {
    if (owner !== this.#place.owner) return;
    const own = writes.filter(({ change }) => isIn(change, this.#place.scope));
    this.#writes = [...this.#writes, ...own];
    this.#looker.forget(new Set(own.flatMap(({ change: { uri, type } }) => (type === registryType ? [uri] : []))));
  }

  #settle(now: Seen, drifts: readonly Drift[]): readonly Drift[] {
    this.#before = now;
    this.#writes = [];
    return drifts;
  }
}

/** What was seen to be gone only once is taken to be there until the next look. */
function withKept(now: Seen, before: Seen, uris: ReadonlySet<string>): Seen {
  if (uris.size === 0) return now;
  const all = new Map(now.all);
  for (const uri of uris) {
    const was = before.all.get(uri);
    if (was !== undefined) all.set(uri, was);
  }
  return { all, ours: new Set([...now.ours, ...[...uris].filter((uri) => before.ours.has(uri))]) };
}

/**
 * Tells what others do to the objects of an owner: what they change, add to its pools, delete, or take over. The first look
 * is what the following ones are compared with, and reports nothing. What `applyPlan` and `reconcile` of this process write
 * through the same client is never reported. A disappearance is reported after a second look, and nothing at all of a device
 * that is not ready. Looks that fail are repeated, later each time.
 *
 * Ends when the signal is aborted, or the loop is left. Throws PartitionNotFoundError, TunnelNotFoundError, and what no later
 * look would mend: AuthenticationError, PermissionError, TlsError, SessionClosedError.
 *
 * ```ts
 * for await (const { change, uri, before, after, holder } of watchDrift(bigip, { partition: 'k8s', signal })) {
 *   console.log(change, uri, before, after, holder?.kind);
 * }
 * ```
 */
export async function* watchDrift(bigip: WatchedDevice, options: WatchOptions): AsyncGenerator<Drift, void, undefined> {
  const { interval = defaultInterval, signal, onError } = options;
  const ended = (): boolean => signal?.aborted === true;
  const own = ownWritesOf(bigip);
  const watch = new Watch(bigip, options, own);
  const stop = own.listen((owner, writes) => watch.note(owner, writes));
  let failures = 0;
  try {
    while (!ended()) {
      let pause = interval;
      try {
        const drifts = await watch.look();
        failures = 0;
        if (drifts === undefined) continue;
        yield* drifts;
      } catch (error) {
        if (ended()) return;
        if (isFinal(error)) throw error;
        failures += 1;
        pause = Math.min(interval * 2 ** failures, Math.max(interval, longestPause));
        onError?.(error as BigIpError, pause);
      }
      await bigip.clock.sleep(pause, signal);
    }
  } catch (error) {
    if (!ended()) throw error;
  } finally {
    stop();
  }
}
