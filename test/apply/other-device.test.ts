/** A plan or a snapshot that was made of one BIG-IP, and another BIG-IP. */
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { readDeviceIdentity } from '../../src/actual/index.ts';
import { applyPlan, OtherDeviceError } from '../../src/apply/index.ts';
import { BigIp } from '../../src/bigip.ts';
import { planRollback, takeSnapshot } from '../../src/managed/index.ts';
import { parsePlan, parseSnapshot } from '../../src/plan/index.ts';
import type { DeviceIdentity } from '../../src/state.ts';
import { TestClock } from '../icontrol/test-clock.ts';
import { desired, pool, poolUri } from '../plan/wanted.ts';
import { openRig, type Rig } from './device.ts';

const wanted = desired([pool('web')]);
const place = { partition: 'k8s', owner: 'default' };

/** The same device under another name, or another one. */
function open(device: MockBigIp, url = 'https://192.0.2.11'): BigIp {
  const { username, password, transport } = device;
  return new BigIp({ url, username, password, transport, clock: new TestClock({ auto: true }) });
}

function another(): Promise<MockBigIp> {
  const seed = { 'auth/partition/k8s': {} };
  return MockBigIp.start({ protocol: 'none', hostname: 'bigip2.example.com', seed });
}

async function made(rig: Rig) {
  return { ...(await rig.plan(wanted)), device: await readDeviceIdentity(rig.bigip) };
}

describe('a plan of one BIG-IP', () => {
  it('is not applied to another, and nothing is written; it is when that is asked for', async () => {
    await using rig = await openRig();
    await using device = await another();
    await using bigip = open(device, 'https://192.0.2.10');
    const plan = parsePlan(JSON.stringify(await made(rig)));
    const applied = applyPlan(plan, bigip);
    await expect(applied).rejects.toThrow(OtherDeviceError);
    await expect(applied).rejects.toThrow(
      /plan is of bigip1\.example\.com at 192\.0\.2\.10:443 .*this is bigip2\.example\.com/,
    );
    expect(device.get(poolUri('web'))).toBeUndefined();
    const { steps } = await applyPlan(plan, bigip, { otherDevice: true });
    expect(steps.map(({ outcome }) => outcome)).toEqual(['created']);
  });

  it('is applied to it also under another name, and after it was renamed', async () => {
    await using rig = await openRig();
    const plan = await made(rig);
    await rig.bigip.request('POST', ['cm', 'device'], {
      body: { command: 'mv', name: 'bigip1.example.com', target: 'lb1.example.com' },
    });
    await using bigip = open(rig.device);
    expect((await readDeviceIdentity(bigip)).hostname).toBe('lb1.example.com');
    const { steps } = await applyPlan(plan, bigip);
    expect(steps.map(({ outcome }) => outcome)).toEqual(['created']);
  });

  it('is told by host and port where the user may not ask for the machine', async () => {
    await using rig = await openRig();
    const fault = { match: 'GET cm/device', do: { status: 403 }, times: 9 } as const;
    rig.device.fault(fault);
    const device = await readDeviceIdentity(rig.bigip);
    expect(device).toEqual({ host: '192.0.2.10:443' });
    const plan = { ...(await rig.plan(wanted)), device };
    await using bigip = open(rig.device);
    await expect(applyPlan(plan, bigip)).rejects.toThrow('the plan is of 192.0.2.10:443, and this is 192.0.2.11:443');
    expect((await applyPlan(plan, rig.bigip)).steps.map(({ outcome }) => outcome)).toEqual(['created']);
  });

  it('that does not say of which is applied, with no question more', async () => {
    await using rig = await openRig();
    const plan = parsePlan(JSON.stringify(await rig.plan(wanted)));
    await applyPlan(plan, rig.bigip);
    expect(rig.device.journal.filter(({ path }) => path.endsWith('/cm/device'))).toEqual([]);
  });

  it.each([
    ['its MAC address, where neither states a chassis', { baseMac: '00:50:56:00:00:01', host: 'a:443' }, true],
    ['no host name', { hostname: 'bigip9.example.com' }, true],
    ['its chassis before all', { chassisId: 'x', baseMac: '00:50:56:00:00:01', host: '192.0.2.10:443' }, false],
  ] satisfies readonly [string, DeviceIdentity, boolean][])('is told by %s', async (_what, device, fits) => {
    await using rig = await openRig();
    const applied = applyPlan({ ...(await rig.plan(wanted)), device }, rig.bigip);
    if (fits) expect((await applied).steps).toHaveLength(1);
    else await expect(applied).rejects.toThrow(OtherDeviceError);
  });
});

describe('a snapshot of one BIG-IP', () => {
  it('is not gone back to on another, unless that is asked for', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    const snapshot = parseSnapshot(JSON.stringify(await takeSnapshot(rig.bigip, place)));
    expect((await planRollback(rig.bigip, snapshot)).changes).toEqual([]);
    await using device = await another();
    await using bigip = open(device);
    await expect(planRollback(bigip, snapshot)).rejects.toThrow(OtherDeviceError);
    const plan = await planRollback(bigip, snapshot, { otherDevice: true });
    expect(plan.changes.map(({ uri }) => uri)).toEqual([poolUri('web')]);
    const { device: _, ...old } = snapshot;
    expect((await planRollback(bigip, old)).changes).toHaveLength(1);
  });
});
