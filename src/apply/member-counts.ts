/** How many members pools have: only then it is known whether any of them stays. */
import { readItems } from '../actual/collection.ts';
import { BigIpError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { parseUri } from '../values/uri.ts';
import type { MemberCounts } from './commands.ts';

/** By the URIs of the pools, one GET each. What could not be counted is left out, and has a request for each member. */
export async function countMembers(
  requester: Requester,
  pools: readonly string[],
  options: CallOptions,
): Promise<MemberCounts> {
  const counts = new Map<string, number>();
  const counting = pools.map(async (uri) => {
    const members = await readItems(requester, [...parseUri(uri), 'members'], { ...options, select: ['name'] });
    counts.set(uri, members.length);
  });
  for (const result of await Promise.allSettled(counting)) {
    if (result.status === 'rejected' && !(result.reason instanceof BigIpError)) throw result.reason;
  }
  return counts;
}
