/** The oracle itself: that it sees what is planted, and says nothing of what is in order. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { applyPlan } from '../../src/apply/index.ts';
import { BigIp, type Change, type Plan } from '../../src/index.ts';
import { factory } from '../journeys/open-cluster.ts';
import { judged, objections, withoutWrites } from './watch.ts';

const mark = (owner: string) => ({
  metadata: [{ name: 'managed-by', value: `bigip-icontrol/${owner}`, persist: 'true' }],
});
const tunnel = 'net/fdb/tunnel/~Common~flannel_vxlan';
const record = (mac: string) => `${tunnel}/records/${mac}`;
const registry = (owner: string, ...macs: readonly string[]) => ({
  [`ltm/data-group/internal/~k8s~bigip-icontrol.${owner}`]: {
    type: 'string',
    records: macs.map((mac) => ({ name: `/Common/flannel_vxlan/${mac}` })),
  },
});
const [own, theirs, nobodys] = ['5e:00:00:00:00:01', '5e:00:00:00:00:02', '5e:00:00:00:00:03'];

const seed = {
  ...factory,
  'ltm/pool/~k8s~ours': mark('me'),
  'ltm/pool/~k8s~theirs': mark('you'),
  'ltm/pool/~k8s~nobodys': {},
  'ltm/pool/~k8s~theirs/members/~k8s~10.244.1.9:80': { address: '10.244.1.9' },
  'net/arp/~Common~k8s-10.244.1.8': { ipAddress: '10.244.1.8', macAddress: own },
  'net/arp/~Common~k8s-10.244.1.9': { ipAddress: '10.244.1.9', macAddress: theirs },
  'net/arp/~Common~gateway': { ipAddress: '10.244.1.1', macAddress: theirs },
  [record(own)]: { endpoint: '192.168.1.11' },
  [record(theirs)]: { endpoint: '192.168.1.12' },
  [record(nobodys)]: { endpoint: '192.168.1.13' },
  ...registry('me', own),
  ...registry('you', theirs),
};

let device: MockBigIp;
let bigip: BigIp;
beforeEach(async () => {
  device = await MockBigIp.start({ protocol: 'none', seed: seed as never });
  const { url, username, password, transport } = device;
  bigip = new BigIp({ url, username, password, transport });
});
afterEach(async () => {
  await bigip.close();
  await device.close();
});

const planOf = (...changes: readonly Change[]): Plan => ({
  version: 1,
  owner: 'me',
  changes,
  kept: [],
  held: [],
  conflicts: [],
  diagnostics: [],
  generations: {},
});
// A rollback's deletions are the ones at which an apply does not look again.
const remove = (uri: string, type: string): Change => {
  return { action: 'delete', uri, type, before: {}, reason: 'not in the snapshot' };
};
const arp = (name: string) => remove(`net/arp/~Common~${name}`, 'net/arp');
const fdb = (mac: string) => remove(record(mac), 'net/fdb/tunnel/records');
/** As a defect in an apply would: what is sent while one is under way. */
const planted = (work: () => Promise<unknown>) => judged('me', work);

describe('a write to what is not ours is seen', () => {
  it.each([
    ['an FDB record of another owner', fdb(theirs), "it is you's"],
    ['an FDB record that nobody has registered', fdb(nobodys), 'nobody has registered it'],
    [
      'a neighbour that a member of somebody else uses',
      arp('k8s-10.244.1.9'),
      'a member of somebody else uses 10.244.1.9',
    ],
    ['a neighbour of another name', arp('gateway'), 'it is not named as ours are'],
  ])('%s, by a plan that was made up', async (_what, change, why) => {
    await applyPlan(planOf(change), bigip);
    expect(objections().found).toEqual([expect.stringContaining(`${change.uri} by me: ${why}`)]);
  });

  it.each([
    ['a pool of another owner', () => bigip.ltm.pool.modify('/k8s/theirs', { description: 'x' }), "it is you's"],
    ['a pool without a mark', () => bigip.ltm.pool.delete('/k8s/nobodys'), 'it carries no mark'],
    [
      'a member of a pool of another',
      () => bigip.ltm.pool.members('/k8s/theirs').create({ name: '10.0.0.1:80' }),
      "it is you's",
    ],
    [
      'a new pool without a mark',
      () => bigip.ltm.pool.create({ name: 'new', partition: 'k8s' }),
      'made without a mark',
    ],
    ['in a transaction', () => bigip.transaction((tx) => tx.ltm.pool.delete('/k8s/theirs')), "it is you's"],
    [
      'a list that leaves one out',
      () =>
        bigip.request('PATCH', ['net', 'fdb', 'tunnel', '/Common/flannel_vxlan'], {
          body: { records: [{ name: own, endpoint: '192.168.1.11' }] },
        }),
      "it is you's",
    ],
    [
      'the registry of another',
      () =>
        bigip.request('PATCH', ['ltm', 'data-group', 'internal', '/k8s/bigip-icontrol.you'], { body: { records: [] } }),
      "it is you's",
    ],
    [
      'a type that is none of ours',
      () => bigip.request('PATCH', ['net', 'self', '/Common/under'], { body: { description: 'x' } }),
      'it carries no mark',
    ],
  ])('%s, by a defect in the apply', async (_what, work, why) => {
    await planted(work);
    expect(objections().found.join()).toContain(why);
  });

  it('also when it is refused, and also when the reply is lost', async () => {
    device.fault({ match: 'DELETE ltm/pool/*', when: 'before', do: 'reset' });
    await planted(() => bigip.ltm.pool.delete('/k8s/theirs').catch(() => undefined));
    expect(objections().found.length).toBeGreaterThan(0);
  });

  it('any, while a plan is made', async () => {
    await withoutWrites(() => bigip.ltm.pool.modify('/k8s/ours', { description: 'x' }));
    expect(objections().found).toEqual(['PATCH ltm/pool/~k8s~ours while a plan was made']);
  });

  it('also when the program takes somebody else for the owner than the test does', async () => {
    await judged('you', () => applyPlan(planOf(fdb(own)), bigip));
    expect(objections().found).toEqual([expect.stringContaining("by you: it is me's")]);
  });

  it('over a socket too', async () => {
    await using served = await MockBigIp.start({ protocol: 'http', seed: seed as never });
    const { url, username, password } = served;
    await using client = new BigIp({ url, username, password });
    await applyPlan(planOf(fdb(theirs)), client);
    expect(objections().found).toHaveLength(1);
  });
});

describe('nothing is said', () => {
  it('of what is ours, of what is taken over, and of what a test does by itself', async () => {
    await applyPlan(planOf(fdb(own), arp('k8s-10.244.1.8'), remove('ltm/pool/~k8s~ours', 'ltm/pool')), bigip);
    await planted(() => bigip.request('PATCH', ['ltm', 'pool', '/k8s/nobodys'], { body: mark('me') }));
    expect(objections().judged).toBe(4);
    await bigip.ltm.pool.modify('/k8s/theirs', { description: 'an operator' });
    expect(objections()).toEqual({ found: [], judged: 0 });
  });
});
