/** docs/reference/resources*.md is written from the definitions; `npx vitest run test/docs -u` writes it anew. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AnyResource, isResource } from '../../src/resources/define.ts';
import { catalogue } from '../../src/resources/tree.ts';
import { type PropertyType, type ResourceType, resourceTypes } from './resource-types.ts';

const types = resourceTypes();

interface Documented {
  /** `bigip.ltm.pool.members(parent)` */
  readonly accessor: string;
  readonly resource: AnyResource;
  readonly type: ResourceType;
}

function documented(accessor: string, node: object): Documented[] {
  return Object.entries(node).flatMap(([word, child]: [string, object]) => {
    if (!isResource(child)) return documented(`${accessor}.${word}`, child);
    return withChildren(`${accessor}.${word}`, child);
  });
}

function withChildren(accessor: string, resource: AnyResource): Documented[] {
  const type = types.get(resource.path);
  if (type === undefined) throw new Error(`${resource.path} is not declared as a constant of its file`);
  const children = Object.entries(resource.children);
  return [
    { accessor, resource, type },
    ...children.flatMap(([word, child]) => withChildren(`${accessor}.${word}(parent)`, child)),
  ];
}

function code(words: readonly string[] | undefined): string {
  return (words ?? []).map((word) => `\`${word}\``).join(', ');
}

function facts({ resource, type }: Documented): string {
  const { fixed, naming, pairs, returnedIn, transactional, form, switches, dependsOn } = resource;
  const lines = [
    `Path: \`/mgmt/tm/${resource.path}\` · source: \`src/resources/${type.file}\``,
    form === 'status' ? 'Only read: `get()`.' : '',
    form === 'command' ? `Run: ${(resource.commands ?? []).map((word) => `\`${word}()\``).join(', ')}.` : '',
    naming === 'name' ? 'Named by a bare name, without a partition.' : '',
    fixed === undefined ? '' : `Fixed after creation: ${code(fixed)}.`,
    pairs === undefined
      ? ''
      : `Exactly one of: ${Object.entries(pairs)
          .map((pair) => code(pair).replace(', ', ' or '))
          .join('; ')}.`,
    returnedIn === undefined
      ? ''
      : `Sent and returned in different places: ${Object.entries(returnedIn)
          .map(([key, from]) => `\`${key}\` in \`${from}\``)
          .join(', ')}.`,
    switches === undefined ? '' : 'Also: `enable`, `disable`, `forceOffline`, `drain`.',
    transactional === false ? 'Not in a transaction.' : '',
    dependsOn === undefined ? '' : `Comes after: ${code(dependsOn)}.`,
  ];
  return lines.filter((line) => line !== '').join('  \n');
}

function access(name: string, { readOnly, writeOnly, fixed }: AnyResource, { optional }: PropertyType): string {
  if (readOnly?.includes(name) === true) return 'stated';
  if (writeOnly?.includes(name) === true) return 'set only';
  if (fixed?.includes(name) === true) return optional ? 'at creation' : 'at creation, needed';
  return optional ? '' : 'needed';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}

function table({ resource, type }: Documented): string {
  const rows = [...type.properties]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((property) => {
      const how = resource.form === 'status' ? '' : access(property.name, resource, property);
      return `| \`${property.name}\` | \`${cell(property.type)}\` | ${how} | ${cell(property.about)} |`;
    });
  return ['| property | type | | |', '|---|---|---|---|', ...rows].join('\n');
}

/** Sources that a reader of the reference cannot open are for the readers of the code. */
function withoutNotes(text: string): string {
  return text.replace(/facts:\s[^;)]*(;\s*)?/g, '').replace(/\s*\(\s*\)/g, '');
}

/** Doc comments are wrapped; Markdown is not. */
function unwrapped(text: string): string {
  return withoutNotes(text)
    .split('\n\n')
    .map((paragraph) => paragraph.replace(/\n/g, ' '))
    .join('\n\n');
}

function section(one: Documented): string {
  const { accessor, type } = one;
  const example = type.example === undefined ? '' : `\n\n\`\`\`ts\n${type.example}\n\`\`\``;
  return `## ${accessor.replace('bigip.', '')}\n\n${unwrapped(type.about)}\n\n${facts(one)}${example}\n\n${table(one)}\n`;
}

/** A file that `npm run typecheck` compiles: every example by itself, on a `bigip`. */
function compiled(examples: readonly string[]): string {
  const functions = examples.map((text) => {
    const declared = [...text.matchAll(/^const (?:\{ )?(\w+)(?: \})? =/gm)].map(([, name]) => name);
    return `  async () => {\n${text}\nreturn [${declared.join(', ')}];\n  },`;
  });
  return `// Written from the definitions by resources.test.ts; do not edit.
import type { BigIp } from '../../src/bigip.ts';

declare const bigip: BigIp;

export const examples = [
${functions.join('\n')}
];
`;
}

const modules = Object.entries(catalogue).map(([word, node]) => ({ word, all: documented(`bigip.${word}`, node) }));

const head = `<!-- Written from the definitions by test/docs/resources.test.ts; do not edit. -->`;
const intro = `${head}

# Object types

Every property has F5's own name. An object that is read has values (\`Destination\`, \`MonitorRule\`, \`Address\` …); a write
takes values or F5's own spelling, and \`null\` to unset. Properties that are not listed are kept as the device sent them.
*stated*: the device says it and nobody sets it; *needed*: a creation must give it; *at creation*: it cannot change afterwards.

${modules
  .map(
    ({ word, all }) =>
      `## [${word}](resources-${word}.md)\n\n| | path | |\n|---|---|---|\n${all
        .map(({ accessor, resource, type }) => {
          const [first = ''] = type.about.split(/(?<=[.:])\s/);
          return `| \`${accessor}\` | \`${resource.path}\` | ${cell(first.replace(/:$/, '.'))} |`;
        })
        .join('\n')}`,
  )
  .join('\n\n')}

## A type that is not here

\`defineResource\` declares one, and \`bigip.collection\` gives it every verb; \`bigip.request\` needs no declaration at all.

\`\`\`ts
${readFileSync('test/resources/own-type.ts', 'utf8')
  .replace("'../../src/index.ts'", "'bigip-icontrol'")
  .replace(/^\/\*\*[^\n]*\n/, '')
  .trim()}
\`\`\`
`;

describe('docs/reference', () => {
  it('lists every object type', async () => {
    await expect(intro).toMatchFileSnapshot('../../docs/reference/resources.md');
  });

  it.each(modules.map(({ word, all }) => [word, all] as const))('describes those of %s', async (word, all) => {
    const text = `${head}\n\n# bigip.${word}\n\n${all.map(section).join('\n')}`;
    await expect(text).toMatchFileSnapshot(`../../docs/reference/resources-${word}.md`);
  });

  it('has examples that are compiled with the tests', async () => {
    const described = modules.flatMap(({ all }) => all);
    expect(described.filter(({ type }) => type.example === undefined).map(({ accessor }) => accessor)).toEqual([]);
    const examples = described.flatMap(({ type }) => type.example ?? []);
    await expect(compiled(examples)).toMatchFileSnapshot('reference-examples.ts');
  });

  it('says of every type what it is', () => {
    const silent = modules.flatMap(({ all }) => all).filter(({ type }) => type.about === '');
    expect(silent.map(({ accessor }) => accessor)).toEqual([]);
  });
});
