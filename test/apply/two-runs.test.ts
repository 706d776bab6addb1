/** Two that write for one owner at the same time, each with a plan of its own. */
import { describe, expect, it } from 'vitest';
import { applyPlan, StalePlanError } from '../../src/apply/index.ts';
import { BigIp } from '../../src/bigip.ts';
import { arp, desired, markFor, member, pool, poolUri, record, virtual, virtualUri } from '../plan/wanted.ts';
import { openRig } from './device.ts';

const mac = '5e:1b:0a:44:9c:01';
const theirs = 'ltm/pool/~k8s~theirs';
const stateWith = (mode: string, ...ips: readonly string[]) =>
  desired([
    record(mac, '172.16.40.1'),
    ...ips.flatMap((ip) => [arp(ip, mac), member('web', ip)]),
    pool('web', { loadBalancingMode: mode }),
    virtual('web', '172.16.0.1:80', 'web'),
  ]);
const one = stateWith('round-robin', '10.244.1.10', '10.244.1.11');
const other = stateWith('least-connections-member', '10.244.1.11', '10.244.1.12');

describe('two runs at the same time', () => {
  it.each([
    ['on an empty partition', []],
    ['on what is there', [stateWith('round-robin', '10.244.1.9')]],
  ] as const)('%s: the one that is run again gets there, and nothing of others is touched', async (_where, earlier) => {
    await using rig = await openRig({ [theirs]: { metadata: markFor('blue') } });
    for (const wanted of earlier) await rig.apply(wanted);
    const { username, password, transport } = rig.device;
    await using second = new BigIp({ url: 'https://192.0.2.10', username, password, transport });
    const plans = [await rig.plan(one), await rig.plan(other)] as const;
    const strange = rig.device.get(theirs);
    const [first, last] = await Promise.allSettled([applyPlan(plans[0], rig.bigip), applyPlan(plans[1], second)]);
    for (const ended of [first, last])
      if (ended.status === 'rejected') expect(ended.reason).toBeInstanceOf(StalePlanError);
    expect(rig.device.get(virtualUri('web'))).toBeDefined();
    const { steps } = await rig.apply(other);
    expect(steps.filter(({ outcome, type }) => outcome === 'failed' && type !== 'ltm/node')).toEqual([]);
    expect((await rig.plan(other)).changes).toEqual([]);
    expect(rig.device.get(poolUri('web'))).toMatchObject({ loadBalancingMode: 'least-connections-member' });
    expect(rig.device.get(theirs)).toEqual(strange);
    expect(rig.device.transactions.filter(({ commands }) => commands.length > 0)).toEqual([]);
  });
});
