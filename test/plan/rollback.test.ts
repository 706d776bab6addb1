/** Snapshot, any changes, rollback: the snapshot again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DeviceSnapshot,
  makePlan,
  type Plan,
  removalPlan,
  rollbackPlan,
  snapshotFrom,
} from '../../src/plan/index.ts';
import type { Entry, Properties } from '../../src/state.ts';
import { runs } from '../share.ts';
import { ModelDevice } from './model-device.ts';
import {
  arp,
  arpUri,
  desired,
  draining,
  entry,
  mark,
  markFor,
  member,
  memberUri,
  monitor,
  monitorUri,
  owner,
  pool,
  poolUri,
  record,
  recordUri,
  registry,
  stateOf,
  tunnel,
  virtual,
  virtualUri,
  world,
} from './wanted.ts';

const scope = { owner, partition: 'k8s', tunnel };
const taken = (device: ModelDevice): DeviceSnapshot => snapshotFrom(device.state, scope);
const sorted = ({ objects }: DeviceSnapshot): DeviceSnapshot['objects'] =>
  [...objects].sort((a, b) => (a.uri < b.uri ? -1 : 1));
const lines = ({ changes }: Plan): string[] => changes.map(({ action, uri }) => `${action} ${uri}`);

/** What an operator does by hand to one of the objects, by its number. */
const deed = fc.record({
  what: fc.constantFrom('describe', 'note', 'disable', 'rename', 'delete', 'mode', 'rules', 'add member'),
  which: fc.nat(40),
});
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

function change({ what, which }: Deed, { uri, type, properties }: Entry): Properties | undefined {
  const metadata = properties['metadata'];
  const items = Array.isArray(metadata) ? metadata : [];
  if (type === 'ltm/pool/members') return what === 'disable' ? { session: 'user-disabled' } : undefined;
  if (type === 'net/arp') return what === 'mode' ? { macAddress: `02:00:00:00:00:${10 + (which % 10)}` } : undefined;
  if (type === 'net/fdb/tunnel/records') return what === 'mode' ? { endpoint: `172.16.41.${which}%0` } : undefined;
  if (what === 'describe') return { description: `by hand ${uri.length}` };
  if (type.startsWith('ltm/monitor/')) return what === 'mode' ? { interval: 7 } : undefined;
  if (what === 'note') return { metadata: [...items, { name: 'note', persist: 'true', value: 'mine' }] };
  if (what === 'mode' && type === 'ltm/pool') return { loadBalancingMode: 'ratio-member', slowRampTime: 30 };
  if (what === 'rules' && type === 'ltm/virtual')
    return { rules: ['/Common/redirect'], sourceAddressTranslation: { type: 'snat', pool: '/Common/by-hand' } };
  return undefined;
}

/** A member that is gone takes nothing with it; other objects are taken away by their plan alone. */
function act(device: ModelDevice, one: Deed): void {
  const strangers = new Set(foreign.map(({ uri }) => uri));
  const ours = device.state.objects.filter(({ uri }) => !strangers.has(uri));
  const target = ours[one.which % Math.max(1, ours.length)];
  if (target === undefined) return;
  if (one.what === 'delete' && ['ltm/pool/members', 'net/arp', 'ltm/virtual'].includes(target.type)) {
    device.remove(target.uri);
    return;
  }
  if (one.what === 'add member' && target.type === 'ltm/pool') {
    const uri = `${target.uri}/members/~k8s~10.99.0.${one.which}:80`;
    if (device.get(uri) === undefined) device.put(entry('ltm/pool/members', uri, { address: `10.99.0.${one.which}` }));
    return;
  }
  const properties = change(one, target);
  if (properties !== undefined) device.set(target.uri, properties);
}

const foreign: readonly Entry[] = [
  virtual('operator', '172.16.9.9:80', 'operator', { metadata: null }),
  pool('operator', { metadata: null }),
  member('operator', '10.9.9.9'),
  arp('10.9.9.9', '02:00:00:00:00:01'),
];

