import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/plan/index.ts';
import { makeExactPlan } from '../../src/plan/plan.ts';
import type { Plan, PlanOptions } from '../../src/plan/types.ts';
import type { DesiredState, Entry, Properties } from '../../src/state.ts';
import { registryUri } from '../../src/values/registry.ts';
import { ModelDevice } from './model-device.ts';
import {
  arp,
  arpUri,
  desired,
  draining,
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
  registry,
  tunnel,
  virtual,
  virtualUri,
} from './wanted.ts';

const web = [virtual('web', '172.16.100.195:80', 'web'), pool('web'), member('web', '10.244.1.7')];

const on = (objects: readonly Entry[], wanted: DesiredState, options: PlanOptions = {}): Plan =>
  makePlan(wanted, new ModelDevice(objects).state, options);
const lines = ({ changes }: Plan): string[] => changes.map(({ action, uri }) => `${action} ${uri}`);

describe('the stories of the contract', () => {
  it('plan, apply, plan: changes, then none', () => {
    const device = new ModelDevice();
    const plan = makePlan(desired(web), device.state);
    expect(lines(plan)).toEqual([
      `create ${poolUri('web')}`,
      `create ${memberUri('web', '10.244.1.7:8080')}`,
      `create ${virtualUri('web')}`,
    ]);
    device.apply(plan);
    expect(makePlan(desired(web), device.state).changes).toEqual([]);
  });

  it('a foreign pool of the same name: a conflict, and what depends on it is held', () => {
    const plan = on([pool('web', { metadata: null }), member('web', '10.9.9.9')], desired(web));
    expect(plan.changes).toEqual([]);
    expect(plan.conflicts).toMatchObject([{ uri: poolUri('web'), type: 'ltm/pool', reason: 'NotOurs' }]);
    expect(plan.held.map(({ uri, reason }) => `${reason} ${uri}`).sort()).toEqual([
      `DependencyConflict ${memberUri('web', '10.244.1.7:8080')}`,
      `DependencyConflict ${virtualUri('web')}`,
    ]);
  });

  it('the same with adopt: it is taken over and the rest is made', () => {
    const theirs = pool('web', { metadata: [{ name: 'note', persist: 'true', value: 'mine' }] });
    const plan = on([theirs], desired(web), { adopt: true });
    expect(plan.conflicts).toEqual([]);
    expect(plan.changes[0]).toMatchObject({ action: 'modify', uri: poolUri('web'), reason: 'adopted' });
    expect(new Set(plan.changes.map(({ action }) => action))).toEqual(new Set(['modify', 'create']));
    expect(plan.changes[0]?.after?.['metadata']).toContainEqual({ name: 'note', persist: 'true', value: 'mine' });
  });

  it('adopt never takes what another owner or an application service has', () => {
    const another = on([pool('web', { metadata: markFor('blue') })], desired(web), { adopt: true });
    expect(another.conflicts).toMatchObject([{ reason: 'OwnedByAnother', holder: 'bigip-icontrol/blue' }]);
    const service = on([pool('web', { appService: '/k8s/app.app/app' })], desired(web), { adopt: true });
    expect(service.conflicts).toMatchObject([{ reason: 'AppService', holder: '/k8s/app.app/app' }]);
    expect([...another.changes, ...service.changes]).toEqual([]);
  });

  it('the ConfigMap gone from the input: kept without prune, deleted with it', () => {
    const kept = on(web, desired([]));
    expect(kept.changes).toEqual([]);
    expect(kept.kept.map(({ uri }) => uri).sort()).toEqual([poolUri('web'), virtualUri('web')].sort());
    const pruned = on(web, desired([]), { prune: true });
    expect(pruned.kept).toEqual([]);
    expect(lines(pruned)).toEqual([
      `delete ${virtualUri('web')}`,
      `delete ${memberUri('web', '10.244.1.7:8080')}`,
      `delete ${poolUri('web')}`,
    ]);
  });

  it('an IPv6 destination in a route domain is the same when it is read back', () => {
    const one = [virtual('six', 'fd00::10%5.8000', 'six'), pool('six')];
    const there = [virtual('six', 'FD00:0::10%5.8000', 'six'), pool('six')];
    expect(on(there, desired(one)).changes).toEqual([]);
  });

  it('a pod moves to another Node: one member and one ARP entry in, one of each out', () => {
    const overlay = [record(mac1, '172.16.40.1'), record(mac2, '172.16.40.2')];
    const before = [...overlay, pool('web'), member('web', '10.244.1.7'), arp('10.244.1.7', mac1)];
    const after = [...overlay, pool('web'), member('web', '10.244.2.8'), arp('10.244.2.8', mac2)];
    expect(lines(on(before, desired(after)))).toEqual([
      `create ${arpUri('10.244.2.8')}`,
      `create ${memberUri('web', '10.244.2.8:8080')}`,
      `delete ${memberUri('web', '10.244.1.7:8080')}`,
      `delete ${arpUri('10.244.1.7')}`,
    ]);
  });
});

