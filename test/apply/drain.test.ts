/** Members that go are given time for their connections. */
import { describe, expect, it } from 'vitest';
import { type ApplyOptions, type ApplyProgress, type ApplyResult, applyPlan } from '../../src/apply/index.ts';
import type { Json } from '../../src/state.ts';
import { arp, desired, draining, member, memberUri, pool, record, virtual } from '../plan/wanted.ts';
import { openRig, type Rig } from './device.ts';

const mac = '5e:1b:0a:44:9c:01';
const front = [record(mac, '172.16.40.1'), virtual('web', '172.16.100.195:80', 'web'), pool('web')];
const pod = (ip: string) => [member('web', ip), arp(ip, mac)];
const both = desired([...front, ...pod('10.244.1.7'), ...pod('10.244.1.8')]);
const one = desired([...front, ...pod('10.244.1.8')]);
const seven = memberUri('web', '10.244.1.7:8080');
const eight = memberUri('web', '10.244.1.8:8080');
const mark = { name: 'drained-by', persist: 'true', value: 'bigip-icontrol/default' };

/** From now on the device says that so many connections of each member are open; one answer for each look. */
function connections(rig: Rig, looks: readonly Readonly<Record<string, number>>[]): void {
  for (const look of looks) {
    const entries = Object.fromEntries(
      Object.entries(look).map(([ip, value]): [string, Json] => [
        `https://localhost/mgmt/tm/ltm/pool/~k8s~web/members/~k8s~${ip}:8080/stats`,
        {
          nestedStats: {
            entries: {
              nodeName: { description: `/k8s/${ip}` },
              port: { value: 8080 },
              'serverside.curConns': { value },
            },
          },
        },
      ]),
    );
    const body = { kind: 'tm:ltm:pool:members:memberscollectionstats', entries };
    rig.device.fault({ match: 'GET ltm/pool/~k8s~web/members/stats', do: { status: 200, body } });
  }
}

async function apply(rig: Rig, wanted = one, options: ApplyOptions = { drain: 60_000 }): Promise<ApplyResult> {
  return applyPlan(await rig.plan(wanted, { prune: true }), rig.bigip, options);
}

const lines = ({ steps }: ApplyResult): string[] => steps.map(({ uri, outcome }) => `${outcome} ${uri}`);

describe('a drain before removal', () => {
  it('disables with our mark, waits for the last connection, then removes; what is new is made before', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    rig.writes();
    connections(rig, [{ '10.244.1.7': 5 }, { '10.244.1.7': 2 }, { '10.244.1.7': 0 }]);
    const seen: ApplyProgress[] = [];
    const more = desired([...front, ...pod('10.244.1.8'), ...pod('10.244.1.9')]);
    const result = await apply(rig, more, { drain: 60_000, onProgress: (progress) => seen.push(progress) });
    expect(rig.writes()).toEqual([
      'POST net/arp',
      'POST ltm/pool/~k8s~web/members',
      'PATCH ltm/pool/~k8s~web/members/~k8s~10.244.1.7:8080',
      'DELETE ltm/pool/~k8s~web/members/~k8s~10.244.1.7:8080',
      'DELETE net/arp/~Common~k8s-10.244.1.7',
      'DELETE ltm/node/~k8s~10.244.1.7',
    ]);
    const sent = rig.device.journal.find(({ method, path }) => method === 'PATCH' && path.endsWith(':8080'));
    expect(sent?.body).toEqual({ session: 'user-disabled', metadata: [mark] });
    expect(
      seen.filter(({ phase }) => phase === 'draining').map(({ connections, remaining }) => [connections, remaining]),
    ).toEqual([
      [5, 60_000],
      [2, 58_000],
      [0, 56_000],
    ]);
    expect(result.drains).toEqual([{ uri: seven, drained: true, connections: 0 }]);
    expect(result.steps.filter(({ uri }) => uri === seven).map(({ outcome }) => outcome)).toEqual(['deleted']);
    expect((await rig.plan(more)).changes).toEqual([]);
  });

  it('ends with the time, and says who was still connected', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    connections(
      rig,
      Array.from({ length: 4 }, () => ({ '10.244.1.7': 3 })),
    );
    const { drains } = await apply(rig, one, { drain: 5_000 });
    expect(drains).toEqual([{ uri: seven, drained: false, connections: 3 }]);
    expect(rig.device.get(seven)).toBeUndefined();
  });

  it('gives all of the time to a member whose connections the device does not count', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    connections(
      rig,
      Array.from({ length: 4 }, () => ({})),
    );
    const looks = () => rig.device.journal.filter(({ path }) => path.endsWith('/members/stats')).length;
    expect((await apply(rig, one, { drain: 4_000 })).drains).toEqual([{ uri: seven, drained: false }]);
    expect(looks()).toBe(3);
  });

  it('costs nothing when no member goes, and nothing is disabled without being asked for', async () => {
    await using rig = await openRig();
    await rig.apply(one);
    rig.writes();
    expect(await apply(rig, both)).not.toHaveProperty('drains');
    expect(await apply(rig, one, {})).not.toHaveProperty('drains');
    expect(rig.writes().filter((line) => line.startsWith('PATCH'))).toEqual([]);
    expect(rig.device.journal.filter(({ path }) => path.endsWith('/stats'))).toEqual([]);
  });

  it('of a pool that goes as a whole leaves the virtual server there until its connections are gone', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    rig.writes();
    await apply(rig, desired([]));
    expect(rig.writes().slice(0, 4)).toEqual([
      'PATCH ltm/pool/~k8s~web/members/~k8s~10.244.1.7:8080',
      'PATCH ltm/pool/~k8s~web/members/~k8s~10.244.1.8:8080',
      'DELETE ltm/virtual/~k8s~web',
      'DELETE ltm/pool/~k8s~web',
    ]);
    expect(rig.device.list('ltm/')).toEqual([]);
  });
});

