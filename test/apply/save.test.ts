/** What is saved at the end of an apply, and what becomes of it when the device cannot save. */
import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/apply/index.ts';
import { takeSnapshot } from '../../src/managed/index.ts';
import { makePlan, parsePlan } from '../../src/plan/index.ts';
import { arp, desired, member, pool, record, virtual } from '../plan/wanted.ts';
import { openRig, type Rig } from './device.ts';

const mac = '5e:1b:0a:44:9c:01';
const front = [pool('web'), virtual('web', '172.16.100.195:80', 'web'), member('web', '10.244.1.7')];
const overlay = [record(mac, '172.16.40.1'), arp('10.244.1.7', mac)];
const wanted = desired([...overlay, ...front]);
const full = { status: 400, body: { code: 400, message: '01070734:3: Configuration error: disk full', apiError: 3 } };
const sign = { name: 'unsaved-by', persist: 'false', value: 'bigip-icontrol/default' };
const saves = (rig: Rig): unknown[] =>
  rig.device.journal.filter(({ path }) => path.endsWith('sys/config')).map(({ body }) => body);
const metadata = (rig: Rig) => rig.device.get('ltm/pool/~k8s~web')?.['metadata'];

describe('a save', () => {
  it('is of the partitions that were written: the overlay lies in Common, a pool does not', async () => {
    await using rig = await openRig();
    const result = await rig.apply(wanted);
    expect(saves(rig)).toEqual([{ command: 'save', options: [{ partitions: '{ Common k8s }' }] }]);
    expect(result).toMatchObject({ saved: true, savedPartitions: ['Common', 'k8s'] });
    const more = desired([...overlay, ...front, pool('api')]);
    expect(await rig.apply(more)).toMatchObject({ saved: true, savedPartitions: ['k8s'] });
    rig.device.set('ltm/pool/~Common~half-done', {});
    rig.device.restart('reboot');
    rig.device.clock.advance('20m');
    await rig.bigip.waitReady();
    expect((await rig.plan(more)).changes).toEqual([]);
    expect(rig.device.get('ltm/pool/~Common~half-done')).toBeUndefined();
  });

  it('is of everything where the device does not take that', async () => {
    await using rig = await openRig();
    const body = { code: 400, message: '"partitions" unexpected argument', errorStack: [], apiError: 26214401 };
    rig.device.fault({ match: 'POST sys/config', do: { status: 400, body } });
    const result = await rig.apply(wanted);
    expect(saves(rig)).toEqual([{ command: 'save', options: [{ partitions: '{ Common k8s }' }] }, { command: 'save' }]);
    expect(result.saved).toBe(true);
    expect(result).not.toHaveProperty('savedPartitions');
  });

  it('whose reply is lost is not sent again, and is no success', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'POST sys/config', when: 'after', do: 'reset' });
    const result = await rig.apply(wanted);
    expect(saves(rig)).toHaveLength(1);
    expect(result).toMatchObject({ saved: false, diagnostics: [{ reason: 'ConfigNotSaved' }] });
  });
});

describe('a save that failed', () => {
  it('tells what the device said, also where that may be no answer of its own', async () => {
    await using rig = await openRig();
    const body = { code: 500, message: '01070734:3: Configuration error: disk full.', apiError: 3 };
    rig.device.fault({ match: 'POST sys/config', do: { status: 500, body }, times: 'always' });
    const [told] = (await rig.apply(wanted)).diagnostics;
    expect(told?.message).toContain('disk full');
    expect(told?.message).not.toContain('.;');
  });

  async function failed(): Promise<Rig> {
    const rig = await openRig();
    rig.device.fault({ match: 'POST sys/config', do: full, times: 2 });
    const result = await rig.apply(wanted);
    expect(result.diagnostics).toMatchObject([{ severity: 'error', reason: 'ConfigNotSaved' }]);
    expect(result.diagnostics[0]?.message).toMatch(/disk full.*; the next apply saves them$/);
    expect(result.diagnostics[0]?.message).not.toMatch(/was lost|may have been/);
    expect(metadata(rig)).toContainEqual(sign);
    return rig;
  }

  it('is made up for by the next apply, which has nothing else to do; then the sign is gone', async () => {
    await using rig = await failed();
    const plan = await rig.plan(wanted);
    expect(plan).toMatchObject({
      changes: [],
      unsaved: ['ltm/pool/~k8s~web'],
      diagnostics: [{ severity: 'info', reason: 'SaveIsDue' }],
    });
    expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
    const before = saves(rig).length;
    expect(await applyPlan(plan, rig.bigip)).toMatchObject({
      steps: [],
      saved: true,
      savedPartitions: ['Common', 'k8s'],
      diagnostics: [],
    });
    expect(saves(rig)).toHaveLength(before + 1);
    expect(metadata(rig)).not.toContainEqual(sign);
    expect(await rig.plan(wanted)).not.toHaveProperty('unsaved');
    expect(await rig.apply(wanted)).toMatchObject({ steps: [], saved: false });
    expect(saves(rig)).toHaveLength(before + 1);
  });

  it('again keeps the sign, once', async () => {
    await using rig = await failed();
    rig.device.fault({ match: 'POST sys/config', do: full, times: 2 });
    expect((await rig.apply(wanted)).diagnostics.map(({ reason }) => reason)).toEqual(['SaveIsDue', 'ConfigNotSaved']);
    const items = metadata(rig) as readonly { readonly name: string }[];
    expect(items.map(({ name }) => name)).toEqual(['managed-by', 'unsaved-by']);
  });

  it('leaves a sign that is the owner’s own, no difference, and in no snapshot', async () => {
    await using rig = await failed();
    const other = { ...desired([]), owner: 'blue' };
    expect(await rig.plan(other, { prune: true })).not.toHaveProperty('unsaved');
    expect((await rig.plan(wanted, { prune: true, adopt: true })).changes).toEqual([]);
    const snapshot = await takeSnapshot(rig.bigip, { partition: 'k8s', owner: 'default' });
    expect(JSON.stringify(snapshot)).not.toContain('unsaved-by');
  });

  it('is told where nothing can bear the sign: an overlay alone, and nothing at all', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'POST sys/config', do: full, times: 'always' });
    for (const one of [desired(overlay.slice(0, 1)), desired([])]) {
      const result = await rig.apply(one, { prune: true });
      expect(result.diagnostics.at(-1)?.message).toMatch(/an apply that has nothing else to do will not save them$/);
    }
  });

  it('costs the applies that save nothing', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    const seen = rig.device.journal.length;
    await rig.apply(wanted);
    expect(rig.device.journal.slice(seen).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('because of Ctrl-C leaves the sign all the same', async () => {
    await using rig = await openRig();
    const controller = new AbortController();
    const plan = await rig.plan(wanted);
    const result = await applyPlan(plan, rig.bigip, {
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'saving') controller.abort(new Error('interrupted by SIGINT'));
      },
    });
    expect(result.saved).toBe(false);
    expect(await rig.plan(wanted)).toMatchObject({ changes: [], unsaved: ['ltm/pool/~k8s~web'] });
  });

  it('is no part of a plan that never saw it', () => {
    const actual = { objects: [], routeDomains: {}, membersElsewhere: [] };
    expect(makePlan(desired([]), actual)).not.toHaveProperty('unsaved');
  });
});
