import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { validator } from '../cli/schema.ts';

interface FirstLine {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly fingerprint256?: string;
  readonly certificate?: string;
  readonly peer?: { readonly url: string };
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
  child = spawn(process.execPath, ['dist/bundle/bigip.js', 'mock', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
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

  it('is the device that was asked for, and writes the certificate that a client is to trust', async () => {
    const certificate = join(folder, 'device.pem');
    const first = JSON.parse(
      await mock(
        ...['-o', 'json', '--certificate', certificate, '--tmos-version', '17.1.1', '--hostname', 'edge.example.com'],
        ...['--latency', 've', '--virtual-latency', '--frozen', '--journal', '2', '--control'],
      ),
    ) as FirstLine;
    expect(validator('mock')(first)).toBe(true);
    const pem = await readFile(certificate, 'utf8');
    expect(pem).toBe(first.certificate);
    const dispatcher = new Agent({ connect: { ca: pem } });
    const headers = { authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` };
    const get = async (path: string) => {
      const { body } = await request(`${first.url}${path}`, { dispatcher, headers });
      return (await body.json()) as Record<string, unknown>;
    };
    const before = await get('/__mock/clock');
    for (let at = 0; at < 3; at++) await get('/mgmt/tm/sys/global-settings');
    expect((await get('/mgmt/tm/sys/global-settings'))['hostname']).toBe('edge.example.com');
    const after = await get('/__mock');
    expect(after).toMatchObject({ version: '17.1.1', requests: 4 });
    expect(Number(after['now']) - Number(before['now'])).toBeGreaterThan(32);
    expect(Number(after['now']) - Number(before['now'])).toBeLessThan(60);
    expect(await get('/__mock/journal')).toHaveLength(2);
    await dispatcher.close();
  });

  it('is two units when asked, and stops with the process that started it', async () => {
    const first = JSON.parse(
      await mock('-o', 'json', '--http', '--pair', '--control', '--stop-with-stdin'),
    ) as FirstLine;
    expect(validator('mock')(first)).toBe(true);
    const role = async (url = '') => ((await (await request(`${url}/__mock`)).body.json()) as { role: string }).role;
    expect([await role(first.url), await role(first.peer?.url)]).toEqual(['active', 'standby']);
    child?.stdin?.end();
    const [status] = (await once(child as ChildProcess, 'exit')) as [number];
    expect(status).toBe(0);
  });
});
