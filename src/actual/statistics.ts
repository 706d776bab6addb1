/** The statistics of virtual servers and pool members, by the objects' own names. */
import { NotFoundError } from '../errors.ts';
import { Pages } from '../icontrol/pages.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { type Statistics, statisticsIn } from '../icontrol/stats.ts';
import { parseMemberName } from '../values/member-name.ts';
import { BigIpValueError } from '../values/value-error.ts';

async function read(requester: Requester, of: readonly string[], options: CallOptions): Promise<Statistics[]> {
  const all: Statistics[] = [];
  try {
    for await (const body of new Pages(requester, [...of, 'stats'], {}, options)) all.push(...statisticsIn(body, of));
  } catch (error) {
    // Gone since it was listed.
    if (!(error instanceof NotFoundError)) throw error;
  }
  return all;
}

/** So many virtual servers are asked one by one; the list of all has those of every other partition in it. */
const fewVirtuals = 10;

/** Statistics of virtual servers by their full paths. */
export async function virtualStatistics(
  requester: Requester,
  paths: readonly string[],
  options: CallOptions,
): Promise<ReadonlyMap<string, Statistics>> {
  const collection = ['ltm', 'virtual'];
  if (paths.length > fewVirtuals) {
    const all = await read(requester, collection, options);
    return new Map(all.map((one) => [one.texts['tmName'] ?? one.name, one]));
  }
  const each = paths.map(async (path): Promise<[string, Statistics][]> => {
    const [only] = await read(requester, [...collection, path], options);
    return only === undefined ? [] : [[path, only]];
  });
  return new Map((await Promise.all(each)).flat());
}

/** `/k8s/10.0.0.1 80`: how the statistics call a member, and how its name reads. */
function memberKey(path: string): string {
  const slash = path.lastIndexOf('/');
  try {
    const { node, port } = parseMemberName(path.slice(slash + 1));
    return `${path.slice(0, slash)}/${node} ${port}`;
  } catch (error) {
    if (error instanceof BigIpValueError) return path;
    throw error;
  }
}

/** Some versions wrap the members' statistics in their pool's (e-XpertSolutions/f5-rest-client 22, 13.1.0.6). */
function rowsOf(statistics: readonly Statistics[]): readonly Statistics[] {
  return statistics.flatMap((one) =>
    one.texts['nodeName'] === undefined ? Object.values(one.nested).flatMap(rowsOf) : [one],
  );
}

/**
 * Statistics of the members of one pool, by a function of their full paths. One GET a pool: the collection over all pools
 * (`ltm/pool/members/stats`) knows those of Common only (F5Networks/f5-appsvcs-extension 918).
 */
export async function memberStatistics(
  requester: Requester,
  pool: string,
  options: CallOptions,
): Promise<(path: string) => Statistics | undefined> {
  const rows = rowsOf(await read(requester, ['ltm', 'pool', pool, 'members'], options));
  const byKey = new Map(rows.map((row) => [`${row.texts['nodeName']} ${row.counters['port']}`, row]));
  return (path) => byKey.get(memberKey(path));
}
