import { defineConfig } from 'vitest/config';

/**
 * Two projects: unit and journey tests share their workers (importing zod and undici once is most of the cost),
 * tests of the built command get processes of their own.
 */
export default defineConfig({
  test: {
    reporters: ['default', './test/plain-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cli/**'],
          pool: 'threads',
          isolate: false,
          testTimeout: 20_000,
        },
      },
      { test: { name: 'command', include: ['test/cli/**/*.test.ts'], testTimeout: 60_000 } },
    ],
  },
});
