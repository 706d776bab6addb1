import { describe, expect, it } from 'vitest';
import { compare, type Difference } from './captures/compare.ts';
import { objectsOf, type RecordedObject, shownAsSeeded, shownByMock } from './captures/objects.ts';
import { recordings } from './captures/recordings.ts';
import { type Reviewed, reviewed, reviewedSeeds } from './captures/reviewed.ts';
import { isInScope, typeOf } from './captures/scope.ts';

const recorded = recordings().filter(({ method, status }) => method !== 'DELETE' && status === 200);
// A template of an iApp, not an answer: its MAC address is "$mac".
const objects = recorded
  .flatMap(objectsOf)
  .filter(({ uri, file }) => isInScope(uri) && !file.endsWith('-subpath.json'));

type Show = (object: RecordedObject) => Promise<{ body: unknown; error?: string }>;

/** Every kind of difference, with how often each recording has it. */
async function differencesOf(show: Show): Promise<Map<string, { files: Record<string, number>; example: Difference }>> {
  const found = new Map<string, { files: Record<string, number>; example: Difference }>();
  for (const object of objects) {
    const { body, error } = await show(object);
    const type = typeOf(object.uri);
    const differences: Difference[] = compare(type, object.body, body);
    if (error !== undefined) differences.push({ where: type, what: 'refused', recorded: '200', shown: error });
    for (const difference of differences) {
      const key = `${difference.where}: ${difference.what}`;
      const { files, example } = found.get(key) ?? { files: {}, example: difference };
      found.set(key, { files: { ...files, [object.file]: (files[object.file] ?? 0) + 1 }, example });
    }
  }
  return found;
}

/** Holds what was found against the reviewed list: nothing more, and, of the recordings that were reviewed, nothing less. */
async function hold(show: Show, list: readonly Reviewed[]): Promise<void> {
  const found = await differencesOf(show);
  const unexpected = [...found].flatMap(([key, { files, example }]) => {
    const known = list.find((entry) => entry.key === key);
    const others = Object.entries(files).filter(
      ([file, count]) => known?.files[file] !== count && (known?.anywhere !== true || file in known.files),
    );
    return others.length === 0 ? [] : [{ key, files: Object.fromEntries(others), example }];
  });
  expect(unexpected).toEqual([]);
  const there = new Set(objects.map(({ file }) => file));
  const missed = list.flatMap(({ key, files }) =>
    Object.keys(files).flatMap((file) => (there.has(file) && found.get(key)?.files[file] === undefined ? [key] : [])),
  );
  expect(missed).toEqual([]);
}

function compareAll(): void {
  it('are taken as they are, and shown as they were, but for a reviewed list of differences', async () => {
    await hold(shownAsSeeded, reviewedSeeds);
  });

  it('are shown as they were when a client makes them, but for a reviewed list of differences', async () => {
    await hold(shownByMock, reviewed);
  });

  it('are many', () => {
    expect(objects.length).toBeGreaterThan(250);
    expect(new Set(objects.map(({ uri }) => typeOf(uri))).size).toBeGreaterThan(100);
  });
}

describe('recorded objects of real devices', () => {
  it.each([
    ['as they are', reviewedSeeds],
    ['made anew', reviewed],
  ] as const)('differ from the mock %s for reasons that somebody wrote down', (_, list) => {
    for (const { key, files, reason } of list)
      expect([key, Object.keys(files).length > 0, reason.length > 10]).toEqual([key, true, true]);
    expect(new Set(list.map(({ key }) => key)).size).toBe(list.length);
  });
  if (objects.length > 0) compareAll();
});
