/** All or nothing, also where the device would not take all in one transaction. */
import { describe, expect, it } from 'vitest';
import { type ApplyProgress, applyPlan } from '../../src/apply/index.ts';
import { takeSnapshot } from '../../src/managed/index.ts';
import type { Plan } from '../../src/plan/index.ts';
import { registryType } from '../../src/values/registry.ts';
import {
  arp,
  desired,
  mac1,
  mac2,
  mark,
  member,
  memberUri,
  monitorUri,
  pool,
  poolUri,
  record,
  tunnel,
  virtual,
  virtualUri,
  webFront,
  webPod,
} from '../plan/wanted.ts';
import { openRig } from './device.ts';

const before = [...webFront, ...webPod('10.244.1.7'), record(mac1, '172.16.40.1')];
const after = [
  virtual('web', '172.16.0.1:80', 'web', {
    profiles: [
      { name: '/Common/http', context: 'all' },
      { name: '/Common/tcp', context: 'all' },
    ],
  }),
  pool('web', { loadBalancingMode: 'ratio-member' }),
  member('web', '10.244.2.8'),
  arp('10.244.2.8', mac2),
  record(mac1, '172.16.40.1'),
  record(mac2, '172.16.40.2'),
  pool('api'),
  virtual('api', '172.16.0.2:80', 'api'),
];
const scope = { partition: 'k8s', tunnel };
const refusal = (message: string) => ({ status: 400, body: { code: 400, message, errorStack: [], apiError: 2 } });
const lines = (steps: readonly { readonly outcome: string; readonly uri: string }[]) =>
  steps.map(({ outcome, uri }) => `${outcome} ${uri}`);

/** A device that refuses the monitor's deletion, in its own transaction after everything else. */
async function refusing() {
  const rig = await openRig();
  await rig.apply(desired(before));
  rig.device.fault({
    match: `DELETE ${monitorUri('web_0_tcp')}`,
    do: refusal('01070083:3: Monitor /k8s/web_0_tcp is in use.'),
    times: 'always',
  });
  return rig;
}

