/** Deleting all that an owner has, and going back to a snapshot, on a device. */
import { describe, expect, it } from 'vitest';
import { readBelieved } from '../../src/actual/index.ts';
import { applyPlan } from '../../src/apply/index.ts';
import { BigIp } from '../../src/bigip.ts';
import { NotReadyError } from '../../src/errors.ts';
import { planDeletion, planRollback, takeSnapshot } from '../../src/managed/index.ts';
import { driftOf, type Plan, parseSnapshot } from '../../src/plan/index.ts';
import { openRig, type Rig } from '../apply/device.ts';
import { TestClock } from '../icontrol/test-clock.ts';
import {
  arpUri,
  desired,
  entry,
  mac1,
  mac2,
  markFor,
  member,
  memberUri,
  monitor,
  monitorUri,
  pool,
  poolUri,
  record,
  recordUri,
  tunnel,
  virtual,
  virtualUri,
  webPod,
} from '../plan/wanted.ts';

const registryUri = 'ltm/data-group/internal/~k8s~bigip-icontrol.default';
const all = [
  virtual('web', '172.16.0.1:80', 'web', { persist: [{ name: 'source_addr', partition: 'Common', tmDefault: 'yes' }] }),
  pool('web', { monitor: '/k8s/web_0_tcp' }),
  monitor('web_0_tcp'),
  ...webPod('10.244.1.7'),
  ...webPod('10.244.1.8'),
  record(mac1, '172.16.40.1'),
  record(mac2, '172.16.40.2'),
];
const ours = { partition: 'k8s', tunnel };