describe('members', () => {
  it('a Service of which nothing is ready empties its pool, and no other', () => {
    const other = [pool('other'), member('other', '10.244.1.8')];
    const plan = on([...web, ...other], desired([web[0], web[1]] as Entry[]));
    expect(lines(plan)).toEqual([`delete ${memberUri('web', '10.244.1.7:8080')}`]);
  });

  it('a member that DNS made is left to BIG-IP', () => {
    const made = entry('ltm/pool/members', memberUri('web', '_auto_192.0.2.1:80'), {
      address: '192.0.2.1',
      ephemeral: 'true',
    });
    const device = new ModelDevice(web).state;
    const plan = makePlan(desired(web), { ...device, objects: [...device.objects, made] });
    expect(plan.changes).toEqual([]);
  });

  it('a held member stays though nothing else asks for it', () => {
    const held = { uri: memberUri('web', '10.244.1.9:8080'), type: 'ltm/pool/members', reason: 'MemberWithoutVtep' };
    const plan = on([...web, member('web', '10.244.1.9')], desired(web, { held: [held] }));
    expect(plan.changes).toEqual([]);
    expect(plan.held).toEqual([held]);
  });

  it('a held member stays when CIS spelt its name', () => {
    const held = { uri: memberUri('web', '10.244.1.9:8080'), type: 'ltm/pool/members', reason: 'MemberWithoutVtep' };
    const cis = entry('ltm/pool/members', `${poolUri('web')}/members/~k8s~10.244.1.9%250:8080`, {
      address: '10.244.1.9',
    });
    expect(on([...web, cis], desired(web, { held: [held] })).changes).toEqual([]);
  });

  it('in another partition with another default route domain is another member', () => {
    const common = entry('ltm/pool/members', `${poolUri('web')}/members/~Common~10.244.1.7:8080`, {
      address: '10.244.1.7%0',
    });
    const device = new ModelDevice([pool('web'), common], 5).state;
    const plan = makePlan(desired([pool('web'), member('web', '10.244.1.7')]), device);
    expect(lines(plan)).toEqual([`create ${memberUri('web', '10.244.1.7:8080')}`, `delete ${common.uri}`]);
  });
});

describe('draining', () => {
  const name = memberUri('web', '10.244.1.7:8080');
  const wanted = desired([pool('web'), draining('web', '10.244.1.7')]);
  const back = desired([pool('web'), member('web', '10.244.1.7')]);

  it('disables a member with a mark, and undoes only that', () => {
    const device = new ModelDevice([pool('web'), member('web', '10.244.1.7')]);
    device.set(name, { metadata: [{ name: 'note', persist: 'true', value: 'x' }] });
    device.apply(makePlan(wanted, device.state));
    expect(device.get(name)).toMatchObject({ session: 'user-disabled' });
    expect(makePlan(wanted, device.state).changes).toEqual([]);
    device.apply(makePlan(back, device.state));
    expect(device.get(name)).toMatchObject({ session: 'monitor-enabled' });
    expect(device.get(name)?.['metadata']).toEqual([{ name: 'note', persist: 'true', value: 'x' }]);
    expect(makePlan(back, device.state).changes).toEqual([]);
  });

  it('never enables what an operator disabled, before or during the drain', () => {
    const device = new ModelDevice([pool('web'), member('web', '10.244.1.7')]);
    device.set(name, { session: 'user-disabled' });
    for (const state of [back, wanted, back]) {
      expect(makePlan(state, device.state).changes).toEqual([]);
    }
  });

  it("leaves another owner's drain alone", () => {
    const device = new ModelDevice([pool('web'), member('web', '10.244.1.7')]);
    const metadata = [{ name: 'drained-by', persist: 'true', value: 'bigip-icontrol/blue' }];
    device.set(name, { session: 'user-disabled', metadata });
    expect(makePlan(back, device.state).changes).toEqual([]);
  });

  it('does not bring up a member that an operator forced down', () => {
    const device = new ModelDevice([pool('web'), member('web', '10.244.1.7')]);
    device.set(name, { state: 'user-down' });
    device.apply(makePlan(wanted, device.state));
    expect(device.get(name)).toMatchObject({ session: 'user-disabled', state: 'user-down' });
  });

  it('of a new member sends the mark at once', () => {
    const plan = on([], wanted);
    expect(plan.changes[1]?.after).toMatchObject({ session: 'user-disabled', state: 'user-up' });
    expect(plan.changes[1]?.after?.['metadata']).toMatchObject([{ name: 'drained-by' }]);
  });
});

