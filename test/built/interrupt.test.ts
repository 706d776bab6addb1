/** The built command when it is interrupted. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { password, poolUri, useDevice } from '../cli/rig.ts';
import { after, cluster, overlay } from '../cli/run.ts';

const rig = useDevice();

describe('Ctrl-C in the middle of an apply', () => {
  it('gives the token back, tells what was done, and exits 130', async () => {
    rig.device.fault({ match: 'POST ltm/pool', do: 'hang' });
    const args = ['dist/bundle/bigip.js', 'apply', ...after, ...cluster, ...rig.pin];
    const env = {
      PATH: process.env['PATH'] ?? '',
      BIGIP_URL: rig.device.url,
      BIGIP_USERNAME: 'operator',
      BIGIP_PASSWORD: password,
    };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = text(child.stdout);
    await vi.waitFor(
      () =>
        expect(rig.device.journal.some(({ method, path }) => method === 'POST' && path.endsWith('ltm/pool'))).toBe(
          true,
        ),
      10_000,
    );
    child.kill('SIGINT');
    const [status] = (await once(child, 'exit')) as [number];
    expect(status).toBe(130);
    expect(await out).toContain('failed');
    expect(rig.device.tokens).toBe(0);
    expect(rig.device.get(poolUri)).toBeUndefined();
  });
});

describe('Ctrl-C while the device is read', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s gives the token back, writes nothing, and exits %i', async (name, wanted) => {
    rig.device.fault({ match: 'GET ltm/virtual', do: 'hang' });
    const args = ['dist/bundle/bigip.js', 'apply', ...after, ...cluster, ...rig.pin];
    const env = { PATH: process.env['PATH'] ?? '', ...rig.env };
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const told = text(child.stderr);
    await vi.waitFor(
      () => expect(rig.device.journal.some(({ path }) => path.endsWith('ltm/virtual'))).toBe(true),
      10_000,
    );
    child.kill(name);
    const [status] = (await once(child, 'exit')) as [number];
    expect(status, await told).toBe(wanted);
    expect(await told).toContain('aborted');
    expect(rig.device.tokens).toBe(0);
    expect(rig.device.journal.filter(({ method, path }) => method !== 'GET' && path.includes('/tm/'))).toEqual([]);
  });
});

describe('Ctrl-C in the middle of a drain', () => {
  it('leaves the members disabled and marked, gives the token back, and exits 130; the next run ends it', async () => {
    await rig.apply([...after, ...cluster, ...overlay]);
    const isMember = (uri: string): boolean => uri.startsWith(`${poolUri}/members/`);
    const members = rig.device.list().filter(isMember);
    expect(members).not.toEqual([]);
    rig.device.fault({ match: ({ path }) => path.endsWith('/members/stats'), do: 'hang' });
    const ours = ['--partition', 'k8s', ...overlay, ...rig.pin, '--yes'];
    const env = { PATH: process.env['PATH'] ?? '', ...rig.env };
    const args = ['dist/bundle/bigip.js', 'delete', ...ours, '--drain', '60'];
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const out = text(child.stdout);
    await vi.waitFor(
      () => expect(rig.device.journal.some(({ path }) => path.endsWith('/members/stats'))).toBe(true),
      10_000,
    );
    child.kill('SIGINT');
    const [status] = (await once(child, 'exit')) as [number];
    expect(status, await out).toBe(130);
    expect(rig.device.tokens).toBe(0);
    const mark = { name: 'drained-by', persist: 'true', value: 'bigip-icontrol/default' };
    for (const uri of members)
      expect(rig.device.get(uri)).toMatchObject({ session: 'user-disabled', metadata: [mark] });
    const again = await rig.bigip('delete', ['--partition', 'k8s', ...overlay, '--yes']);
    expect(again.status, again.stderr).toBe(0);
    expect(rig.device.list().filter(isMember)).toEqual([]);
  });
});
