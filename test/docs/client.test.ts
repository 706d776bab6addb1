/** docs/client.md and the verbs that there are. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Collection } from '../../src/icontrol/collection.ts';
import { SwitchedCollection } from '../../src/icontrol/drain.ts';
import { listOptions } from '../../src/icontrol/list-options.ts';

const page = readFileSync(new URL('../../docs/client.md', import.meta.url), 'utf8');
/** The first cells of the rows of all tables. */
const cells = page.split('\n').flatMap((line) => /^\| (.*?) \|/.exec(line)?.[1] ?? []);
const words = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)/g)].map(([, word]) => word));

describe('docs/client.md', () => {
  it('names every verb of a collection', () => {
    const verbs = [Collection, SwitchedCollection].flatMap(({ prototype }) => Object.getOwnPropertyNames(prototype));
    expect(words).toEqual(expect.arrayContaining(verbs.filter((verb) => verb !== 'constructor')));
  });

  it('names every option of a list', () => {
    expect(words).toEqual(expect.arrayContaining([...listOptions.list]));
  });
});
