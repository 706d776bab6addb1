/** The command with `--unit`: two units of a pair as one. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { BigIp } from '../../src/bigip.ts';
import { exampleDevice, exampleSeed, exampleSnapshot } from '../../src/cli/demo/example.ts';
import type { DeviceSnapshot, Drift, PairPlan, PairResult, PairStatus } from '../../src/index.ts';
import { reconcile } from '../../src/reconcile.ts';
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
  return watched(command, args, () =>
    run([command, ...input, '--unit', two.url, ...pinned(args, pins), ...args], { env }),
  );
};
/** An option is given once. */
const pinned = (args: readonly string[], pins: readonly string[]) =>
  args.includes('--unit-fingerprint') ? pins.slice(0, 2) : pins;
/** Without manifests. */
const managed = (command: string, ...args: readonly string[]) => {
  const pins = ['--fingerprint', one.fingerprint256 ?? '', '--unit-fingerprint', two.fingerprint256 ?? ''];
  const env = { BIGIP_URL: one.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
  return watched(command, args, () => run([command, ...args, '--unit', two.url, ...pins], { env }));
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

  it('refuses a --sync-group that is none before anything is written, and one without --sync', async () => {
    const ran = await bigip('apply', '--sync', '--sync-group', 'other');
    expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining('there are: sync-failover')]);
    expect((await bigip('apply', '--sync-group', 'other')).stderr).toContain('go with --sync');
    for (const { journal } of [one, two])
      expect(journal.filter(({ method, path }) => method !== 'GET' && path.startsWith('/mgmt/tm/'))).toEqual([]);
  });

  it('stops at a --unit-fingerprint that is not that of the unit, which is no unit that is down', async () => {
    const wrong = 'AA:'.repeat(31).concat('AA');
    const ran = await bigip('apply', '--unit-fingerprint', wrong);
    expect(ran.status).toBe(1);
    expect(ran.stderr).not.toContain('UnitUnreachable');
    expect(ran.stderr).toContain(`${host(two)} is not trusted`);
    expect(ran.stderr.toUpperCase()).toContain(wrong);
    expect(one.get(virtualUri)).toBeUndefined();
    expect(two.requests).toBe(0);
  });

  it('refuses --sync without --unit', async () => {
    const env = { BIGIP_URL: one.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
    const ran = await run(['apply', ...input, '--sync'], { env });
    expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining('go with --unit')]);
  });
});

describe('bigip delete, status, diff, snapshot and rollback --unit', () => {
  const own = ['--partition', 'k8s', ...overlay];
  const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
  const left = () => [one, two].map((device) => device.list(records).length + device.list('net/arp').length);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bigip-pair-'));
    const clients = [one, two].map(({ url, username, fingerprint256 = '' }) => {
      return new BigIp({ url, username, password, tls: { fingerprint256 } });
    });
    const [first, second] = clients;
    if (first === undefined || second === undefined) throw new Error('a pair is two');
    const names = ['service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml'];
    await reconcile({ units: [first, second] }, await exampleSnapshot(...names), {
      mode: 'cluster',
      partition: 'k8s',
      overlay: { tunnel: '/Common/flannel_vxlan' },
      sync: true,
    });
    for (const client of clients) await client.close();
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('deletes from both units, asks for --yes, and says what goes where', async () => {
    const before = left();
    const shown = await managed('delete', ...own);
    expect([shown.status, shown.stderr]).toEqual([1, expect.stringContaining('--yes is needed')]);
    expect(shown.stdout).toContain(`${host(two)} (standby; its own overlay): `);
    expect(left()).toEqual(before);
    const ran = await managed('delete', ...own, '--sync', '--yes', '-o', 'json');
    expect(ran.status, ran.stderr).toBe(0);
    expect(parsed<PairResult>('apply', ran.stdout).sync?.outcome).toBe('synced');
    expect(left()).toEqual([0, 0]);
    expect(two.list('ltm/virtual')).toEqual([]);
  });

  it('tells which unit is active, whether both are in sync, and what one lacks', async () => {
    const well = await managed('status', ...own);
    expect([well.stdout.split('\n').slice(0, 3), well.stderr]).toEqual([
      [`${host(one)}  active`, `${host(two)}  standby`, 'Configuration of the group: In Sync'],
      '',
    ]);
    const [record = ''] = two.list(records);
    two.delete(record);
    const ran = await managed('status', ...own, '-o', 'json');
    expect(ran.status).toBe(2);
    expect(parsed<PairStatus>('status', ran.stdout).units[1]).toMatchObject({ role: 'standby', missing: [record] });
    expect((await managed('status', ...own)).stdout).toContain('  lacks ');
  });

  it('tells drift of the unit that stands by, from manifests and from a snapshot, and goes back', async () => {
    const file = join(folder, 'snapshot.json');
    expect((await managed('snapshot', ...own, '--out', file)).status).toBe(0);
    parsed<DeviceSnapshot>('snapshot', await readFile(file, 'utf8'));
    const [record = ''] = two.list(records);
    two.delete(record);
    for (const ran of [await bigip('diff', '-o', 'json'), await managed('diff', '--snapshot', file, '-o', 'json')]) {
      expect(ran.status, ran.stderr).toBe(2);
      expect(parsed<{ drift: Drift[] }>('diff', ran.stdout).drift).toMatchObject([
        { change: 'deleted', uri: record, unit: host(two) },
      ]);
    }
    const ran = await managed('rollback', file, '--yes', '-o', 'json');
    expect(ran.status, ran.stderr).toBe(0);
    expect(parsed<PairResult>('apply', ran.stdout).steps).toMatchObject([{ uri: record, outcome: 'created' }]);
    expect((await managed('diff', '--snapshot', file)).status).toBe(0);
  });

  it('refuses the snapshot of a pair for one BIG-IP, and --tunnel of a status of one', async () => {
    const file = join(folder, 'snapshot.json');
    await managed('snapshot', ...own, '--out', file);
    const env = { BIGIP_URL: one.url, BIGIP_USERNAME: 'operator', BIGIP_PASSWORD: password };
    const pin = ['--fingerprint', one.fingerprint256 ?? ''];
    expect((await run(['rollback', file, ...pin], { env })).stderr).toContain('give the other unit with --unit');
    expect((await run(['diff', '--snapshot', file, ...pin], { env })).stderr).toContain('give the other unit');
    expect((await run(['status', ...own, ...pin], { env })).stderr).toContain('status takes --tunnel with --unit');
  });
});