describe('static ARP entries', () => {
  const used = [pool('web'), member('web', '10.244.1.7'), arp('10.244.1.7', mac1)];

  it('stay while a pool of another partition uses the address', () => {
    const device = new ModelDevice(used);
    device.membersElsewhere = ['10.244.1.7%0'];
    const plan = makePlan(desired([pool('web')]), device.state);
    expect(lines(plan)).toEqual([`delete ${memberUri('web', '10.244.1.7:8080')}`]);
  });

  it('stay while a pool that is kept uses the address', () => {
    expect(on(used, desired([])).changes).toEqual([]);
  });

  it('go with the pool that prune deletes', () => {
    expect(lines(on(used, desired([]), { prune: true })).at(-1)).toBe(`delete ${arpUri('10.244.1.7')}`);
  });

  it('are modified when the address moved to another Node', () => {
    const plan = on(used, desired([pool('web'), member('web', '10.244.1.7'), arp('10.244.1.7', mac2)]));
    expect(plan.changes).toMatchObject([{ action: 'modify', after: { macAddress: mac2 } }]);
  });

  it('are not ours under another name: a conflict when the MAC differs, nothing when it is the same', () => {
    const wanted = desired([pool('web'), member('web', '10.244.1.7'), arp('10.244.1.7', mac1)]);
    const theirs = (mac: string) =>
      entry('net/arp', 'net/arp/~Common~by-hand', { ipAddress: '10.244.1.7', macAddress: mac });
    const same = on([pool('web'), member('web', '10.244.1.7'), theirs(mac1)], wanted);
    expect(same.changes).toEqual([]);
    const other = on([pool('web'), member('web', '10.244.1.7'), theirs(mac2)], wanted);
    expect(other.changes).toEqual([]);
    expect(other.conflicts).toMatchObject([{ reason: 'AddressTaken', holder: 'net/arp/~Common~by-hand' }]);
  });

  it.each([
    ['net/arp', '10.244.1.7', '10.244.1.99'],
    ['net/ndp', 'fd00::7', 'fd00::99'],
  ])('of our name and another address are somebody else’s, also with adopt: %s', (type, ip, other) => {
    const uri = `${type}/~Common~k8s-${ip}`;
    const odd = entry(type, uri, { ipAddress: `${other}%0`, macAddress: mac1 });
    const wanted = desired([pool('web'), member('web', ip), entry(type, uri, { ipAddress: ip, macAddress: mac1 })]);
    for (const adopt of [false, true]) {
      const plan = on([pool('web'), odd], wanted, { adopt, prune: true });
      expect(plan.changes).toEqual([]);
      const message = expect.stringContaining(`for ${other}`);
      expect(plan.conflicts).toEqual([{ uri, type, reason: 'NotOurs', message }]);
      expect(plan.held).toMatchObject([{ type: 'ltm/pool/members', reason: 'DependencyConflict' }]);
    }
    // A member that is there already stays.
    expect(on([pool('web'), member('web', ip), odd], wanted).changes).toEqual([]);
  });

  it('in another route domain are made anew when they lead into the tunnel, and else somebody else’s', () => {
    const moved = entry('net/arp', arpUri('10.244.1.7'), { ipAddress: '10.244.1.7%5', macAddress: mac1 });
    const wanted = desired([...used, record(mac1, '172.16.40.1')]);
    const ours = on([pool('web'), record(mac1, '172.16.40.1%0'), moved], wanted);
    expect(lines(ours)).toContain(`replace ${arpUri('10.244.1.7')}`);
    const theirs = on(
      [pool('web'), moved],
      desired([pool('web'), member('web', '10.244.1.7'), arp('10.244.1.7', mac2)]),
    );
    expect(theirs.changes).toEqual([]);
    expect(theirs.conflicts).toMatchObject([{ uri: arpUri('10.244.1.7'), reason: 'NotOurs' }]);
  });

  it('are not made for a member that stays out of the plan', () => {
    const plan = on([pool('web', { metadata: null })], desired(used));
    expect(plan.changes).toEqual([]);
    expect(plan.held).toContainEqual({ uri: arpUri('10.244.1.7'), type: 'net/arp', reason: 'DependencyConflict' });
  });

  it('that are held stay', () => {
    const held = { uri: arpUri('10.244.1.7'), type: 'net/arp', reason: 'MemberWithoutVtep' };
    expect(on([arp('10.244.1.7', mac1)], desired([], { held: [held] }), { prune: true }).changes).toEqual([]);
  });
});

