/** A plan is looked at today and applied tomorrow, by somebody else. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import type { ApplyResult } from '../../src/apply/index.ts';
import { exampleDevice, exampleSeed } from '../../src/cli/demo/example.ts';
import type { Plan } from '../../src/plan/index.ts';
import { password, poolUri, useDevice, watched, withoutConfigMap } from './rig.ts';
import { after, cluster, files, overlay, run } from './run.ts';
import { parsed } from './schema.ts';

const rig = useDevice();
const wanted = [...after, ...cluster, ...overlay];
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigip-plan-'));
  file = join(folder, 'plan.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a plan in a file', () => {
  it('is applied as it was shown, without the manifests; the second time there is nothing to do any more', async () => {
    const shown = await rig.plan([...wanted, '--out', file], 2);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(shown);
    expect((await stat(file)).mode & 0o077).toBe(0);
    const { steps } = await rig.apply(['--plan', file]);
    expect(steps.map(({ uri, outcome }) => `${outcome} ${uri}`)).toEqual(
      shown.changes.map(({ uri }) => `created ${uri}`),
    );
    await rig.plan(wanted, 0);
  });

  it('is refused as a whole when the BIG-IP has changed since, and applied when that is asked for', async () => {
    await rig.apply(wanted);
    const pruning = [...withoutConfigMap, ...cluster, ...overlay, '--prune', '--out', file];
    expect((await rig.plan(pruning, 2)).generations[poolUri]).toBeGreaterThan(0);
    rig.device.set(poolUri, { description: 'ask Ann before you touch it' });
    const writes = rig.writes().length;
    const refused = await rig.bigip('apply', ['--plan', file]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /has changed since the plan was made \(ltm\/pool\/~k8s~cfgmap_.*Make a new plan, or .* --allow-stale/,
    );
    expect(rig.writes()).toHaveLength(writes);
    const { steps } = await rig.apply(['--plan', file, '--allow-stale']);
    expect(steps.find(({ uri }) => uri === poolUri)?.outcome).toBe('deleted');
  });

  it('that is none, or names what it does not say, is refused before anything is sent', async () => {
    const plan: Plan = await rig.plan([...wanted, '--out', file], 2);
    const [first] = plan.changes;
    const broken: readonly (readonly [string, RegExp])[] = [
      ['{', /is not JSON/],
      ['{"version":2}', /plan\.version/],
      [JSON.stringify({ ...plan, changes: [{ ...first, uri: 'auth/user/admin' }] }), /plan\.changes\.0\.type/],
      [JSON.stringify({ ...plan, changes: [{ ...first, after: undefined }] }), /plan\.changes\.0\.after/],
      [JSON.stringify({ ...plan, owner: 'a b' }), /plan\.owner/],
    ];
    for (const [text, why] of broken) {
      await writeFile(file, text);
      const { status, stderr } = await rig.bigip('apply', ['--plan', file]);
      expect(status).toBe(1);
      expect(stderr).toMatch(why);
    }
    const both = await rig.bigip('apply', ['--plan', file, ...wanted]);
    expect(both.stderr).toContain(
      '--plan goes without -f, --mode, --partition and --tunnel: what they say is in the plan',
    );
    const neither = await rig.bigip('apply', []);
    expect(neither.stderr).toContain('--mode and --partition are needed');
    expect(rig.writes()).toEqual([]);
  });
});

describe('a plan or a snapshot of another BIG-IP', () => {
  it('is refused with the flag that allows it, and nothing is written', async () => {
    const snapshot = join(folder, 'snapshot.json');
    const plan = await rig.plan([...wanted, '--out', file], 2);
    expect(plan.device).toMatchObject({ hostname: 'bigip1.example.com', chassisId: expect.any(String) });
    const taken = await run(['snapshot', '--partition', 'k8s', '--out', snapshot, ...rig.pin], { env: rig.env });
    expect(taken.status, taken.stderr).toBe(0);
    await rig.device.close();
    const seed = exampleSeed(await exampleDevice());
    rig.device = await MockBigIp.start({ username: 'operator', password, seed, hostname: 'bigip2.example.com' });
    for (const [command, ...args] of [
      ['apply', '--plan', file],
      ['rollback', snapshot, '--yes'],
      ['diff', '--snapshot', snapshot],
    ]) {
      const { status, stderr } = await rig.bigip(command ?? '', args);
      expect(status).toBe(1);
      expect(stderr).toMatch(/ is of bigip1\.example\.com at .*this is bigip2\.example\.com.*say --other-device/);
    }
    expect(rig.writes()).toEqual([]);
    const { steps } = await rig.apply(['--plan', file, '--other-device']);
    expect(new Set(steps.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
  });
});

describe('options beside a plan in a file', () => {
  it.each([
    ['--prune'],
    ['--adopt'],
    ['--owner', 'default'],
    ['--tunnel', '/Common/flannel_vxlan'],
    ['--overlay-only'],
  ])('that the plan has answered (%s) are refused before anything is sent', async (...said) => {
    await rig.plan([...wanted, '--out', file], 2);
    const sent = rig.device.journal.length;
    const { status, stderr, stdout } = await rig.bigip('apply', ['--plan', file, ...said]);
    expect(status).toBe(1);
    expect(stderr).toContain(`--plan goes without ${said[0]}: what`);
    expect(stdout).toBe('');
    expect(rig.device.journal).toHaveLength(sent);
  });

  it('--strict sends nothing of a plan with a warning, and shows that plan', async () => {
    const plan = await rig.plan([...wanted, '--out', file], 2);
    const warning = { severity: 'warning', object: 'a/b/c', reason: 'NoReadyEndpoints', message: 'none' } as const;
    await writeFile(file, JSON.stringify({ ...plan, diagnostics: [...plan.diagnostics, warning] }));
    const sent = rig.device.journal.length;
    const { status, stderr, stdout } = await rig.bigip('apply', ['--plan', file, '--strict']);
    expect(status).toBe(1);
    expect(stderr).toContain('nothing was sent, because of --strict');
    expect(parsed<ApplyResult>('apply', stdout)).toMatchObject({ changes: plan.changes, steps: [] });
    expect(rig.device.journal).toHaveLength(sent);
  });
});

describe('how a plan is to be applied', () => {
  it('is shown by plan with the options of apply, and done by apply --plan', async () => {
    await rig.apply(wanted);
    const scaled = [
      ...files('service-after.yaml', 'endpointslices-before.yaml', 'nodes.yaml', 'configmap.yaml'),
      ...cluster,
      ...overlay,
    ];
    const how = ['--drain', '1', '--wait', '1', '--rollback-on-failure'];
    const shown = await run(['plan', ...scaled, ...how, ...rig.pin], { env: rig.env });
    expect(shown.status, shown.stderr).toBe(2);
    expect(shown.stdout).toMatch(/- ltm\/pool\/members .*\(drained before removal, at most 1 s\)/);
    expect(shown.stdout).toContain('Then up to 1 s are waited for the pool members to take traffic.');
    const { applyWith } = await rig.plan([...scaled, ...how, '--out', file], 2);
    expect(applyWith).toEqual({ drain: 1_000, wait: 1_000, rollbackOnFailure: true });
    const result = await rig.apply(['--plan', file]);
    expect(result.drains?.length).toBeGreaterThan(0);
    expect(result).toHaveProperty('unavailable');
  });

  it('is shown by apply and delete too', async () => {
    await rig.apply(wanted);
    const args = ['delete', '--partition', 'k8s', '--drain', '1', ...rig.pin];
    const { stdout } = await watched('delete', [], () => run(args, { env: rig.env }));
    expect(stdout).toContain('(drained before removal, at most 1 s)');
  });
});

describe('a save that is due', () => {
  it('is work for an apply: plan exits 2 and says so, apply saves also with --strict, and plan exits 0', async () => {
    rig.device.fault({ match: 'POST sys/config', do: { status: 500 } });
    const failed = await rig.bigip('apply', wanted);
    expect(failed.status).toBe(1);
    const plan = await rig.plan(wanted, 2);
    expect(plan).toMatchObject({ changes: [], unsaved: [expect.any(String)] });
    const text = await run(['plan', ...wanted, ...rig.pin], { env: rig.env });
    expect(text.status).toBe(2);
    expect(text.stdout).toContain('Plan: no changes, a save that is due');
    expect(await rig.apply([...wanted, '--strict'])).toMatchObject({ steps: [], saved: true });
    await rig.plan(wanted, 0);
  });
});

describe('--max-deletes', () => {
  it('applies nothing of a plan that deletes more', async () => {
    await rig.apply(wanted);
    const pruning = [...withoutConfigMap, ...cluster, ...overlay, '--prune'];
    const writes = rig.writes().length;
    const { diagnostics, changes } = await rig.plan([...pruning, '--max-deletes', '2'], 1);
    expect(diagnostics).toContainEqual(expect.objectContaining({ reason: 'TooManyDeletes', severity: 'error' }));
    const refused = await rig.bigip('apply', [...pruning, '--max-deletes', '2']);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/\d+ objects would be deleted, and at most 2 may be.*\[TooManyDeletes\]/);
    expect(parsed<ApplyResult>('apply', refused.stdout)).toMatchObject({ changes, steps: [], saved: false });
    await rig.plan([...pruning, '--out', file], 2);
    const late = await rig.bigip('apply', ['--plan', file, '--max-deletes', '2']);
    expect(late.status).toBe(1);
    expect(late.stderr).toContain('[TooManyDeletes]');
    expect(parsed<ApplyResult>('apply', late.stdout).steps).toEqual([]);
    expect(rig.writes()).toHaveLength(writes);
    await rig.plan([...pruning, '--max-deletes', '2', '--out', file], 1);
    const kept = await rig.bigip('apply', ['--plan', file]);
    expect([kept.status, kept.stderr]).toEqual([1, expect.stringContaining('[TooManyDeletes]')]);
    expect(rig.writes()).toHaveLength(writes);
    await rig.apply([...pruning, '--max-deletes', String(changes.length)]);
  });
});
