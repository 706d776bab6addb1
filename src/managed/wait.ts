/** Waiting until pool members take traffic. */

import { entriesOf } from '../actual/entries.ts';
import { NotFoundError } from '../errors.ts';
import { callOptions } from '../icontrol/call-options.ts';
import { isItem, nameAndPlace } from '../icontrol/items.ts';
import { pause } from '../icontrol/pause.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { pool as poolResource } from '../resources/ltm/pool.ts';
import { parseUri } from '../values/uri.ts';
import { takesTraffic } from './member-state.ts';

export interface WaitProgress {
  /** Members that are not available yet, and all that are waited for. */
  readonly waiting: number;
  readonly total: number;
  /** Milliseconds since the wait began. */
  readonly elapsed: number;
}

export interface WaitOptions {
  /** Milliseconds to wait at most. */
  readonly timeout: number;
  /** Milliseconds between two looks. Default 2,000. */
  readonly interval?: number;
  /** Ends the wait with an AbortError. */
  readonly signal?: AbortSignal;
  /** Told after every look. What it throws ends the wait. */
  readonly onProgress?: (progress: WaitProgress) => void;
}

/** A member that does not take traffic. */
export interface Unavailable {
  readonly uri: string;
  /** As the device says, `down`, `checking`; `gone` when the member is not there any more. */
  readonly state: string;
}

export interface WaitReport {
  readonly available: boolean;
  /** Empty when all are available. */
  readonly unavailable: readonly Unavailable[];
  /** Milliseconds. */
  readonly elapsed: number;
}

/** The URI of the pool of a member. */
export function poolOfMember(member: string): string {
  return member.split('/').slice(0, -2).join('/');
}

/** One GET a pool: those of its members that are waited for and not available. */
async function lookAt(requester: Requester, pool: string, members: readonly string[], options: CallOptions) {
  const segments = parseUri(pool);
  const query = { expandSubcollections: 'true', $select: [...nameAndPlace, 'monitor', 'membersReference'].join(',') };
  const found = new Map<string, Unavailable | undefined>();
  try {
    const { body } = await requester.request('GET', segments, { ...options, query });
    const entries = isItem(body) ? entriesOf(segments.slice(0, -1), poolResource, body) : [];
    const whole = entries.find(({ type }) => type === poolResource.path)?.properties ?? {};
    for (const { uri, properties } of entries) {
      const state = typeof properties['state'] === 'string' ? properties['state'] : 'unknown';
      found.set(uri, takesTraffic(properties, whole) ? undefined : { uri, state });
    }
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
  return members.flatMap((uri) => (found.has(uri) ? (found.get(uri) ?? []) : [{ uri, state: 'gone' }]));
}

async function lookAtAll(requester: Requester, members: readonly string[], options: CallOptions) {
  const byPool = new Map<string, string[]>();
  for (const uri of members) byPool.set(poolOfMember(uri), [...(byPool.get(poolOfMember(uri)) ?? []), uri]);
  const looks = [...byPool].map(([pool, uris]) => lookAt(requester, pool, uris, options));
  return (await Promise.all(looks)).flat();
}

/**
 * Waits until every one of these members takes traffic: enabled, and up, or unchecked where it has no monitor. A member
 * that is gone is not waited for, and reported. Resolves also when the time is over; throws what a request throws.
 *
 * `members` are URIs: `ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80`.
 */
export async function waitAvailable(
  requester: Requester,
  members: readonly string[],
  options: WaitOptions,
): Promise<WaitReport> {
  const { timeout, interval = 2_000, signal, onProgress } = options;
  const { clock } = requester;
  const call = callOptions({ signal });
  const began = clock.now();
  const gone: Unavailable[] = [];
  let waiting: readonly string[] = members;
  for (;;) {
    const left = await lookAtAll(requester, waiting, call);
    gone.push(...left.filter(({ state }) => state === 'gone'));
    const late = left.filter(({ state }) => state !== 'gone');
    waiting = late.map(({ uri }) => uri);
    const elapsed = clock.now() - began;
    onProgress?.({ waiting: waiting.length, total: members.length, elapsed });
    if (waiting.length === 0 || elapsed >= timeout) {
      const unavailable = [...gone, ...late];
      return { available: unavailable.length === 0, unavailable, elapsed };
    }
    await pause(clock, Math.min(interval, timeout - elapsed), signal, 'the wait for pool members was given up');
  }
}
