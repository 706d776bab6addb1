/**
 * FDB records, static neighbours and routes that are no longer as the plan saw them. Their generation is no help: that of a
 * record is not its own, so what is to be changed is compared as the plan says it was.
 */
import { readType } from '../actual/collection.ts';
import { readRecordsOf } from '../actual/overlay-tables.ts';
import { readUnlisted } from '../actual/unlisted-neighbours.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { sameValue } from '../plan/difference.ts';
import { parentUri, resourceFor } from '../plan/identity.ts';
import type { Change } from '../plan/types.ts';
import { route } from '../resources/net/route.ts';
import type { Entry } from '../state.ts';
import { partitionOf } from '../values/full-path.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { uriName } from '../values/uri.ts';

function isLookedAt({ action, type }: Change): boolean {
  if (action === 'create') return false;
  if (isRecord(type)) return true;
  // Whether one may be deleted depends on who uses it, and not on what it says.
  return (isNeighbour(type) || type === route.path) && action !== 'delete';
}

/** The list that an object stands in: the tunnel of a record, else the partition. */
function listOf({ uri, type }: Change): string {
  return `${type} ${isRecord(type) ? uriName(parentUri(uri)) : partitionOf(uriName(uri))}`;
}

async function readList(requester: Requester, list: string, options: CallOptions): Promise<readonly Entry[]> {
  const [type = '', place = ''] = list.split(' ');
  return isRecord(type)
    ? readRecordsOf(requester, place, options)
    : readType(requester, resourceFor(type), place, options);
}

/** The changes whose object is gone, or says something else by now. One GET for each list that they stand in. */
export async function movedOverlay(
  requester: Requester,
  changes: readonly Change[],
  options: CallOptions,
): Promise<ReadonlySet<Change>> {
  const concerned = changes.filter(isLookedAt);
  const lists = [...new Set(concerned.map(listOf))];
  const listed = (await Promise.all(lists.map((list) => readList(requester, list, options)))).flat();
  const uris = concerned.map(({ uri }) => uri);
  const found = [...listed, ...(await readUnlisted(requester, listed, uris, options))];
  const byUri = new Map(found.map(({ uri, properties }) => [uri, properties]));
  const space = { defaultRouteDomain: 0 };
  return new Set(
    concerned.filter(({ uri, type, before = {} }) => {
      const there = byUri.get(uri);
      if (there === undefined) return true;
      const resource = resourceFor(type);
      return Object.entries(before).some(([key, value]) => !sameValue(resource, key, value, there[key], space));
    }),
  );
}
