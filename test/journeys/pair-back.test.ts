/** A snapshot of a pair, the way back to it, what differs from it, and how the units are. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  driftOf,
  parseSnapshot,
  planRollback,
  readPairStatus,
  rollbackWork,
  takePairSnapshot,
  takeSnapshot,
} from '../../src/index.ts';
import { type OpenPair, openPair, reasons, web } from './open-pair.ts';

const one = 'one.example.com:443';
const two = 'two.example.com:443';
const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
const first = `${records}/5e:00:00:00:00:01`;
const neighbour = 'net/arp/~Common~k8s-10.244.1.5';
const members = 'ltm/pool/~k8s~cfgmap_default_vs_web/members';
const ours = { partition: 'k8s', tunnel: '/Common/flannel_vxlan' };

let open: OpenPair;
const target = () => ({ units: open.units });
beforeEach(async () => {
  open = await openPair();
  await open.reconcile(web('10.244.1.5'), { sync: true });
});
afterEach(async () => {
  await open[Symbol.asyncDispose]();
});

const overlays = () =>
  open.devices.map((device) =>
    [...device.list(records), ...device.list('net/arp')].map((uri) => {
      const { endpoint, macAddress } = device.get(uri) ?? {};
      return `${uri} ${String(endpoint ?? macAddress)}`;
    }),
  );

describe('a snapshot of a pair', () => {
  it('has what both share once, and the records of each unit', async () => {
    const snapshot = await takePairSnapshot(target(), ours);
    expect(snapshot.units).toEqual([one, two]);
    const of = (unit: string | undefined) =>
      snapshot.objects.filter((each) => each.unit === unit).map(({ uri }) => uri);
    const overlay = [first, `${records}/5e:00:00:00:00:02`, neighbour];
    expect([of(one), of(two)]).toEqual([overlay, overlay]);
    expect(of(undefined)).toContain(`${members}/~k8s~10.244.1.5:8080`);
    expect(parseSnapshot(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('is not taken while a unit is away: it could not bring back what it lacks', async () => {
    await open.devices[1].pause();
    await expect(takePairSnapshot(target(), ours)).rejects.toMatchObject({
      code: 'BIGIP_UNIT_ROLES',
      message: expect.stringContaining('could not bring them back'),
    });
  });

  it.each([
    ['a unit that is none of its units', { unit: 'three' }, 'is of no unit of the snapshot'],
    ['no unit for a record', { unit: undefined }, 'does not say of which unit it is'],
  ])('that was edited to have %s is refused', async (_what, change, why) => {
    const { objects, ...rest } = await takePairSnapshot(target(), ours);
    const edited = objects.map((each) => (each.uri === neighbour && each.unit === two ? { ...each, ...change } : each));
    expect(() => parseSnapshot(JSON.stringify({ ...rest, objects: edited }))).toThrow(why);
  });

  it('goes back with both units, and one of one BIG-IP with that alone', async () => {
    const [active] = open.units;
    const pair = await takePairSnapshot(target(), ours);
    await expect(planRollback(active, pair)).rejects.toThrow(`is of a pair, ${one} and ${two}`);
    const alone = await takeSnapshot(active, ours);
    await expect(rollbackWork(target(), alone)).rejects.toThrow('is of one BIG-IP');
    await expect(rollbackWork(target(), { ...pair, units: [one, 'other:443'] })).rejects.toThrow('and these are');
  });
});

describe('going back on a pair', () => {
  it('restores each unit, with what was made since taken away, once it is copied', async () => {
    const snapshot = await takePairSnapshot(target(), ours);
    const before = overlays();
    await open.reconcile(web('10.244.1.6'), { sync: true });
    expect(overlays()).not.toEqual(before);
    const { apply } = await rollbackWork(target(), snapshot, { sync: true });
    const result = await apply();
    expect(reasons(result)).toEqual([]);
    expect(result.sync?.outcome).toBe('synced');
    expect(overlays()).toEqual(before);
    for (const device of open.devices) expect(device.list(members)).toEqual([`${members}/~k8s~10.244.1.5:8080`]);
    expect((await rollbackWork(target(), snapshot)).plan.changes).toEqual([]);
  });

  it('keeps the neighbours of members that the unit still has, when the copy is left to others', async () => {
    const snapshot = await takePairSnapshot(target(), ours);
    await open.reconcile(web('10.244.1.6'), { sync: true });
    await (await rollbackWork(target(), snapshot)).apply();
    const [active, standby] = open.devices.map((device) => device.list('net/arp'));
    expect(active).toEqual([neighbour]);
    expect(standby).toEqual([neighbour, 'net/arp/~Common~k8s-10.244.1.6']);
  });

  it('goes on with the unit that takes over in the middle', async () => {
    const snapshot = await takePairSnapshot(target(), ours);
    const before = overlays();
    await open.reconcile(web('10.244.1.6'), { sync: true });
    open.devices[0].fault({
      match: ({ method, path }) => method === 'PATCH' && /\/transaction\/\d+$/.test(path),
      when: 'before',
      do: { act: 'failover' },
    });
    const result = await (await rollbackWork(target(), snapshot, { sync: true })).apply();
    expect(result.diagnostics).toContainEqual(expect.objectContaining({ reason: 'FailedOver' }));
    expect(overlays()).toEqual(before);
  });
});

describe('drift on the FDB of the unit that stands by alone', () => {
  it('is told by diff, with the unit, and mended by the next apply', async () => {
    const snapshot = await takePairSnapshot(target(), ours);
    const [, second] = open.devices;
    second.delete(first);
    second.set(neighbour, { macAddress: '5e:00:00:00:00:77' });
    const drift = [
      { change: 'deleted', uri: first, unit: two },
      { change: 'modified', uri: neighbour, unit: two },
    ];
    const seen = (found: ReturnType<typeof driftOf>) =>
      found
        .map(({ change, uri, unit }) => ({ change, uri, unit }))
        .sort((a, b) => (a.uri < b.uri ? 1 : -1))
        .reverse();
    const expected = [...drift].sort((a, b) => (a.uri < b.uri ? -1 : 1));
    expect(seen(driftOf((await rollbackWork(target(), snapshot)).plan))).toEqual(expected);
    expect(seen(driftOf(await open.plan(web('10.244.1.5'), { prune: true })))).toEqual(expected);
    const status = await readPairStatus(target(), ours);
    expect(status.available).toBe(false);
    expect(status.units).toEqual([
      { unit: one, role: 'active', missing: [], different: [] },
      { unit: two, role: 'standby', missing: [first], different: [neighbour] },
    ]);
    await open.reconcile(web('10.244.1.5'));
    expect((await readPairStatus(target(), ours)).units[1]).toMatchObject({ missing: [], different: [] });
  });
});

describe('the status of a pair', () => {
  const without = { unit: two, missing: [], different: [] };

  it('says which unit is active, and that both have the same configuration', async () => {
    const status = await readPairStatus(target(), ours);
    expect(status).toMatchObject({
      units: [
        { unit: one, role: 'active' },
        { unit: two, role: 'standby' },
      ],
      sync: { status: 'In Sync' },
    });
    expect(status.virtuals).toHaveLength(1);
    open.devices[0].failover();
    expect((await readPairStatus(target(), ours)).units.map(({ role }) => role)).toEqual(['standby', 'active']);
  });

  it('says what is pending', async () => {
    open.devices[0].set('ltm/pool/~Common~theirs', {});
    const { sync, available } = await readPairStatus(target(), ours);
    expect([sync.status, available]).toEqual(['Changes Pending', false]);
  });

  it('says why a unit cannot be asked, and how traffic is all the same', async () => {
    await open.devices[1].pause();
    const { units, virtuals, available } = await readPairStatus(target(), ours);
    expect(units[1]).toMatchObject({ ...without, role: 'unreachable', error: expect.any(String) });
    expect([virtuals.length, available]).toEqual([1, false]);
  });
});
