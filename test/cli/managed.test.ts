/** `bigip delete`, `status`, `snapshot`, `diff` and `rollback`, as a script runs them. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApplyResult } from '../../src/apply/index.ts';
import { BigIp } from '../../src/bigip.ts';
import { exampleSnapshot } from '../../src/cli/demo/example.ts';
import type { ManagedStatus } from '../../src/managed/index.ts';
import type { DeviceSnapshot, Drift } from '../../src/plan/index.ts';
import { reconcile } from '../../src/reconcile.ts';
import { poolPath, poolUri, useDevice, virtualUri, withoutConfigMap } from './rig.ts';
import { after, cluster, overlay, type Ran, run } from './run.ts';
import { parsed, type SchemaName } from './schema.ts';

const rig = useDevice();
const wanted = [...after, ...cluster, ...overlay];
const ours = ['--partition', 'k8s', '--owner', 'default'];
const member = `${poolUri}/members/~k8s~10.244.1.36:32400`;
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigip-managed-'));
  file = join(folder, 'snapshot.json');
});
afterEach(() => rm(folder, { recursive: true }));

async function json<T>(schema: SchemaName, status: number, command: string, ...args: string[]): Promise<T> {
  const ran = await rig.bigip(command, args);
  expect(ran.status, ran.stderr).toBe(status);
  return parsed<T>(schema, ran.stdout);
}

/** What `bigip apply` makes, without a process for it. */
async function published(): Promise<void> {
  const { url, username, password, fingerprint256 = '' } = rig.device;
  await using bigip = new BigIp({ url, username, password, tls: { fingerprint256 } });
  const names = ['service-after.yaml', 'endpointslices-after.yaml', 'nodes.yaml', 'configmap.yaml'];
  const options = { mode: 'cluster', partition: 'k8s', overlay: { tunnel: '/Common/flannel_vxlan' } } as const;
  await reconcile(bigip, await exampleSnapshot(...names), options);
}

const text = (...args: string[]): Promise<Ran> => run([...args, ...rig.pin], { env: rig.env });

describe('bigip delete', () => {
  it('deletes all that the owner has, the registry last of the overlay, and the second time nothing', async () => {
    const before = new Set(rig.device.list());
    await published();
    const { changes, steps, saved } = await json<ApplyResult>('apply', 0, 'delete', ...ours, ...overlay, '--yes');
    expect(steps.filter(({ outcome }) => outcome !== 'deleted')).toEqual([]);
    expect(changes.at(-1)?.uri).toBe('ltm/data-group/internal/~k8s~bigip-icontrol.default');
    expect(saved).toBe(true);
    expect(rig.device.list().filter((uri) => !before.has(uri))).toEqual([]);
    const again = await json<ApplyResult>('apply', 0, 'delete', ...ours, ...overlay);
    expect(again).toMatchObject({ changes: [], steps: [], saved: false });
  });

  it('shows what would go, and needs --yes where nobody can be asked', async () => {
    await published();
    const writes = rig.writes().length;
    const refused = await text('delete', ...ours, ...overlay);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/^Plan: \d+ to delete\n/);
    expect(refused.stderr).toContain('nothing was deleted: --yes is needed where nobody can be asked');
    const inJson = await json<ApplyResult>('apply', 1, 'delete', ...ours, ...overlay);
    expect(inJson.changes.length).toBeGreaterThan(5);
    expect(inJson.steps).toEqual([]);
    expect(rig.writes()).toHaveLength(writes);
  });

  it('leaves alone what another owner has, and what nobody has marked', async () => {
    await published();
    rig.device.seed({ 'ltm/pool/~k8s~by-hand': {} });
    const writes = rig.writes().length;
    await json('apply', 0, 'delete', '--partition', 'k8s', '--owner', 'blue', ...overlay, '--yes');
    expect(rig.writes()).toHaveLength(writes);
    await json('apply', 0, 'delete', ...ours, ...overlay, '--yes');
    expect(rig.device.get('ltm/pool/~k8s~by-hand')).toBeDefined();
  });

  it('deletes nothing of a plan that deletes more than --max-deletes', async () => {
    await published();
    const writes = rig.writes().length;
    const ran = await rig.bigip('delete', [...ours, ...overlay, '--yes', '--max-deletes', '2']);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('[TooManyDeletes]');
    expect(parsed<ApplyResult>('apply', ran.stdout).steps).toEqual([]);
    expect(rig.writes()).toHaveLength(writes);
  });

  it('with --drain disables the members, and tells how many lost their connections in time', async () => {
    await published();
    const { drains, changes } = await json<ApplyResult>('apply', 0, 'delete', ...ours, '--yes', '--drain', '5');
    expect(drains?.map(({ drained, connections }) => [drained, connections])).toEqual([
      [true, 0],
      [true, 0],
    ]);
    expect(changes.filter(({ type }) => type === 'ltm/pool/members')).toHaveLength(2);
    await published();
    const ran = await text('delete', ...ours, '--yes', '--drain', '5');
    expect(ran.stdout).toContain('Drained: 2 of 2 members');
    expect((await text('delete', ...ours, '--yes', '--drain', 'soon')).stderr).toContain('whole number of seconds');
  });

  it('says that the partition does not exist', async () => {
    const ran = await text('delete', '--partition', 'none', '--yes');
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('the partition none does not exist');
  });
});

