import { describe, expect, it } from 'vitest';
import { type ApplyResult, applyPlan } from '../../src/apply/index.ts';
import type { Change, Plan } from '../../src/plan/index.ts';
import type { DesiredState, Entry } from '../../src/state.ts';
import {
  arp,
  arpUri,
  desired,
  entry,
  mac1,
  mac2,
  mark,
  markFor,
  member,
  memberUri,
  monitor,
  monitorUri,
  pool,
  poolUri,
  record,
  virtual,
  virtualUri,
} from '../plan/wanted.ts';
import { openRig, type Rig } from './device.ts';

const records = [record(mac1, '172.16.40.1'), record(mac2, '172.16.40.2')];
const web = [
  virtual('web', '172.16.100.195:80', 'web'),
  pool('web'),
  member('web', '10.244.1.7'),
  arp('10.244.1.7', mac1),
];
const wanted = desired([...records, ...web]);

const outcomes = ({ steps }: ApplyResult): string[] => steps.map(({ uri, outcome }) => `${outcome} ${uri}`);
const count = (rig: Rig, method: string, path: RegExp): number =>
  rig.device.journal.filter((request) => request.method === method && path.test(request.path)).length;
const commits = (rig: Rig): number => count(rig, 'PATCH', /transaction\/\d+$/);
const refusal = (message: string) => ({ status: 400, body: { code: 400, message, errorStack: [], apiError: 2 } });

describe('an apply', () => {
  it('sends the overlay, the pool with its members, the virtual server; saves once; then there is nothing to do', async () => {
    await using rig = await openRig();
    const result = await rig.apply(wanted);
    expect(rig.writes()).toEqual([
      'POST ltm/data-group/internal',
      'POST net/fdb/tunnel/~Common~flannel_vxlan/records',
      'POST net/fdb/tunnel/~Common~flannel_vxlan/records',
      'POST net/arp',
      'POST ltm/pool',
      'POST ltm/virtual',
    ]);
    const created = rig.device.journal.find(({ method, path }) => method === 'POST' && path.endsWith('ltm/pool'));
    expect(created?.body).toMatchObject({
      members: [{ name: '10.244.1.7:8080', partition: 'k8s', session: 'user-enabled' }],
    });
    expect(result).toMatchObject({ transactions: 1, saved: true });
    expect(count(rig, 'POST', /sys\/config$/)).toBe(1);
    expect(rig.device.transactions).toEqual([]);
    expect((await rig.plan(wanted)).changes).toEqual([]);
    expect(await rig.apply(wanted)).toMatchObject({ steps: [], transactions: 0, saved: false });
    expect(rig.writes()).toEqual([]);
    expect(count(rig, 'POST', /sys\/config$/)).toBe(1);
    expect(rig.device.unimplemented.size).toBe(0);
  });

  it('replaces a pod: new before old, and the node that is left goes after the commit', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    rig.writes();
    const moved = desired([
      ...records,
      web[0],
      web[1],
      member('web', '10.244.2.8'),
      arp('10.244.2.8', mac2),
    ] as Entry[]);
    const result = await rig.apply(moved);
    expect(rig.writes()).toEqual([
      'POST net/arp',
      'POST ltm/pool/~k8s~web/members',
      'DELETE ltm/pool/~k8s~web/members/~k8s~10.244.1.7:8080',
      'DELETE net/arp/~Common~k8s-10.244.1.7',
      'DELETE ltm/node/~k8s~10.244.1.7',
    ]);
    expect(outcomes(result)).toContain('deleted ltm/node/~k8s~10.244.1.7');
    expect(rig.device.list('ltm/node')).toEqual(['ltm/node/~k8s~10.244.2.8']);
    expect((await rig.plan(moved)).changes).toEqual([]);
  });

  it('deletes, with prune, from the top down, and monitors in a transaction of their own', async () => {
    await using rig = await openRig();
    const monitored = [virtual('web', '172.16.100.195:80', 'web'), pool('web', { monitor: '/k8s/m' }), monitor('m')];
    await rig.apply(desired(monitored));
    rig.writes();
    const result = await rig.apply(desired([]), { prune: true });
    expect(rig.writes()).toEqual([
      'DELETE ltm/virtual/~k8s~web',
      'DELETE ltm/pool/~k8s~web',
      'DELETE ltm/monitor/tcp/~k8s~m',
    ]);
    expect(result.steps.map(({ outcome }) => outcome)).toEqual(['deleted', 'deleted', 'deleted']);
    expect(rig.device.list('ltm/')).toEqual([]);
  });

  it('unsets what was withdrawn', async () => {
    await using rig = await openRig({ 'ltm/snatpool/~Common~outside': { members: ['/Common/192.0.2.77'] } });
    const snat = { sourceAddressTranslation: { type: 'snat', pool: '/Common/outside' } };
    const before = [
      virtual('web', '172.16.100.195:80', 'web', snat),
      pool('web', { monitor: '/k8s/m' }),
      monitor('m', { send: 'hello' }),
    ];
    await rig.apply(desired(before));
    const after = desired([virtual('web', '172.16.100.195:80', 'web'), pool('web'), monitor('m')]);
    expect((await rig.apply(after)).steps.map(({ outcome }) => outcome)).toEqual(['modified', 'modified', 'modified']);
    expect((await rig.plan(after)).changes).toEqual([]);
    expect(rig.device.get('ltm/pool/~k8s~web')).not.toHaveProperty('monitor');
    expect(rig.device.get('ltm/virtual/~k8s~web')?.['sourceAddressTranslation']).toEqual({ type: 'automap' });
  });

  it('takes more than one transaction when there is too much for one', async () => {
    await using rig = await openRig();
    const many = Array.from({ length: 250 }, (_, at) => member('web', `10.245.${at >> 7}.${(at & 127) + 1}`));
    // One stays, so the others do not come as a list.
    await rig.apply(desired([pool('web'), ...many.slice(0, 1)]));
    const result = await rig.apply(desired([pool('web'), ...many]));
    expect(result.transactions).toBe(2);
    expect(result.steps).toHaveLength(249);
  });
});

