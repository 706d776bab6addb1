/** What importing the package does not pay for; how long it takes is measured by bench/session.mjs. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The packages and parts of Node that a script has loaded at its end. */
async function loadedBy(
  lines: string,
): Promise<{ readonly packages: readonly string[]; readonly builtin: readonly string[] }> {
  const script = `
    import { createRequire } from 'node:module';
    const file = (path) => new URL(path, ${JSON.stringify(new URL('../../dist/', import.meta.url).href)}).href;
    ${lines}
    const packages = Object.keys(createRequire(file('x.js')).cache).map((path) => /node_modules.([^\\\\/]+)/.exec(path)?.[1]);
    const builtin = process.moduleLoadList.filter((name) => /^NativeModule (?:tls|https?)$/.test(name));
    console.log(JSON.stringify({ packages: [...new Set(packages)], builtin }));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    timeout: 15_000,
  });
  return JSON.parse(stdout);
}

describe('importing the package', () => {
  it('loads neither undici nor TLS nor debug: the first request does', async () => {
    const imported = await loadedBy(`const { BigIp } = await import(file('bundle/index.js'));
      new BigIp({ url: 'https://192.0.2.10', username: 'admin', password: 'canary-password', tls: { fingerprint256: 'AB'.repeat(32) } });`);
    for (const name of ['undici', 'debug']) expect(imported.packages).not.toContain(name);
    expect(imported.builtin).toEqual([]);
    const asked = await loadedBy(`const { BigIp } = await import(file('bundle/index.js'));
      const bigip = new BigIp({ url: 'http://127.0.0.1:9', username: 'admin', password: 'canary-password', retry: { attempts: 1 } });
      await bigip.ltm.pool.get('/k8s/web').catch(() => {});
      await bigip.close();`);
    expect(asked.packages).toEqual(expect.arrayContaining(['undici', 'debug']));
    expect(asked.builtin).toContain('NativeModule tls');
  });

  it('builds no schema: each is built on first use', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const eager = files.flatMap((name) =>
      readFileSync(join(root, 'src', name), 'utf8')
        .split('\n')
        .filter((line) => /^(?:export )?const [^=]+= (?:\w+\()?z\.\w+\(/.test(line))
        .map((line) => `${name}: ${line}`),
    );
    expect(files.length).toBeGreaterThan(200);
    expect(eager).toEqual([]);
  });
});
