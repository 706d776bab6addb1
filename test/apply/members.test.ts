/** Which requests the members of a pool that is there cost. */
import { describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/apply/index.ts';
import type { Entry } from '../../src/state.ts';
import { arp, desired, member, memberUri, pool, record } from '../plan/wanted.ts';
import { openRig, type Rig } from './device.ts';

const mac = '5e:1b:0a:44:9c:01';
const ips = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `10.244.1.${from + at}`);
const withPods = (...pods: readonly string[]) =>
  desired([record(mac, '172.16.40.1'), pool('web'), ...pods.map((ip) => member('web', ip))]);
const noNodes = (lines: readonly string[]): string[] => lines.filter((line) => !line.includes('ltm/node'));
const membersOf = (rig: Rig) => rig.device.list('ltm/pool/~k8s~web/members');
const at = (ip: string) => memberUri('web', `${ip}:8080`);

async function having(...pods: readonly string[]): Promise<Rig> {
  const rig = await openRig();
  await rig.apply(withPods(...pods));
  rig.writes();
  return rig;
}

describe('members of a pool where some stay', () => {
  it('come and go one by one, so that a thousand others cost nothing', async () => {
    await using rig = await having(...ips(10, 200));
    const seen = rig.device.journal.length;
    await rig.apply(withPods(...ips(11, 200)));
    const lines = noNodes(rig.writes());
    expect(lines).toEqual([`POST ltm/pool/~k8s~web/members`, `DELETE ${at('10.244.1.10')}`]);
    const bodies = rig.device.journal.slice(seen).map(({ body }) => JSON.stringify(body ?? null).length);
    expect(Math.max(...bodies)).toBeLessThan(300);
  });

  it('also when only one stays: what an operator does to it at the same time is not undone', async () => {
    await using rig = await having(...ips(10, 10));
    const next = withPods('10.244.1.10', ...ips(30, 9));
    const plan = await rig.plan(next);
    rig.device.fault({
      match: ({ method, path }) => {
        if (method === 'POST' && path.endsWith('/transaction'))
          rig.device.set(at('10.244.1.10'), { session: 'user-disabled', ratio: 7 });
        return false;
      },
      do: 'reset',
      times: 'always',
    });
    await applyPlan(plan, rig.bigip, { allowStale: true });
    const lines = noNodes(rig.writes());
    expect(lines.filter((line) => line.startsWith('POST'))).toHaveLength(9);
    expect(lines.filter((line) => line.startsWith('DELETE'))).toHaveLength(9);
    expect(rig.device.get(at('10.244.1.10'))).toMatchObject({ session: 'user-disabled', ratio: 7 });
  });
});

describe('members of a pool where none stays', () => {
  it('come as one list, and the old ones go with it', async () => {
    await using rig = await having(...ips(10, 3));
    const result = await rig.apply(withPods(...ips(30, 3)));
    expect(noNodes(rig.writes())).toEqual(['PATCH ltm/pool/~k8s~web']);
    const sent = rig.device.journal.find(({ method, path }) => method === 'PATCH' && path.endsWith('/~k8s~web'));
    expect(sent?.body).toEqual({
      members: ips(30, 3).map((ip) => ({
        name: `${ip}:8080`,
        partition: 'k8s',
        address: ip,
        session: 'user-enabled',
      })),
    });
    const outcomes = result.steps.map(({ uri, outcome }) => `${outcome} ${uri}`);
    expect(outcomes).toEqual(
      expect.arrayContaining([
        ...ips(30, 3).map((ip) => `created ${at(ip)}`),
        ...ips(10, 3).map((ip) => `deleted ${at(ip)}`),
        ...ips(10, 3).map((ip) => `deleted ltm/node/~k8s~${ip}`),
      ]),
    );
    expect(membersOf(rig)).toEqual(ips(30, 3).map(at));
    expect((await rig.plan(withPods(...ips(30, 3)))).changes).toEqual([]);
  });

  it('fill an empty pool, and empty a full one', async () => {
    await using rig = await having();
    await rig.apply(withPods(...ips(10, 5)));
    await rig.apply(withPods());
    expect(noNodes(rig.writes())).toEqual(['PATCH ltm/pool/~k8s~web', 'PATCH ltm/pool/~k8s~web']);
    expect(membersOf(rig)).toEqual([]);
  });

  it('have requests of their own where there are few, and where somebody has added one since the plan', async () => {
    await using rig = await having('10.244.1.10');
    await rig.apply(withPods('10.244.1.30', '10.244.1.31'));
    expect(noNodes(rig.writes())).toHaveLength(3);
    const plan = await rig.plan(withPods(...ips(40, 4)));
    rig.device.set(at('10.244.1.99'), { address: '10.244.1.99' });
    await applyPlan(plan, rig.bigip);
    expect(rig.writes()).not.toContain('PATCH ltm/pool/~k8s~web');
    expect(rig.device.get(at('10.244.1.99'))).toBeDefined();
  });

  it('stand after their neighbours and before those of the old ones go', async () => {
    const entries = (pods: readonly string[]): Entry[] => [
      record(mac, '172.16.40.1'),
      pool('web'),
      ...pods.flatMap((ip) => [member('web', ip), arp(ip, mac)]),
    ];
    await using rig = await openRig();
    await rig.apply(desired(entries(ips(10, 2))));
    rig.writes();
    await rig.apply(desired(entries(ips(30, 2))));
    expect(noNodes(rig.writes())).toEqual([
      'POST net/arp',
      'POST net/arp',
      'PATCH ltm/pool/~k8s~web',
      'DELETE net/arp/~Common~k8s-10.244.1.10',
      'DELETE net/arp/~Common~k8s-10.244.1.11',
    ]);
  });

  it('that the device refuses as a list are tried one by one: one is bad, the others come', async () => {
    await using rig = await having(...ips(10, 3));
    rig.device.set('ltm/node/~Common~10.244.1.31', { address: '10.244.1.31', ephemeral: 'true' });
    const { steps } = await rig.apply(withPods(...ips(30, 3)));
    expect(steps.filter(({ outcome }) => outcome === 'failed')).toMatchObject([{ uri: at('10.244.1.31') }]);
    expect(membersOf(rig)).toEqual([at('10.244.1.30'), at('10.244.1.32')]);
  });

  it('whose list was sent and whose reply was lost are read back, not sent again', async () => {
    await using rig = await having(...ips(10, 3));
    rig.device.fault({ match: 'PATCH ltm/pool/~k8s~web', when: 'after', do: 'reset' });
    const { steps } = await rig.apply(withPods(...ips(30, 3)));
    expect(steps.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(noNodes(rig.writes())).toEqual(['PATCH ltm/pool/~k8s~web']);
  });
});