describe('a drain that was interrupted', () => {
  /** Ctrl-C while three connections are open. */
  async function interrupted(rig: Rig): Promise<ApplyResult> {
    connections(
      rig,
      Array.from({ length: 3 }, () => ({ '10.244.1.7': 3 })),
    );
    const controller = new AbortController();
    const onProgress = ({ phase }: ApplyProgress) => {
      if (phase === 'draining') controller.abort(new Error('interrupted by SIGINT'));
    };
    return apply(rig, one, { drain: 60_000, signal: controller.signal, onProgress });
  }

  it('leaves the member disabled and marked, and says so', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    const result = await interrupted(rig);
    expect(lines(result)).toEqual([
      `failed ${seven}`,
      expect.stringMatching(/^skipped net\/arp\/~Common~k8s-10\.244\.1\.7$/),
    ]);
    expect(result.steps[0]?.error?.message).toMatch(/stays disabled, with our mark/);
    expect(rig.device.get(seven)).toMatchObject({ session: 'user-disabled', metadata: [mark] });
  });

  it('goes on at the next run, without a second mark, and a run without --drain removes it at once', async () => {
    for (const options of [{ drain: 60_000 }, {}]) {
      await using rig = await openRig();
      await rig.apply(both);
      await interrupted(rig);
      rig.device.clearFaults();
      rig.writes();
      expect(lines(await apply(rig, one, options))).toContain(`deleted ${seven}`);
      // The interrupted save left its sign on the pool, which goes with the save that follows.
      expect(rig.writes().filter((line) => /^PATCH .*members/.test(line))).toEqual([]);
      expect((await rig.plan(one)).changes).toEqual([]);
    }
  });

  it('is undone when the member is wanted again; one that an operator disabled stays disabled', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    await interrupted(rig);
    rig.device.set(eight, { session: 'user-disabled' });
    await rig.apply(both);
    expect(rig.device.get(seven)?.['session']).not.toBe('user-disabled');
    expect(rig.device.get(seven)?.['metadata'] ?? []).toEqual([]);
    expect(rig.device.get(eight)).toMatchObject({ session: 'user-disabled' });
    expect((await rig.plan(both)).changes).toEqual([]);
  });

  it('by a device that went away in the middle ends well at the next run', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    rig.device.fault({ match: 'GET ltm/pool/~k8s~web/members/stats', do: 'reset', times: 50 });
    const result = await apply(rig);
    expect(result.steps.find(({ uri }) => uri === seven)?.outcome).toBe('failed');
    rig.device.clearFaults();
    expect(lines(await apply(rig))).toContain(`deleted ${seven}`);
  });

  it('when the reply of the mark was lost: read back, and never marked twice', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    rig.writes();
    rig.device.fault({ match: 'PATCH ltm/pool/~k8s~web/members/*', when: 'after', do: 'reset' });
    expect(lines(await apply(rig))).toContain(`deleted ${seven}`);
    expect(rig.writes().filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
  });
});

