import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { validator } from './schema.ts';

interface FirstLine {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly fingerprint256?: string;
}

let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigip-mock-'));
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function mock(...args: readonly string[]): Promise<string> {
  child = spawn(process.execPath, ['dist/src/cli/main.js', 'mock', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return line;
}

describe('bigip mock', () => {
  it('tells on its first line where it is, as a script reads it, and stops on SIGTERM', async () => {
    const seed = join(folder, 'seed.json');
    await writeFile(
      seed,
      JSON.stringify({ 'auth/partition/k8s': {}, 'ltm/pool/~k8s~web': { loadBalancingMode: 'round-robin' } }),
    );
    const first = JSON.parse(
      await mock('-o', 'json', '--seed', seed, '--user', 'ann', '--password', 's3cret-word'),
    ) as FirstLine;
    expect(validator('mock')(first)).toBe(true);
    expect(first).toMatchObject({ username: 'ann', password: 's3cret-word' });
    const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
    const authorization = `Basic ${Buffer.from('ann:s3cret-word').toString('base64')}`;
    const { statusCode, body } = await request(`${first.url}/mgmt/tm/ltm/pool/~k8s~web`, {
      dispatcher,
      headers: { authorization },
    });
    expect([statusCode, ((await body.json()) as { fullPath: string }).fullPath]).toEqual([200, '/k8s/web']);
    await dispatcher.close();
    child?.kill('SIGTERM');
    const [status] = (await once(child as ChildProcess, 'exit')) as [number];
    expect(status).toBe(0);
  });

  it('speaks to people without -o json, and plain HTTP when asked', async () => {
    expect(await mock('--http')).toMatch(/^Mock BIG-IP at http:\/\/127\.0\.0\.1:\d+, user admin, password admin/);
  });

  it('names the entry of a seed that cannot be', async () => {
    const seed = join(folder, 'seed.json');
    await writeFile(seed, JSON.stringify({ 'ltm/pool/~nowhere~web': {} }));
    const { status, stderr } = await run(['mock', '--seed', seed]);
    expect(status).toBe(1);
    expect(stderr).toContain('ltm/pool/~nowhere~web');
  });
});
