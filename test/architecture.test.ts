import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Import {
  readonly target: string;
  /** `import type` is gone at run time. */
  readonly typeOnly: boolean;
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'|import\('([^']+)'\)|^import\s+'([^']+)'/gm,
  );
  return [...found].map(([, type, named, dynamic, bare]) => {
    const target = named ?? dynamic ?? bare ?? '';
    const resolved = target.startsWith('.') ? normalize(join(dirname(file), target)) : target;
    return { target: resolved, typeOnly: type !== undefined };
  });
}

/** `src/plan/order.ts` -> `src/plan`; a file right under src is its own unit. */
function unitOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'mocks' ? 'mocks' : `${top}/${second}`;
}

interface Rule {
  readonly own: readonly string[];
  readonly packages: readonly string[];
}

function table(): ReadonlyMap<string, Rule> {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const section = text.slice(text.indexOf('## Allowed imports'), text.indexOf('## Dependencies'));
  const words = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return new Map(
    rows.map((row) => {
      const [, from, own, packages] = row.split('|');
      return [words(from)[0] ?? '', { own: words(own), packages: words(packages) }];
    }),
  );
}

const files = [...sources('src'), ...sources('mocks')];
const rules = table();

describe('the table of allowed imports in docs/architecture.md', () => {
  it('has a row for every folder and every file beside them', () => {
    expect([...new Set(files.map(unitOf))].filter((unit) => !rules.has(unit))).toEqual([]);
  });

  it.each([...rules.keys()])('is kept by %s', (unit) => {
    const rule = rules.get(unit);
    const inside = files.filter((file) => unitOf(file) === unit);
    expect(inside.length).toBeGreaterThan(0);
    const broken = inside.flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => !target.startsWith('node:'))
        .filter(({ target }) => {
          const isFile = target.startsWith('src/') || target.startsWith('mocks/');
          if (!isFile) return rule?.packages.includes(target) !== true;
          return (
            unitOf(target) !== unit &&
            !rule?.own.some((allowed) => target === allowed || target.startsWith(`${allowed}/`))
          );
        })
        .map(({ target }) => `${file} imports ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe('every permission of the table', () => {
  it.each([...rules.keys()])('is used by %s', (unit) => {
    const targets = files
      .filter((file) => unitOf(file) === unit)
      .flatMap(importsOf)
      .map(({ target }) => target);
    const { own = [], packages = [] } = rules.get(unit) ?? {};
    const unused = [
      ...own.filter((allowed) => !targets.some((target) => target === allowed || target.startsWith(`${allowed}/`))),
      ...packages.filter((name) => !targets.includes(name)),
    ];
    expect(unused).toEqual([]);
  });
});

/** Everything that importing a file loads. */
function reachable(entry: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (!file.endsWith('.ts')) continue;
    for (const { target, typeOnly } of importsOf(file)) if (!typeOnly) queue.push(target);
  }
  return seen;
}

describe('importing the package', () => {
  it('does not load yaml, commander, certificates or the mock', () => {
    const loaded = reachable('src/index.ts');
    expect(loaded.has('undici')).toBe(true);
    expect(['yaml', 'commander', 'selfsigned'].filter((name) => loaded.has(name))).toEqual([]);
    expect([...loaded].filter((file) => file.startsWith('mocks/') || file.startsWith('src/cli/'))).toEqual([]);
  });

  it('does not load the wire when only manifests are read', () => {
    expect(reachable('src/kubernetes/index.ts').has('undici')).toBe(false);
  });
});

/** Words in a comment are no code. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

describe('the sources', () => {
  const raw = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const all = files.map((file) => ({
    file: relative('.', file),
    text: withoutComments(readFileSync(join(root, file), 'utf8')),
  }));

  it('use no any', () => {
    const found = all.filter(({ text }) => /:\s*any\b|\bas any\b|<any>/.test(text));
    expect(found.map(({ file }) => file)).toEqual([]);
  });

  it('silence no check', () => {
    const silencer = /@ts[-](ignore|nocheck|expect-error)|biome[-]ignore/;
    expect(raw.filter(({ text }) => silencer.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('run no shell on the device', () => {
    const found = all.filter(({ file, text }) => file.startsWith('src/') && /util\/bash|'bash'|cli\/script/.test(text));
    expect(found.map(({ file }) => file)).toEqual([]);
  });

  it('read the environment nowhere but in the command', () => {
    const found = all.filter(({ file, text }) => /process\.env/.test(text) && !file.startsWith('src/cli/'));
    expect(found.map(({ file }) => file)).toEqual([]);
  });
});