describe('a destination of another partition', () => {
  const wanted = desired([virtual('web', '172.16.100.195:80', 'web'), pool('web')]);
  const planned = (uri: string, destination: string, more: Properties = {}) => {
    const { state } = new ModelDevice();
    const routeDomains = { Common: 0, k8s: 0, blue: 0, red: 7 };
    const theirs = entry('ltm/virtual', uri, { destination, ipProtocol: 'tcp', source: '0.0.0.0/0', ...more });
    return makePlan(wanted, { ...state, routeDomains, virtualsElsewhere: [theirs] });
  };
  const theirs = 'ltm/virtual/~blue~front';

  it('is a conflict that names the holder, whatever its port: an address belongs to one partition', () => {
    for (const port of [80, 443]) {
      const { conflicts, changes, held } = planned(theirs, `/blue/172.16.100.195:${port}`);
      expect(conflicts).toMatchObject([{ uri: virtualUri('web'), reason: 'AddressTaken', holder: theirs }]);
      expect(changes).toEqual([]);
      expect(held).toEqual([{ uri: poolUri('web'), type: 'ltm/pool', reason: 'DependencyConflict' }]);
    }
  });

  it('is free in another route domain, for other clients, and for another port of an address of Common', () => {
    expect(planned('ltm/virtual/~red~front', '/red/172.16.100.195:80').conflicts).toEqual([]);
    expect(planned(theirs, '/blue/172.16.100.195%7:80').conflicts).toEqual([]);
    expect(planned(theirs, '/blue/172.16.100.195:80', { source: '10.0.0.0/8' }).conflicts).toEqual([]);
    expect(planned(theirs, '/blue/172.16.100.195:80', { vlansEnabled: true }).conflicts).toEqual([]);
    expect(planned('ltm/virtual/~Common~front', '/Common/172.16.100.195:443').conflicts).toEqual([]);
    expect(planned('ltm/virtual/~Common~front', '/Common/172.16.100.195:80').conflicts).toHaveLength(1);
  });
});

describe('a pool of somebody else', () => {
  it('gets no monitor made for it', () => {
    const theirs = { ...pool('web'), properties: { monitor: '/Common/tcp' } };
    const wanted = desired([pool('web', { monitor: '/k8s/web_0_tcp' }), monitor('web_0_tcp')]);
    const { changes, conflicts, held } = on([theirs], wanted);
    expect([changes, conflicts.map(({ uri }) => uri)]).toEqual([[], [poolUri('web')]]);
    expect(held).toMatchObject([{ uri: monitorUri('web_0_tcp'), reason: 'DependencyConflict' }]);
  });
});

