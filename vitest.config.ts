import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const built = (file: string): string => fileURLToPath(new URL(`dist/${file}`, import.meta.url));

/**
 * Two projects: unit and journey tests share their workers (importing zod and undici once is most of the cost),
 * tests of the built command get processes of their own.
 */
export default defineConfig({
  // The examples import the package by its name, as its users do: what is tested there is the built package.
  resolve: {
    alias: [
      { find: /^bigip-icontrol$/, replacement: built('src/index.js') },
      { find: 'bigip-icontrol/kubernetes', replacement: built('src/kubernetes/index.js') },
      { find: 'bigip-icontrol/mock', replacement: built('mocks/index.js') },
    ],
  },
  test: {
    reporters: ['default', './test/canary/reporter.ts', './test/plain-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cli/**'],
          setupFiles: ['./test/canary/setup.ts'],
          pool: 'threads',
          isolate: false,
          testTimeout: 20_000,
        },
      },
      { extends: true, test: { name: 'command', include: ['test/cli/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
});
