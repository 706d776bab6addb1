/** Recorded objects of the types that a plan writes, wanted as they were recorded: nothing to do. Wanted otherwise: all of it is. */
import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../src/actual/entries.ts';
import { asMade } from '../../src/plan/as-made.ts';
import { difference, exactDifference } from '../../src/plan/difference.ts';
import { resourceFor } from '../../src/plan/identity.ts';
import { shapeOf } from '../../src/resources/define.ts';
import type { Entry, Json } from '../../src/state.ts';
import { recordings } from '../resources/recordings.ts';

const written: ReadonlySet<string> = new Set([
  'ltm/data-group/internal',
  'ltm/monitor/http',
  'ltm/monitor/tcp',
  'ltm/monitor/udp',
  'ltm/persistence/source-addr',
  'ltm/pool',
  'ltm/pool/members',
  'ltm/virtual',
  'net/arp',
  'net/fdb/tunnel/records',
  'net/ndp',
  'net/route',
]);
const space = { defaultRouteDomain: 0 };

/** Another value of the same kind; undefined where there is none that means something else. */
function another(key: string, value: Json): Json | undefined {
  if (typeof value === 'number') return value + 1;
  // What others wrote beside ours is theirs, and a flag of a pair has only one value.
  if (key === 'metadata' || typeof value === 'boolean') return undefined;
  if (Array.isArray(value)) return value.slice(1);
  if (typeof value !== 'string') return { ...(value as object), type: 'automap', pool: '/Common/other' };
  if (key === 'session' || key === 'state')
    return value.startsWith('user-d')
      ? key.replace(/^s.*/, 'user-enabled')
      : `user-${key === 'session' ? 'disabled' : 'down'}`;
  return value === 'none' ? 'x' : `${value}x`;
}

const found = recordings()
  .map(
    ({ file, objects }) =>
      [
        file,
        objects.flatMap(({ resource, item }) => {
          if (!written.has(resource.path)) return [];
          // A member or record by itself: of which pool or tunnel makes no difference here.
          const place = resource.path.split('/').toSpliced(-1, resource.path.split('/').length > 3 ? 1 : 0);
          return entriesOf(
            place,
            { ...resource, children: resource.returnedIn === undefined ? {} : resource.children },
            item,
          );
        }),
      ] as const,
  )
  .filter(([, entries]) => entries.length > 0);

if (found.length > 0)
  describe('recorded answers', () => {
    it('are of the types that a plan writes, but for those of which there is no recording', () => {
      const types = new Set(found.flatMap(([, entries]) => entries.map(({ type }) => type)));
      expect([...written].filter((type) => !types.has(type))).toEqual(['net/arp', 'net/ndp']);
    });

    it.each(found)(
      '%s, wanted as it is, leaves nothing to do; wanted otherwise it differs',
      (_file, entries: Entry[]) => {
        for (const entry of entries) {
          const resource = resourceFor(entry.type);
          const made = asMade(entry);
          expect(difference(resource, made.properties, entry.properties, space)).toBeUndefined();
          expect(exactDifference(resource, made.properties, made.properties, space)).toBeUndefined();
          for (const [key, value] of Object.entries(made.properties)) {
            const wanted = Object.hasOwn(shapeOf(resource), key) ? another(key, value) : undefined;
            if (wanted === undefined) continue;
            const what = `${entry.uri} ${key}`;
            const differing = difference(resource, { [key]: wanted }, entry.properties, space);
            expect(Object.keys(differing?.after ?? {}), what).toEqual([key]);
            // What is withdrawn is seen too.
            const unset = difference(resource, { [key]: null }, entry.properties, space);
            const says =
              !['none', '', 'user-enabled', 'user-up'].includes(String(value)) &&
              JSON.stringify(value) !== '{"type":"none"}';
            expect(unset !== undefined, `${what} null`).toBe(says);
          }
        }
      },
    );
  });
