/** `(facts: icontrol-rest 8.5)` in a comment leads to an entry of docs/sources.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const document = readFileSync('docs/sources.md', 'utf8');

/** Comments of a source without their stars, those that follow each other as one text. */
function commentsOf(source: string): readonly string[] {
  const found = source.matchAll(/\/\*[*\s][\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n?)+|[ \t]\/\/.*$/gm);
  return [...found].map(([comment]) =>
    comment
      .replace(/\*\/$/, '')
      .replace(/^[ \t]*(?:\/\*+|\*+|\/\/+)/gm, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

/** `5.3 to 5.5` -> 5.3, 5.4, 5.5, and `D1 to D3` likewise; of any other two both ends. */
function expand(from: string, to: string): readonly string[] {
  const [, before = '', first = ''] = /^(.*?)(\d+)$/.exec(from) ?? [];
  const [, prefix = '', last = ''] = /^(.*?)(\d+)$/.exec(to) ?? [];
  if (before !== prefix || Number(first) > Number(last)) return [from, to];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `${before}${Number(first) + index}`);
}

/** `cis 1.1, 1.2` -> `cis 1.1`, `cis 1.2`. What is no number stays as it is written, and so has no entry. */
function entriesIn(list: string, chapter = ''): readonly string[] {
  let name = chapter;
  let section = '';
  return list
    .split(/,| and /)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [, named, rest = ''] = /^([a-z][a-z-]*)?\s*(.*)$/.exec(part) ?? [];
      name = named ?? name;
      const [, number = section, letters] = /^(\d+)?\s*([A-Z]\d+.*)$/.exec(rest) ?? [];
      section = number;
      const [from = '', to] = (letters ?? rest).split(' to ');
      const place = letters === undefined ? name : `${name} ${number}`;
      return (to === undefined ? [from] : expand(from, to)).map((item) => `${place} ${item}`.trim());
    });
}

/** Every entry that the comments of a source cite after `facts:`, up to `;`, `)` or the end of the sentence. */
function citedBy(source: string): readonly string[] {
  return commentsOf(source).flatMap((comment) =>
    [...comment.matchAll(/\bfacts: (.*?)(?:[;)]|\.(?= |$)|$)/g)].flatMap(([, list = '']) => entriesIn(list)),
  );
}

interface Entry {
  readonly id: string;
  /** The line of the item; undefined for a chapter or a section. */
  readonly row?: string;
}

/** Chapters (`## cis`), sections (`### cis 1: ConfigMaps`) and items (`| 1.3 | … |`). */
function entriesOf(markdown: string): readonly Entry[] {
  let chapter = '';
  return markdown.split('\n').flatMap((row): readonly Entry[] => {
    const [, depth, title = ''] = /^(###?) ([^:]+)/.exec(row) ?? [];
    if (depth === '##') chapter = title;
    if (depth !== undefined) return [{ id: title }];
    const [, items] = /^\| (\d[^|]*) \|/.exec(row) ?? [];
    return items === undefined ? [] : entriesIn(items, chapter).map((id) => ({ id, row }));
  });
}

const missingIn = (cited: readonly string[], markdown: string): readonly string[] => {
  const known = new Set(entriesOf(markdown).map(({ id }) => id));
  return [...new Set(cited)].filter((id) => !known.has(id));
};

const sources = ['src', 'mocks'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);

describe('docs/sources.md', () => {
  it('has an entry for every fact that a comment cites', () => {
    const cited = sources.map((file) => ({ file, ids: citedBy(readFileSync(file, 'utf8')) }));
    expect(cited.flatMap(({ ids }) => ids).length).toBeGreaterThan(60);
    expect(cited.flatMap(({ file, ids }) => missingIn(ids, document).map((id) => `${file}: ${id}`))).toEqual([]);
  });

  it('has no entry twice', () => {
    const ids = entriesOf(document).map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('says of every item how well it is known, in the words of its own table', () => {
    const [, table = ''] = /^\| Grade .*\n((?:\|.*\n)+)/m.exec(document) ?? [];
    const grades = [...table.matchAll(/^\| ([a-z]+) \|/gm)].map(([, grade = '']) => grade);
    expect(grades).toContain('recorded');
    expect(grades).not.toContain('genie');
    const rows = entriesOf(document).flatMap(({ row }) => (row === undefined ? [] : [row]));
    expect(rows.length).toBeGreaterThan(150);
    const graded = new RegExp(`^\\| [^|]+ \\| [^|]+ \\| (?:${grades.join('|')})\\b[^|]* \\|$`);
    expect(rows.filter((row) => !graded.test(row))).toEqual([]);
  });
});

describe('the check of docs/sources.md', () => {
  it.each([
    ['/** One (facts: cis 1.3). */', ['cis 1.3']],
    ['/** A list (facts: cis 1.1, 2.4, icontrol-rest 5). */', ['cis 1.1', 'cis 2.4', 'icontrol-rest 5']],
    ['/**\n * Wrapped (facts:\n * icontrol-rest 8.9,\n * 8.10; tmsh reference, net arp).\n */', ['8.9', '8.10']],
    ['// After another source\n// (tmsh reference, ltm; facts: cis 5). More.', ['cis 5']],
    ['const limit = 3; // facts: cis 4.1. And more.', ['cis 4.1']],
    ['/** (facts: icontrol-rest 5.9 to 5.11) */', ['5.9', '5.10', '5.11']],
    ['/** (facts: vxlan-and-members 2, 6 V8 and V9) */', ['members 2', 'members 6 V8', 'members 6 V9']],
    ['/** A chapter (facts: cis). */', ['cis']],
    ['function read(facts: Facts, cis: number) {}', []],
  ])('reads %j', (source, endings) => {
    const cited = citedBy(source);
    expect(cited).toHaveLength(endings.length);
    for (const [index, ending] of endings.entries()) expect(cited[index]?.endsWith(ending)).toBe(true);
  });

  it.each([
    ['an item', '/** (facts: icontrol-rest 8.99) */', 'icontrol-rest 8.99'],
    ['an item inside a range', '/** (facts: icontrol-rest 11.2 to 11.4) */', 'icontrol-rest 11.4'],
    ['a section', '/** (facts: cis 12) */', 'cis 12'],
    ['a misspelt name', '/** (facts: icontrl-rest 8.5) */', 'icontrl-rest 8.5'],
    ['what is no number', '/** (facts: cis somewhere) */', 'cis somewhere'],
  ])('reports %s that has no entry', (_, source, missing) => {
    expect(missingIn(citedBy(source), document)).toContain(missing);
  });

  it('reports a citation whose entry is taken out of the document', () => {
    const without = document
      .split('\n')
      .filter((line) => !line.startsWith('| 8.5 |'))
      .join('\n');
    expect(missingIn(citedBy('/** (facts: icontrol-rest 8.5) */'), document)).toEqual([]);
    expect(missingIn(citedBy('/** (facts: icontrol-rest 8.5) */'), without)).toEqual(['icontrol-rest 8.5']);
  });
});