describe('what the device refuses', () => {
  it('is taken out with what depends on it, and the rest is committed anew', async () => {
    await using rig = await openRig();
    const bad = [
      virtual('bad', '172.16.100.1:80', 'bad'),
      pool('bad', { loadBalancingMode: 'no-such-mode' }),
      member('bad', '10.244.1.9'),
    ];
    const result = await rig.apply(desired([...records, ...web, ...bad]));
    const trouble = result.steps.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped');
    expect(trouble.map(({ uri, outcome }) => `${outcome} ${uri}`).sort()).toEqual([
      `failed ${poolUri('bad')}`,
      `skipped ${memberUri('bad', '10.244.1.9:8080')}`,
      `skipped ${virtualUri('bad')}`,
    ]);
    expect(rig.device.get('ltm/virtual/~k8s~web')).toBeDefined();
    expect(result.saved).toBe(true);
    expect(rig.device.transactions).toEqual([]);
  });

  it('at the commit, with the name of the object, costs one more commit', async () => {
    await using rig = await openRig();
    const clash = [
      virtual('clash', '172.16.100.9:80', 'clash', { profiles: [{ name: '/Common/nope', context: 'all' }] }),
      pool('clash'),
    ];
    const plan = await rig.plan(desired([...records, ...web, ...clash]));
    rig.device.set('ltm/virtual/~Common~other', { destination: '/Common/172.16.100.9:80', ipProtocol: 'tcp' });
    const result = await applyPlan(plan, rig.bigip);
    expect(result.steps.filter(({ outcome }) => outcome === 'failed')).toMatchObject([{ uri: virtualUri('clash') }]);
    expect(rig.device.get('ltm/pool/~k8s~clash')).toBeDefined();
    expect(rig.device.get('ltm/virtual/~k8s~web')).toBeDefined();
  });

  it('without a word which: each change by itself', async () => {
    await using rig = await openRig();
    rig.device.fault({
      match: 'PATCH transaction/*',
      do: refusal('transaction failed:01070734:3: Configuration error: something'),
    });
    const result = await rig.apply(wanted);
    expect(result.steps.every(({ outcome }) => outcome === 'created')).toBe(true);
    expect(result.transactions).toBe(0);
    expect(rig.device.transactions).toEqual([]);
    expect((await rig.plan(wanted)).changes).toEqual([]);
  });

  it('one member among others of a new pool: the pool is made with the others', async () => {
    await using rig = await openRig({ 'ltm/node/~Common~10.244.1.9': { address: '10.244.1.9', ephemeral: 'true' } });
    const result = await rig.apply(desired([pool('web'), member('web', '10.244.1.9'), member('web', '10.244.1.10')]));
    expect(result.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      uri: memberUri('web', '10.244.1.9:8080'),
    });
    expect(rig.device.list('ltm/pool/~k8s~web/members')).toEqual([memberUri('web', '10.244.1.10:8080')]);
  });

  it('a pool that is still in use keeps its members and their ARP entries', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    rig.device.set('ltm/virtual/~Common~foreign', {
      destination: '/Common/172.16.9.9:80',
      ipProtocol: 'tcp',
      pool: '/k8s/web',
    });
    const result = await rig.apply(desired(records), { prune: true });
    expect(result.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({ uri: poolUri('web') });
    expect(rig.device.get(memberUri('web', '10.244.1.7:8080'))).toBeDefined();
    expect(rig.device.get(arpUri('10.244.1.7'))).toBeDefined();
    expect(rig.device.get(virtualUri('web'))).toBeUndefined();
  });

  it('an ARP entry that exists already, and that the list left out, is no failure', async () => {
    await using rig = await openRig();
    rig.device.set(arpUri('10.244.1.7'), { ipAddress: '10.244.1.7', macAddress: mac1 });
    const empty = { status: 200, body: { kind: 'tm:net:arp:arpcollectionstate', items: [] } };
    rig.device.fault({ match: 'GET net/arp', do: empty, times: 2 });
    const result = await rig.apply(wanted);
    expect(result.steps.filter(({ outcome }) => outcome !== 'created')).toEqual([]);
    expect(rig.device.get(virtualUri('web'))).toBeDefined();
  });

  it('a replaced object is refused as a whole, and the old one stays', async () => {
    await using rig = await openRig({ 'net/route-domain/~Common~5': { id: 5 } });
    rig.device.set(arpUri('10.244.1.7'), { ipAddress: '10.244.1.7%5', macAddress: mac1 });
    const broken = desired([...records, arp('10.244.1.7', 'ff:ff:ff:ff:ff:zz'), web[1], web[2]] as Entry[]);
    const result = await rig.apply(broken);
    expect(result.steps.find(({ uri }) => uri === arpUri('10.244.1.7'))).toMatchObject({ outcome: 'failed' });
    expect(rig.device.get(arpUri('10.244.1.7'))).toMatchObject({ ipAddress: '10.244.1.7%5' });
    expect(result.steps.find(({ uri }) => uri === memberUri('web', '10.244.1.7:8080'))).toMatchObject({
      outcome: 'skipped',
    });
  });

  it('many times over: the transaction is given up and each is tried by itself', async () => {
    await using rig = await openRig();
    const bad = Array.from({ length: 20 }, (_, at) =>
      virtual(`bad${at}`, `172.16.101.${at}:80`, 'none', { profiles: [{ name: '/Common/nope', context: 'all' }] }),
    );
    const result = await rig.apply(desired([...records, ...web, ...bad]));
    expect(result.steps.filter(({ outcome }) => outcome === 'failed')).toHaveLength(20);
    expect(result.steps.filter(({ outcome }) => outcome === 'created')).toHaveLength(7);
    expect(commits(rig)).toBeLessThanOrEqual(9);
  });
});

