import { reading, roles } from './authn/roles.ts';
import { commandSources } from './commands.ts';
import { refusals } from './errors/catalogue.ts';
import type { Evidence } from './evidence.ts';
import { namedFaults } from './fault/named.ts';
import { differences, openQuestions, proofs, settledBy } from './fidelity-notes.ts';
import { protocolQuestions } from './fidelity-protocol.ts';
import { handRunLines } from './fidelity-runs.ts';
import { sourceNames } from './fidelity-sources.ts';
import { kinds } from './kinds/index.ts';
import type { Kind } from './kinds/kind.ts';
import { deviceInfoPath, deviceInfoSource } from './life/device-info.ts';
import { documents } from './life/documents.ts';
import { latencySources } from './life/latency.ts';
import { phaseSources } from './life/life.ts';
import { syncSources } from './life/pair.ts';
import { notImplemented } from './tmos.ts';
import { transactionSources } from './transaction/transaction.ts';
import { uploadsPath, uploadsSource } from './uploads.ts';
import { versionTraits } from './versions.ts';
import { workers } from './workers.ts';

/** One statement about the device, and how it is known. */
export interface Claim {
  readonly what: string;
  readonly evidence: Evidence;
  readonly source: string;
  /** For object types: what can be done, and how far the mock goes. */
  readonly verbs?: string;
  readonly rung?: string;
}

