import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const built = (file: string): string => fileURLToPath(new URL(`dist/bundle/${file}`, import.meta.url));

/** Tests of recordings alone, which are no part of the project: where none lie beside it they have nothing to look at. */
const ofRecordings = [
  'test/desired/cis-device.test.ts',
  'test/desired/cis-network.test.ts',
  'test/plan/recorded-answers.test.ts',
  'test/resources/mutations.test.ts',
  'test/resources/recordings.test.ts',
  'test/vxlan/real-nodes.test.ts',
];
const hasRecordings = existsSync(fileURLToPath(new URL('../shared/data', import.meta.url)));

/** How much of test/share.ts is done: all with `--mode thorough`. Kept, because the file is read for each project without the mode. */
function oneOf(mode: string): string {
  process.env['TEST_ONE_OF'] ??= mode === 'thorough' ? '1' : '4';
  return process.env['TEST_ONE_OF'];
}

/**
 * The usual run draws the same cases each time, so that what fails is what was changed; the thorough one draws others.
 * test/plain-reporter.ts prints it.
 */
function seedFor(mode: string): string {
  process.env['TEST_SEED'] ??= mode === 'thorough' ? String(Math.floor(Math.random() * 2 ** 31)) : '1';
  return process.env['TEST_SEED'];
}

/**
 * Two projects: unit and journey tests share their workers (importing zod and undici once is most of the cost), tests of
 * the built command and of the package, which start processes, get processes of their own.
 */
export default defineConfig(({ mode }) => ({
  // The examples import the package by its name, as its users do: what is tested there is the built package.
  resolve: {
    alias: [
      { find: /^bigip-icontrol$/, replacement: built('index.js') },
      { find: 'bigip-icontrol/kubernetes', replacement: built('kubernetes.js') },
      { find: 'bigip-icontrol/mock', replacement: built('mock.js') },
    ],
  },
  test: {
    // Vitest leaves a processor to itself, which on a machine with two is half of them.
    maxWorkers: '100%',
    reporters: ['default', './test/canary/reporter.ts', './test/plain-reporter.ts'],
    env: { TEST_ONE_OF: oneOf(mode), TEST_SEED: seedFor(mode) },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/built/**', ...(hasRecordings ? [] : ofRecordings)],
          setupFiles: ['./test/canary/setup.ts'],
          pool: 'threads',
          isolate: false,
          // Against what hangs; no test is judged by its time.
          testTimeout: 90_000,
        },
      },
      { extends: true, test: { name: 'command', include: ['test/built/**/*.test.ts'], testTimeout: 120_000 } },
    ],
  },
}));