describe('FDB records', () => {
  const stale = record(mac1, '172.16.40.1');

  it('are kept unless prune is asked for', () => {
    const ours = [stale, registry(mac1)];
    expect(on(ours, desired([])).kept).toEqual([{ uri: recordUri(mac1), type: 'net/fdb/tunnel/records' }]);
    expect(lines(on(ours, desired([]), { prune: true }))).toEqual([`delete ${recordUri(mac1)}`]);
  });

  it("that nobody has registered are somebody else's, and go only when they are taken over", () => {
    expect(on([stale], desired([])).kept).toEqual([]);
    expect(on([stale], desired([]), { prune: true }).changes).toEqual([]);
    expect(lines(on([stale], desired([]), { prune: true, adopt: true }))).toEqual([`delete ${recordUri(mac1)}`]);
  });

  it('that nobody has registered and no Node has are counted, with what deletes them', () => {
    const said = (plan: ReturnType<typeof on>) => plan.diagnostics.map(({ reason, message }) => [reason, message]);
    const objects = [stale, record(mac2, '172.16.40.2')];
    const one = [
      [
        'RecordsUnregistered',
        '1 FDB record that nobody registered stays: --adopt --prune deletes what no Node of the input has',
      ],
    ];
    const wanted = desired([record(mac2, '172.16.40.2')]);
    for (const options of [{}, { prune: true }]) expect(said(on(objects, wanted, options))).toEqual(one);
    expect(said(on(objects, wanted, { prune: true, adopt: true }))).toEqual([]);
    expect(said(on([stale, registry(mac1)], desired([])))).toEqual([]);
    const device = new ModelDevice([stale]);
    device.registeredElsewhere = [`${tunnel}/${mac1}`];
    expect(makePlan(desired([]), device.state).diagnostics).toEqual([]);
    const deletion = makeExactPlan(desired([]), new ModelDevice(objects).state);
    expect(deletion.changes).toEqual([]);
    expect(said(deletion)[0]?.[1]).toMatch(
      /^2 FDB records that nobody registered stay: bigip apply with --adopt --prune/,
    );
  });

  it('are not made where somebody else’s data group has the name of the registry, nor what needs them', () => {
    const theirs = entry('ltm/data-group/internal', registryUri('k8s', 'default'), { type: 'string', records: [] });
    const device = new ModelDevice([record(mac2, '172.16.40.2'), theirs]);
    const wanted = desired([
      record(mac1, '172.16.40.1'),
      record(mac2, '172.16.40.2'),
      pool('web'),
      ...[arp('10.244.1.7', mac1), member('web', '10.244.1.7'), arp('10.244.2.8', mac2), member('web', '10.244.2.8')],
    ]);
    const plan = makePlan(wanted, device.state);
    expect(plan.conflicts).toMatchObject([{ uri: theirs.uri, reason: 'NotOurs' }]);
    expect(plan.held.map(({ uri, reason }) => `${reason} ${uri}`).sort()).toEqual([
      `DependencyConflict ${memberUri('web', '10.244.1.7:8080')}`,
      `DependencyConflict ${arpUri('10.244.1.7')}`,
      `DependencyConflict ${recordUri(mac1)}`,
    ]);
    expect(lines(plan).sort()).toEqual([
      `create ${poolUri('web')}`,
      `create ${memberUri('web', '10.244.2.8:8080')}`,
      `create ${arpUri('10.244.2.8')}`,
    ]);
  });

  it('that another owner has registered stay, whatever is asked for', () => {
    const without = (objects: readonly Entry[]) => {
      const device = new ModelDevice(objects);
      device.registeredElsewhere = [`${tunnel}/${mac1}`];
      return makePlan(desired([]), device.state, { prune: true, adopt: true }).changes;
    };
    expect(without([stale])).toEqual([]);
    // Left to the other one, who takes it away when nobody else names it.
    expect(without([stale, registry(mac1)])).toMatchObject([
      { action: 'modify', uri: registryUri('k8s', 'default'), after: { records: [] } },
    ]);
  });

  it('that another owner has registered are registered too where they are wanted, and what is nobody’s is not', () => {
    const device = new ModelDevice([stale, record(mac2, '172.16.40.2')]);
    device.registeredElsewhere = [`${tunnel}/${mac1}`];
    const records = [record(mac1, '172.16.40.1'), record(mac2, '172.16.40.2')];
    const wanted = desired([...records, pool('web'), member('web', '10.244.1.7'), arp('10.244.1.7', mac1)]);
    const named = (adopt: boolean) =>
      makePlan(wanted, device.state, { adopt })
        .changes.filter(({ type }) => type === 'ltm/data-group/internal')
        .map(({ action, after }) => [action, after?.['records']]);
    // Unused, another's records are no concern of this owner's.
    expect(makePlan(desired(records), device.state).changes).toEqual([]);
    expect(named(false)).toEqual([['create', [{ name: `${tunnel}/${mac1}` }]]]);
    expect(named(true)).toEqual([['create', [{ name: `${tunnel}/${mac1}` }, { name: `${tunnel}/${mac2}` }]]]);
  });

  it('stay while a static neighbour that stays leads to them', () => {
    const byHand = entry('net/arp', 'net/arp/~Common~hand', { ipAddress: '10.244.9.9', macAddress: mac1 });
    const device = new ModelDevice([stale, registry(mac1), byHand]);
    const plan = makePlan(desired([]), device.state, { prune: true });
    expect([plan.changes, plan.kept.map(({ uri }) => uri)]).toEqual([[], expect.arrayContaining([recordUri(mac1)])]);
    expect(plan.diagnostics.map(({ reason }) => reason)).toContain('RecordKept');
  });

  it('are registered when they are made, together with those that are still there', () => {
    const plan = on([stale, registry(mac1)], desired([record(mac2, '172.16.40.2')]));
    expect(plan.changes[0]).toMatchObject({
      action: 'modify',
      uri: 'ltm/data-group/internal/~k8s~bigip-icontrol.default',
      after: { records: [{ name: `${tunnel}/${mac1}` }, { name: `${tunnel}/${mac2}` }] },
    });
    expect(plan.changes[1]).toMatchObject({ action: 'create', uri: recordUri(mac2) });
  });

  it('go when a Node has their endpoint with another MAC, and move when it has their MAC', () => {
    expect(lines(on([stale], desired([record(mac2, '172.16.40.1')])))).toEqual([
      `create ${registryUri('k8s', 'default')}`,
      `create ${recordUri(mac2)}`,
      `delete ${recordUri(mac1)}`,
    ]);
    const device = new ModelDevice([stale]);
    device.registeredElsewhere = [`${tunnel}/${mac1}`];
    expect(lines(makePlan(desired([record(mac2, '172.16.40.1')]), device.state))).not.toContain(
      `delete ${recordUri(mac1)}`,
    );
    expect(on([stale, registry(mac1)], desired([record(mac1, '172.16.40.9')])).changes).toMatchObject([
      { action: 'modify', after: { endpoint: '172.16.40.9' } },
    ]);
  });

  it('that nobody has registered are registered when a Node takes their MAC', () => {
    const wanted = desired([record(mac1, '172.16.40.9')]);
    const names = { records: [{ name: `${tunnel}/${mac1}` }] };
    expect(on([stale], wanted).changes).toMatchObject([
      { action: 'create', uri: registryUri('k8s', 'default'), after: names },
      { action: 'modify', uri: recordUri(mac1), after: { endpoint: '172.16.40.9' } },
    ]);
    const device = new ModelDevice([stale]);
    device.apply(makePlan(wanted, device.state));
    expect(makePlan(wanted, device.state).changes).toEqual([]);
    expect(makeExactPlan(desired([]), device.state).changes.map(({ uri }) => uri)).toContain(recordUri(mac1));
  });

  it('that another owner alone has registered are a conflict where they lead elsewhere, and what needs them is held', () => {
    const rest = [pool('web'), member('web', '10.244.1.7'), arp('10.244.1.7', mac1)];
    const wanted = desired([record(mac1, '172.16.40.9'), ...rest]);
    for (const options of [{}, { adopt: true }]) {
      const device = new ModelDevice([stale]);
      device.registeredElsewhere = [`${tunnel}/${mac1}`];
      const plan = makePlan(wanted, device.state, options);
      expect(plan.conflicts).toEqual([
        {
          uri: recordUri(mac1),
          type: 'net/fdb/tunnel/records',
          reason: 'OwnedByAnother',
          message: 'another owner of the tunnel has registered it; only that owner may change it',
        },
      ]);
      expect(lines(plan)).toEqual([`create ${poolUri('web')}`]);
      expect(plan.held.map(({ uri }) => uri).sort()).toEqual(
        [arpUri('10.244.1.7'), memberUri('web', '10.244.1.7:8080')].sort(),
      );
      // A neighbour that is there stays as it is, and is not made to lead there either.
      for (const mac of [mac1, mac2]) {
        const there = new ModelDevice([stale, arp('10.244.1.7', mac)]);
        there.registeredElsewhere = [`${tunnel}/${mac1}`];
        expect(lines(makePlan(wanted, there.state, options))).toEqual([`create ${poolUri('web')}`]);
      }
    }
  });

  it('that both have registered are changed by whoever comes first', () => {
    const device = new ModelDevice([stale, registry(mac1)]);
    device.registeredElsewhere = [`${tunnel}/${mac1}`];
    expect(makePlan(desired([record(mac1, '172.16.40.9')]), device.state).changes).toMatchObject([
      { action: 'modify', uri: recordUri(mac1) },
    ]);
  });

  it('stay while a Node that was not understood may have them', () => {
    const scope = { partition: 'k8s', heldPrefixes: [], tunnel: '/Common/flannel_vxlan' };
    for (const [heldEndpoints, reason] of [
      ['all', 'NoNodeWithVtep'],
      [['172.16.40.1'], 'NodeNotUnderstood'],
    ] as const) {
      const plan = on([stale], desired([], { scope: { ...scope, heldEndpoints } }), { prune: true });
      expect(plan.changes).toEqual([]);
      expect(plan.kept).toEqual([]);
      expect(plan.held).toMatchObject([{ uri: stale.uri, reason }]);
    }
  });
});

