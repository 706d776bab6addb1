/** The copy to the device group: which group, whether there will be one, and what an operator types when there is none. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describePairPlan } from '../../src/index.ts';
import { done, type OpenPair, openPair, reasons, web } from './open-pair.ts';

const command = 'tmsh run cm config-sync to-group sync-failover';

let pair: OpenPair;
beforeEach(async () => {
  pair = await openPair();
});
afterEach(async () => {
  await pair[Symbol.asyncDispose]();
});

const groups = (path: string, properties: Record<string, string>) => {
  for (const device of pair.devices) device.set(path, properties);
};

describe('the device group', () => {
  it('of a wrong name is refused before anything is written, with the names that there are', async () => {
    const refused = { code: 'BIGIP_SYNC_GROUP', message: expect.stringContaining('there are: sync-failover') };
    await expect(pair.plan(web('10.244.1.5'), { sync: true, syncGroup: 'other' })).rejects.toMatchObject(refused);
    await expect(pair.reconcile(web('10.244.1.5'), { sync: true, syncGroup: 'other' })).rejects.toMatchObject(refused);
    expect(pair.writes()).toEqual([]);
  });

  it('that copies no virtual servers is refused', async () => {
    const asked = pair.reconcile(web('10.244.1.5'), { sync: true, syncGroup: 'device_trust_group' });
    await expect(asked).rejects.toMatchObject({ code: 'BIGIP_SYNC_GROUP' });
    expect(pair.writes()).toEqual([]);
  });

  it('of which one unit is no member is refused before anything is written, and the unit is named', async () => {
    groups('cm/device-group/~Common~lonely', { type: 'sync-only' });
    groups('cm/device-group/~Common~lonely/devices/~Common~bigip1.example.com', {});
    await expect(pair.reconcile(web('10.244.1.5'), { sync: true, syncGroup: 'lonely' })).rejects.toMatchObject({
      code: 'BIGIP_SYNC_GROUP',
      message: expect.stringContaining('bigip2.example.com is no member of the device group lonely'),
    });
    expect(pair.writes()).toEqual([]);
  });

  it('may be named with its partition', async () => {
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true, syncGroup: '/Common/sync-failover' });
    expect(result.sync).toEqual({ outcome: 'synced', status: 'In Sync', group: 'sync-failover' });
  });
});

describe('the plan of a pair', () => {
  it('promises a copy when something is written that is copied', async () => {
    const plan = await pair.plan(web('10.244.1.5'), { sync: true });
    expect(plan.sync).toEqual({ status: 'In Sync', group: 'sync-failover', automatic: false, copies: true });
    expect(describePairPlan(plan)).toContain('Then the configuration is copied to sync-failover.');
  });

  it('says what goes from the other unit after the copy', async () => {
    await pair.reconcile(web('10.244.1.5', '10.244.1.6'), { sync: true });
    const plan = await pair.plan(web('10.244.1.5'), { sync: true });
    const said = 'After the copy the same neighbours and FDB records go from two.example.com:443: 1 to delete.';
    expect(describePairPlan(plan)).toContain(said);
    const { steps } = await pair.reconcile(web('10.244.1.5'), { sync: true });
    const gone = steps.filter(({ outcome, unit }) => outcome === 'deleted' && unit === 'two.example.com:443');
    expect(gone.map(({ uri }) => uri)).toEqual(['net/arp/~Common~k8s-10.244.1.6']);
  });

  it('promises none when nothing changes, or the overlay alone', async () => {
    await pair.reconcile(web('10.244.1.5'), { sync: true });
    for (const device of pair.devices) device.delete('net/arp/~Common~k8s-10.244.1.5');
    const plan = await pair.plan(web('10.244.1.5'), { sync: true });
    expect(plan.changes).toHaveLength(2);
    expect(plan.sync).toMatchObject({ copies: false });
    expect(describePairPlan(plan)).toContain('Nothing is to be copied to sync-failover.');
    expect((await pair.reconcile(web('10.244.1.5'), { sync: true })).sync?.outcome).toBe('not-needed');
  });

  it('promises none while the other unit is away, and says what to type once it is back', async () => {
    await pair.devices[1].pause();
    const plan = await pair.plan(web('10.244.1.5'), { sync: true });
    expect(plan.sync).toMatchObject({ copies: false, refused: expect.stringContaining(command) });
    expect(describePairPlan(plan)).toContain(
      'The configuration is not copied to sync-failover: two.example.com:443 is',
    );
    expect(reasons(plan)).toEqual(['UnitUnreachable', 'SyncRefused']);
  });

  it('promises none while changes of others are pending, and says what to type', async () => {
    pair.devices[0].set('ltm/pool/~Common~theirs', { description: 'made by an operator' });
    const plan = await pair.plan(web('10.244.1.5'), { sync: true });
    expect(plan.sync).toMatchObject({ copies: false, refused: expect.stringContaining(command) });
  });

  it('says of a group that copies by itself that it does', async () => {
    for (const device of pair.devices) device.set('cm/device-group/~Common~sync-failover', { autoSync: 'enabled' });
    const plan = await pair.plan(web('10.244.1.5'), { sync: true });
    expect(describePairPlan(plan)).toContain('Then sync-failover copies the configuration by itself');
  });
});

describe('a run that ends without a copy', () => {
  const messages = ({ diagnostics }: { readonly diagnostics: readonly { reason: string; message: string }[] }) =>
    diagnostics
      .filter(({ reason }) => /^Sync|^NotCopied/.test(reason))
      .map(({ reason, message }) => `${reason}: ${message}`);

  it.each([
    ['nobody asked for one', {}, () => {}, 'NotCopied'],
    [
      'changes of others are pending',
      { sync: true },
      () => pair.devices[0].set('ltm/pool/~Common~theirs', {}),
      'SyncRefused',
    ],
    ['the other unit is away', { sync: true }, () => pair.devices[1].pause(), 'SyncRefused'],
    [
      'the device refuses the copy',
      { sync: true },
      () => pair.devices[0].fault({ match: 'POST cm', do: { status: 400, body: { code: 400, message: 'no' } } }),
      'SyncFailed',
    ],
    [
      'the units do not get in sync',
      { sync: true, syncTimeout: 2_000 },
      () => pair.devices[0].fault({ match: 'POST cm', do: { status: 200, body: { kind: 'tm:cm:runstate' } } as never }),
      'SyncFailed',
    ],
  ])('prints the command that an operator would type: %s', async (_why, options, arrange, reason) => {
    await arrange();
    const result = await pair.reconcile(web('10.244.1.5'), options);
    expect(messages(result)).toEqual([expect.stringMatching(new RegExp(`^${reason}: .*${command}`))]);
    expect(JSON.stringify(result)).not.toContain('force');
  });

  it('says nothing when the group copies by itself, or nothing was written', async () => {
    for (const device of pair.devices) device.set('cm/device-group/~Common~sync-failover', { autoSync: 'enabled' });
    expect(messages(await pair.reconcile(web('10.244.1.5')))).toEqual([]);
    expect(messages(await pair.reconcile(web('10.244.1.5')))).toEqual([]);
  });
});

describe('a unit that stands by', () => {
  it('was down while pods moved, comes up again and gets what it lacks', async () => {
    await pair.reconcile(web('10.244.1.5'), { sync: true });
    await pair.devices[1].pause();
    expect(reasons(await pair.reconcile(web('10.244.1.6'), { sync: true }))).toEqual([
      'UnitUnreachable',
      'SyncRefused',
    ]);
    await pair.devices[1].resume();
    await pair.units[0].request('POST', ['cm'], {
      body: { command: 'run', utilCmdArgs: 'config-sync to-group sync-failover' },
    });
    const result = await pair.reconcile(web('10.244.1.6'), { sync: true });
    expect(done(result).sort()).toEqual([
      'two created net/arp/~Common~k8s-10.244.1.6',
      'two deleted net/arp/~Common~k8s-10.244.1.5',
    ]);
    expect(reasons(result)).toEqual([]);
  });
});

describe('a unit that got a copy', () => {
  it.each([
    ['by hand', 'disabled'],
    ['by itself', 'enabled'],
  ])('has what was copied (the group copies %s) after it restarts', async (_how, autoSync) => {
    groups('cm/device-group/~Common~sync-failover', { autoSync });
    const [, two] = pair.devices;
    const result = await pair.reconcile(web('10.244.1.5'), { sync: true });
    expect(result).toMatchObject({ sync: { outcome: 'synced' }, saved: true });
    const objects = two.list().filter((uri) => /^(?:ltm|net)\//.test(uri));
    expect(two.list('ltm/virtual')).toContain('ltm/virtual/~k8s~default_vs');
    two.restart('reboot');
    two.recover();
    expect(two.list().filter((uri) => /^(?:ltm|net)\//.test(uri))).toEqual(objects);
  });
});

describe('a virtual server that cannot be had', () => {
  it('is a conflict, and no unit gets neighbours for its members', async () => {
    for (const device of pair.devices)
      device.set('ltm/virtual/~blue~theirs', { destination: '/blue/10.1.10.5:8000', ipProtocol: 'tcp' });
    const plan = await pair.plan(web('10.244.1.5'));
    expect(plan.conflicts).toMatchObject([{ reason: 'AddressTaken' }]);
    const neighbour = 'net/arp/~Common~k8s-10.244.1.5';
    expect(plan.held.map(({ uri }) => uri)).toContain(neighbour);
    expect(plan.changes.map(({ uri }) => uri)).not.toContain(neighbour);
    await pair.reconcile(web('10.244.1.5'));
    for (const device of pair.devices) expect(device.get(neighbour)).toBeUndefined();
  });
});
