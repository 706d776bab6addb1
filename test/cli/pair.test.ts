/** The command with `--unit`: two units of a pair as one. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { exampleDevice, exampleSeed } from '../../src/cli/demo/example.ts';
import type { PairPlan, PairResult } from '../../src/index.ts';
import { objections, watchWrites } from '../oracle/watch.ts';
import { password, virtualUri, watched } from './rig.ts';
import { after, cluster, overlay, run } from './run.ts';
import { parsed } from './schema.ts';

let one: MockBigIp;
let two: MockBigIp;
beforeEach(async () => {
  watchWrites();
  [one, two] = await MockBigIp.pair({ username: 'operator', password, seed: exampleSeed(await exampleDevice()) });
});
afterEach(async () => {
  await one.close();
  await two.close();
  expect(objections().found, 'writes to what is not ours').toEqual([]);
});

const input = [...after, ...cluster, ...overlay];
const bigip = (command: string, ...args: readonly string[]) => {
  const pins = ['--fingerprint', one.fingerprint256 ?? '', '--unit-fingerprint', two.fingerprint256 ?? ''];
  const env = { BIGIP_URL: one.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
  return watched(command, args, () => run([command, ...input, '--unit', two.url, ...pins, ...args], { env }));
};
const host = ({ url }: MockBigIp) => new URL(url).host;

describe('bigip plan --unit', () => {
  it('shows what goes to which unit; exit 2', async () => {
    const ran = await bigip('plan');
    expect(ran.status, ran.stderr).toBe(2);
    expect(ran.stdout).toContain(`${host(one)} (active; virtual servers, pools, and its own overlay): `);
    expect(ran.stdout).toContain(`${host(two)} (standby; its own overlay): `);
    const plan = parsed<PairPlan>('plan', (await bigip('plan', '--sync', '-o', 'json')).stdout);
    expect(plan.units.map(({ unit, role }) => [unit, role])).toEqual([
      [host(one), 'active'],
      [host(two), 'standby'],
    ]);
    expect(plan.sync).toEqual({ status: 'In Sync', group: 'sync-failover', automatic: false, copies: true });
    expect(plan.changes.filter(({ unit }) => unit === host(two)).every(({ type }) => type.startsWith('net/'))).toBe(
      true,
    );
    for (const { journal } of [one, two])
      expect(journal.filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/'))).toEqual([]);
  });
});

describe('bigip apply --unit', () => {
  it('writes to both, copies with --sync, and a second time changes nothing', async () => {
    const ran = await bigip('apply', '--sync', '-o', 'json');
    expect(ran.status, ran.stderr).toBe(0);
    const result = parsed<PairResult>('apply', ran.stdout);
    expect(result.sync).toEqual({ outcome: 'synced', status: 'In Sync', group: 'sync-failover' });
    expect(new Set(result.steps.map(({ unit }) => unit))).toEqual(new Set([host(one), host(two)]));
    expect(one.get(virtualUri)).toBeDefined();
    expect(two.list('ltm/virtual')).toEqual(one.list('ltm/virtual'));
    const again = await bigip('apply', '--sync', '-o', 'json');
    expect(again.status, again.stderr).toBe(0);
    expect(parsed<PairResult>('apply', again.stdout)).toMatchObject({ changes: [], steps: [], saved: false });
    expect((await bigip('plan')).status).toBe(0);
  });

  it('exit 1 when the unit that stands by is away, which it names; traffic is served', async () => {
    await two.pause();
    const ran = await bigip('apply', '-o', 'json');
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain(`the unit ${host(two)} cannot be worked with`);
    expect(parsed<PairResult>('apply', ran.stdout).units[1].role).toBe('unreachable');
    expect(one.get(virtualUri)).toBeDefined();
  });

  it('exit 1 when changes of others are pending, and nothing is copied', async () => {
    one.set('ltm/pool/~Common~theirs', {});
    const ran = await bigip('apply', '--sync');
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('Changes Pending');
    expect(ran.stdout).toContain('Configuration of the group: not copied (Changes Pending)');
    expect(two.list('ltm/virtual')).toEqual([]);
  });

  it.each([
    ['--plan and --out', ['--out', 'plan.json'], 'unknown option'],
    ['--overlay-only', ['--overlay-only'], '--overlay-only is for one unit'],
    ['--rollback-on-failure', ['--rollback-on-failure'], '--rollback-on-failure is for one BIG-IP'],
  ])('refuses %s', async (_what, args, said) => {
    const ran = await bigip('apply', ...args);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain(said);
    expect(one.requests + two.requests).toBe(0);
  });

  it('refuses --sync without --unit', async () => {
    const env = { BIGIP_URL: one.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
    const ran = await run(['apply', ...input, '--sync'], { env });
    expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining('go with --unit')]);
  });
});