describe('bigip status', () => {
  it('tells every virtual server, pool and member, one line each, and exits 0 when all are available', async () => {
    await published();
    const { status, stdout } = await text('status', ...ours);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^\/k8s\/istio-system_.*\.vs {2}[\d.]+:\d+ {2}available {2}0 connections$/);
    expect(lines[1]).toMatch(/^ {2}pool \/k8s\/cfgmap_.* {2}2 of 2 members available$/);
    expect(lines[2]).toMatch(/^ {4}10\.244\.1\.36:32400 {2}available.* {2}0 connections$/);
    expect(lines).toHaveLength(4);
    expect(await json<ManagedStatus>('status', 0, 'status', ...ours)).toMatchObject({
      available: true,
      virtuals: [{ uri: virtualUri, available: true, pool: { uri: poolUri, members: [{ uri: member }, {}] } }],
    });
  });

  it('exits 2 when something is not, and says what', async () => {
    await published();
    rig.device.set(member, { state: 'down' });
    const { status, stdout } = await text('status', ...ours);
    expect(status).toBe(2);
    expect(stdout).toMatch(/10\.244\.1\.36:32400 {2}down/);
  });

  it('exits 0 for an owner that has nothing, and 1 when it could not', async () => {
    await published();
    const none = await text('status', '--partition', 'k8s', '--owner', 'blue');
    expect([none.status, none.stdout]).toEqual([0, 'blue has nothing in k8s; default has\n']);
    expect((await text('status', '--partition', 'none')).status).toBe(1);
    await rig.device.close();
    expect((await text('status', ...ours)).status).toBe(1);
  });
});

