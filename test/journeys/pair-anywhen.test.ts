/** A failover, or a unit that is lost, before any one request of a deletion or a rollback of a pair: a rerun finishes it. */
import { describe, expect, it } from 'vitest';
import {
  BigIpError,
  deletionWork,
  type PairResult,
  type PairWork,
  rollbackWork,
  takePairSnapshot,
} from '../../src/index.ts';
import { places } from '../share.ts';
import { done, type OpenPair, openPair, reasons, web } from './open-pair.ts';

const ours = { partition: 'k8s', tunnel: '/Common/flannel_vxlan' };
const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
const list = 'ltm/data-group/internal/~k8s~bigip-icontrol.default';

interface Task {
  /** Brings the pair to where the run begins, and says how the run is planned. */
  readonly begin: (open: OpenPair) => Promise<() => Promise<PairWork>>;
  /** An apply clears away neighbours that no member uses, which a rollback leaves alone. */
  readonly settle?: (open: OpenPair) => Promise<unknown>;
  /** What each unit has in the end. */
  readonly left: readonly string[];
}

const overlay = [`${records}/5e:00:00:00:00:01`, `${records}/5e:00:00:00:00:02`, 'net/arp/~Common~k8s-10.244.1.5'];
const tasks: readonly (readonly [string, Task])[] = [
  [
    'a deletion',
    {
      begin: async (open) => {
        await open.reconcile(web('10.244.1.5'), { sync: true });
        return () => deletionWork({ units: open.units }, { ...ours, sync: true });
      },
      left: [],
    },
  ],
  [
    'a rollback',
    {
      begin: async (open) => {
        await open.reconcile(web('10.244.1.5'), { sync: true });
        const snapshot = await takePairSnapshot({ units: open.units }, ours);
        await open.reconcile(web('10.244.1.6'), { sync: true });
        return () => rollbackWork({ units: open.units }, snapshot, { sync: true });
      },
      settle: (open) => open.reconcile(web('10.244.1.5')),
      left: [list, ...overlay],
    },
  ],
  [
    'a rollback to nothing',
    {
      begin: async (open) => {
        const snapshot = await takePairSnapshot({ units: open.units }, ours);
        await open.reconcile(web('10.244.1.5'), { sync: true });
        return () => rollbackWork({ units: open.units }, snapshot, { sync: true });
      },
      left: [],
    },
  ],
];

const found = ({ devices }: OpenPair, index: 0 | 1): string[] => {
  const device = devices[index];
  return [...(device.get(list) === undefined ? [] : [list]), ...device.list(records), ...device.list('net/arp')];
};

/** What was written to the configuration of the units since then, in this order. */
const written = ({ devices }: OpenPair, since: readonly number[]): readonly (readonly string[])[] =>
  devices.map(({ journal }, index) =>
    journal
      .slice(since[index])
      .filter(({ method, path }) => method !== 'GET' && /^\/mgmt\/tm\/(?:ltm|net|sys\/config)/.test(path))
      .map(({ path }) => path.replace('/mgmt/tm/', '')),
  );

type Harm = (open: OpenPair, index: 0 | 1, nth: number) => () => void;

/** The unit stops being the active one. */
const failsOver: Harm = ({ devices }, index, nth) => {
  let seen = 0;
  devices[index].fault({
    match: () => {
      seen += 1;
      return seen === nth;
    },
    when: 'before',
    do: { act: 'failover' },
  });
  return () => {};
};

/** The unit answers nothing any more, and if it was active the other one takes over. */
const isLost: Harm = ({ devices }, index, nth) => {
  let seen = 0;
  const device = devices[index];
  const fault = device.fault({
    match: () => {
      seen += 1;
      if (seen === nth && device.role === 'active') device.failover('standby');
      return seen >= nth;
    },
    when: 'before',
    times: 'always',
    do: 'reset',
  });
  return () => fault.remove();
};

const copyByHand = (open: OpenPair) => {
  const active = open.devices[0].role === 'active' ? open.units[0] : open.units[1];
  return active.request('POST', ['cm'], {
    body: { command: 'run', utilCmdArgs: 'config-sync to-group sync-failover' },
  });
};

/** What is wrong once a run has ended, and another one has finished it, and what is pending was copied. */
async function ends(
  open: OpenPair,
  plan: () => Promise<PairWork>,
  heal: () => void,
  { settle, left }: Task,
  lost?: number,
) {
  const since = open.devices.map(({ journal }) => journal.length);
  const problems: string[] = [];
  const run = async (): Promise<PairResult | string> => {
    try {
      return await (await plan()).apply();
    } catch (error) {
      if (!(error instanceof BigIpError)) throw error;
      return error.code;
    }
  };
  const first = await run();
  const wrote = written(open, since);
  if (typeof first === 'string') {
    if (wrote.flat().length > 0) problems.push(`threw ${first} after it wrote ${wrote.flat().join(' ')}`);
  } else {
    // One that is lost may not have saved: that is told.
    const silent = reasons(first).some((reason) => /^(?:UnitUnreachable|ConfigNotSaved|RunNotFinished)$/.test(reason));
    for (const [index, paths] of wrote.entries()) {
      const mayLack = index === lost && silent;
      if (paths.length > 0 && paths.at(-1) !== 'sys/config' && !mayLack)
        problems.push(`unit ${index} has not saved ${paths.at(-1)}`);
    }
  }
  heal();
  for (let more = 0; more < 2; more += 1) {
    await run();
    await copyByHand(open);
    await open.clock.sleep(60_000);
  }
  const again = await run();
  problems.push(...(typeof again === 'string' ? [again] : done(again)));
  await settle?.(open);
  for (const index of [0, 1] as const) {
    const there = found(open, index);
    if (there.join() !== left.join()) problems.push(`unit ${index} has ${there.join(' ')}`);
  }
  return problems;
}

describe.each(tasks)('%s of a pair', (_what, task) => {
  it.each([
    ['a failover', failsOver, [0]],
    ['the active unit is lost', isLost, [0]],
    ['the unit that stands by is lost', isLost, [1]],
  ] as const)(
    '%s before any request: what was done is told and saved, and a rerun finishes it',
    async (_harm, harm, [index]) => {
      const total = await (async () => {
        await using calm = await openPair();
        const plan = await task.begin(calm);
        const before = calm.devices[index].journal.length;
        await (await plan()).apply();
        return calm.devices[index].journal.length - before;
      })();
      const problems: string[] = [];
      for (const nth of places(total, 1)) {
        await using open = await openPair();
        const plan = await task.begin(open);
        const heal = harm(open, index, nth);
        const wrong = await ends(open, plan, heal, task, harm === isLost ? index : undefined);
        if (wrong.length > 0) problems.push(`${nth}: ${wrong.join('; ')}`);
      }
      expect(total).toBeGreaterThan(10);
      expect(problems).toEqual([]);
    },
  );
});