/** What others have: in the partition, on the tunnel, and a pool elsewhere that uses an address of ours. */
const others = {
  'auth/partition/blue': {},
  'ltm/pool/~k8s~theirs': { metadata: markFor('blue') },
  'ltm/pool/~k8s~theirs/members/~k8s~10.9.9.9:80': { address: '10.9.9.9' },
  'ltm/virtual/~k8s~nobody': { destination: '172.16.0.9:80' },
  'ltm/pool/~blue~web': {},
  'ltm/pool/~blue~web/members/~Common~10.244.1.8:80': { address: '10.244.1.8' },
  'ltm/node/~Common~10.244.1.8': { address: '10.244.1.8' },
  'net/arp/~Common~k8s-10.9.9.9': { ipAddress: '10.9.9.9', macAddress: mac2 },
  'net/arp/~Common~router': { ipAddress: '10.244.9.1', macAddress: '02:00:00:00:00:03' },
} as const;
const lines = ({ changes }: Plan): string[] => changes.map(({ action, uri }) => `${action} ${uri}`);
const gets = (rig: Rig, from: number): number =>
  rig.device.journal.slice(from).filter(({ method, path }) => method === 'GET' && /tm\/(?:ltm|net)\//.test(path))
    .length;

/** Members of the foreign pool stand on the node that is there; ours make their own. */
async function rigWithOthers(): Promise<Rig> {
  const rig = await openRig(others as never);
  return rig;
}

describe('deleting all that an owner has', () => {
  it('leaves nothing of it, and everything of others', async () => {
    await using rig = await rigWithOthers();
    const wanted = all.filter(({ uri }) => !uri.includes('10.244.1.8'));
    await rig.apply(desired(wanted));
    await using blue = await appliedBy('blue', rig);
    rig.writes();
    const before = rig.device.list().filter((uri) => !isOurs(uri));
    const plan = await planDeletion(rig.bigip, ours);
    expect(rig.writes()).toEqual([]);
    expect(lines(plan)).toEqual([
      `delete ${virtualUri('web')}`,
      `delete ${memberUri('web', '10.244.1.7:8080')}`,
      `delete ${poolUri('web')}`,
      `delete ${arpUri('10.244.1.7')}`,
      // The other owner has registered mac2 as well.
      `delete ${recordUri(mac1)}`,
      `delete ${registryUri}`,
      `delete ${monitorUri('web_0_tcp')}`,
    ]);
    expect(plan).toMatchObject({ kept: [], conflicts: [], diagnostics: [] });
    const { steps } = await applyPlan(plan, rig.bigip);
    expect(steps.filter(({ outcome }) => outcome !== 'deleted')).toEqual([]);
    expect(steps.map(({ uri }) => uri)).toContain('ltm/node/~k8s~10.244.1.7');
    expect(rig.device.list().filter((uri) => !isOurs(uri))).toEqual(before);
    expect(rig.device.list().filter(isOurs)).toEqual([]);
    expect((await planDeletion(rig.bigip, ours)).changes).toEqual([]);
    expect(blue.there()).toBe(true);
  });

  it('keeps an ARP entry that a pool of any partition needs', async () => {
    await using rig = await openRig({
      'auth/partition/blue': {},
      'ltm/pool/~blue~web': {},
      'ltm/pool/~blue~web/members/~blue~10.244.1.7:80': { address: '10.244.1.7%0' },
      [arpUri('10.244.1.7')]: { ipAddress: '10.244.1.7', macAddress: mac1 },
      [arpUri('10.244.1.9')]: { ipAddress: '10.244.1.9', macAddress: mac1 },
    });
    expect(lines(await planDeletion(rig.bigip, ours))).toEqual([`delete ${arpUri('10.244.1.9')}`]);
  });

  it('without the tunnel leaves the overlay and its registry, and says so', async () => {
    await using rig = await openRig();
    await rig.apply(desired(all));
    const plan = await planDeletion(rig.bigip, { partition: 'k8s' });
    expect(plan.changes.filter(({ type }) => type.startsWith('net/') || type.startsWith('ltm/data'))).toEqual([]);
    expect(plan.diagnostics).toMatchObject([
      { severity: 'info', reason: 'RegistryKept', message: expect.stringContaining('--tunnel /Common/flannel_vxlan') },
    ]);
    await applyPlan(plan, rig.bigip);
    expect(lines(await planDeletion(rig.bigip, ours))).toEqual([
      `delete ${arpUri('10.244.1.7')}`,
      `delete ${arpUri('10.244.1.8')}`,
      `delete ${recordUri(mac1)}`,
      `delete ${recordUri(mac2)}`,
      `delete ${registryUri}`,
    ]);
  });

  it('keeps an FDB record that a neighbour of another owner leads to, though only this owner registered it', async () => {
    await using rig = await openRig({
      'auth/partition/blue': {},
      'ltm/pool/~blue~web': { metadata: markFor('blue') },
      'ltm/pool/~blue~web/members/~blue~10.244.1.99:80': { address: '10.244.1.99%0' },
      [arpUri('10.244.1.99')]: { ipAddress: '10.244.1.99', macAddress: mac1.toUpperCase() },
    });
    await rig.apply(desired(all));
    const plan = await planDeletion(rig.bigip, { ...ours, maxDeletes: 8 });
    expect(lines(plan)).toContain(`delete ${recordUri(mac2)}`);
    expect(plan.kept.map(({ uri }) => uri)).toEqual([recordUri(mac1), registryUri]);
    expect(plan.diagnostics).toMatchObject([{ severity: 'info', reason: 'RecordKept' }]);
    expect(plan.changes).toHaveLength(8);
    await applyPlan(plan, rig.bigip);
    expect(rig.device.get(recordUri(mac1))).toBeDefined();
    rig.device.delete('ltm/pool/~blue~web');
    expect(lines(await planDeletion(rig.bigip, ours))).toEqual([
      `delete ${arpUri('10.244.1.99')}`,
      `delete ${recordUri(mac1)}`,
      `delete ${registryUri}`,
    ]);
  });

  it('keeps what something of others still refers to', async () => {
    await using rig = await openRig();
    await rig.apply(desired(all));
    rig.device.seed({ 'ltm/virtual/~k8s~by-hand': { destination: '172.16.0.9:80', pool: '/k8s/web' } });
    const plan = await planDeletion(rig.bigip, ours);
    // Its members go on to be reached: their ARP entries stay, and the record of their VTEP.
    expect(plan.kept.map(({ uri }) => uri).sort()).toEqual([
      registryUri,
      monitorUri('web_0_tcp'),
      poolUri('web'),
      recordUri(mac1),
    ]);
    const { steps } = await applyPlan(plan, rig.bigip);
    expect(steps.filter(({ outcome }) => outcome !== 'deleted')).toEqual([]);
    expect(rig.device.get(memberUri('web', '10.244.1.7:8080'))).toBeDefined();
    expect(rig.device.get(arpUri('10.244.1.7'))).toBeDefined();
  });

  it('leaves the registry for as long as a record stays', async () => {
    await using rig = await openRig();
    await rig.apply(desired(all));
    const plan = await planDeletion(rig.bigip, ours);
    const message = 'transaction failed:01070000:3: no';
    rig.device.fault({
      match: `DELETE net/fdb/tunnel/~Common~flannel_vxlan/records/${mac1}`,
      do: { status: 400, body: { code: 400, message, errorStack: [], apiError: 2 } },
      times: 'always',
    });
    const { steps } = await applyPlan(plan, rig.bigip);
    const outcome = (uri: string) => steps.find((step) => step.uri === uri)?.outcome;
    expect(outcome(recordUri(mac1))).toBe('failed');
    expect(outcome(recordUri(mac2))).toBe('deleted');
    expect(outcome(registryUri)).toBe('skipped');
    expect(rig.device.get(registryUri)).toBeDefined();
  });

  it('leaves alone a registry that carries no mark of ours', async () => {
    await using rig = await openRig({ [registryUri]: { type: 'string', description: 'by hand' } });
    const plan = await planDeletion(rig.bigip, ours);
    expect(plan.changes).toEqual([]);
    expect(plan.conflicts).toMatchObject([{ uri: registryUri, reason: 'NotOurs' }]);
  });

  it('is refused for a partition that does not exist, and for a tunnel that does not', async () => {
    await using rig = await openRig();
    await expect(planDeletion(rig.bigip, { partition: 'none' })).rejects.toThrow('the partition none does not exist');
    await expect(planDeletion(rig.bigip, { partition: 'k8s', tunnel: '/Common/x' })).rejects.toThrow('/Common/x');
  });
});

function isOurs(uri: string): boolean {
  const of = ['~k8s~web', 'k8s-10.244.1.', '~k8s~10.244.1.', '~k8s~172.16.0.1', mac1, '.default'];
  return of.some((text) => uri.includes(text)) && !uri.includes('blue');
}

/** Another owner of the tunnel, who has registered one of the records too. */
async function appliedBy(owner: string, rig: Rig) {
  const uri = `ltm/data-group/internal/~k8s~bigip-icontrol.${owner}`;
  rig.device.set(uri, {
    type: 'string',
    records: [{ name: `${tunnel}/${mac2}`, data: '' }],
    description: `managed-by bigip-icontrol/${owner}`,
  });
  return { there: () => rig.device.get(uri) !== undefined, async [Symbol.asyncDispose]() {} };
}

describe('static routes and neighbours of IPv6', () => {
  const description = 'managed-by bigip-icontrol/default';
  const route = entry('net/route', 'net/route/~k8s~k8s-node1', {
    network: '10.244.1.0/24',
    gw: '172.16.40.1',
    description,
  });
  const neighbour = entry('net/ndp', 'net/ndp/~Common~k8s-fd00::7', { ipAddress: 'fd00::7', macAddress: mac1 });

  it('go with all that is ours, come back with a snapshot, and are not those of others', async () => {
    await using rig = await openRig({
      'net/route/~k8s~theirs': { network: '10.99.0.0/16', gw: '172.16.40.9', description: 'by hand' },
      'net/ndp/~Common~router': { ipAddress: 'fd00::1', macAddress: mac2 },
    });
    await rig.apply(desired([pool('six'), member('six', 'fd00::7')]));
    rig.device.seed({ [route.uri]: route.properties, [neighbour.uri]: neighbour.properties } as never);
    const snapshot = await takeSnapshot(rig.bigip, ours);
    expect(snapshot.objects.map(({ uri }) => uri)).toEqual([
      poolUri('six'),
      memberUri('six', 'fd00::7.8080'),
      neighbour.uri,
      route.uri,
    ]);
    const plan = await planDeletion(rig.bigip, ours);
    expect(lines(plan).sort()).toEqual(snapshot.objects.map(({ uri }) => `delete ${uri}`).sort());
    const { steps } = await applyPlan(plan, rig.bigip);
    expect(steps.filter(({ outcome }) => outcome !== 'deleted')).toEqual([]);
    expect(rig.device.list('net/route')).toEqual(['net/route/~k8s~theirs']);
    const back = await applyPlan(await planRollback(rig.bigip, parseSnapshot(JSON.stringify(snapshot))), rig.bigip);
    expect(back.steps.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    expect(await takeSnapshot(rig.bigip, ours)).toEqual(snapshot);
  });
});

describe('a snapshot of a device', () => {
  it('is taken with GETs alone, and goes through a file unchanged', async () => {
    await using rig = await openRig();
    await rig.apply(desired(all));
    rig.writes();
    const from = rig.device.journal.length;
    const snapshot = await takeSnapshot(rig.bigip, ours);
    expect(rig.writes()).toEqual([]);
    expect(gets(rig, from)).toBe(11);
    expect(parseSnapshot(JSON.stringify(snapshot))).toEqual(snapshot);
    expect(JSON.stringify(snapshot)).not.toContain('Reference');
    expect((await planRollback(rig.bigip, snapshot)).changes).toEqual([]);
  });

  it('brings everything back, after it was changed by hand and after it is gone', async () => {
    await using rig = await openRig({ 'ltm/rule/~Common~redirect': { apiAnonymous: 'when HTTP_REQUEST {}' } });
    await rig.apply(desired(all));
    const snapshot = await takeSnapshot(rig.bigip, ours);
    rig.device.set(virtualUri('web'), { description: 'by hand', disabled: true, enabled: undefined as never });
    rig.device.set(poolUri('web'), { loadBalancingMode: 'ratio-member', slowRampTime: 99 });
    rig.device.set(memberUri('web', '10.244.1.7:8080'), { session: 'user-disabled', ratio: 7 });
    rig.device.delete(memberUri('web', '10.244.1.8:8080'));
    rig.device.delete(arpUri('10.244.1.8'));
    const first = await planRollback(rig.bigip, snapshot);
    expect(lines(first)).toEqual([
      `create ${arpUri('10.244.1.8')}`,
      `modify ${poolUri('web')}`,
      `modify ${memberUri('web', '10.244.1.7:8080')}`,
      `create ${memberUri('web', '10.244.1.8:8080')}`,
      `modify ${virtualUri('web')}`,
    ]);
    const { steps } = await applyPlan(first, rig.bigip);
    expect(steps.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped')).toEqual([]);
    expect(await takeSnapshot(rig.bigip, ours)).toEqual(snapshot);

    await applyPlan(await planDeletion(rig.bigip, ours), rig.bigip);
    expect((await takeSnapshot(rig.bigip, ours)).objects).toEqual([]);
    const second = await applyPlan(await planRollback(rig.bigip, snapshot), rig.bigip);
    expect(second.steps.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    expect(await takeSnapshot(rig.bigip, ours)).toEqual(snapshot);
    expect([...rig.device.unimplemented.keys()]).toEqual([]);
  });

  it('tells as drift what differs from it, as it was and as it is', async () => {
    await using rig = await openRig();
    await rig.apply(desired(all));
    const snapshot = await takeSnapshot(rig.bigip, ours);
    rig.device.set(poolUri('web'), { slowRampTime: 99 });
    rig.device.delete(memberUri('web', '10.244.1.8:8080'));
    rig.device.seed({ [memberUri('web', '10.9.9.9:80')]: { address: '10.9.9.9' } });
    rig.device.set(virtualUri('web'), { metadata: markFor('blue') });
    const drifts = driftOf(await planRollback(rig.bigip, snapshot));
    expect(drifts).toMatchObject([
      { change: 'modified', uri: poolUri('web'), before: { slowRampTime: 10 }, after: { slowRampTime: 99 } },
      { change: 'deleted', uri: memberUri('web', '10.244.1.8:8080'), before: { address: '10.244.1.8' } },
      { change: 'created', uri: memberUri('web', '10.9.9.9:80'), holder: { kind: 'ours' } },
      { change: 'modified', uri: virtualUri('web'), holder: { kind: 'another', name: 'bigip-icontrol/blue' } },
    ]);
  });

  it('leaves secrets out, and says so of each object', async () => {
    await using rig = await openRig();
    await rig.apply(desired([pool('web', { monitor: '/k8s/web_0_http' }), httpMonitor]));
    rig.device.set(httpMonitor.uri, { username: 'probe', password: '$M$secret' });
    const snapshot = await takeSnapshot(rig.bigip, ours);
    const monitored = snapshot.objects.find(({ uri }) => uri === httpMonitor.uri);
    expect(monitored).toMatchObject({ leftOut: ['password'], properties: { username: 'probe' } });
    expect(JSON.stringify(snapshot)).not.toContain('$M$secret');
  });

  it('of an owner that has nothing holds nothing; of a partition that is not there it is none', async () => {
    await using rig = await openRig();
    expect((await takeSnapshot(rig.bigip, ours)).objects).toEqual([]);
    await expect(takeSnapshot(rig.bigip, { partition: 'none' })).rejects.toThrow('the partition none does not exist');
  });
});

const httpMonitor = entry('ltm/monitor/http', 'ltm/monitor/http/~k8s~web_0_http', {
  interval: 5,
  timeout: 16,
  description: 'managed-by bigip-icontrol/default',
});

describe('a device that loads its configuration', () => {
  const loading = { configReady: 'no', licenseReady: 'yes', provisionReady: 'yes' };
  const entries = Object.fromEntries(Object.entries(loading).map(([name, description]) => [name, { description }]));
  const nested = { 'https://localhost/mgmt/tm/sys/ready/0': { nestedStats: { entries } } };
  const other = { name: 'other', partition: 'k8s', fullPath: '/k8s/other' };
  const part = { kind: 'tm:ltm:pool:poolcollectionstate', items: [other] };

  /** It shows one pool of all, and says that it is not ready, until it has been asked some times. */
  async function rigThatLoads(): Promise<Rig & { readonly asked: () => number }> {
    const rig = await openRig();
    await rig.apply(desired(all));
    rig.device.fault({ match: 'GET ltm/pool', do: { status: 200, body: part } as never, times: 1 });
    const busy = { status: 200, body: { kind: 'tm:sys:ready:readystats', entries: nested } };
    rig.device.fault({ match: 'GET sys/ready', do: busy as never, times: 3 });
    const begun = rig.device.journal.length;
    const asked = () => rig.device.journal.slice(begun).filter(({ path }) => path.endsWith('/sys/ready')).length;
    return { ...rig, asked, [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose]() };
  }

  it('is waited for as long as the client was told, and then nothing is believed', async () => {
    await using rig = await openRig();
    await rig.apply(desired(all));
    const snapshot = await takeSnapshot(rig.bigip, ours);
    const clock = new TestClock({ auto: true });
    const { url, username, password, transport } = rig.device;
    const readiness = { interval: 20, limit: 300 };
    await using impatient = new BigIp({ url, username, password, transport, clock, readiness });
    const busy = { status: 200, body: { kind: 'tm:sys:ready:readystats', entries: nested } };
    rig.device.fault({ match: 'GET sys/ready', do: busy as never, times: 10_000 });
    for (const plan of [
      () => planDeletion(impatient, ours),
      () => takeSnapshot(impatient, ours),
      () => planRollback(impatient, snapshot),
      () => readBelieved(impatient, desired([...all, pool('other')])),
    ]) {
      const begun = clock.now();
      await expect(plan()).rejects.toThrow(NotReadyError);
      expect(clock.now() - begun).toBe(300);
    }
  });

  it('is waited for before a snapshot is taken of it, which holds everything then', async () => {
    await using whole = await openRig();
    await whole.apply(desired(all));
    const expected = (await takeSnapshot(whole.bigip, ours)).objects.map(({ uri }) => uri);
    await using rig = await rigThatLoads();
    const { objects } = await takeSnapshot(rig.bigip, ours);
    expect(rig.asked()).toBeGreaterThan(3);
    expect(objects.map(({ uri }) => uri)).toEqual(expected);
  });

  it('is waited for before anything of it is deleted', async () => {
    await using rig = await rigThatLoads();
    const { changes } = await planDeletion(rig.bigip, ours);
    expect(changes.map(({ type }) => type)).toContain('ltm/pool');
    expect(rig.asked()).toBeGreaterThan(3);
  });

  it('is waited for before it goes back to a snapshot: nothing is missing', async () => {
    await using whole = await openRig();
    await whole.apply(desired(all));
    const snapshot = await takeSnapshot(whole.bigip, ours);
    await using rig = await rigThatLoads();
    expect((await planRollback(rig.bigip, snapshot)).changes).toEqual([]);
  });

  it.each(['ltm/virtual', 'ltm/pool', 'net/arp', 'net/fdb/tunnel/*/records'])(
    'deletes nothing for want of %s, which cannot be read',
    async (list) => {
      await using rig = await openRig();
      await rig.apply(desired(all));
      rig.writes();
      rig.device.fault({ match: `GET ${list}`, do: { status: 500, body: 'oops' } as never, times: 100 });
      await expect(planDeletion(rig.bigip, ours)).rejects.toThrow();
      await expect(takeSnapshot(rig.bigip, ours)).rejects.toThrow();
      expect(rig.writes()).toEqual([]);
    },
  );
});
