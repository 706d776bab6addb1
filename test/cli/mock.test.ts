/** `bigip mock` before it runs: what it warns of and what it refuses. How it runs: test/built/mock.test.ts. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withMockOptions } from '../../src/cli/mock-options.ts';
import { run } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigip-mock-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('bigip mock', () => {
  it.each([
    ['12.1.2', true],
    ['13.0.1', true],
    ['13.1.0', false],
    ['17.5.1', false],
    ['18.0.0', true],
  ])('as TMOS %s tells whether that is claimed', async (version, warned) => {
    // It stops at once: there is nothing in its standard input.
    const { status, stderr } = await run(['mock', '--http', '--tmos-version', version, '--stop-with-stdin']);
    expect(status).toBe(0);
    expect(stderr).toBe(
      warned
        ? `warning: that TMOS ${version} answers so is not claimed: the mock answers by the rules of the nearest version that it knows (13.1 to 17.x)\n`
        : '',
    );
  });

  it.each([
    [['--latency', 'slow'], /argument 'slow' is invalid/],
    [['--tmos-version', 'new'], /A version of TMOS is like/],
    [['--journal', 'all'], /number of requests/],
    [['--http', '--certificate', 'x.pem'], /there is none with --http/],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await run(['mock', ...args]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(message)]);
  });

  it('has all its options in docs/mock.md', async () => {
    const page = await readFile(new URL('../../docs/mock.md', import.meta.url), 'utf8');
    const options = withMockOptions(new Command()).options.map(({ long }) => long ?? '');
    expect(options.length).toBeGreaterThan(15);
    for (const option of options) if (option !== '--output') expect(page).toMatch(new RegExp(`\`${option}[ \`]`));
  });

  it('names the entry of a seed that cannot be', async () => {
    const seed = join(folder, 'seed.json');
    await writeFile(seed, JSON.stringify({ 'ltm/pool/~nowhere~web': {} }));
    const { status, stderr } = await run(['mock', '--seed', seed]);
    expect(status).toBe(1);
    expect(stderr).toContain('ltm/pool/~nowhere~web');
  });
});
