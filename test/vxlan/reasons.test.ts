/** The table of findings in docs/doctor.md is written from the data; `UPDATE_DOCS=1 npx vitest run test/vxlan/reasons.test.ts` does it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingReasons } from '../../src/vxlan/reasons.ts';

const file = new URL('../../docs/doctor.md', import.meta.url);
const heading = '## Findings\n';

function table(): string {
  const rows = Object.entries(findingReasons)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([reason, { severity, told, means }]) =>
        `| \`${reason}\` | ${severity} | ${told.replaceAll(' ', ', ')} | ${means} |`,
    );
  return ['', '| reason | severity | told by | means |', '|---|---|---|---|', ...rows, ''].join('\n');
}

describe('docs/doctor.md', () => {
  it('lists every finding that there is', () => {
    const text = readFileSync(file, 'utf8');
    const [before = ''] = text.split(heading);
    const wanted = `${before}${heading}${table()}`;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, wanted);
    expect(readFileSync(file, 'utf8')).toBe(wanted);
  });
});