/** Every statement that the mock makes about the device, by area. */
export function claims(): Readonly<Record<string, readonly Claim[]>> {
  return {
    Endpoints: allKinds().map((kind) => ({
      what: kind.type,
      verbs: verbsOf(kind),
      rung: rungOf(kind),
      evidence: kind.evidence,
      source: kind.source,
    })),
    'Answers about itself': [
      ...documents.map(({ path, evidence, source }) => ({ what: path, evidence, source })),
      { what: `/mgmt/shared/${deviceInfoPath}`, ...deviceInfoSource },
      { what: `/mgmt/shared/${uploadsPath}`, ...uploadsSource },
    ],
    Refusals: Object.values(refusals).map(({ status, text, evidence, source }) => ({
      what: `${status} ${text}`,
      evidence,
      source,
    })),
    Roles: [
      reading,
      ...Object.entries(roles).map(([name, { what, evidence, source }]) => ({
        what: `${name}: ${what}`,
        evidence,
        source,
      })),
    ],
    Transactions: transactionSources.map(({ rule, ...known }) => ({ what: rule, ...known })),
    Commands: commandSources.map(({ path, ...known }) => ({ what: path, ...known })),
    'Phases of a restart': phaseSources.map(({ phase, ...known }) => ({ what: phase, ...known })),
    'Config-sync': syncSources.map(({ rule, ...known }) => ({ what: rule, ...known })),
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

/** How evidence is called, and what it means. */
const words: Readonly<Record<Evidence, readonly [label: string, meaning: string]>> = {
  recorded: ['recorded', 'a real device answered so, and the answer was published'],
  documented: ['documented', 'F5 says so'],
  tested: ["third party's test", 'a test that ran against real devices, or code in use, depends on it'],
  guess: ['guess', 'nothing was found'],
};

/** The rungs of the ladder, by what the mock does for an endpoint beyond the one before. */
const rungs: Readonly<Record<string, string>> = {
  shape: 'it is there, in the shape of the wire: kind, links, names, lists; it cannot be changed',
  state: 'and it keeps what is written: defaults filled in, values in the spelling of the device, generation',
  rules: 'and it has rules: references, uniqueness, deletion while in use, objects that come and go with it',
};

function rungOf(kind: Kind): string {
  if (!['POST', 'PATCH', 'DELETE'].some((verb) => verbsOf(kind).includes(verb))) return 'shape';
  const { life = {} } = kind;
  const hooks = [life.prepare, life.stored, life.removing, life.removed, life.check, life.uses, life.routeDomains];
  const refers = Object.values(kind.properties).some(
    ({ shape, routed }) => ['reference', 'references', 'monitors'].includes(shape) || routed !== undefined,
  );
  const ruled =
    hooks.some((hook) => hook !== undefined) || refers || kind.busy !== undefined || kind.names !== undefined;
  return ruled ? 'rules' : 'state';
}

function verbsOf({ naming, refuses = [], lacks = [], commands = {}, cleared }: Kind): string {
  const can = (verb: 'create' | 'modify' | 'delete') => !refuses.includes(verb) && !lacks.includes(verb);
  const single = naming === 'single';
  return [
    'GET',
    ...(can('create') && !single ? ['POST'] : []),
    ...(can('modify') ? ['PATCH', 'PUT'] : []),
    ...((can('delete') && !single) || cleared !== undefined ? ['DELETE'] : []),
    ...Object.keys(commands).map((command) => `\`${command}\``),
  ].join(' ');
}

/** The text of docs/fidelity.md. */
export function fidelityReport(): string {
  const all = claims();
  return [
    '# Fidelity of the mock BIG-IP',
    '',
    'Made by `mocks/fidelity.ts` from the tags beside the rules. A test fails when this page is not up to date;',
    '`npx vitest run test/docs -u` writes it anew. No real device was asked for any of it by this project.',
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
    ...[...openQuestions, ...protocolQuestions].map(({ guess, call }) => `| ${cell(guess)} | ${cell(call)} |`),
    '',
    'That these are refused is known or plain; the words, the code or the status are guesses:',
    '',
    '| guess | call |',
    '| --- | --- |',
    ...guessedRefusals(),
    '',
    'Object types that are guesses are settled by a `GET` of one object: ' +
      `${allKinds()
        .filter(({ evidence }) => evidence === 'guess')
        .map(({ type }) => `\`${type}\``)
        .join(', ')}.`,
    '',
    '## What each F5 client proved',
    '',
    'Run at every run of the tests (`test/foreign`). *The client itself* is the published package, unchanged, over https.',
    '*Its requests* are those that its code sends, sent by a plain client: they prove what the mock answers, not the client.',
    '',
    ...proofs.flatMap(({ client, ran, test, showed, not }) => [
      `### ${client}`,
      '',
      `Ran: ${ran} (\`${test}\`).`,
      '',
      ...showed.map((line) => `- ${line}`),
      '',
      `Not covered: ${not}.`,
      '',
    ]),
    ...handRunLines(),
    ...Object.entries(all).flatMap(([area, list]) => (area === 'Endpoints' ? endpoints(list) : section(area, list))),
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
    `Likewise outside of \`/mgmt/tm\`: ${workers.map((name) => `\`/mgmt/${name}\``).join(', ')}.`,
    '',
    '## Names of the sources',
    '',
    'A number behind a name is an issue or pull request there.',
    '',
    '| name | where |',
    '| --- | --- |',
    ...Object.entries(sourceNames).map(([name, where]) => `| ${name} | ${cell(where)} |`),
    '',
  ].join('\n');
}

function summary(list: readonly Claim[]): string[] {
  const rows = Object.entries(words).map(([evidence, [label, meaning]]) => {
    const count = list.filter((claim) => claim.evidence === evidence).length;
    return `| ${label} | ${meaning} | ${count} | ${Math.round((count / list.length) * 100)} % |`;
  });
  return ['| tag | meaning | rules | share |', '| --- | --- | --- | --- |', ...rows];
}

function guessedRefusals(): string[] {
  return Object.entries(refusals)
    .filter(([, { evidence }]) => evidence === 'guess')
    .map(([name, { status, text }]) => {
      return `| ${cell(`${status} ${text}`)} | ${cell(settledBy[name as keyof typeof refusals] ?? '')} |`;
    });
}

function endpoints(list: readonly Claim[]): string[] {
  const rows = list.map(({ what, verbs = '', rung = '', evidence, source }) => {
    return `| ${cell(what)} | ${verbs} | ${rung} | ${words[evidence][0]} | ${cell(source)} |`;
  });
  return [
    '## Endpoints',
    '',
    'Below `/mgmt/tm`. How far the mock goes:',
    '',
    ...Object.entries(rungs).map(([rung, meaning]) => `- **${rung}**: ${meaning}`),
    '',
    'All of them take part in transactions (but for partitions), restart windows, config-sync or its absence, faults and',
    'latency: these come from one engine and not from the type. The tag is for the shape and the defaults.',
    '',
    '| endpoint | verbs | rung | tag | source |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

function section(area: string, list: readonly Claim[]): string[] {
  const rows = list.map(({ what, evidence, source }) => `| ${cell(what)} | ${words[evidence][0]} | ${cell(source)} |`);
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
