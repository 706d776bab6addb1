/** docs/reference is written from the data; `npx vitest run test/docs -u` writes it anew. */
import { describe, expect, it } from 'vitest';
import { applyReasons } from '../../src/apply/reasons.ts';
import { reasons } from '../../src/desired/reasons.ts';
import { pairReasons } from '../../src/pair/reasons.ts';
import { conflictReasons, planHeldReasons, planReasons } from '../../src/plan/reasons.ts';

function rows(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, meaning]) => `| \`${reason}\` | ${meaning} |`)
    .join('\n');
}

function diagnosticRows(): string {
  return Object.entries({ ...reasons, ...planReasons, ...applyReasons, ...pairReasons })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, { severity, meaning }]) => `| \`${reason}\` | ${severity} | ${meaning} |`)
    .join('\n');
}

const text = `# Reasons

Scripts may match the reasons; the messages are for people and may get better.

## Diagnostics

\`--strict\` turns severity error and warning into exit status 1, before anything is sent.

| reason | severity | when, and what happens then |
|---|---|---|
${diagnosticRows()}

## Conflicts

| reason | when |
|---|---|
${rows(conflictReasons)}

## Held

What is held carries the reason of its diagnostic, or:

| reason | when |
|---|---|
${rows(planHeldReasons)}
`;

describe('docs/reference/diagnostics.md', () => {
  it('lists every reason that there is', async () => {
    await expect(text).toMatchFileSnapshot('../../docs/reference/diagnostics.md');
  });
});
