import { refusals } from './errors/catalogue.ts';
import type { Evidence } from './evidence.ts';
import { namedFaults } from './fault/named.ts';
import { differences, openQuestions } from './fidelity-notes.ts';
import { kinds } from './kinds/index.ts';
import type { Kind } from './kinds/kind.ts';
import { documents } from './life/documents.ts';
import { latencySources } from './life/latency.ts';
import { notImplemented } from './tmos.ts';
import { versionTraits } from './versions.ts';

/** One statement about the device, and how it is known. */
export interface Claim {
  readonly what: string;
  readonly evidence: Evidence;
  readonly source: string;
}

/** Every statement that the mock makes about the device, by area. */
export function claims(): Readonly<Record<string, readonly Claim[]>> {
  return {
    'Object types': allKinds().map(({ type, evidence, source }) => ({ what: type, evidence, source })),
    Refusals: Object.values(refusals).map(({ status, text, evidence, source }) => ({
      what: `${status} ${text}`,
      evidence,
      source,
    })),
    'Answers about itself': documents.map(({ path, evidence, source }) => ({ what: path, evidence, source })),
    'Differences between versions': versionTraits.map(({ since, traits, evidence, source }) => ({
      what: `from ${since}: ${Object.entries(traits)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join(', ')}`,
      evidence,
      source,
    })),
    'Latency (a model)': latencySources.map(({ figure, evidence, source }) => ({ what: figure, evidence, source })),
  };
}

const words: Readonly<Record<Evidence, string>> = {
  recorded: 'a real device answered so, and the answer was published',
  documented: 'F5 says so',
  tested: 'tests or code that ran against real devices depend on it',
  guess: 'nothing was found',
};

/** The text of docs/fidelity.md. */
export function fidelityReport(): string {
  const all = claims();
  return [
    '# Fidelity of the mock BIG-IP',
    '',
    'Made by `mocks/fidelity.ts` from the tags beside the rules; a test fails when this page is not up to date.',
    '',
    '## How things are known',
    '',
    ...summary(Object.values(all).flat()),
    '',
    '## Differences from a real BIG-IP',
    '',
    ...differences.map((difference) => `- ${difference}`),
    '',
    '## Guesses, and the call on a real device that would settle each',
    '',
    '| guess | call |',
    '| --- | --- |',
    ...openQuestions.map(({ guess, call }) => `| ${cell(guess)} | ${cell(call)} |`),
    '',
    ...Object.entries(all).flatMap(([area, list]) => section(area, list)),
    '## Faults by name',
    '',
    '| name | what happens |',
    '| --- | --- |',
    ...Object.entries(namedFaults).map(([name, { title }]) => `| \`${name}\` | ${cell(title)} |`),
    '',
    '## What TMOS has and the mock has not',
    '',
    'Answered with 501 and kept in `device.unimplemented`:',
    '',
    notImplemented.map((name) => `\`${name}\``).join(', '),
    '',
  ].join('\n');
}

function summary(list: readonly Claim[]): string[] {
  const rows = Object.entries(words).map(([evidence, meaning]) => {
    const count = list.filter((claim) => claim.evidence === evidence).length;
    return `| ${evidence} | ${meaning} | ${count} | ${Math.round((count / list.length) * 100)} % |`;
  });
  return ['| tag | meaning | rules | share |', '| --- | --- | --- | --- |', ...rows];
}

function section(area: string, list: readonly Claim[]): string[] {
  const rows = list.map(({ what, evidence, source }) => `| ${cell(what)} | ${evidence} | ${cell(source)} |`);
  return [`## ${area}`, '', '| what | tag | source |', '| --- | --- | --- |', ...rows, ''];
}

/** A text as a cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}

function allKinds(): Kind[] {
  const found: Kind[] = [];
  const visit = (kind: Kind) => {
    found.push(kind);
    for (const { kind: child } of Object.values(kind.properties)) if (child !== undefined) visit(child);
  };
  for (const kind of kinds) visit(kind);
  return found;
}