describe('a plan that is old', () => {
  const marked = (uri: string, owner: string) => ({ [uri]: { metadata: markFor(owner) } });

  it('leaves what another owner has marked since, and its members', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    const plan = await rig.plan(desired([]), { prune: true });
    for (const [uri, properties] of Object.entries({
      ...marked(poolUri('web'), 'other'),
      ...marked(virtualUri('web'), 'other'),
    })) {
      rig.device.set(uri, properties);
    }
    const { steps } = await applyPlan(plan, rig.bigip);
    expect(steps.filter(({ outcome }) => outcome === 'deleted').map(({ type }) => type)).not.toContain('ltm/pool');
    expect(steps.find(({ uri }) => uri === virtualUri('web'))?.error?.message).toMatch(
      /belongs to bigip-icontrol\/other now/,
    );
    expect(rig.device.get(poolUri('web'))).toBeDefined();
    expect(rig.device.list(`${poolUri('web')}/members`)).not.toEqual([]);
  });

  it('is not applied at all when it cannot be found out whose the objects are', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    const plan = await rig.plan(desired([]), { prune: true });
    rig.writes();
    rig.device.fault({
      match: 'GET *',
      do: { status: 403, body: { code: 403, message: 'no', errorStack: [] } },
      times: 1_000,
    });
    const { steps } = await applyPlan(plan, rig.bigip);
    expect(new Set(steps.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    expect(rig.writes()).toEqual([]);
  });
});

