/** `bigip plan` and `bigip apply` when something is not as it should be, and what people then read. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { password, poolUri, useDevice, withoutConfigMap } from './rig.ts';
import { after, before, cluster, overlay, run } from './run.ts';

const rig = useDevice();

describe('a device that is not as the command needs it', () => {
  it('an unknown partition is said before anything is written', async () => {
    const { status, stderr } = await rig.bigip('apply', [...after, '--mode', 'cluster', '--partition', 'nowhere']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/partition nowhere does not exist/);
    expect(rig.writes()).toEqual([]);
  });

  it('a tunnel that does not exist is said, and nothing is written', async () => {
    const { status, stderr } = await rig.bigip('apply', [...after, ...cluster, '--tunnel', '/Common/no_such_tunnel']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/tunnel \/Common\/no_such_tunnel does not exist/);
    expect(rig.writes()).toEqual([]);
  });

  it('a wrong password is one login, exit 1, and stands in no output', async () => {
    const wrong = 'Tr0ub4dor&3-canary';
    const { status, stdout, stderr } = await rig.bigip('apply', [...after, ...cluster], {
      BIGIP_PASSWORD: wrong,
      DEBUG: 'bigip:*',
    });
    expect(status).toBe(1);
    expect(rig.device.journal.filter(({ path }) => path.includes('/authn/login'))).toHaveLength(1);
    expect(`${stdout}${stderr}`).not.toContain(wrong);
    expect(stderr).not.toContain(Buffer.from(wrong).toString('base64'));
  });

  it('a device that is away is named, with what to check', async () => {
    const { url } = rig.device;
    await rig.device.close();
    const { status, stdout, stderr } = await rig.bigip('plan', [...after, ...cluster]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(new URL(url).host);
    expect(stderr).toMatch(/nothing listens there; is that the address and port of its management/);
    rig.device = await MockBigIp.start({ protocol: 'none' });
  });

  it('an unknown certificate is refused, with the fingerprint to pin', async () => {
    const env = rig.env;
    const { status, stderr } = await run(['plan', ...after, ...cluster], { env });
    expect(status).toBe(1);
    expect(stderr).toContain(rig.device.fingerprint256);
    expect(rig.device.journal).toEqual([]);
  });
});

describe('text for people', () => {
  it('shows the plan, what was done, and the nodes that went', async () => {
    const env = rig.env;
    const pin = [...rig.pin];
    const applied = await run(['apply', ...after, ...cluster, ...overlay, ...pin], { env });
    expect(applied.stdout).toMatch(
      /^Plan: 10 to create\n {2}\+ ltm\/data-group\/internal {2}\/k8s\/bigip-icontrol\.default {2}remembers 3 FDB records as ours\n {2}\+ net\/fdb\/tunnel\/records {3}5e:1b:0a:44:9c:01 in \/Common\/flannel_vxlan {2}-> 172\.16\.40\.201\n/,
    );
    expect(applied.stdout).toContain('Applied: 10 created in 1 transaction; configuration saved');
    expect(applied.stderr).toMatch(
      /^info: ConfigMap\/istio-system\/istio-ingressgateway\.32400\.vs asks for no health monitor.*\[PoolWithoutMonitor\]\n$/,
    );
    const again = await run(['apply', ...after, ...cluster, ...overlay, ...pin], { env });
    expect(again.stdout).toBe('Plan: no changes\nNothing to do.\n');
    const pruned = await run(['apply', ...withoutConfigMap, ...cluster, ...overlay, '--prune', ...pin], { env });
    expect(pruned.stdout).toContain('orphaned ltm nodes deleted: /k8s/10.244.1.36, /k8s/10.244.2.41');
  });
});

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

describe('bad input', () => {
  it('an empty pipe exits 1 and sends nothing', async () => {
    const { status } = await rig.bigip('apply', ['-f', '-', ...cluster]);
    expect(status).toBe(1);
    expect(rig.device.journal).toEqual([]);
  });

  it('--strict stops before the login', async () => {
    const { status, stderr } = await rig.bigip('apply', [...before, ...cluster, '--strict']);
    expect(status).toBe(1);
    expect(stderr).toContain('ServicePortNotFound');
    expect(rig.device.journal).toEqual([]);
  });

  it('the password is never an argument', async () => {
    const { status, stderr } = await rig.bigip('plan', [...after, ...cluster, '--password', 'x']);
    expect(status).toBe(1);
    expect(stderr).toContain("unknown option '--password'");
  });
});
