/** Whether what an owner publishes takes traffic. */
import { describe, expect, it } from 'vitest';
import { readStatus } from '../../src/managed/index.ts';
import { openRig, type Rig } from '../apply/device.ts';
import {
  desired,
  draining,
  markFor,
  member,
  memberUri,
  monitor,
  pool,
  poolUri,
  virtual,
  virtualUri,
} from '../plan/wanted.ts';

const monitored = [
  virtual('web', '172.16.0.1:80', 'web'),
  pool('web', { monitor: '/k8s/web_0_tcp' }),
  monitor('web_0_tcp'),
  member('web', '10.244.1.7'),
  member('web', '10.244.1.8'),
];
const seven = memberUri('web', '10.244.1.7:8080');
const eight = memberUri('web', '10.244.1.8:8080');
const status = (rig: Rig, owner = 'default') => readStatus(rig.bigip, { partition: 'k8s', owner });

describe('the status of what an owner publishes', () => {
  it('tells virtual servers with their pools and members, and how many connections there are', async () => {
    await using rig = await openRig();
    await rig.apply(desired(monitored));
    expect(await status(rig)).toEqual({
      version: 1,
      owner: 'default',
      partition: 'k8s',
      available: true,
      virtuals: [
        {
          uri: virtualUri('web'),
          destination: '/k8s/172.16.0.1:80',
          available: true,
          availability: expect.stringMatching(/^(?:available|unknown)$/),
          reason: expect.any(String),
          connections: 0,
          pool: {
            uri: poolUri('web'),
            available: true,
            members: ['10.244.1.7:8080', '10.244.1.8:8080'].map((name) => ({
              uri: memberUri('web', name),
              name,
              available: true,
              state: 'up',
              session: 'enabled',
              draining: false,
              connections: 0,
            })),
          },
        },
      ],
      pools: [],
    });
    expect(rig.device.unimplemented.size).toBe(0);
  });

  it('is bad when a member is down, and the virtual server is for as long as one is up', async () => {
    await using rig = await openRig();
    await rig.apply(desired(monitored));
    rig.device.set(seven, { state: 'down' });
    const one = await status(rig);
    expect(one.available).toBe(false);
    expect(one.virtuals[0]).toMatchObject({
      available: true,
      pool: { available: true, members: [{ state: 'down', available: false }, { available: true }] },
    });
    rig.device.set(eight, { state: 'down' });
    expect((await status(rig)).virtuals[0]).toMatchObject({ available: false, pool: { available: false } });
  });

  it('tells a member that an operator disabled, one that he forced offline, and one that drains', async () => {
    await using rig = await openRig();
    const third = draining('web', '10.244.1.9');
    await rig.apply(desired([...monitored, third]));
    expect((await status(rig)).available).toBe(true);
    rig.device.set(seven, { session: 'user-disabled' });
    rig.device.set(eight, { session: 'user-disabled', state: 'user-down' });
    const { available, virtuals } = await status(rig);
    expect(available).toBe(false);
    expect(virtuals[0]?.pool?.members.map(({ session, draining: drains }) => [session, drains])).toEqual([
      ['disabled', false],
      ['forced-offline', false],
      ['disabled', true],
    ]);
    expect(virtuals[0]?.available).toBe(false);
  });

  it('takes unchecked members where there is no monitor, and not where there is one', async () => {
    await using rig = await openRig();
    await rig.apply(desired([virtual('web', '172.16.0.1:80', 'web'), pool('web'), member('web', '10.244.1.7')]));
    expect(await status(rig)).toMatchObject({
      available: true,
      virtuals: [{ pool: { members: [{ state: 'unchecked' }] } }],
    });
    await rig.apply(desired(monitored.filter(({ uri }) => uri !== eight)));
    rig.device.set(seven, { state: 'unchecked' });
    expect(await status(rig)).toMatchObject({ available: false });
  });

  it('is bad for a virtual server without any member, and for one that is disabled', async () => {
    await using rig = await openRig();
    await rig.apply(desired([virtual('web', '172.16.0.1:80', 'web'), pool('web')]));
    expect(await status(rig)).toMatchObject({ available: false, virtuals: [{ available: false }] });
    await rig.apply(desired(monitored));
    rig.device.set(virtualUri('web'), { disabled: true });
    expect(await status(rig)).toMatchObject({ available: false, virtuals: [{ availability: 'disabled' }] });
  });

  it('lists pools without a virtual server, and nothing of others', async () => {
    await using rig = await openRig();
    await rig.apply(desired([pool('alone'), member('alone', '10.244.1.7')]));
    rig.device.seed({
      'ltm/pool/~k8s~blue': { metadata: markFor('blue') },
      'ltm/virtual/~k8s~nobody': { destination: '172.16.0.9:80' },
    });
    expect(await status(rig)).toMatchObject({ available: true, virtuals: [], pools: [{ uri: poolUri('alone') }] });
    expect(await status(rig, 'blue')).toMatchObject({ pools: [{ uri: poolUri('blue'), members: [] }] });
    expect(await status(rig, 'green')).toMatchObject({ available: true, virtuals: [], pools: [] });
  });

  it('reads statistics with few requests, however many virtual servers there are', async () => {
    await using rig = await openRig();
    const many = Array.from({ length: 12 }, (_, index) => [
      virtual(`v${index}`, `172.16.0.${index + 1}:80`, 'shared'),
    ]).flat();
    await rig.apply(desired([...many, pool('shared'), member('shared', '10.244.1.7')]));
    const from = rig.device.journal.length;
    const { virtuals } = await status(rig);
    expect(virtuals.filter(({ connections }) => connections === 0)).toHaveLength(12);
    const asked = rig.device.journal.slice(from).map(({ path }) => path.replace('/mgmt/tm/', ''));
    expect(asked.sort()).toEqual([
      'ltm/pool',
      'ltm/pool/~k8s~shared/members/stats',
      'ltm/virtual',
      'ltm/virtual/stats',
    ]);
  });

  it('finds members whose statistics are wrapped in their pool’s, as 13.1 does', async () => {
    await using rig = await openRig();
    await rig.apply(desired([pool('web'), member('web', '10.244.1.7'), member('web', 'fd00::7')]));
    const base = 'https://localhost/mgmt/tm/ltm/pool/web/members/~k8s~web';
    const row = (node: string, count: number) => ({
      nestedStats: {
        entries: {
          nodeName: { description: `/k8s/${node}` },
          port: { value: 8080 },
          'serverside.curConns': { value: count },
        },
      },
    });
    const entries = {
      tmName: { description: '/k8s/web' },
      'serverside.curConns': { value: 9 },
      [`${base}/members/stats`]: {
        nestedStats: {
          entries: { [`${base}/members/a`]: row('10.244.1.7', 2), [`${base}/members/b`]: row('fd00::7', 7) },
        },
      },
    };
    const body = {
      kind: 'tm:ltm:pool:members:memberscollectionstats',
      entries: { [`${base}/stats`]: { nestedStats: { entries } } },
    };
    rig.device.fault({ match: 'GET ltm/pool/~k8s~web/members/stats', do: { status: 200, body } });
    const { pools } = await status(rig);
    expect(pools[0]?.members.map(({ name, connections }) => [name, connections])).toEqual([
      ['10.244.1.7:8080', 2],
      ['fd00::7.8080', 7],
    ]);
  });

  it('goes without numbers where the device has none, and refuses a partition that is not there', async () => {
    await using rig = await openRig();
    await rig.apply(desired(monitored));
    rig.device.fault({ match: 'GET ltm/pool/~k8s~web/members/stats', do: { status: 200, body: { kind: 'tm:x' } } });
    const { virtuals } = await status(rig);
    expect(virtuals[0]?.pool?.members[0]).not.toHaveProperty('connections');
    await expect(readStatus(rig.bigip, { partition: 'none' })).rejects.toThrow('the partition none does not exist');
  });
});