describe('destinations', () => {
  const theirs = (name: string, destination: string, properties = {}) =>
    virtual(name, destination, name, { metadata: null, pool: null, ...properties });

  it('that another virtual server has are a conflict, also in another spelling', () => {
    const plan = on([theirs('x', '172.16.100.195%0:80')], desired(web));
    expect(plan.conflicts).toMatchObject([{ uri: virtualUri('web'), reason: 'AddressTaken', holder: virtualUri('x') }]);
    expect(lines(plan)).toEqual([]);
    const held = [poolUri('web'), memberUri('web', '10.244.1.7:8080')];
    expect(plan.held).toEqual(
      expect.arrayContaining(held.map((uri) => expect.objectContaining({ uri, reason: 'DependencyConflict' }))),
    );
  });

  it('that are taken leave what nothing else would use unmade, and what is there or somebody uses as it is wanted', () => {
    const names = ['web_0_tcp', 'other_0_tcp'].map((name) => monitor(name));
    const pools = ['web', 'other'].map((name) => pool(name, { monitor: `/k8s/${name}_0_tcp` }));
    const all = [
      virtual('web', '172.16.100.195:80', 'web'),
      ...pools,
      ...names,
      member('web', '10.244.1.7'),
      arp('10.244.1.7', mac1),
    ];
    const holder = theirs('x', '172.16.100.195:80');
    const plan = on([holder], desired([record(mac1, '172.16.40.1'), ...all]));
    expect(lines(plan)).toEqual([
      `create ${registryUri('k8s', 'default')}`,
      'create ltm/monitor/tcp/~k8s~other_0_tcp',
      `create ${recordUri(mac1)}`,
      `create ${poolUri('other')}`,
    ]);
    expect(plan.held.map(({ uri }) => uri).sort()).toEqual(
      [
        'ltm/monitor/tcp/~k8s~web_0_tcp',
        poolUri('web'),
        memberUri('web', '10.244.1.7:8080'),
        arpUri('10.244.1.7'),
      ].sort(),
    );
    const shared = [...all, virtual('free', '172.16.100.196:80', 'web')];
    expect(lines(on([holder], desired(shared)))).toContain(`create ${memberUri('web', '10.244.1.7:8080')}`);
    const there = on([holder, pool('web', { monitor: '/k8s/web_0_tcp' }), monitor('web_0_tcp')], desired(all));
    expect(lines(there)).toContain(`create ${memberUri('web', '10.244.1.7:8080')}`);
  });

  it('of another protocol are free', () => {
    expect(on([theirs('x', '172.16.100.195:80', { ipProtocol: 'udp' })], desired(web)).conflicts).toEqual([]);
  });

  it('that two share already are not questioned when something else changes', () => {
    // Different source networks may share a destination.
    const device = [...web, theirs('x', '172.16.100.195:80', { source: '10.0.0.0/8' })];
    const plan = on(
      device,
      desired([virtual('web', '172.16.100.195:80', 'web', { snat: 1 }), web[1], web[2]] as Entry[]),
    );
    expect(plan.conflicts).toEqual([]);
    expect(plan.changes).toMatchObject([{ action: 'modify', uri: virtualUri('web') }]);
  });

  it('that a deleted virtual server leaves are taken after it is gone', () => {
    const old = [virtual('old', '172.16.100.195:80', 'old'), pool('old')];
    const plan = on(old, desired(web), { prune: true });
    expect(plan.conflicts).toEqual([]);
    expect(lines(plan)[0]).toBe(`delete ${virtualUri('old')}`);
    const kept = on(old, desired(web));
    expect(kept.conflicts).toMatchObject([{ reason: 'AddressTaken', holder: virtualUri('old') }]);
  });

  it('that a virtual server of the plan moves away from are free, and it moves first', () => {
    const before = [virtual('z', '172.16.100.1:80', 'web'), pool('web')];
    const after = desired([
      virtual('a', '172.16.100.1:80', 'web'),
      virtual('b', '172.16.100.3:80', 'web'),
      virtual('z', '172.16.100.2:80', 'web'),
      pool('web'),
    ]);
    const plan = on(before, after);
    expect(plan.conflicts).toEqual([]);
    expect(lines(plan)[0]).toBe(`modify ${virtualUri('z')}`);
  });

  it('that cannot be left are not free', () => {
    const before = [virtual('z', '172.16.100.1:80', 'web'), pool('web'), theirs('x', '172.16.100.2:80')];
    const after = [virtual('a', '172.16.100.1:80', 'web'), virtual('z', '172.16.100.2:80', 'web'), pool('web')];
    const plan = on(before, desired(after));
    expect(plan.conflicts.map(({ uri, holder }) => [uri, holder]).sort()).toEqual([
      [virtualUri('a'), virtualUri('z')],
      [virtualUri('z'), virtualUri('x')],
    ]);
    expect(plan.changes).toEqual([]);
  });

  it('that stay a conflict keep the pool that the virtual server uses now', () => {
    const before = [virtual('web', '172.16.100.1:80', 'old'), pool('old'), theirs('x', '172.16.100.195:80')];
    const plan = on(before, desired(web), { prune: true });
    expect(plan.changes.filter(({ action }) => action === 'delete')).toEqual([]);
    expect(plan.kept).toEqual([{ uri: poolUri('old'), type: 'ltm/pool' }]);
  });
});

