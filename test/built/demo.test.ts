import { describe, expect, it } from 'vitest';
import { runBuilt } from '../cli/run.ts';

describe('bigip demo', () => {
  it('tells the story in under 40 lines, without colour in a pipe, and exits 0', async () => {
    const { status, stdout, stderr } = await runBuilt(['demo']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(40);
    expect(stdout).not.toContain('\u001b[');
    for (const number of [1, 2, 3, 4, 5, 6]) expect(lines.some((line) => line.startsWith(`${number}. `))).toBe(true);
    for (const text of [
      'its ports are 15020, 80, 443, 31400 and 15443',
      'Plan: 10 to create',
      '172.16.100.195:31400 -> 10.244.1.36:32400, 10.244.2.41:32400',
      'Plan: no changes',
      'Plan: 2 to create, 2 to delete',
      'orphaned ltm nodes deleted: /k8s/10.244.1.36',
      '172.16.100.196:31400 -> 172.16.40.201:30776, 172.16.40.202:30776, 172.16.40.203:30776',
    ]) {
      expect(stdout).toContain(text);
    }
  });

  it('is in colour where colour is wanted', async () => {
    expect((await runBuilt(['demo'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[32m');
  });
});