describe('whose a disabled member is', () => {
  it('an operator’s gets no mark of ours, and its connections are waited for all the same', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    rig.device.set(seven, { session: 'user-disabled', state: 'user-down' });
    rig.writes();
    connections(rig, [{ '10.244.1.7': 1 }, { '10.244.1.7': 0 }]);
    const { drains } = await apply(rig);
    expect(drains).toEqual([{ uri: seven, drained: true, connections: 0 }]);
    expect(rig.writes().filter((line) => line.startsWith('PATCH'))).toEqual([]);
  });

  it('a terminating endpoint bears the same mark, so its removal waits without another write', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    await rig.apply(desired([...front, ...pod('10.244.1.8'), draining('web', '10.244.1.7'), arp('10.244.1.7', mac)]));
    expect(rig.device.get(seven)).toMatchObject({ session: 'user-disabled', metadata: [mark] });
    rig.writes();
    connections(rig, [{ '10.244.1.7': 1 }, { '10.244.1.7': 0 }]);
    expect((await apply(rig)).drains).toEqual([{ uri: seven, drained: true, connections: 0 }]);
    expect(rig.writes().filter((line) => line.startsWith('PATCH'))).toEqual([]);
  });

  it('the operator’s notes stay beside the mark', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    const note = { name: 'note', persist: 'true', value: 'by hand' };
    rig.device.set(seven, { metadata: [note] });
    await apply(rig, one, { drain: 0 });
    const sent = rig.device.journal.find(({ method, path }) => method === 'PATCH' && path.endsWith(':8080'));
    expect(sent?.body).toEqual({ session: 'user-disabled', metadata: [note, mark] });
  });
});

describe('what goes wrong on the way', () => {
  it('a member that cannot be marked is not disabled: it goes without a drain, and that is told', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    const refusal = { code: 400, message: '"metadata" unknown property', errorStack: [], apiError: 26214401 };
    rig.device.fault({ match: 'PATCH ltm/pool/~k8s~web/members/*', do: { status: 400, body: refusal } });
    const result = await apply(rig);
    expect(result.diagnostics).toMatchObject([{ severity: 'warning', object: `BigIp/${seven}`, reason: 'NotDrained' }]);
    expect(result.drains).toEqual([]);
    expect(rig.device.get(seven)).toBeUndefined();
  });

  it('a pool that another owner took over during the drain keeps its member', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    connections(rig, [{ '10.244.1.7': 1 }, { '10.244.1.7': 0 }]);
    const metadata = [{ name: 'managed-by', persist: 'true', value: 'bigip-icontrol/other' }];
    const onProgress = ({ phase }: ApplyProgress) => {
      if (phase === 'draining') rig.device.set('ltm/pool/~k8s~web', { metadata });
    };
    const result = await apply(rig, one, { drain: 60_000, onProgress });
    expect(result.steps.find(({ uri }) => uri === seven)).toMatchObject({ outcome: 'failed' });
    expect(rig.device.get(seven)).toBeDefined();
  });

  it('with --rollback-on-failure takes traffic again when its removal is refused', async () => {
    await using rig = await openRig();
    await rig.apply(both);
    const refusal = { code: 400, message: '01070734:3: Configuration error: no', errorStack: [], apiError: 3 };
    rig.device.fault({ match: 'DELETE ltm/pool/~k8s~web/members/*', do: { status: 400, body: refusal }, times: 3 });
    const result = await apply(rig, one, { drain: 60_000, rollbackOnFailure: true });
    expect(result.rollback).toMatchObject({ complete: true });
    expect(rig.device.get(seven)?.['session']).not.toBe('user-disabled');
    expect(rig.device.get(seven)?.['metadata'] ?? []).toEqual([]);
  });
});
