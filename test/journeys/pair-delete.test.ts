/** All that an owner has goes from both units of a pair, and nothing of others. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deletionWork, describePairPlan } from '../../src/index.ts';
import { done, type OpenPair, openPair, reasons, web } from './open-pair.ts';

const two = 'two.example.com:443';
const tunnel = '/Common/flannel_vxlan';
const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
const registry = 'ltm/data-group/internal/~k8s~bigip-icontrol.default';
const ours = { partition: 'k8s', tunnel };

let pair: OpenPair;
beforeEach(async () => {
  pair = await openPair();
});
afterEach(async () => {
  await pair[Symbol.asyncDispose]();
});

const work = (more = {}) => deletionWork({ units: pair.units }, { ...ours, ...more });
const overlayOf = (index: 0 | 1) => [...pair.devices[index].list(records), ...pair.devices[index].list('net/arp')];
const sharedOf = (index: 0 | 1) =>
  pair.devices[index].list('ltm').filter((uri) => /^ltm\/(?:virtual|pool|data-group\/internal)\/~k8s/.test(uri));

describe('bigip delete on a pair', () => {
  it('leaves no record on either unit, and nothing of the owner once it is copied', async () => {
    await pair.reconcile(web('10.244.1.5'), { sync: true });
    const { plan, apply } = await work({ sync: true });
    expect(plan.changes.filter(({ unit }) => unit === two).map(({ action, uri }) => `${action} ${uri}`)).toEqual([
      'delete net/arp/~Common~k8s-10.244.1.5',
      `delete ${records}/5e:00:00:00:00:01`,
      `delete ${records}/5e:00:00:00:00:02`,
    ]);
    expect(describePairPlan(plan)).toContain('Then the configuration is copied to sync-failover.');
    const result = await apply();
    expect(result.steps.filter(({ outcome }) => outcome !== 'deleted')).toEqual([]);
    expect(result.sync).toEqual({ outcome: 'synced', status: 'In Sync', group: 'sync-failover' });
    expect([overlayOf(0), overlayOf(1), sharedOf(0), sharedOf(1)]).toEqual([[], [], [], []]);
    const again = await work();
    expect([again.plan.changes, reasons(again.plan)]).toEqual([[], []]);
  });

  it('leaves no record on either unit when nothing was ever copied, and says what is pending and how to copy it', async () => {
    await pair.reconcile(web('10.244.1.5'));
    expect([sharedOf(1), overlayOf(1).length]).toEqual([[], 3]);
    const result = await (await work()).apply();
    expect([overlayOf(0), overlayOf(1), sharedOf(0)]).toEqual([[], [], []]);
    expect(result.sync).toBeUndefined();
    expect(result.diagnostics.filter(({ reason }) => reason === 'NotCopied')).toMatchObject([
      { severity: 'info', message: expect.stringContaining('tmsh run cm config-sync to-group sync-failover') },
    ]);
  });

  it('leaves no record on either unit when the copy is left to others, who find the pools there', async () => {
    await pair.reconcile(web('10.244.1.5'), { sync: true });
    const result = await (await work()).apply();
    expect(result.steps.filter(({ outcome }) => outcome !== 'deleted')).toEqual([]);
    expect([overlayOf(0), overlayOf(1), sharedOf(0)]).toEqual([[], [], []]);
    expect(sharedOf(1)).not.toEqual([]);
  });

  it('keeps the list of records while a unit is away, so that the next run finds what is left there', async () => {
    await pair.reconcile(web('10.244.1.5'), { sync: true });
    await pair.devices[1].pause();
    const { plan, apply } = await work();
    expect(reasons(plan)).toEqual(['UnitUnreachable']);
    expect(plan.kept).toContainEqual(expect.objectContaining({ uri: registry }));
    await apply();
    expect([overlayOf(0), sharedOf(0)]).toEqual([[], [registry]]);
    await pair.devices[1].resume();
    expect(overlayOf(1)).toHaveLength(3);
    const result = await (await work()).apply();
    expect(reasons(result)).toEqual([]);
    expect([overlayOf(0), overlayOf(1), sharedOf(0)]).toEqual([[], [], []]);
  });

  it('keeps the list of records also when the unit goes away in the middle, or refuses', async () => {
    await pair.reconcile(web('10.244.1.5'), { sync: true });
    const [, second] = pair.devices;
    const fault = second.fault({
      match: ({ method, path }) => (method === 'DELETE' && path.includes('/net/')) || /\/transaction\/\d+$/.test(path),
      times: 'always',
      when: 'before',
      do: { status: 400, body: { code: 400, message: '01070734:3: Configuration error: no.' } } as never,
    });
    const { apply } = await work({ sync: true });
    const result = await apply();
    expect(done(result).filter((line) => line.startsWith('two deleted'))).toEqual([]);
    expect([overlayOf(0), sharedOf(0)]).toEqual([[], [registry]]);
    expect(result.sync).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('tmsh run cm config-sync to-group sync-failover'),
    });
    fault.remove();
    await (await work()).apply();
    expect([overlayOf(0), overlayOf(1), sharedOf(0)]).toEqual([[], [], []]);
  });

  it('leaves what another owner uses, on the unit that stands by too', async () => {
    await pair.reconcile(web('10.244.1.5'));
    // Another owner's pool is on the active unit alone until it is copied; its neighbour is on both.
    const [first, second] = pair.devices;
    first.set('ltm/pool/~blue~web', {});
    first.set('ltm/pool/~blue~web/members/~blue~10.244.2.9:80', { address: '10.244.2.9' });
    for (const device of [first, second])
      device.set('net/arp/~Common~k8s-10.244.2.9', { ipAddress: '10.244.2.9', macAddress: '5e:00:00:00:00:02' });
    await (await work()).apply();
    const left = [`${records}/5e:00:00:00:00:02`, 'net/arp/~Common~k8s-10.244.2.9'];
    expect([overlayOf(0), overlayOf(1)]).toEqual([left, left]);
  });

  it('goes on with the unit that takes over in the middle', async () => {
    await pair.reconcile(web('10.244.1.5'), { sync: true });
    const [first] = pair.devices;
    first.fault({
      match: ({ method, path }) => method === 'PATCH' && /\/transaction\/\d+$/.test(path),
      when: 'before',
      do: { act: 'failover' },
    });
    const result = await (await work({ sync: true })).apply();
    expect(result.diagnostics).toContainEqual(expect.objectContaining({ reason: 'FailedOver' }));
    expect([overlayOf(0), overlayOf(1), sharedOf(0), sharedOf(1)]).toEqual([[], [], [], []]);
  });

  it('refuses to delete more than it may on either unit', async () => {
    await pair.reconcile(web('10.244.1.5'), { sync: true });
    const before = pair.writes();
    const { plan, apply } = await work({ maxDeletes: 2 });
    expect(reasons(plan)).toEqual(['TooManyDeletes', 'TooManyDeletes']);
    await expect(apply({ maxDeletes: 2 })).rejects.toMatchObject({ code: 'BIGIP_TOO_MANY_DELETES' });
    expect(pair.writes()).toEqual(before);
  });
});

describe('an apply on a pair', () => {
  it('leaves the neighbours of a member that another owner has made on the active unit alone', async () => {
    await pair.reconcile(web('10.244.1.5'));
    const [first, second] = pair.devices;
    first.set('ltm/pool/~blue~web', {});
    first.set('ltm/pool/~blue~web/members/~blue~10.244.2.9:80', { address: '10.244.2.9' });
    const uri = 'net/arp/~Common~k8s-10.244.2.9';
    for (const device of [first, second]) device.set(uri, { ipAddress: '10.244.2.9', macAddress: '5e:00:00:00:00:02' });
    expect(done(await pair.reconcile(web('10.244.1.5')))).toEqual([]);
    expect(second.get(uri)).toBeDefined();
  });
});
