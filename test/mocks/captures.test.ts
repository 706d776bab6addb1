import { describe, expect, it } from 'vitest';
import { compare, type Difference } from './captures/compare.ts';
import { objectsOf, shownByMock } from './captures/objects.ts';
import { recordings } from './captures/recordings.ts';
import { reviewed } from './captures/reviewed.ts';
import { isInScope, typeOf } from './captures/scope.ts';

const recorded = recordings().filter(({ method, status }) => method !== 'DELETE' && status === 200);
// A template of an iApp, not an answer: its MAC address is "$mac".
const objects = recorded
  .flatMap(objectsOf)
  .filter(({ uri, file }) => isInScope(uri) && !file.endsWith('-subpath.json'));

function compareAll(): void {
  it('are shown by the mock as they were, but for a reviewed list of differences', async () => {
    const found = new Map<string, { count: number; example: Difference & { file: string } }>();
    for (const object of objects) {
      const { body, error } = await shownByMock(object);
      const differences: Difference[] = compare(typeOf(object.uri), object.body, body);
      if (error !== undefined) {
        differences.push({ where: typeOf(object.uri), what: 'missing', recorded: '200', shown: error });
      }
      for (const difference of differences) {
        const key = `${difference.where}: ${difference.what}`;
        const known = found.get(key);
        if (known === undefined) found.set(key, { count: 1, example: { ...difference, file: object.file } });
        else known.count++;
      }
    }
    const counts = Object.fromEntries([...found].map(([key, { count }]) => [key, count]).sort());
    const expected = Object.fromEntries(reviewed.map(({ key, count }) => [key, count]).sort());
    const unexpected = [...found].filter(([key, { count }]) => expected[key] !== count);
    expect(unexpected.map(([key, { count, example }]) => ({ key, count, example }))).toEqual([]);
    expect(counts).toEqual(expected);
  });

  it('are many', () => {
    expect(objects.length).toBeGreaterThan(250);
    expect(new Set(objects.map(({ uri }) => typeOf(uri))).size).toBeGreaterThan(100);
  });
}

describe('recorded objects of real devices', () => {
  it('differ from the mock for reasons that somebody wrote down', () => {
    for (const { key, count, reason } of reviewed)
      expect([key, count > 0, reason.length > 10]).toEqual([key, true, true]);
    expect(new Set(reviewed.map(({ key }) => key)).size).toBe(reviewed.length);
  });
  if (objects.length > 0) compareAll();
});
