/** An apply that is interrupted while the device works on a write. */
import { describe, expect, it } from 'vitest';
import type { Transport } from '../../src/icontrol/transport.ts';
import { applyPlan, BigIp } from '../../src/index.ts';
import { arp, desired, member, pool, record, virtual } from '../plan/wanted.ts';
import { openRig } from './device.ts';

const mac = '5e:1b:0a:44:9c:01';
const wanted = desired([
  virtual('web', '172.16.0.1:80', 'web'),
  pool('web'),
  member('web', '10.244.1.7'),
  arp('10.244.1.7', mac),
  record(mac, '172.16.40.1'),
]);

/** A client that is interrupted when its request is under way, or just before. */
function interruptedAt(rig: Awaited<ReturnType<typeof openRig>>, isIt: (line: string) => boolean, before: boolean) {
  const stop = new AbortController();
  const { url, username, password, transport } = rig.device;
  const through: Transport = {
    close: () => transport.close(),
    send: (request) => {
      const hit = isIt(`${request.method} ${request.path}`);
      if (hit && before) stop.abort();
      const reply = transport.send(request);
      if (hit && !before) queueMicrotask(() => stop.abort());
      return reply;
    },
  };
  return { stop, bigip: new BigIp({ url, username, password, transport: through }) };
}

describe('Ctrl-C while a transaction is committed', () => {
  it('waits for the answer: what was done is told, and a sign says that it is not saved', async () => {
    await using rig = await openRig();
    const plan = await rig.plan(wanted);
    const { stop, bigip } = interruptedAt(rig, (line) => /^PATCH .*\/transaction\/\d+$/.test(line), false);
    const result = await applyPlan(plan, bigip, { signal: stop.signal });
    expect(new Set(result.steps.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(result).toMatchObject({ saved: false, transactions: 1 });
    expect(result.diagnostics.map(({ reason }) => reason)).toContain('ConfigNotSaved');
    // The next run saves it.
    const next = await rig.plan(wanted);
    expect(next.changes).toEqual([]);
    expect(next.unsaved).toHaveLength(1);
    await bigip.close();
  });

  it('that has not begun is not begun, and nothing is written', async () => {
    await using rig = await openRig();
    const plan = await rig.plan(wanted);
    const { stop, bigip } = interruptedAt(rig, (line) => /^POST .*\/ltm\/virtual$/.test(line), true);
    const { steps } = await applyPlan(plan, bigip, { signal: stop.signal });
    expect(new Set(steps.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    expect(rig.device.list('ltm/pool')).toEqual([]);
    expect(rig.device.transactions.filter(({ commands }) => commands.length > 0)).toEqual([]);
    await bigip.close();
  });
});

describe('Ctrl-C while one write is under way', () => {
  it('waits for the answer, and nothing more is sent', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    const more = desired([...wanted.objects, pool('api')]);
    const plan = await rig.plan(more);
    const { stop, bigip } = interruptedAt(rig, (line) => /^POST .*\/ltm\/pool$/.test(line), false);
    const { steps, saved } = await applyPlan(plan, bigip, { signal: stop.signal });
    expect(steps).toMatchObject([{ outcome: 'created', uri: 'ltm/pool/~k8s~api' }]);
    expect(saved).toBe(false);
    await bigip.close();
  });
});