describe('prune', () => {
  it('keeps what a foreign virtual server still uses', () => {
    const foreign = virtual('theirs', '172.16.9.9:80', 'web', { metadata: null });
    const plan = on([...web, foreign], desired([]), { prune: true });
    expect(lines(plan)).toEqual([`delete ${virtualUri('web')}`]);
    expect(plan.kept).toEqual([{ uri: poolUri('web'), type: 'ltm/pool' }]);
  });

  it('deletes in one go what is not used any more after the change', () => {
    const before = [virtual('web', '172.16.100.195:80', 'old'), pool('old', { monitor: '/k8s/m' }), monitor('m')];
    const plan = on(before, desired(web), { prune: true });
    expect(lines(plan).slice(-2)).toEqual([`delete ${poolUri('old')}`, `delete ${monitorUri('m')}`]);
    expect(plan.kept).toEqual([]);
  });
});

describe('properties', () => {
  it('that were withdrawn are unset: a monitor, a SNAT pool', () => {
    const snat = { sourceAddressTranslation: { type: 'snat', pool: '/Common/outside' } };
    const before = [virtual('web', '172.16.100.195:80', 'web', snat), pool('web', { monitor: '/Common/tcp' })];
    const plan = on(before, desired([web[0], web[1]] as Entry[]));
    expect(plan.changes).toMatchObject([
      { uri: poolUri('web'), before: { monitor: '/Common/tcp ' }, after: { monitor: null } },
      { uri: virtualUri('web'), after: { sourceAddressTranslation: { type: 'automap', pool: 'none' } } },
    ]);
  });

  it('that BIG-IP spells in its own way are equal', () => {
    const device = {
      ...new ModelDevice(web).state,
      objects: new ModelDevice(web).state.objects.map((each) =>
        each.type === 'ltm/pool'
          ? { ...each, properties: { ...each.properties, monitor: '/Common/b and /Common/a ' } }
          : each,
      ),
    };
    const wanted = [web[0], pool('web', { monitor: '/Common/a and /Common/b' }), web[2]] as Entry[];
    expect(makePlan(desired(wanted), device).changes).toEqual([]);
  });
});

