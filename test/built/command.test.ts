/** The built command in processes of its own: what the tests of test/cli, which need none, cannot show. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { ApplyResult } from '../../src/apply/index.ts';
import type { Plan } from '../../src/plan/index.ts';
import { useDevice, watched } from '../cli/rig.ts';
import { after, cluster, examples, files, overlay, type Ran, runBuilt } from '../cli/run.ts';
import { parsed } from '../cli/schema.ts';

const rig = useDevice();
const wanted = [...after, ...cluster, ...overlay];

function bigip(command: string, ...args: readonly string[]): Promise<Ran> {
  return watched(command, args, () => runBuilt([command, ...args, ...rig.pin], { env: rig.env }));
}

describe('the built command', () => {
  it('plan, apply, plan exits 2, 0, 0, and nothing is changed the second time', async () => {
    const planned = await bigip('plan', ...wanted, '-o', 'json');
    expect(planned.status, planned.stderr).toBe(2);
    expect(parsed<Plan>('plan', planned.stdout).changes).toHaveLength(10);
    expect(rig.writes()).toEqual([]);
    const applied = await bigip('apply', ...wanted, '-o', 'json');
    expect(applied.status, applied.stderr).toBe(0);
    expect(parsed<ApplyResult>('apply', applied.stdout)).toMatchObject({ transactions: 1, saved: true });
    const again = await bigip('plan', ...wanted);
    expect(again).toMatchObject({ status: 0, stdout: 'Plan: no changes\n' });
    expect(rig.device.tokens).toBe(0);
  });

  it('a wrong password is one login, exit 1, and stands in no output', async () => {
    const wrong = 'Tr0ub4dor&3-canary';
    const { status, stdout, stderr } = await runBuilt(['apply', ...after, ...cluster, ...rig.pin], {
      env: { ...rig.env, BIGIP_PASSWORD: wrong, DEBUG: 'bigip:*' },
    });
    expect(status).toBe(1);
    expect(rig.device.journal.filter(({ path }) => path.includes('/authn/login'))).toHaveLength(1);
    expect(stderr).toContain('bigip:request');
    expect(`${stdout}${stderr}`).not.toContain(wrong);
    expect(stderr).not.toContain(Buffer.from(wrong).toString('base64'));
  });

  it('reads a pipe, and says on stderr what it cannot use', async () => {
    const given = ['desired', ...files('service-after.yaml', 'nodes.yaml'), '-f', '-', ...cluster];
    const stdin = readFileSync(`${examples}/configmap.yaml`, 'utf8');
    const { status, stdout, stderr } = await runBuilt([...given, '-o', 'json'], { stdin });
    expect([status, stderr]).toEqual([0, expect.stringContaining('[EndpointsNotFound]')]);
    expect(parsed('desired', stdout)).toMatchObject({ held: [{ reason: 'EndpointsNotFound' }] });
    expect(await runBuilt(['desired', '-f', '-', ...cluster])).toMatchObject({ status: 1, stdout: '' });
  });

  it('ends quietly when its reader goes away', async () => {
    const child = spawn(process.execPath, ['dist/bundle/bigip.js', '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const [said, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([status, said]).toEqual([0, '']);
  });
});
