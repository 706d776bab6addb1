/** Somebody writes to a unit in the middle of a run on a pair: what was done is told and saved, and what is left is made. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApplyProgress, deletionWork, type PairResult } from '../../src/index.ts';
import { node, slice } from '../desired/sample-cluster.ts';
import { done, type OpenPair, openPair, reasons, web } from './open-pair.ts';

const arp = (ip: string) => `net/arp/~Common~k8s-${ip}`;
const record = 'net/fdb/tunnel/~Common~flannel_vxlan/records/5e:00:00:00:00:03';
const [old, next] = [arp('10.244.1.5'), arp('10.244.1.6')];

/** With a third Node that has a pod. */
const wide = [
  ...web().slice(0, -1),
  node(3),
  slice([
    { ip: '10.244.1.5', node: 'node1' },
    { ip: '10.244.3.5', node: 'node3' },
  ]),
];

let pair: OpenPair;
beforeEach(async () => {
  pair = await openPair();
  await pair.reconcile(wide, { sync: true });
});
afterEach(async () => {
  await pair[Symbol.asyncDispose]();
});

type Seen = { readonly method: string; readonly path: string };

/** Does something before a request of a unit, which goes on as if nothing had been. */
function rightBefore(index: 0 | 1, match: (seen: Seen) => boolean, act: () => void, times = 1): void {
  let left = times;
  pair.devices[index].fault({
    match: (seen) => {
      if (left > 0 && match(seen)) {
        left -= 1;
        act();
      }
      return false;
    },
    do: 'reset',
  });
}

const isCopy = ({ method, path }: Seen) => method === 'POST' && path === '/mgmt/tm/cm';
/** Lets somebody write to the second unit after each plan for what it does not need any more, and before that is applied. */
function afterCopy(act: () => void, times: number) {
  let copied = false;
  rightBefore(0, isCopy, () => {
    copied = true;
  });
  let left = times;
  return ({ phase }: ApplyProgress): void => {
    if (!copied || phase !== 'checking' || left === 0) return;
    left -= 1;
    act();
  };
}
const savedOf = (index: 0 | 1): number => {
  const { journal } = pair.devices[index];
  return journal.filter(({ method, path }) => method === 'POST' && path === '/mgmt/tm/sys/config').length;
};

const all = [`two created ${next}`, `one created ${next}`, `one deleted ${old}`, `one deleted ${record}`];
const rest = [`two deleted ${old}`, `two deleted ${record}`];

describe('somebody writes to a unit in the middle of a run on a pair', () => {
  let saves: readonly number[];
  beforeEach(() => {
    saves = [savedOf(0), savedOf(1)];
  });
  const run = (more = {}) => pair.reconcile(web('10.244.1.6'), { prune: true, sync: true, ...more });
  const expectSaved = (result: PairResult) => {
    expect(result).toMatchObject({ saved: true, sync: { outcome: 'synced' } });
    expect([savedOf(0), savedOf(1)]).toEqual(saves.map((count) => count + 1));
  };

  it('to the one that stands by, after the copy: the rest of it is planned anew, and all is told and saved', async () => {
    const onProgress = afterCopy(() => pair.devices[1].set(record, { endpoint: '192.0.2.77' }), 1);
    const result = await run({ onProgress });
    expect(done(result)).toEqual(expect.arrayContaining([...all, ...rest]));
    expectSaved(result);
    expect(reasons(result)).toEqual([]);
    expect(pair.devices.map((device) => device.list('net/arp'))).toEqual([[next], [next]]);
  });

  it('to the one that stands by, again and again: the run ends with an error, and what was done is told and saved', async () => {
    let turn = 0;
    const write = () => {
      turn += 1;
      pair.devices[1].set(record, { endpoint: `192.0.2.${turn}` });
    };
    const result = await run({ onProgress: afterCopy(write, 3) });
    expect(turn).toBe(3);
    expect(done(result)).toEqual(expect.arrayContaining(all));
    expect(result.diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        reason: 'RunNotFinished',
        message: expect.stringContaining(record),
      }),
    );
    expectSaved(result);
  });

  it('to the active one, once the other has its part: the rest is planned anew, and all is told and saved', async () => {
    const isPost = ({ method, path }: Seen) => method === 'POST' && path === '/mgmt/tm/net/arp';
    rightBefore(1, isPost, () => pair.devices[0].set(record, { endpoint: '192.0.2.77' }));
    const result = await run();
    expect(done(result)).toEqual(expect.arrayContaining([...all, ...rest]));
    expectSaved(result);
    expect(reasons(result)).toEqual([]);
  });

  it('nobody: before records are deleted the list of the records is read once on each unit', async () => {
    const lists = () =>
      pair.devices.map(({ journal }) => journal.filter(({ path }) => path.endsWith('/internal')).length);
    const looks: string[] = [];
    let began: readonly number[] | undefined;
    const onProgress = ({ phase }: ApplyProgress): void => {
      if (phase === 'checking') began = lists();
      if (phase !== 'writing' || began === undefined) return;
      const [one = 0, two = 0] = began;
      looks.push(
        lists()
          .map((count, index) => count - (index === 0 ? one : two))
          .join('+'),
      );
      began = undefined;
    };
    expect(done(await run({ onProgress }))).toEqual(expect.arrayContaining([...all, ...rest]));
    // What is made asks for no list.
    expect(looks).toEqual(['0+0', '1+1', '1+1']);
  });

  it('before anything was written: a plan that was shown is refused, and nothing is told to be done', async () => {
    const { apply } = await deletionWork({ units: pair.units }, { partition: 'k8s', tunnel: '/Common/flannel_vxlan' });
    pair.devices[1].set(record, { endpoint: '192.0.2.77' });
    const writes = pair.writes();
    await expect(apply()).rejects.toMatchObject({ code: 'BIGIP_STALE_PLAN' });
    expect(pair.writes()).toEqual(writes);
  });

  it('nobody, and it is interrupted in the commit: what was done is told, and that it is neither copied nor saved', async () => {
    const stop = new AbortController();
    const isCommit = ({ method, path }: Seen) => method === 'PATCH' && /\/transaction\/\d+$/.test(path);
    rightBefore(0, isCommit, () => stop.abort());
    const result = await run({ signal: stop.signal });
    expect(done(result)).toEqual(expect.arrayContaining([`two created ${next}`, `one created ${next}`]));
    expect(reasons(result)).toEqual(expect.arrayContaining(['RunNotFinished', 'SyncRefused', 'ConfigNotSaved']));
    expect(result).toMatchObject({ saved: false, sync: { outcome: 'refused' } });
    expect(result.sync?.message).toContain('tmsh run cm config-sync to-group sync-failover');
  });

  it('so that more is to go than may: the run ends with an error, and what was done is told and saved', async () => {
    rightBefore(0, isCopy, () => {
      for (const number of [1, 2, 3, 4]) {
        const ipAddress = `10.244.1.10${number}`;
        pair.devices[1].set(arp(ipAddress), { ipAddress, macAddress: '5e:00:00:00:00:01' });
      }
    });
    const result = await run({ maxDeletes: 5 });
    expect(done(result)).toEqual(expect.arrayContaining(all));
    expect(reasons(result)).toEqual(['RunNotFinished']);
    expectSaved(result);
    expect(pair.devices[1].list('net/arp')).toHaveLength(7);
  });
});