describe('odd things on the device', () => {
  const odd: readonly Entry[] = [
    entry('ltm/pool', poolUri('odd'), { monitor: '/Common/a /Common/b', metadata: 'x' }),
    entry('ltm/virtual', virtualUri('odd'), {
      destination: '/Common/named-address:80',
      pool: '/k8s/a~b',
      metadata: [1],
    }),
    entry('ltm/virtual', virtualUri('odd2'), { destination: 7, pool: '/k8s/%2e%2e', sourceAddressTranslation: 'x' }),
    entry('ltm/pool/members', memberUri('web', 'no-port'), { address: 'any6' }),
    entry('ltm/pool/members', memberUri('web', '10.244.1.9:no-such-port'), {}),
    entry('net/arp', 'net/arp/~Common~k8s-odd', { ipAddress: 'any', macAddress: 'incomplete' }),
    entry('net/arp', 'net/arp/~Common~k8s-none', {}),
    entry('net/fdb/tunnel/records', recordUri('01:00:5e:00:00:01'), { endpoint: 'x' }),
    entry('net/fdb/tunnel/records', recordUri('__proto__'), {}),
    entry('ltm/monitor/tcp', monitorUri('constructor'), { interval: 'auto' }),
  ];

  it('never keep a plan for the rest from being made', () => {
    const device = new ModelDevice([]).state;
    for (const options of [{}, { prune: true }, { adopt: true, prune: true }]) {
      const plan = makePlan(desired(web), { ...device, objects: odd }, options);
      expect(lines(plan)).toEqual(expect.arrayContaining([`create ${poolUri('web')}`, `create ${virtualUri('web')}`]));
      const touched = plan.changes.map(({ uri }) => uri);
      expect(touched).not.toContain(poolUri('odd'));
      expect(touched).not.toContain(virtualUri('odd'));
    }
  });

  it('an owner, a partition and a name of JavaScript words are only names', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const objects = [pool(name), virtual(name, '172.16.100.1:80', name), member(name, '10.0.0.1')];
      const device = new ModelDevice();
      device.apply(makePlan(desired(objects), device.state));
      expect(makePlan(desired(objects), device.state).changes).toEqual([]);
    }
  });
});

describe('many objects', () => {
  it('20,000 members, their ARP entries, 2,000 records and as many leftovers are planned', () => {
    const ips = Array.from({ length: 20_000 }, (_, at) => `10.${at >> 14}.${(at >> 7) & 127}.${(at & 127) + 1}`);
    const nodes = Array.from({ length: 2_000 }, (_, at) => at);
    const macOf = (at: number): string =>
      `5e:1b:0a:44:${(at >> 8).toString(16).padStart(2, '0')}:${(at & 255).toString(16).padStart(2, '0')}`;
    const records = (gone: number) => nodes.map((at) => record(macOf(at), `172.${gone}.${at >> 8}.${at & 255}`));
    const held = nodes.map((at) => ({ uri: virtualUri(`held${at}`), type: 'ltm/virtual', reason: 'x' }));
    const wanted = desired([pool('web'), ...ips.flatMap((ip) => [member('web', ip), arp(ip, mac1)]), ...records(16)], {
      held,
      scope: {
        partition: 'k8s',
        tunnel: '/Common/flannel_vxlan',
        heldPrefixes: nodes.map((at) => poolUri(`cfgmap_held${at}_`)),
        heldEndpoints: nodes.map((at) => `172.18.${at >> 8}.${at & 255}`),
      },
    });
    const leftovers = ips.map((ip) => member('web', ip, 9090));
    const device = new ModelDevice([pool('web'), ...leftovers, ...records(17)]);
    const plan = makePlan(wanted, device.state, { prune: true });
    // And the registry: nobody has registered the records that change.
    expect(plan.changes).toHaveLength(20_000 * 3 + 2_000 + 1);
  });
});