describe('bigip snapshot, diff and rollback', () => {
  it('keep what is there, tell what changed since, and bring it back', async () => {
    await published();
    const taken = await text('snapshot', ...ours, ...overlay, '--out', file);
    expect(taken.status).toBe(0);
    expect(taken.stderr).toMatch(/^\d+ objects of default in k8s are in .*snapshot\.json\n$/);
    expect((await stat(file)).mode & 0o077).toBe(0);
    const snapshot = parsed<DeviceSnapshot>('snapshot', await readFile(file, 'utf8'));
    expect((await json<{ drift: Drift[] }>('diff', 0, 'diff', '--snapshot', file)).drift).toEqual([]);

    rig.device.set(poolUri, { loadBalancingMode: 'ratio-member' });
    rig.device.delete(member);
    const { drift } = await json<{ drift: Drift[] }>('diff', 2, 'diff', '--snapshot', file);
    expect(drift).toMatchObject([
      {
        change: 'modified',
        uri: poolUri,
        before: { loadBalancingMode: 'least-connections-member' },
        after: { loadBalancingMode: 'ratio-member' },
      },
      { change: 'deleted', uri: member },
    ]);
    const shown = await text('diff', '--snapshot', file);
    expect(shown.stdout).toContain('Drift: 1 missing, 1 different');
    expect(shown.stdout).toContain('loadBalancingMode: least-connections-member -> ratio-member');

    const writes = rig.writes().length;
    const refused = await text('rollback', file);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('nothing was changed: --yes is needed where nobody can be asked');
    expect(rig.writes()).toHaveLength(writes);
    const { steps } = await json<ApplyResult>('apply', 0, 'rollback', file, '--yes');
    expect(steps.map(({ outcome }) => outcome).sort()).toEqual(['created', 'modified']);
    expect(JSON.parse((await text('snapshot', ...ours, ...overlay)).stdout)).toEqual(snapshot);
  });

  it('an object that somebody else has now is a conflict: nothing is written to it, and the exit status is 1', async () => {
    await published();
    await text('snapshot', ...ours, '--out', file);
    rig.device.set(poolUri, { metadata: [{ name: 'managed-by', persist: 'true', value: 'bigip-icontrol/blue' }] });
    const result = await json<ApplyResult>('apply', 1, 'rollback', file, '--yes');
    expect(result.conflicts).toMatchObject([{ uri: poolUri, reason: 'OwnedByAnother', holder: 'bigip-icontrol/blue' }]);
    expect(result.steps).toEqual([]);
    const { drift } = await json<{ drift: Drift[] }>('diff', 2, 'diff', '--snapshot', file);
    expect(drift).toMatchObject([{ uri: poolUri, holder: { kind: 'another', name: 'bigip-icontrol/blue' } }]);
  });

  it('tell what differs from the manifests: missing, changed and not asked for', async () => {
    await published();
    expect((await json<{ drift: Drift[] }>('diff', 0, 'diff', ...wanted)).drift).toEqual([]);
    const writes = rig.writes().length;
    rig.device.set(poolUri, { loadBalancingMode: 'ratio-member', description: 'by hand' });
    rig.device.seed({ [`${poolUri}/members/~k8s~10.9.9.9:80`]: { address: '10.9.9.9' } });
    const { drift } = await json<{ drift: Drift[] }>('diff', 2, 'diff', ...wanted);
    expect(drift).toMatchObject([
      {
        change: 'modified',
        uri: poolUri,
        before: { loadBalancingMode: 'least-connections-member' },
        after: { loadBalancingMode: 'ratio-member' },
      },
      { change: 'created', uri: `${poolUri}/members/~k8s~10.9.9.9:80`, holder: { kind: 'ours' } },
    ]);
    const gone = await json<{ drift: Drift[] }>('diff', 2, 'diff', ...withoutConfigMap, ...cluster, ...overlay);
    expect(gone.drift).toContainEqual(expect.objectContaining({ change: 'created', uri: poolUri }));
    // Nothing goes by a look: that all is unasked for is no reason to be strict about.
    const strict = await json<{ drift: Drift[] }>(
      'diff',
      2,
      'diff',
      ...withoutConfigMap,
      ...cluster,
      ...overlay,
      '--strict',
    );
    expect(strict.drift).toEqual(gone.drift);
    expect(rig.writes()).toHaveLength(writes);
  });

  it('that are none are refused before anything is sent, and so is what cannot be compared', async () => {
    const requests = rig.device.requests;
    await writeFile(file, '{"version":2}');
    const ran = await text('rollback', file, '--yes');
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(/is no snapshot of this program: .*snapshot\.version/);
    expect((await text('rollback', join(folder, 'none.json'))).stderr).toContain('cannot read the snapshot');
    expect((await text('diff', '--snapshot', file, ...wanted)).stderr).toContain('--snapshot goes without -f');
    expect((await text('diff', '--snapshot', file, '--owner', 'blue')).stderr).toContain(
      '--snapshot goes without --owner',
    );
    expect((await text('diff', ...wanted, '--other-device')).stderr).toContain('--other-device goes with --snapshot');
    const both = ['--unit', 'https://192.0.2.11', '--other-device', '--yes'];
    expect((await text('rollback', file, ...both)).stderr).toContain('--other-device is for one BIG-IP');
    expect((await text('diff')).stderr).toContain('--mode and --partition are needed');
    expect(rig.device.requests).toBe(requests);
  });
});