describe('a rollback', () => {
  it('gives the snapshot again, whatever was done in between, and touches nothing else', () => {
    fc.assert(
      fc.property(
        world,
        world,
        fc.boolean(),
        fc.array(deed, { maxLength: 6 }),
        fc.constantFrom(0, 5),
        (before, after, prune, deeds, routeDomain) => {
          const device = new ModelDevice(foreign, routeDomain);
          device.apply(makePlan(stateOf(before), device.state));
          const snapshot = taken(device);
          expect(rollbackPlan(snapshot, device.state).changes).toEqual([]);
          device.apply(makePlan(stateOf(after), device.state, { prune }));
          for (const one of deeds) act(device, one);
          const plan = rollbackPlan(snapshot, device.state);
          expect(plan.conflicts).toEqual([]);
          device.apply(plan);
          expect(sorted(taken(device))).toEqual(sorted(snapshot));
          expect(rollbackPlan(snapshot, device.state).changes).toEqual([]);
          for (const { uri } of foreign) {
            expect(device.get(uri)).toEqual(new ModelDevice(foreign, routeDomain).get(uri));
          }
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it('is plain JSON, and so is the snapshot', () => {
    const device = new ModelDevice([pool('web'), member('web', '10.244.1.7')]);
    const snapshot = taken(device);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
    device.remove(poolUri('web'));
    const plan = rollbackPlan(snapshot, device.state);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(lines(plan)).toEqual([`create ${poolUri('web')}`, `create ${memberUri('web', '10.244.1.7:8080')}`]);
  });

  it('makes members again as somebody wished them, not as monitors found them', () => {
    const device = new ModelDevice([pool('web'), member('web', '10.244.1.7'), draining('web', '10.244.1.8')]);
    const wishes = taken(device)
      .objects.filter(({ type }) => type === 'ltm/pool/members')
      .map(({ properties: { session, state } }) => [session, state]);
    expect(wishes).toEqual([
      ['user-enabled', 'user-up'],
      ['user-disabled', 'user-up'],
    ]);
  });

  it('unsets what was added: a description, an iRule, a SNAT pool, an item of metadata', () => {
    const device = new ModelDevice([pool('web'), virtual('web', '172.16.0.1:80', 'web')]);
    const snapshot = taken(device);
    device.set(virtualUri('web'), {
      description: 'by hand',
      rules: ['/Common/redirect'],
      sourceAddressTranslation: { type: 'snat', pool: '/Common/by-hand' },
      metadata: [...(mark as readonly Properties[]), { name: 'note', persist: 'true', value: 'mine' }],
    });
    const [only, ...others] = rollbackPlan(snapshot, device.state).changes;
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      action: 'modify',
      after: {
        description: null,
        rules: [],
        sourceAddressTranslation: { type: 'automap', pool: 'none' },
        metadata: mark,
      },
    });
  });

  it('turns a disabled virtual server on again by the flag that says so', () => {
    const device = new ModelDevice([virtual('web', '172.16.0.1:80', 'web')]);
    const snapshot = taken(device);
    device.drop(virtualUri('web'), 'enabled');
    device.set(virtualUri('web'), { disabled: true });
    expect(rollbackPlan(snapshot, device.state).changes).toMatchObject([
      { action: 'modify', after: { enabled: true } },
    ]);
    expect(Object.keys(rollbackPlan(snapshot, device.state).changes[0]?.after ?? {})).toEqual(['enabled']);
  });

  it('leaves alone what is not ours any more, and what needs it, and says who has it', () => {
    const device = new ModelDevice([
      pool('web'),
      member('web', '10.244.1.7'),
      virtual('web', '172.16.0.1:80', 'web'),
      pool('api'),
    ]);
    const snapshot = taken(device);
    device.set(poolUri('web'), { metadata: markFor('blue'), loadBalancingMode: 'ratio-member' });
    device.set(poolUri('api'), { metadata: null, loadBalancingMode: 'ratio-member' });
    device.set(virtualUri('web'), { description: 'by hand' });
    const { changes, conflicts, held } = rollbackPlan(snapshot, device.state);
    expect(changes).toEqual([]);
    expect(conflicts).toMatchObject([
      { uri: poolUri('web'), reason: 'OwnedByAnother', holder: 'bigip-icontrol/blue' },
      { uri: poolUri('api'), reason: 'NotOurs', message: 'carries no mark of ours any more' },
    ]);
    expect(held.map(({ uri }) => uri)).toEqual([memberUri('web', '10.244.1.7:8080'), virtualUri('web')]);
  });

  it('never deletes an FDB record that nobody registered, and never changes one that another owner registered', () => {
    const [one, two, three] = ['5e:1b:0a:44:9c:01', '5e:1b:0a:44:9c:02', '02:00:00:00:00:03'] as const;
    const device = new ModelDevice([record(one, '172.16.40.1'), record(two, '172.16.40.2'), registry(one, two)]);
    const snapshot = taken(device);
    expect(snapshot.objects.map(({ uri }) => uri)).toEqual([recordUri(one), recordUri(two)]);
    // By hand, with the endpoint of the first one.
    device.put(record(three, '172.16.40.1'));
    device.set(recordUri(two), { endpoint: '172.16.41.2%0' });
    device.registeredElsewhere = [`${tunnel}/${two}`];
    const { changes, conflicts } = rollbackPlan(snapshot, device.state);
    expect(changes).toEqual([]);
    expect(conflicts).toMatchObject([{ uri: recordUri(two), reason: 'OwnedByAnother' }]);
  });

  it('keeps an FDB record that a neighbour of somebody else has come to need', () => {
    const mac = '5e:1b:0a:44:9c:01';
    const device = new ModelDevice(foreign);
    const snapshot = taken(device);
    device.apply(makePlan(desired([record(mac, '172.16.40.1')]), device.state));
    device.set(arpUri('10.9.9.9'), { macAddress: mac.toUpperCase() });
    const { changes, kept, diagnostics } = rollbackPlan(snapshot, device.state);
    expect(changes).toEqual([]);
    expect(kept.map(({ uri }) => uri)).toContain(recordUri(mac));
    expect(diagnostics).toMatchObject([{ reason: 'RecordKept' }]);
  });

  it('takes the registry of FDB records away with the last one that it names', () => {
    const device = new ModelDevice([]);
    const snapshot = taken(device);
    device.apply(makePlan(desired([record('5e:1b:0a:44:9c:01', '172.16.40.1')]), device.state));
    expect(lines(rollbackPlan(snapshot, device.state))).toEqual([
      `delete ${recordUri('5e:1b:0a:44:9c:01')}`,
      'delete ltm/data-group/internal/~k8s~bigip-icontrol.default',
    ]);
  });

  it('says which secret has to be set by hand', () => {
    const device = new ModelDevice([pool('web', { monitor: '/k8s/web_0_tcp' }), monitor('web_0_tcp')]);
    const state = device.state;
    const objects = state.objects.map((each) =>
      each.uri === monitorUri('web_0_tcp') ? { ...each, leftOut: ['password'] } : each,
    );
    const snapshot = snapshotFrom({ ...state, objects }, scope);
    device.remove(monitorUri('web_0_tcp'));
    expect(rollbackPlan(snapshot, device.state).diagnostics).toMatchObject([
      { severity: 'warning', reason: 'SecretLeftOut', message: expect.stringContaining('password') },
    ]);
  });

  it('counts its deletions against the limit', () => {
    const device = new ModelDevice([]);
    const snapshot = taken(device);
    device.apply(makePlan(desired([pool('a'), pool('b')]), device.state));
    const { diagnostics } = rollbackPlan(snapshot, device.state, { maxDeletes: 1 });
    expect(diagnostics).toMatchObject([{ reason: 'TooManyDeletes' }]);
  });
});

describe('a snapshot', () => {
  it('differs in nothing from the device that it was just taken of', () => {
    const used = arp('10.244.1.7', '5e:1b:0a:44:9c:01');
    const device = new ModelDevice([...foreign, pool('web'), member('web', '10.244.1.7'), used]);
    device.put(arp('10.244.7.7', '5e:1b:0a:44:9c:01'));
    expect(rollbackPlan(taken(device), device.state).changes).toEqual([]);
  });

  it('holds what is ours and nothing else', () => {
    const device = new ModelDevice([
      ...foreign,
      pool('web'),
      member('web', '10.244.1.7'),
      arp('10.244.1.7', '5e:1b:0a:44:9c:01'),
      arp('10.244.7.7', '5e:1b:0a:44:9c:01'),
      record('5e:1b:0a:44:9c:01', '172.16.40.1'),
      pool('blue', { metadata: markFor('blue') }),
    ]);
    const { objects, ...rest } = taken(device);
    expect(rest).toEqual({ version: 1, owner, partition: 'k8s', tunnel, routes: 'k8s', secrets: 'left-out' });
    expect(objects.map(({ uri }) => uri)).toEqual([
      poolUri('web'),
      memberUri('web', '10.244.1.7:8080'),
      arpUri('10.244.1.7'),
    ]);
  });
});

describe('the plan to delete everything of an owner that has nothing', () => {
  const said = (owner: string, objects: readonly Entry[]) =>
    removalPlan({ partition: 'k8s', owner }, new ModelDevice(objects).state).diagnostics.map(({ message }) => message);

  it('names those who have something: a name is easily misspelt', () => {
    const others = [pool('web', { metadata: markFor('blue') })];
    expect(said('bleu', others)).toEqual(['bleu has nothing in k8s; blue has']);
    expect(said('blue', others)).toEqual([]);
    expect(said('bleu', [])).toEqual([]);
  });
});
