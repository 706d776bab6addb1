/** A plan that is applied when the device is no longer as the plan saw it. */
import { describe, expect, it } from 'vitest';
import { applyPlan, StalePlanError } from '../../src/apply/index.ts';
import type { Plan } from '../../src/plan/index.ts';
import { registryUri } from '../../src/values/registry.ts';
import { parseUri } from '../../src/values/uri.ts';
import {
  arp,
  arpUri,
  desired,
  mac1,
  mac2,
  member,
  memberUri,
  pool,
  poolUri,
  record,
  recordUri,
  tunnel,
  virtual,
  virtualUri,
  webFront,
  webPod,
} from '../plan/wanted.ts';
import { openRig, type Rig } from './device.ts';

const records = [record(mac1, '172.16.40.1'), record(mac2, '172.16.40.2')];
const one = desired([...records, ...webFront, ...webPod('10.244.1.7')]);
const other = desired([...records, ...webFront, ...webPod('10.244.1.8')]);
const byHand = { 'ltm/pool/~Common~handmade': {}, 'ltm/pool/~k8s~handmade': {} };

async function expectStale(rig: Rig, plan: Plan, uri: string): Promise<void> {
  rig.writes();
  const applied = applyPlan(plan, rig.bigip);
  await expect(applied).rejects.toThrow(StalePlanError);
  await expect(applied).rejects.toThrow(uri);
  expect(rig.writes()).toEqual([]);
}

describe('a plan that changes what leads into the tunnel', () => {
  const moved = desired([
    record(mac1, '172.16.40.9'),
    record(mac2, '172.16.40.2'),
    ...webFront,
    ...webPod('10.244.1.7', mac2),
  ]);

  it.each([
    ['an FDB record', recordUri(mac1), { endpoint: '172.16.40.55' }],
    ['a static ARP entry', arpUri('10.244.1.7'), { macAddress: '5e:1b:0a:44:9c:77' }],
  ])('is stale when somebody has changed %s meanwhile, and when it is gone', async (_what, uri, theirs) => {
    await using rig = await openRig();
    await rig.apply(one);
    const plan = await rig.plan(moved);
    expect(plan.changes.filter(({ action }) => action === 'modify').map((change) => change.uri)).toContain(uri);
    const seen = rig.device.get(uri) ?? {};
    rig.device.set(uri, theirs);
    await expectStale(rig, plan, uri);
    await rig.bigip.request('DELETE', parseUri(uri), {});
    await expectStale(rig, plan, uri);
    rig.device.set(uri, seen);
    const { steps } = await applyPlan(plan, rig.bigip);
    expect(new Set(steps.map(({ outcome }) => outcome))).toEqual(new Set(['modified']));
  });
});

