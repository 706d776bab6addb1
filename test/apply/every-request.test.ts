/** One reply is lost, of each write of an apply in turn: before the device did what it was asked, and after. */
import { describe, expect, it } from 'vitest';
import type { FaultRequest } from '../../mocks/index.ts';
import type { DesiredState } from '../../src/state.ts';
import { arp, desired, mac1, mac2, markFor, member, monitor, pool, record, virtual } from '../plan/wanted.ts';
import { isDone } from '../share.ts';
import { openRig, type Rig } from './device.ts';

const before = desired([
  record(mac1, '172.16.40.1'),
  ...['10.244.1.10', '10.244.1.11'].flatMap((ip) => [arp(ip, mac1), member('web', ip)]),
  monitor('web_0_tcp'),
  pool('web', { monitor: '/k8s/web_0_tcp' }),
  virtual('web', '172.16.0.1:80', 'web'),
  pool('old'),
  virtual('old', '172.16.0.2:80', 'old'),
]);
/** A pod and a Node come, a pod goes, a mode changes, a virtual server goes and another has its address. */
const after = desired([
  record(mac1, '172.16.40.1'),
  record(mac2, '172.16.40.2'),
  arp('10.244.1.10', mac1),
  arp('10.244.2.20', mac2),
  member('web', '10.244.1.10'),
  member('web', '10.244.2.20'),
  pool('web', { loadBalancingMode: 'least-connections-member' }),
  virtual('web', '172.16.0.1:80', 'web'),
  pool('new'),
  member('new', '10.244.2.20'),
  virtual('new', '172.16.0.2:80', 'new'),
]);
const none = desired([]);
const seed = {
  'ltm/pool/~k8s~theirs': { metadata: markFor('blue') },
  'ltm/pool/~k8s~theirs/members/~k8s~10.9.9.9:80': { address: '10.9.9.9' },
  'ltm/virtual/~k8s~nobody': { destination: '172.16.0.9:80' },
  'net/arp/~Common~router': { ipAddress: '10.244.9.1', macAddress: '02:00:00:00:00:03' },
};
const no = { status: 403, body: { code: 403, message: 'access denied', errorStack: [], apiError: 3 } };

function isWrite({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method !== 'GET' && path.startsWith('/mgmt/tm/');
}

/** Creations outside of a transaction, and commits: what may be sent once. */
function onceOnly({ method, path, body, coordinationId }: FaultRequest): string | undefined {
  if (method === 'PATCH' && path.startsWith('/mgmt/tm/transaction/')) return path;
  const isCreation = method === 'POST' && /^\/mgmt\/tm\/(?:ltm|net)\//.test(path) && coordinationId === undefined;
  return isCreation ? `${path} ${String((body as { readonly name?: string }).name)}` : undefined;
}

/** Goes from one state to another and loses the reply of one write. Undefined when there were no so many writes. */
async function withLoss(
  at: number,
  when: 'before' | 'after',
  takesTransactions: boolean,
  states: readonly DesiredState[],
) {
  const rig = await openRig(seed);
  if (!takesTransactions) rig.device.fault({ match: 'POST transaction', do: no as never, times: 'always' });
  const [first = none, ...rest] = states;
  await rig.apply(first, { prune: true });
  let count = 0;
  const sent: string[] = [];
  const lost: string[] = [];
  // Never does anything: it looks on.
  rig.device.fault({
    match: (request) => {
      if (isWrite(request)) count += 1;
      const once = onceOnly(request);
      if (once !== undefined) sent.push(once);
      return false;
    },
    do: 'reset',
    times: 'always',
  });
  rig.device.fault({
    match: (request) => {
      if (!isWrite(request) || count !== at + 1) return false;
      lost.push(onceOnly(request) ?? '');
      return true;
    },
    when,
    do: 'reset',
  });
  const strangers = Object.keys(seed).map((uri) => rig.device.get(uri));
  for (const wanted of rest) {
    const { steps } = await rig.apply(wanted, { prune: true });
    const failed = steps.filter(({ outcome, type }) => outcome === 'failed' && type !== 'ltm/node');
    if (failed.length > 0) await rig.apply(wanted, { prune: true });
    expect((await rig.plan(wanted, { prune: true })).changes, `${when} write ${at}`).toEqual([]);
  }
  expect(Object.keys(seed).map((uri) => rig.device.get(uri))).toEqual(strangers);
  expect(rig.device.transactions.filter(({ commands }) => commands.length > 0)).toEqual([]);
  return { rig, sent, lost, count };
}

async function close(rig: Rig): Promise<void> {
  await rig[Symbol.asyncDispose]();
}

describe.each([
  ['in transactions', true],
  ['by a device that takes no transaction', false],
])('the reply of any write is lost, %s', (_how, takesTransactions) => {
  it.each(['before', 'after'] as const)(
    '%s the device did it: nothing that was done is sent again, the next run finishes, others keep what they have',
    async (when) => {
      let at = 0;
      for (let writes = 1; at < writes; at += 1) {
        // The first tells how many there are.
        if (at > 0 && !isDone(at)) continue;
        const { rig, sent, lost, count } = await withLoss(at, when, takesTransactions, [before, after, none]);
        writes = count;
        const twice = sent.filter((one, index) => sent.indexOf(one) !== index);
        // Only what was not done may come again.
        if (when === 'after') expect(twice, `after write ${at}`).toEqual([]);
        else
          expect(
            twice.filter((one) => !lost.includes(one)),
            `before write ${at}`,
          ).toEqual([]);
        await close(rig);
      }
      expect(at).toBeGreaterThan(10);
    },
  );
});
