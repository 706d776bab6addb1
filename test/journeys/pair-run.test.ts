/** A pair that is run as one: what goes where, what happens when a unit is away or the roles change, and the copy. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describePairPlan } from '../../src/index.ts';
import { isDone } from '../share.ts';
import { done, type OpenPair, openPair, reasons, web } from './open-pair.ts';

const one = 'one.example.com:443';
const two = 'two.example.com:443';
const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
const pool = 'ltm/pool/~k8s~cfgmap_default_vs_web';
const member = `${pool}/members/~k8s~10.244.1.5:8080`;
const overlay = [`${records}/5e:00:00:00:00:01`, `${records}/5e:00:00:00:00:02`, 'net/arp/~Common~k8s-10.244.1.5'];

const isCommit = ({ method, path }: { method: string; path: string }) =>
  method === 'PATCH' && /\/transaction\/\d+$/.test(path);

let pair: OpenPair;
beforeEach(async () => {
  pair = await openPair();
});
afterEach(async () => {
  await pair[Symbol.asyncDispose]();
});

const ltmOf = (index: 0 | 1) => pair.devices[index].list('ltm').filter((uri) => /^ltm\/(?:virtual|pool)\//.test(uri));

describe('a plan for a pair', () => {
  it('says what goes to which unit, and writes nothing', async () => {
    const plan = await pair.plan(web('10.244.1.5'));
    expect(plan.units.map(({ unit, role }) => [unit, role])).toEqual([
      [one, 'active'],
      [two, 'standby'],
    ]);
    const of = (unit: string) => plan.changes.filter((change) => change.unit === unit).map(({ uri }) => uri);
    expect(of(two)).toEqual(overlay);
    expect(of(one)).toEqual(expect.arrayContaining([...overlay, pool, member]));
    expect(pair.writes()).toEqual([]);
    const text = describePairPlan(plan);
    expect(text).toContain(`${one} (active; virtual servers, pools, and its own overlay): `);
    expect(text).toContain(`${two} (standby; its own overlay): 3 to create`);
  });

  it('follows the roles', async () => {
    pair.devices[0].failover();
    const plan = await pair.plan(web('10.244.1.5'));
    expect(plan.changes.filter(({ type }) => type.startsWith('ltm/')).map(({ unit }) => unit)).not.toContain(one);
  });

  it('is none when no unit is active', async () => {
    for (const device of pair.devices) device.failover('offline');
    await expect(pair.plan(web('10.244.1.5'))).rejects.toMatchObject({
      code: 'BIGIP_UNIT_ROLES',
      message: expect.stringContaining(
        'no unit is active: one.example.com:443 is offline, two.example.com:443 is offline',
      ),
    });
  });

  it('that is given up while no unit is active ends with an AbortError', async () => {
    for (const device of pair.devices) device.failover('offline');
    const stop = new AbortController();
    const { clock } = pair;
    const sleep = clock.sleep.bind(clock);
    clock.sleep = (ms, signal) => {
      if (ms === 2_000) stop.abort();
      return sleep(ms, signal);
    };
    await expect(pair.plan(web('10.244.1.5'), { signal: stop.signal })).rejects.toMatchObject({
      code: 'BIGIP_ABORTED',
      message: expect.stringContaining('one active'),
    });
  });

  it('is none when both units are active, as those are that do not trust each other', async () => {
    await pair.units[0].request('POST', ['cm', 'remove-from-trust'], {
      body: { command: 'run', deviceName: 'bigip2.example.com' },
    });
    expect(pair.devices.map(({ role }) => role)).toEqual(['active', 'active']);
    await expect(pair.plan(web('10.244.1.5'))).rejects.toMatchObject({
      code: 'BIGIP_UNIT_ROLES',
      message: expect.stringContaining('both units are active'),
    });
    await expect(pair.reconcile(web('10.244.1.5'))).rejects.toThrow('both units are active');
    expect(pair.writes()).toEqual(['one POST cm/remove-from-trust']);
  });
});

describe('a run on a pair', () => {
  it('gives each unit its overlay, and traffic to the active one; a second run changes nothing', async () => {
    const result = await pair.reconcile(web('10.244.1.5'));
    expect(done(result)).toEqual(expect.arrayContaining(overlay.map((uri) => `two created ${uri}`)));
    expect(done(result)).toEqual(expect.arrayContaining([...overlay, pool].map((uri) => `one created ${uri}`)));
    expect([ltmOf(0).length > 0, ltmOf(1)]).toEqual([true, []]);
    expect(result).toMatchObject({ saved: true });
    expect(result.sync).toBeUndefined();
    const before = pair.writes();
    expect(before).toEqual(expect.arrayContaining(['one POST sys/config', 'two POST sys/config']));
    expect(before.join()).not.toContain('cm');
    expect(done(await pair.reconcile(web('10.244.1.5')))).toEqual([]);
    expect(pair.writes()).toEqual(before);
  });

  it('at rest reads of a unit that was not copied to yet what its overlay needs, and once', async () => {
    // Where no Node stands for a unit the tunnels need not be asked.
    const cluster = web('10.244.1.5').filter((object) => !/bigip/.test(JSON.stringify(object['metadata'])));
    await pair.reconcile(cluster);
    await pair.reconcile(cluster);
    const [, second] = pair.devices;
    const before = second.journal.length;
    expect((await pair.plan(cluster, { prune: true })).changes).toEqual([]);
    const asked = second.journal.slice(before).map(({ method, path }) => `${method} ${path.replace('/mgmt/tm/', '')}`);
    expect(asked.sort()).toEqual([
      'GET cm/failover-status',
      'GET ltm/pool',
      'GET ltm/virtual',
      'GET net/arp',
      `GET ${records}`,
      'GET net/ndp',
      // Lists that are empty are believed of a unit that is ready.
      'GET sys/ready',
    ]);
  });

  it('copies the configuration when it is asked to, and takes from the other unit what it needs no more', async () => {
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true });
    expect(result.sync).toEqual({ outcome: 'synced', status: 'In Sync', group: 'sync-failover' });
    expect(ltmOf(1)).toEqual(ltmOf(0));
    const next = await pair.reconcile(web('10.244.1.6'), { sync: true });
    expect(done(next)).toEqual(expect.arrayContaining(['two deleted net/arp/~Common~k8s-10.244.1.5']));
    expect(done(next).indexOf('two created net/arp/~Common~k8s-10.244.1.6')).toBe(0);
    expect(pair.devices[1].list('net/arp')).toEqual(['net/arp/~Common~k8s-10.244.1.6']);
    const before = pair.writes();
    expect(await pair.reconcile(web('10.244.1.6'), { sync: true })).toMatchObject({
      steps: [],
      sync: { outcome: 'not-needed', status: 'In Sync' },
      saved: false,
    });
    expect(pair.writes()).toEqual(before);
    const sent = pair.devices.flatMap(({ journal }) => journal.filter(({ path }) => path === '/mgmt/tm/cm'));
    expect(sent.map(({ body }) => body)).toEqual([
      { command: 'run', utilCmdArgs: 'config-sync to-group sync-failover' },
      { command: 'run', utilCmdArgs: 'config-sync to-group sync-failover' },
    ]);
  });

  it('does not copy what others have pending: it says so, and traffic is served all the same', async () => {
    pair.devices[0].set('ltm/pool/~Common~theirs', { description: 'made by an operator' });
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true });
    expect(result.sync).toMatchObject({ outcome: 'refused', status: 'Changes Pending' });
    expect(reasons(result)).toContain('SyncRefused');
    expect(pair.devices[0].get(member)).toBeDefined();
    expect(pair.devices[1].list('ltm/pool')).toEqual([]);
    expect(pair.writes().join()).not.toContain('POST cm');
  });

  it('does not copy over what an operator has changed on the other unit', async () => {
    pair.devices[1].set('ltm/pool/~Common~theirs', { description: 'made by an operator' });
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true });
    expect(result.sync?.outcome).toBe('refused');
    expect(pair.devices[1].get('ltm/pool/~Common~theirs')).toBeDefined();
  });

  it('does not tell a group to copy that does so by itself, and waits for it', async () => {
    for (const device of pair.devices) device.set('cm/device-group/~Common~sync-failover', { autoSync: 'enabled' });
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true });
    expect(result.sync).toMatchObject({ outcome: 'synced' });
    expect(pair.writes().join()).not.toContain('POST cm');
    expect(ltmOf(1)).toEqual(ltmOf(0));
  });

  it('waits for a limited time, and says that the units are not in sync', async () => {
    const [first] = pair.devices;
    first.fault({ match: 'POST cm', when: 'before', do: { status: 200, body: { kind: 'tm:cm:runstate' } } as never });
    const began = pair.clock.now();
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true, syncTimeout: 30_000 });
    expect(result.sync).toMatchObject({ outcome: 'failed', status: 'Changes Pending' });
    expect(reasons(result)).toContain('SyncFailed');
    expect(pair.clock.now() - began).toBeGreaterThanOrEqual(30_000);
    expect(pair.clock.now() - began).toBeLessThan(60_000);
  });

  it('goes on with traffic when the unit that stands by is down, and says what it did not get', async () => {
    await pair.devices[1].pause();
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true });
    expect(reasons(result)).toEqual(expect.arrayContaining(['UnitUnreachable']));
    expect(result.units.map(({ role }) => role)).toEqual(['active', 'unreachable']);
    expect(pair.devices[0].get(member)).toBeDefined();
    expect(result.sync?.outcome).toBe('refused');
    await pair.devices[1].resume();
    const again = await pair.reconcile(web('10.244.1.5'));
    expect(done(again)).toEqual(overlay.map((uri) => `two created ${uri}`));
    expect(reasons(again)).toEqual([]);
  });

  it('does nothing when the active unit is down and the other has not taken over', async () => {
    await pair.devices[0].pause();
    await expect(pair.reconcile(web('10.244.1.5'))).rejects.toMatchObject({
      code: 'BIGIP_UNIT_ROLES',
      message: expect.stringContaining('one.example.com:443 is unreachable'),
    });
    expect(pair.writes()).toEqual([]);
  });

  it('waits for a failover that is under way', async () => {
    const [first] = pair.devices;
    first.failover('offline');
    first.failover('online');
    first.failover('standby');
    const plan = await pair.plan(web('10.244.1.5'));
    expect(plan.units.map(({ role }) => role)).toEqual(['standby', 'active']);
  });
});

describe('a pair on which others write', () => {
  it('has what somebody changed on the unit that stands by mended, also when it happens during the run', async () => {
    await pair.reconcile(web('10.244.1.5'));
    const [, second] = pair.devices;
    let moved = false;
    second.fault({
      match: ({ method, path }) => {
        if (!moved && method === 'GET' && path.endsWith('/cm/failover-status') && pair.devices[0].journal.length > 0) {
          moved = true;
          second.set('net/arp/~Common~k8s-10.244.1.5', { macAddress: '5e:00:00:00:00:77' });
        }
        return false;
      },
      do: 'reset',
    });
    await pair.reconcile(web('10.244.1.5'));
    expect(moved).toBe(true);
    expect(second.get('net/arp/~Common~k8s-10.244.1.5')).toMatchObject({ macAddress: '5e:00:00:00:00:01' });
  });

  it('refuses to delete more than it may on either unit, before anything is sent', async () => {
    await pair.reconcile(web('10.244.1.5'), { sync: true });
    const before = pair.writes();
    const nothing = web('10.244.1.5').slice(2);
    await expect(pair.reconcile(nothing, { prune: true, maxDeletes: 0 })).rejects.toMatchObject({
      code: 'BIGIP_TOO_MANY_DELETES',
    });
    expect(pair.writes()).toEqual(before);
  });
});

describe('failover in mid-apply', () => {
  /** Every request of a run, one after the other, is the one before which the units change places. */
  it('at whichever request: traffic ends up on the unit that is active, made once, and a rerun has nothing to do', async () => {
    const { total, last } = await (async () => {
      await using calm = await openPair();
      await calm.reconcile(web('10.244.1.5'));
      const paths = calm.devices[0].journal.map(({ path }) => path);
      return { total: paths.length, last: paths.lastIndexOf('/mgmt/tm/cm/failover-status') + 1 };
    })();
    const problems: string[] = [];
    for (let nth = 1; nth <= total; nth += 1) {
      if (!isDone(nth)) continue;
      await using open = await openPair();
      const [first, second] = open.devices;
      let seen = 0;
      first.fault({
        match: () => {
          seen += 1;
          return seen === nth;
        },
        when: 'before',
        do: { act: 'failover' },
      });
      const result = await open.reconcile(web('10.244.1.5'));
      // After the last look at the roles it is a failover after the run, and the next one brings traffic to the new unit.
      if (nth > last) await open.reconcile(web('10.244.1.5'));
      const created = second.journal.filter(({ method, path }) => method === 'POST' && path === '/mgmt/tm/ltm/pool');
      const problem = [
        second.role === 'active' ? '' : `roles ${first.role}+${second.role}`,
        second.get(member) === undefined ? 'no member on the active unit' : '',
        created.length === 1 ? '' : `${created.length} POSTs of the pool`,
        result.steps.some(({ outcome }) => outcome === 'failed' || outcome === 'skipped') ? 'steps failed' : '',
        ...overlay.flatMap((uri) => open.devices.flatMap((device, at) => (device.get(uri) ? [] : `${uri} on ${at}`))),
        ...done(await open.reconcile(web('10.244.1.5'))),
      ].filter((text) => text !== '');
      if (problem.length > 0) problems.push(`${nth}: ${problem.join('; ')}`);
    }
    expect(total).toBeGreaterThan(10);
    expect(problems).toEqual([]);
  });

  it('says so, and copies nothing over to the unit that has taken over', async () => {
    const [first, second] = pair.devices;
    first.fault({ match: isCommit, when: 'before', do: { act: 'failover' } });
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true });
    expect(second.role).toBe('active');
    expect(result.diagnostics).toContainEqual(expect.objectContaining({ reason: 'FailedOver', severity: 'info' }));
    expect(second.get(member)).toBeDefined();
    expect(first.get(member)).toEqual(second.get(member));
    expect(pair.writes().filter((line) => line.includes(' cm'))).toEqual(['two POST cm']);
  });

  it('the active unit dies in the middle and the other takes over', async () => {
    const [first, second] = pair.devices;
    let reached = false;
    first.fault({
      match: ({ method, path }) => {
        if (method === 'POST' && path.includes('/ltm/pool')) {
          reached = true;
          first.failover('standby');
          void first.pause();
        }
        return reached;
      },
      when: 'before',
      times: 1,
      do: 'reset',
    });
    const result = await pair.reconcile(web('10.244.1.5'));
    expect(reached).toBe(true);
    expect(second.get(member)).toBeDefined();
    expect(reasons(result)).toEqual(['UnitUnreachable']);
    expect(result.steps.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped')).toEqual([]);
  });
});