describe('a plan that was applied before', () => {
  it('is stale when what it creates is there, and nothing is written', async () => {
    await using rig = await openRig();
    const plan = await rig.plan(one);
    await applyPlan(plan, rig.bigip);
    await expectStale(rig, plan, poolUri('web'));
    rig.device.set(memberUri('web', '10.244.1.7:8080'), { session: 'user-disabled' });
    await expectStale(rig, plan, memberUri('web', '10.244.1.7:8080'));
    const { steps } = await applyPlan(plan, rig.bigip, { allowStale: true });
    expect(new Set(steps.map(({ outcome }) => outcome))).toEqual(new Set(['created', 'failed']));
  });

  it.each([
    ['a pool', pool('web')],
    ['a virtual server', virtual('web', '172.16.0.1:80', 'web')],
    ['a member', member('web', '10.244.1.7')],
  ])('is stale when it creates %s alone', async (_what, last) => {
    await using rig = await openRig();
    const earlier = [pool('web'), virtual('web', '172.16.0.1:80', 'web')].filter(({ type }) => type !== last.type);
    const before =
      last.type === 'ltm/pool' ? [] : earlier.filter(({ type }) => type === 'ltm/pool' || last.type !== 'ltm/virtual');
    await rig.apply(desired(before));
    const plan = await rig.plan(desired([...before, last]));
    expect(plan.changes.map(({ uri }) => uri)).toEqual([last.uri]);
    await applyPlan(plan, rig.bigip);
    await expectStale(rig, plan, last.uri);
  });

  it('is stale when the members that it deletes are gone', async () => {
    await using rig = await openRig();
    await rig.apply(one);
    const plan = await rig.plan(other);
    expect((await applyPlan(plan, rig.bigip)).steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    await expectStale(rig, plan, memberUri('web', '10.244.1.7:8080'));
    const members = desired([...records, ...webFront, arp('10.244.1.8', mac1)]);
    const emptying = await rig.plan(members);
    rig.device.delete(memberUri('web', '10.244.1.8:8080'));
    await expectStale(rig, emptying, memberUri('web', '10.244.1.8:8080'));
  });

  it('is stale when what it deletes or changes is gone', async () => {
    await using rig = await openRig();
    await rig.apply(one);
    const pruning = await rig.plan(desired(records), { prune: true });
    const changing = await rig.plan(
      desired([...records, virtual('web', '172.16.0.2:80', 'web'), ...webFront.slice(1), ...webPod('10.244.1.7')]),
    );
    rig.device.delete(virtualUri('web'));
    await expectStale(rig, pruning, virtualUri('web'));
    await expectStale(rig, changing, virtualUri('web'));
  });

  it('is applied where only a static neighbour is there that no list showed', async () => {
    await using rig = await openRig();
    await rig.apply(desired([...records, ...webFront]));
    const plan = await rig.plan(desired([...records, ...webFront, ...webPod('10.244.1.7')]));
    rig.device.set(arpUri('10.244.1.7'), { ipAddress: '10.244.1.7', macAddress: mac1 });
    const { steps } = await applyPlan(plan, rig.bigip);
    expect(new Set(steps.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
  });
});

describe('what others use by the time of the apply', () => {
  it.each(['Common', 'k8s'])('a static neighbour of a member in %s that was made by hand stays', async (partition) => {
    await using rig = await openRig(byHand);
    await rig.apply(one);
    // Two partitions have no node of one address.
    rig.device.delete(memberUri('web', '10.244.1.7:8080'));
    rig.device.delete('ltm/node/~k8s~10.244.1.7');
    const plan = await rig.plan(other);
    expect(plan.changes.map(({ action, uri }) => `${action} ${uri}`)).toContain(`delete ${arpUri('10.244.1.7')}`);
    const path = `ltm/pool/~${partition}~handmade/members/~${partition}~10.244.1.7:9000`;
    rig.device.set(path, { address: '10.244.1.7' });
    await expectStale(rig, plan, arpUri('10.244.1.7'));
    const { steps } = await applyPlan(plan, rig.bigip, { allowStale: true });
    expect(steps.find(({ uri }) => uri === arpUri('10.244.1.7'))).toMatchObject({
      outcome: 'failed',
      error: { message: 'a pool member uses this address by now, so it stays' },
    });
    expect(rig.device.get(arpUri('10.244.1.7'))).toBeDefined();
    expect(rig.device.get(memberUri('web', '10.244.1.8:8080'))).toBeDefined();
  });

  it('an FDB record to which a static neighbour leads stays, and so does the registry that names it', async () => {
    await using rig = await openRig();
    await rig.apply(one);
    const plan = await rig.plan(desired([]), { prune: true });
    expect(plan.changes.map(({ action, uri }) => `${action} ${uri}`)).toContain(`delete ${recordUri(mac2)}`);
    rig.device.set('net/arp/~Common~hand', { ipAddress: '10.244.2.9', macAddress: mac2 });
    await expectStale(rig, plan, recordUri(mac2));
    await applyPlan(plan, rig.bigip, { allowStale: true });
    expect(rig.device.get(recordUri(mac2))).toBeDefined();
    expect(rig.device.get(recordUri(mac1))).toBeUndefined();
    expect(rig.device.get(registryUri('k8s', 'default'))).toBeDefined();
  });

  it('an FDB record that another owner has registered stays', async () => {
    await using rig = await openRig();
    await rig.apply(one);
    const plan = await rig.plan(desired([record(mac1, '172.16.40.1'), ...webFront, ...webPod('10.244.1.7')]), {
      prune: true,
    });
    expect(plan.changes.map(({ uri }) => uri)).toEqual([recordUri(mac2)]);
    rig.device.set(registryUri('Common', 'blue'), { type: 'string', records: [{ name: `${tunnel}/${mac2}` }] });
    await expectStale(rig, plan, recordUri(mac2));
  });

  it.each([{}, { reason: 'no Node of the input has this VTEP' }])(
    'an FDB record that nobody has registered stays, also when a plan that was edited deletes it (%o)',
    async (why) => {
      await using rig = await openRig({ [recordUri(mac2)]: { endpoint: '172.16.40.2' } });
      await rig.apply(desired([records[0] ?? record(mac1, '172.16.40.1'), ...webFront, ...webPod('10.244.1.7')]));
      const plan = await rig.plan(desired([record(mac1, '172.16.40.1'), ...webFront]), { prune: true });
      const before = { endpoint: '172.16.40.2' };
      const added = { action: 'delete', uri: recordUri(mac2), type: 'net/fdb/tunnel/records', before, ...why } as const;
      const { steps } = await applyPlan({ ...plan, changes: [...plan.changes, added] }, rig.bigip);
      expect(steps.find(({ uri }) => uri === recordUri(mac2))).toMatchObject({
        outcome: 'failed',
        error: { message: 'it is not registered as ours, so nothing was written to it' },
      });
      expect(rig.device.get(recordUri(mac2))).toBeDefined();
    },
  );

  it('an FDB record that nobody has registered goes when it was adopted, or its Node has another VTEP now', async () => {
    const mac3 = '5e:1b:0a:44:9c:03';
    await using rig = await openRig({
      [recordUri(mac2)]: { endpoint: '172.16.40.2' },
      [recordUri(mac3)]: { endpoint: '172.16.40.1' },
      [poolUri('web')]: {},
    });
    const wanted = desired([record(mac1, '172.16.40.1'), pool('web')]);
    const { steps } = await rig.apply(wanted, { adopt: true, prune: true });
    expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect([mac2, mac3].map((mac) => rig.device.get(recordUri(mac)))).toEqual([undefined, undefined]);
  });

  it('costs one list of all pools in the place of the one of the partition', async () => {
    await using rig = await openRig(byHand);
    await rig.apply(one);
    const plan = await rig.plan(other);
    const before = rig.device.journal.length;
    await applyPlan(plan, rig.bigip);
    const lines = rig.device.journal.slice(before);
    const first = lines.findIndex(({ method }) => method !== 'GET');
    expect(lines.slice(0, first).map(({ path }) => path.replace('/mgmt/tm/', ''))).toEqual(['ltm/pool']);
  });
});
