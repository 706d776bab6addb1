/** The package as it is published. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const cwd = fileURLToPath(new URL('../..', import.meta.url));

describe('the package', () => {
  it('ships code, types, schemas, the example and the documents that the README links to', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd });
    const packed = JSON.parse(stdout) as unknown;
    const [entry] = (Array.isArray(packed) ? packed : Object.values(packed as object)) as {
      files: { path: string }[];
    }[];
    const paths = entry?.files.map(({ path }) => path) ?? [];
    for (const path of [
      'dist/bundle/index.js',
      'dist/bundle/kubernetes.js',
      'dist/bundle/mock.js',
      'dist/bundle/bigip.js',
      'dist/src/index.d.ts',
      'dist/src/kubernetes/index.d.ts',
      'dist/mocks/index.d.ts',
      'schemas/plan.json',
      'docs/command.md',
      'docs/mock.md',
      'docs/examples/istio-ingressgateway/configmap.yaml',
      'docs/examples/observability.ts',
      'LICENSE',
    ]) {
      expect(paths).toContain(path);
    }
    expect(
      paths.filter((path) => /\.(ts|map|tsbuildinfo)$/.test(path) && !/\.d\.ts$|^docs\/examples\//.test(path)),
    ).toEqual([]);
  });

  it('can be required from CommonJS', async () => {
    const script =
      "const a = require('bigip-icontrol'), b = require('bigip-icontrol/mock'); console.log(typeof a.BigIp, typeof b.MockBigIp)";
    expect((await run(process.execPath, ['-e', script], { cwd })).stdout).toBe('function function\n');
  });

  it('has types that a strict library of a user can build on, with nothing but its dependencies and Node', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bigip-consumer-'));
    try {
      const modules = join(folder, 'node_modules');
      await mkdir(join(modules, '@types'), { recursive: true });
      for (const path of ['dist', 'package.json']) {
        await cp(join(cwd, path), join(modules, 'bigip-icontrol', path), { recursive: true });
      }
      for (const name of ['zod', 'undici-types', '@types/node']) {
        await symlink(join(cwd, 'node_modules', name), join(modules, name));
      }
      for (const name of ['consumer.ts', 'tsconfig.json']) {
        await cp(join(cwd, 'test/package/consumer', name), join(folder, name));
      }
      const tsc = join(cwd, 'node_modules/typescript/bin/tsc');
      const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error: { stdout: string }) => error);
      expect(stdout).toBe('');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
