/** The pool members that are to take traffic. */
import { readType } from '../actual/collection.ts';
import { callOptions } from '../icontrol/call-options.ts';
import { nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { judge, type Plan } from '../plan/index.ts';
import { pool } from '../resources/ltm/pool.ts';
import { poolOfMember } from './wait.ts';

const select = [...nameAndPlace, 'metadata', 'appService', 'membersReference'];

/**
 * URIs of the members of this owner's pools that the input of a plan asks for; not those that somebody disabled, or that are
 * drained, and not those of pools that are kept or held: nobody asks for them. One GET. Empty for a plan that does not say
 * its partition.
 */
export async function servingMembers(
  bigip: Requester,
  { owner, scope, kept, held }: Pick<Plan, 'owner' | 'scope' | 'kept' | 'held'>,
  options: CallOptions = {},
): Promise<readonly string[]> {
  if (scope === undefined) return [];
  const read = { ...callOptions(options), select, expandSubcollections: true };
  const objects = await readType(bigip, pool, scope.partition, read);
  const holderOf = judge({ objects, routeDomains: {}, membersElsewhere: [] }, owner);
  const besides = new Set([...kept, ...held].map(({ uri }) => uri));
  const isAsked = (uri: string): boolean => !besides.has(uri) && !besides.has(poolOfMember(uri));
  return objects.flatMap((entry) => {
    const { uri, type, properties } = entry;
    const isOff = properties['session'] === 'user-disabled' || properties['state'] === 'user-down';
    return type === 'ltm/pool/members' && !isOff && isAsked(uri) && holderOf(entry).kind === 'ours' ? [uri] : [];
  });
}