describe('--rollback-on-failure', () => {
  it('a neighbour whose member the device refused goes too, and only what went is told as rolled back', async () => {
    // A node that DNS made: the plan leaves what becomes of a member on its address to the device.
    await using rig = await openRig({ 'ltm/node/~Common~web': { address: '10.244.1.7', ephemeral: 'true' } });
    const objects = rig.device.list();
    const wanted = [pool('web'), member('web', '10.244.1.7'), member('web', '10.244.1.8'), arp('10.244.1.7', mac1)];
    const plan = await rig.plan(desired([...wanted, arp('10.244.1.8', mac1), record(mac1, '172.16.40.1')]));
    const { steps, rollback } = await applyPlan(plan, rig.bigip, { rollbackOnFailure: true });
    expect(steps.filter(({ outcome }) => outcome === 'failed').map(({ uri }) => uri)).toEqual([
      memberUri('web', '10.244.1.7:8080'),
    ]);
    expect(rollback).toMatchObject({ complete: true });
    expect(rig.device.list().filter((uri) => !uri.startsWith('ltm/node/'))).toEqual(
      objects.filter((uri) => !uri.startsWith('ltm/node/')),
    );
    const told = steps.filter(({ outcome }) => outcome === 'rolled-back').map(({ uri }) => uri);
    expect(told.sort()).toEqual(rollback?.steps.flatMap(({ type, uri }) => (type === 'ltm/node' ? [] : [uri])).sort());
  });

  it('goes back to the state before when a part of a split apply fails; the steps and the result say so', async () => {
    await using rig = await refusing();
    const snapshot = await takeSnapshot(rig.bigip, scope);
    const objects = rig.device.list();
    const plan = await rig.plan(desired(after), { prune: true });
    const result = await applyPlan(plan, rig.bigip, { rollbackOnFailure: true });
    expect(await takeSnapshot(rig.bigip, scope)).toEqual(snapshot);
    expect(rig.device.list()).toEqual(objects);
    expect(result.rollback).toMatchObject({ complete: true, transactions: 1 });
    expect(result.rollback?.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const failed = result.steps.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ uri }) => uri)).toEqual([monitorUri('web_0_tcp')]);
    const isKept = ({ uri, type }: { readonly uri: string; readonly type: string }): boolean =>
      type === registryType && !result.rollback?.steps.some((step) => step.uri === uri);
    const others = result.steps.filter((step) => step.outcome !== 'failed' && !isKept(step));
    expect(new Set(others.map(({ outcome }) => outcome))).toEqual(new Set(['rolled-back']));
    expect(others.map(({ uri }) => uri)).toContain(memberUri('web', '10.244.1.7:8080'));
  });

  it('says of a registry that was made and went again that it was rolled back', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: `POST ${virtualUri('web')}`, do: refusal('01070712:3: no'), times: 'always' });
    rig.device.fault({ match: 'POST ltm/virtual', do: refusal('01070712:3: no'), times: 'always' });
    const result = await applyPlan(await rig.plan(desired(before)), rig.bigip, { rollbackOnFailure: true });
    const { outcome, uri } = result.steps.find(({ type }) => type === registryType) ?? {};
    expect(rig.device.get(uri ?? '')).toBeUndefined();
    expect(outcome).toBe('rolled-back');
  });

  it('is not done without being asked for: what could be done stays', async () => {
    await using rig = await refusing();
    const result = await applyPlan(await rig.plan(desired(after), { prune: true }), rig.bigip);
    expect(result).not.toHaveProperty('rollback');
    expect(rig.device.get(poolUri('api'))).toBeDefined();
  });

  it('is not done when nothing was written, or nothing failed', async () => {
    await using rig = await openRig();
    const done = await applyPlan(await rig.plan(desired(after)), rig.bigip, { rollbackOnFailure: true });
    expect(done).not.toHaveProperty('rollback');
    rig.device.fault({
      match: 'DELETE ltm/pool/~k8s~api',
      do: refusal('01070265:3: The Pool (/k8s/api) cannot be deleted'),
      times: 'always',
    });
    const only = await rig.plan(desired(after.filter(({ uri }) => !uri.endsWith('~api'))), { prune: true });
    const pools = { ...only, changes: only.changes.filter(({ uri }) => uri === poolUri('api')) };
    expect(await applyPlan(pools, rig.bigip, { rollbackOnFailure: true })).not.toHaveProperty('rollback');
  });

  it('gives an object that was adopted back as it was, and deletes nothing that it did not make', async () => {
    await using rig = await refusing();
    rig.device.seed({
      [poolUri('api')]: { description: 'by hand', slowRampTime: 77 },
      [memberUri('api', '10.9.9.9:80')]: { address: '10.9.9.9' },
      [virtualUri('mine')]: { destination: '172.16.0.7:80', metadata: mark },
    });
    const [was, members] = [rig.device.get(poolUri('api')), rig.device.list(poolUri('api'))];
    const plan = await rig.plan(desired([...after, virtual('mine', '172.16.0.7:80', 'web')]), {
      prune: true,
      adopt: true,
    });
    expect(plan.changes).toContainEqual(expect.objectContaining({ uri: poolUri('api'), reason: 'adopted' }));
    const { rollback } = await applyPlan(plan, rig.bigip, { rollbackOnFailure: true });
    expect(rollback?.complete).toBe(true);
    expect(rig.device.get(poolUri('api'))).toEqual(was);
    expect(rig.device.list(poolUri('api'))).toEqual(members);
    expect(rig.device.get(virtualUri('mine'))).toBeDefined();
  });

  it('gives a member of a pool that was not changed its state back, and does not take it away', async () => {
    await using rig = await openRig();
    const quiet = [pool('web'), member('web', '10.244.1.7')];
    await rig.apply(desired(quiet));
    const bad = virtual('bad', '172.16.0.9:80', 'none');
    const { uri, type } = member('web', '10.244.1.7');
    const drained = { uri, type, properties: { address: '10.244.1.7', session: 'user-disabled', state: 'user-up' } };
    rig.device.fault({ match: 'POST ltm/virtual', do: refusal('01070333:3: Virtual Server /k8s/bad: no'), times: 3 });
    const plan = await rig.plan(desired([pool('web'), drained, bad]));
    const result = await applyPlan(plan, rig.bigip, { rollbackOnFailure: true });
    expect(lines(result.rollback?.steps ?? [])).toEqual([`modified ${uri}`]);
    expect(result.rollback?.complete).toBe(true);
    expect(rig.device.get(uri)).toBeDefined();
    expect(rig.device.get(uri)?.['session']).not.toBe('user-disabled');
  });

  it('tells what could not be undone, and leaves its step as it is', async () => {
    await using rig = await refusing();
    rig.device.fault({ match: `DELETE ${virtualUri('api')}`, do: refusal('01070000:3: no'), times: 'always' });
    const plan = await rig.plan(desired(after), { prune: true });
    const result = await applyPlan(plan, rig.bigip, { rollbackOnFailure: true });
    expect(result.rollback?.complete).toBe(false);
    expect(lines(result.rollback?.steps ?? [])).toContain(`failed ${virtualUri('api')}`);
    expect(lines(result.steps)).toContain(`created ${virtualUri('api')}`);
    expect(lines(result.steps)).toContain(`created ${poolUri('api')}`);
    expect(lines(result.steps)).toContain(`rolled-back ${poolUri('web')}`);
  });

  it('is not tried when the apply was interrupted, and says why', async () => {
    await using rig = await refusing();
    const stop = new AbortController();
    const plan = await rig.plan(desired(after), { prune: true });
    let commits = 0;
    const onProgress = ({ phase }: ApplyProgress) => {
      if (phase === 'committing') commits += 1;
      if (phase === 'writing' && commits > 0) stop.abort();
    };
    const result = await applyPlan(plan, rig.bigip, { rollbackOnFailure: true, onProgress, signal: stop.signal });
    expect(result.rollback).toEqual({
      complete: false,
      steps: [],
      transactions: 0,
      message: 'not tried, because the apply was interrupted',
    });
    expect(lines(result.steps)).toContain(`created ${poolUri('api')}`);
  });

  it('is refused, before anything is sent, for a plan that does not say where its objects are', async () => {
    await using rig = await openRig();
    const { scope: _scope, ...plan } = await rig.plan(desired(after));
    const sent = rig.device.requests;
    const applying = applyPlan(plan as Plan, rig.bigip, { rollbackOnFailure: true });
    await expect(applying).rejects.toThrow('plan.scope');
    expect(rig.device.requests).toBe(sent);
  });
});

describe('the progress of an apply', () => {
  it('is told from the check to the save, and never falls back where nothing is refused', async () => {
    await using rig = await openRig();
    const seen: ApplyProgress[] = [];
    const plan = await rig.plan(desired(after));
    await applyPlan(plan, rig.bigip, { onProgress: (progress) => seen.push(progress) });
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['checking', 'writing', 'committing', 'saving']);
    const sent = seen.map((progress) => progress.sent);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ phase: 'saving', sent: plan.changes.length, total: plan.changes.length });
  });
});