describe('a node that was made by hand', () => {
  it('in another partition stays when its member goes', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    rig.device.seed({
      'ltm/node/~Common~10.9.9.9': { address: '10.9.9.9' },
      [`${poolUri('web')}/members/~Common~10.9.9.9:80`]: {},
    });
    const { steps } = await rig.apply(wanted);
    expect(steps.map(({ uri, outcome }) => `${outcome} ${uri}`)).toEqual([
      `deleted ${poolUri('web')}/members/~Common~10.9.9.9:80`,
    ]);
    expect(rig.device.get('ltm/node/~Common~10.9.9.9')).toBeDefined();
  });
});

describe('a lost reply while the transaction is queued', () => {
  it('costs one new transaction and nothing else', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'POST ltm/pool', when: 'after', do: 'reset' });
    const { steps, transactions } = await rig.apply(wanted);
    expect(new Set(steps.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(transactions).toBe(1);
    expect(rig.device.transactions).toEqual([]);
  });
});

describe('a lost reply of the commit', () => {
  it('that was applied: read back, everything is done, and it is never sent again', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'PATCH transaction/*', when: 'after', do: 'reset' });
    const result = await rig.apply(wanted);
    expect(new Set(result.steps.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(commits(rig)).toBe(1);
    expect(result).toMatchObject({ transactions: 1, saved: true });
    expect((await rig.plan(wanted)).changes).toEqual([]);
  });

  it('that was not applied: the transaction is deleted, and a new one is committed', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'PATCH transaction/*', when: 'before', do: 'reset' });
    const result = await rig.apply(wanted);
    expect(new Set(result.steps.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    const ids = rig.device.journal
      .filter(({ method, path }) => method === 'PATCH' && path.includes('transaction'))
      .map(({ path }) => path);
    expect(new Set(ids).size).toBe(2);
    expect(rig.device.transactions).toEqual([]);
    expect(count(rig, 'POST', /ltm\/pool$/)).toBe(2);
  });

  it('every time: it is given up after the second, and says so', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'PATCH transaction/*', when: 'before', do: 'reset', times: 10 });
    const result = await rig.apply(wanted);
    expect(new Set(result.steps.map(({ outcome }) => outcome))).toEqual(new Set(['failed']));
    expect(commits(rig)).toBe(2);
    expect(rig.device.transactions).toEqual([]);
    expect(result.saved).toBe(false);
  });

  it('of a device that was busy: nothing was done, and it is tried once more', async () => {
    await using rig = await openRig();
    const busy = {
      status: 503,
      body: {
        code: 503,
        message: 'There is an active asynchronous task executing.',
        errorStack: [],
        apiError: 32964609,
      },
    };
    rig.device.fault({ match: 'PATCH transaction/*', do: busy });
    const result = await rig.apply(wanted);
    expect(new Set(result.steps.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(rig.device.transactions).toEqual([]);
  });

  it('and then no device: what could not be told is a failure, and the later steps are not tried', async () => {
    await using rig = await openRig();
    const many = Array.from({ length: 250 }, (_, at) => member('web', `10.245.${at >> 7}.${(at & 127) + 1}`));
    await rig.apply(desired([pool('web')]));
    const plan = await rig.plan(desired([pool('web'), ...many]));
    rig.device.fault({ match: 'PATCH transaction/*', when: 'after', do: 'reset' });
    // The first GET asks whose the pool is now.
    rig.device.fault({ match: 'GET *', do: 'reset', times: 1_000, skip: 1 });
    const result = await applyPlan(plan, rig.bigip);
    expect(result.steps).toHaveLength(250);
    expect(result.steps.filter(({ outcome }) => outcome === 'failed')).toHaveLength(200);
    expect(result.steps.filter(({ outcome }) => outcome === 'skipped')).toHaveLength(50);
    expect(commits(rig)).toBe(1);
    expect(result.transactions).toBe(0);
  });

  it('of a transaction that expired: a new one', async () => {
    await using rig = await openRig();
    const gone = {
      status: 404,
      body: { code: 404, message: 'Missing transaction ID for this call.', errorStack: [], apiError: 1 },
    };
    rig.device.fault({ match: 'POST net/arp', do: gone });
    const result = await rig.apply(wanted);
    expect(new Set(result.steps.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(rig.device.transactions).toEqual([]);
  });

  it('of a single write: read back, and sent again only when it is not there', async () => {
    for (const when of ['before', 'after'] as const) {
      await using rig = await openRig();
      rig.device.fault({ match: 'POST ltm/pool', when, do: 'reset' });
      const result = await rig.apply(desired([pool('web')]));
      expect(outcomes(result)).toEqual([`created ${poolUri('web')}`]);
      expect(count(rig, 'POST', /ltm\/pool$/)).toBe(when === 'before' ? 2 : 1);
      expect(result.transactions).toBe(0);
    }
  });
});

describe('a token that ends in the middle', () => {
  it('costs a new login and a new transaction', async () => {
    await using rig = await openRig();
    const plan = await rig.plan(wanted);
    rig.device.fault({
      match: (request) => {
        if (!request.path.endsWith('/net/arp') || request.method !== 'POST' || revoked) return false;
        revoked = true;
        rig.device.revokeTokens();
        return false;
      },
      do: 'reset',
    });
    let revoked = false;
    const result = await applyPlan(plan, rig.bigip);
    expect(revoked).toBe(true);
    expect(new Set(result.steps.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(count(rig, 'POST', /authn\/login$/)).toBe(2);
  });
});

describe('saving', () => {
  it('that fails is said, and the result is not lost', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'POST sys/config', do: refusal('01070734:3: Configuration error: disk full'), times: 5 });
    const result = await rig.apply(wanted);
    expect(result.saved).toBe(false);
    expect(result.steps.every(({ outcome }) => outcome === 'created')).toBe(true);
    expect(result.diagnostics).toMatchObject([{ severity: 'error', reason: 'ConfigNotSaved' }]);
  });

  it('can be left out', async () => {
    await using rig = await openRig();
    const result = await applyPlan(await rig.plan(wanted), rig.bigip, { save: false });
    expect(result.saved).toBe(false);
    expect(result.diagnostics).toEqual([]);
    expect(count(rig, 'POST', /sys\/config$/)).toBe(0);
  });
});

describe('nodes', () => {
  const without = desired([...records, web[0], web[1]] as Entry[]);

  it('that another member uses stay, and that is no failure', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    rig.device.set('ltm/pool/~k8s~theirs', {});
    rig.device.set('ltm/pool/~k8s~theirs/members/~k8s~10.244.1.7:9', {});
    const result = await rig.apply(without);
    expect(result.steps.find(({ type }) => type === 'ltm/node')).toEqual({
      uri: 'ltm/node/~k8s~10.244.1.7',
      type: 'ltm/node',
      outcome: 'skipped',
    });
    expect(rig.device.get('ltm/node/~k8s~10.244.1.7')).toBeDefined();
  });

  it('to which the plan adds another member are not touched', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    rig.writes();
    await rig.apply(desired([...records, web[0], web[1], member('web', '10.244.1.7', 9090), web[3]] as Entry[]));
    expect(rig.writes().filter((line) => line.includes('ltm/node'))).toEqual([]);
  });

  it('that bear a hand, or have a name of their own, are not ours to delete', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    rig.device.set('ltm/node/~k8s~10.244.1.7', { description: 'by hand' });
    rig.writes();
    await rig.apply(without);
    expect(rig.writes().filter((line) => line.includes('ltm/node'))).toEqual([]);
  });

  it('that cannot be listed do not lose the result', async () => {
    await using rig = await openRig();
    await rig.apply(wanted);
    rig.device.fault({
      match: 'GET ltm/node',
      do: { status: 403, body: { code: 403, message: 'no', errorStack: [] } },
    });
    const result = await rig.apply(without);
    expect(result.saved).toBe(true);
    expect(result.steps.find(({ type }) => type === 'ltm/node')).toMatchObject({ outcome: 'skipped' });
  });
});

