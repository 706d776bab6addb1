/**
 * Pool members that go get time for their connections: disabled with our mark on them, so that the next run knows whose
 * drain it is whatever becomes of this one, and watched until nobody is connected.
 */

import { readItems } from '../actual/collection.ts';
import { memberStatistics } from '../actual/statistics.ts';
import { NotFoundError } from '../errors.ts';
import { fullPathOf } from '../icontrol/item-name.ts';
import { pause } from '../icontrol/pause.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { drainMark, resourceFor } from '../plan/index.ts';
import type { Change } from '../plan/types.ts';
import type { Properties } from '../state.ts';
import { memberType } from '../values/member-name.ts';
import { formatUri, parseUri, uriName } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { DrainedMember } from './types.ts';

/** Milliseconds between two looks at the connections. */
const interval = 2_000;
const givenUp = 'the drain was given up; what was drained stays disabled, with our mark, until the next apply';

/** A plan in two parts, when members go at its end: what is done before they are drained, and what after. */
export interface Parted {
  readonly before: readonly Change[];
  /** From the first deletion of the last ones on; empty when no member is among them. */
  readonly after: readonly Change[];
}

export function partedByDrain(changes: readonly Change[]): Parted {
  const end = changes.findLastIndex(({ action }) => action !== 'delete') + 1;
  const after = changes.slice(end);
  return after.some(isRemoval) ? { before: changes.slice(0, end), after } : { before: changes, after: [] };
}

function isRemoval({ action, type }: Change): boolean {
  return action === 'delete' && type === memberType;
}

/** The removals of members, by the full path of their pool. */
function byPool(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const pools = new Map<string, Change[]>();
  for (const change of changes.filter(isRemoval)) {
    const pool = uriName(change.uri.slice(0, change.uri.lastIndexOf('/members/')));
    const known = pools.get(pool);
    if (known === undefined) pools.set(pool, [change]);
    else known.push(change);
  }
  return pools;
}

/** The members of a pool as they are now, by their URIs; none when there is no such pool any more. */
async function membersOf(requester: Requester, pool: string, options: CallOptions): Promise<Map<string, Properties>> {
  const segments = ['ltm', 'pool', pool, 'members'];
  const found = new Map<string, Properties>();
  try {
    for (const item of await readItems(requester, segments, options)) {
      try {
        found.set(formatUri([...segments, fullPathOf(item, resourceFor(memberType))]), item);
      } catch (error) {
        if (!(error instanceof BigIpValueError)) throw error;
        // Of a name that we would not give, and so none of those that are drained.
      }
    }
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
  return found;
}

/** What is to be done for members that go. */
export interface DrainPlan {
  /** Disables those that take connections, with our mark on each. */
  readonly marking: readonly Change[];
  /** URIs of the members that are there, whoever disabled them. */
  readonly watched: readonly string[];
}

/** Looks at the members that go: one GET a pool. */
export async function planDrain(
  requester: Requester,
  owner: string,
  changes: readonly Change[],
  options: CallOptions,
): Promise<DrainPlan> {
  const each = [...byPool(changes)].map(async ([pool, removals]) => {
    const members = await membersOf(requester, pool, options);
    return removals.flatMap(({ uri, type }) => {
      const found = members.get(uri);
      if (found === undefined) return [];
      const after = drainMark(found, owner);
      const marking: Change | undefined = after === undefined ? undefined : { action: 'modify', uri, type, after };
      return [{ uri, marking }];
    });
  });
  const all = (await Promise.all(each)).flat();
  return {
    marking: all.flatMap(({ marking }) => marking ?? []),
    watched: all.map(({ uri }) => uri),
  };
}

export interface DrainWait {
  /** Milliseconds at most. */
  readonly timeout: number;
  /** Told after every look: the open connections, and the milliseconds that are left. */
  readonly onLook: (connections: number, remaining: number) => void;
}

/** Connections of each member; undefined where the device does not say. One GET a pool. */
async function connectionsOf(
  requester: Requester,
  members: readonly string[],
  options: CallOptions,
): Promise<readonly DrainedMember[]> {
  const { switches } = resourceFor(memberType);
  const pools = [...new Set(members.map((uri) => parseUri(uri)[2] ?? ''))];
  const statistics = new Map(
    await Promise.all(pools.map(async (pool) => [pool, await memberStatistics(requester, pool, options)] as const)),
  );
  return members.map((uri) => {
    const counters = statistics.get(parseUri(uri)[2] ?? '')?.(uriName(uri))?.counters;
    const found = counters?.[switches?.connections ?? ''];
    // What cannot be counted is not drained: it gets all of the time.
    return found === undefined
      ? { uri, drained: false }
      : { uri, drained: Number(found) === 0, connections: Number(found) };
  });
}

/**
 * Waits until nobody is connected to any of the members, or the time is over. Throws AbortError, and what a request throws;
 * the members stay disabled and marked then.
 */
export async function waitDrained(
  requester: Requester,
  members: readonly string[],
  { timeout, onLook }: DrainWait,
  options: CallOptions,
): Promise<readonly DrainedMember[]> {
  const { clock } = requester;
  const began = clock.now();
  for (;;) {
    const looked = await connectionsOf(requester, members, options);
    const remaining = Math.max(0, timeout - (clock.now() - began));
    onLook(
      looked.reduce((sum, { connections = 0 }) => sum + connections, 0),
      remaining,
    );
    if (remaining === 0 || looked.every(({ drained }) => drained)) return looked;
    await pause(clock, Math.min(interval, remaining), options.signal, givenUp);
  }
}
