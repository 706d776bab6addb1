/**
 * Joins what tsc has built into a few files: `dist/bundle`, which is what the package exports and what `bigip` starts.
 *
 * Node opens, reads and links each module by itself, and the sources are many short files: joined they are imported in
 * about half of the time (bench/import.mjs). Nothing is renamed or minified, so stack traces name the functions of src.
 * What is imported on demand stays in files of its own, and dependencies stay outside.
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const entries = {
  index: `${dist}src/index.js`,
  kubernetes: `${dist}src/kubernetes/index.js`,
  mock: `${dist}mocks/index.js`,
  bigip: `${dist}src/cli/main.js`,
};

await rm(`${dist}bundle`, { recursive: true, force: true });
const bundle = await rolldown({
  input: entries,
  platform: 'node',
  external: (id) => /^[a-z@]/i.test(id),
});
await bundle.write({
  dir: `${dist}bundle`,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'part-[name].js',
});
await bundle.close();
