/** `bigip doctor` against a mock over HTTPS, as a script and as a person run it. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { exampleDevice, exampleSeed } from '../../src/cli/demo/example.ts';
import type { Diagnosis } from '../../src/vxlan/doctor/index.ts';
import { after, cluster, overlay, type Ran, run } from './run.ts';

const validate = new Ajv2020({ allErrors: true, strict: true }).compile(
  JSON.parse(readFileSync(new URL('../../schemas/doctor.json', import.meta.url), 'utf8')) as object,
);
const tunnel = '/Common/flannel_vxlan';

let device: MockBigIp;
beforeEach(async () => {
  device = await MockBigIp.start({ seed: exampleSeed(await exampleDevice()) });
});
afterEach(async () => {
  await device.close();
});

function bigip(...args: readonly string[]): Promise<Ran> {
  const env = { BIGIP_URL: device.url, BIGIP_USERNAME: 'admin', BIGIP_PASSWORD: 'admin' };
  return run([...args, '--fingerprint', device.fingerprint256 ?? ''], { env });
}

function doctor(...args: readonly string[]): Promise<Ran> {
  return bigip('doctor', '--watch', '0', ...args);
}

function diagnosis({ stdout }: Ran): Diagnosis {
  const value: unknown = JSON.parse(stdout);
  if (!validate(value)) throw new Error(JSON.stringify(validate.errors));
  return value as Diagnosis;
}

function writes(): readonly string[] {
  return device.journal
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/'))
    .map(({ method, path }) => `${method} ${path}`);
}

describe('bigip doctor', () => {
  it('exits 0 for a healthy overlay, after an apply', async () => {
    const applied = await bigip('apply', ...after, ...cluster, ...overlay);
    expect(applied.status, applied.stderr).toBe(0);
    const written = writes().length;
    const ran = await doctor(...after, '-o', 'json');
    expect(ran.status, ran.stderr + ran.stdout).toBe(0);
    const { checks, tunnel: examined } = diagnosis(ran);
    expect(examined).toBe(tunnel);
    expect(checks.flatMap(({ findings }) => findings)).toEqual([]);
    expect(checks.map(({ id }) => id)).toEqual(Array.from({ length: 15 }, (_, index) => `D${index + 1}`));
    expect(writes()).toHaveLength(written);
  });

  it('exits 2 with findings, each with a fix, for people too', async () => {
    const ran = await doctor(...after, '--tunnel', tunnel);
    expect(ran.status).toBe(2);
    expect(ran.stdout).toContain('[MissingFdbRecord]');
    expect(ran.stdout).toContain('fix: run `bigip apply --tunnel /Common/flannel_vxlan`');
    expect(ran.stdout).toMatch(/^broken +D7 +FDB records/m);
    expect(ran.stdout).toMatch(/Checks: 1 broken/);
    expect(writes()).toEqual([]);
  });

  it('says less without Nodes, and that it does', async () => {
    const ran = await doctor('-o', 'json');
    expect(ran.status, ran.stderr).toBe(0);
    expect(diagnosis(ran).checks.find(({ id }) => id === 'D7')).toMatchObject({ verdict: 'unknown' });
  });

  it('has colours where they are wanted', async () => {
    const env = { BIGIP_URL: device.url, BIGIP_USERNAME: 'admin', BIGIP_PASSWORD: 'admin', FORCE_COLOR: '1' };
    const ran = await run(['doctor', '--watch', '0', '--fingerprint', device.fingerprint256 ?? ''], { env });
    expect(ran.stdout).toContain('\u001b[32mok');
  });

  it('a tunnel that is not there is a finding', async () => {
    const ran = await doctor('--tunnel', '/Common/none', '-o', 'json');
    expect(ran.status).toBe(2);
    expect(diagnosis(ran).checks.find(({ id }) => id === 'D3')?.findings).toMatchObject([{ reason: 'TunnelMissing' }]);
  });

  it.each([
    ['a wrong password', ['--password-file', 'package.json'], 'AuthenticationError|Authentication|password'],
    ['a tunnel without path', ['--tunnel', 'flannel'], 'full path'],
    ['an empty input', ['-f', '-'], 'nothing was sent'],
  ])('exits 1 with %s', async (_what, args, words) => {
    const ran = await doctor(...args);
    expect(ran.status, ran.stdout).toBe(1);
    expect(ran.stderr).toMatch(new RegExp(words));
    expect(ran.stdout).toBe('');
  });

  it('says that static routes are no tunnel, where Nodes want those', async () => {
    const bare = await MockBigIp.start();
    const ovn = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'w', annotations: { 'k8s.ovn.org/node-subnets': '{"default":"10.128.0.0/24"}' } },
    };
    const env = { BIGIP_URL: bare.url, BIGIP_USERNAME: 'admin', BIGIP_PASSWORD: 'admin' };
    const fixed = ['--fingerprint', bare.fingerprint256 ?? ''];
    const ran = await run(['doctor', '-f', '-', ...fixed], { env, stdin: JSON.stringify(ovn) });
    expect([ran.status, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain('--static-routes ovn-kubernetes');
    await bare.close();
  });

  it('exits 1 when nobody answers, and asks which of several tunnels', async () => {
    device.seed({
      'net/tunnels/tunnel/~Common~two': { profile: '/Common/fl-vxlan', key: 2, localAddress: '172.16.40.198' },
    });
    const several = await doctor();
    expect([several.status, several.stderr]).toEqual([1, expect.stringContaining('/Common/two')]);
    await device.pause();
    expect((await doctor('--tunnel', tunnel)).status).toBe(1);
    await device.resume();
  });
});