describe('a plan of another time', () => {
  const change = (action: Change['action'], from: Entry): Change => ({
    action,
    uri: from.uri,
    type: from.type,
    after: from.properties,
    before: from.properties,
  });
  const planOf = (changes: readonly Change[]): Plan => ({
    version: 1,
    owner: 'default',
    changes,
    kept: [],
    held: [],
    conflicts: [],
    diagnostics: [],
    generations: {},
  });

  it('fails for what is gone, and says it of that object, where that is asked for', async () => {
    await using rig = await openRig();
    const result = await applyPlan(
      planOf([change('modify', pool('gone', { metadata: mark })), change('create', pool('new'))]),
      rig.bigip,
      { allowStale: true },
    );
    expect(outcomes(result).sort()).toEqual([`created ${poolUri('new')}`, `failed ${poolUri('gone')}`]);
  });

  it('does not fail when a conflict or something held is in it', async () => {
    await using rig = await openRig({ 'ltm/pool/~k8s~web': {} });
    const state: DesiredState = desired([...records, ...web]);
    const result = await rig.apply(state);
    expect(result.conflicts).toHaveLength(1);
    expect(result.steps.map(({ type }) => type)).toEqual([
      'ltm/data-group/internal',
      'net/fdb/tunnel/records',
      'net/fdb/tunnel/records',
    ]);
  });
});

describe('monitors', () => {
  it('of a pool are made before it and in the same transaction', async () => {
    await using rig = await openRig();
    const result = await rig.apply(desired([pool('web', { monitor: '/k8s/m' }), monitor('m')]));
    expect(result.transactions).toBe(1);
    expect(rig.writes()).toEqual(['POST ltm/monitor/tcp', 'POST ltm/pool']);
    expect(rig.device.get(monitorUri('m'))).toMatchObject({ interval: 5, timeout: 16 });
  });

  it('that the device refuses take their pool and its virtual server out', async () => {
    await using rig = await openRig();
    const bad = entry('ltm/monitor/tcp', monitorUri('m'), {
      defaultsFrom: '/Common/nope',
      description: 'managed-by bigip-icontrol/default',
    });
    const result = await rig.apply(
      desired([virtual('web', '172.16.1.1:80', 'web'), pool('web', { monitor: '/k8s/m' }), bad, pool('b')]),
    );
    expect(outcomes(result).sort()).toEqual([
      `created ${poolUri('b')}`,
      `failed ${monitorUri('m')}`,
      `skipped ${poolUri('web')}`,
      `skipped ${virtualUri('web')}`,
    ]);
  });
});