describe('bigip apply --wait', () => {
  it('ends well at once when the members are available', async () => {
    const result = await json<ApplyResult & { unavailable: unknown }>('apply', 0, 'apply', ...wanted, '--wait', '30');
    expect(result.unavailable).toEqual([]);
  });

  it('exits 1 when the time is over, and names those that are not available', async () => {
    const answer = {
      kind: 'tm:ltm:pool:poolstate',
      name: poolPath.split('~').at(-1),
      partition: 'k8s',
      fullPath: poolPath.replaceAll('~', '/'),
    };
    const name = '10.244.1.36:32400';
    const down = { name, partition: 'k8s', fullPath: `/k8s/${name}`, state: 'down', session: 'monitor-enabled' };
    const up = {
      name: '10.244.2.41:32400',
      partition: 'k8s',
      fullPath: '/k8s/10.244.2.41:32400',
      state: 'up',
      session: 'monitor-enabled',
    };
    rig.device.fault({
      match: `GET ${poolUri}?*`,
      do: { status: 200, body: { ...answer, membersReference: { items: [down, up] } } },
      times: 'always',
    });
    const ran = await rig.bigip('apply', [...wanted, '--wait', '0']);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain(`not available: ${name} in ${answer.fullPath} (down)`);
    expect(parsed<{ unavailable: unknown }>('apply', ran.stdout).unavailable).toEqual([{ uri: member, state: 'down' }]);
    // Nothing is left to do, and it still takes no traffic.
    const again = await rig.bigip('apply', [...wanted, '--wait', '0']);
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining(`not available: ${name}`)]);
    rig.device.set(member, { session: 'user-disabled' });
    expect((await rig.bigip('apply', [...wanted, '--wait', '0'])).status).toBe(0);
    expect((await rig.bigip('apply', [...wanted, '--wait', 'soon'])).status).toBe(1);
  });
});

describe('bigip apply --rollback-on-failure', () => {
  it('goes back when a part failed, and says so in text and in JSON', async () => {
    const message = '01070000:3: The tunnel FDB record was refused.';
    const refuse = () =>
      rig.device.fault({
        match: 'POST ltm/virtual',
        do: { status: 400, body: { code: 400, message, errorStack: [], apiError: 2 } },
        times: 'always',
      });
    const before = rig.device.list();
    refuse();
    const inText = await text('apply', ...wanted, '--rollback-on-failure');
    expect(inText.status).toBe(1);
    expect(inText.stdout).toContain('Rolled back to the state before.');
    expect(rig.device.list()).toEqual(before);
    const { rollback, steps } = await json<ApplyResult>('apply', 1, 'apply', ...wanted, '--rollback-on-failure');
    expect(rollback?.complete).toBe(true);
    expect(steps.find(({ uri }) => uri === poolUri)?.outcome).toBe('rolled-back');
    expect(steps.find(({ uri }) => uri === virtualUri)?.outcome).toBe('failed');
    expect(rig.device.list()).toEqual(before);
  });

  it('works for a plan from a file', async () => {
    const plan = join(folder, 'plan.json');
    await rig.plan([...wanted, '--out', plan], 2);
    const { rollback } = await json<ApplyResult>('apply', 0, 'apply', '--plan', plan, '--rollback-on-failure');
    expect(rollback).toBeUndefined();
  });
});
