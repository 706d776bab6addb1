/** What a pair saves, drains, and makes up for. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reconcile } from '../../src/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import { options } from './open-cluster.ts';
import { type OpenPair, openPair, reasons, web } from './open-pair.ts';

const pool = 'ltm/pool/~k8s~cfgmap_default_vs_web';
const sync = { outcome: 'synced', status: 'In Sync', group: 'sync-failover' };

let pair: OpenPair;
beforeEach(async () => {
  pair = await openPair();
});
afterEach(async () => {
  await pair[Symbol.asyncDispose]();
});

const saves = (index: 0 | 1): unknown[] =>
  pair.devices[index].journal.filter(({ path }) => path === '/mgmt/tm/sys/config').map(({ body }) => body);
const noSave = { match: 'POST sys/config', do: { status: 500, body: { code: 500, message: 'disk full' } } } as const;

describe('a pair', () => {
  it('saves on each unit the partitions that were written there', async () => {
    const result = await pair.reconcile(web('10.244.1.5'));
    expect(result).toMatchObject({ saved: true, savedPartitions: ['Common', 'k8s'] });
    expect(saves(0)).toEqual([{ command: 'save', options: [{ partitions: '{ Common k8s }' }] }]);
    expect(saves(1)).toEqual([{ command: 'save', options: [{ partitions: '{ Common }' }] }]);
  });

  it('says which unit did not save, and leaves nothing there that would be a pending change', async () => {
    pair.devices[0].fault({ ...noSave, times: 'always' });
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true });
    expect(result).toMatchObject({ saved: false, sync });
    expect(result.diagnostics.filter(({ reason }) => reason === 'ConfigNotSaved')).toMatchObject([
      { object: 'BigIp/one.example.com:443/sys/config' },
    ]);
    expect(JSON.stringify(pair.devices[0].get(pool))).not.toContain('unsaved-by');
    expect(reasons(await pair.plan(web('10.244.1.5'), { sync: true }))).toEqual([]);
  });

  it('makes up for a save that failed when the unit was run alone, before it is copied', async () => {
    const snapshot = snapshotOf(JSON.parse(JSON.stringify(web('10.244.1.5'))) as unknown[]);
    const fault = pair.devices[0].fault({ ...noSave, times: 'always' });
    await reconcile(pair.units[0], snapshot, options);
    fault.remove();
    await pair.units[0].request('POST', ['cm'], {
      body: { command: 'run', utilCmdArgs: 'config-sync to-group sync-failover' },
    });
    expect(JSON.stringify(pair.devices[0].get(pool))).toContain('unsaved-by');
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true });
    expect(result).toMatchObject({ saved: true, sync });
    expect(JSON.stringify(pair.devices[0].get(pool))).not.toContain('unsaved-by');
    const next = await pair.plan(web('10.244.1.5'), { sync: true });
    expect([next.changes, reasons(next)]).toEqual([[], []]);
  });

  it('drains on the active unit, and says how it went', async () => {
    await pair.reconcile(web('10.244.1.5', '10.244.1.6'), { sync: true });
    const member = `${pool}/members/~k8s~10.244.1.6:8080`;
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true, drain: 30_000 });
    expect(result).toMatchObject({ drains: [{ uri: member, drained: true }], sync });
    expect(pair.devices.map((device) => device.list(`${pool}/members`))).toEqual([
      [`${pool}/members/~k8s~10.244.1.5:8080`],
      [`${pool}/members/~k8s~10.244.1.5:8080`],
    ]);
  });
});
