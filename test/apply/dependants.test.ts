import { describe, expect, it } from 'vitest';
import { dependencies } from '../../src/apply/dependants.ts';
import type { Change } from '../../src/plan/index.ts';
import type { Entry } from '../../src/state.ts';
import { arp, entry, member, monitor, pool, record, registry, virtual } from '../plan/wanted.ts';

const mac = '5e:1b:0a:44:9c:01';
const all = [
  record(mac, '172.16.40.1'),
  arp('10.244.1.7', mac.toUpperCase()),
  monitor('m'),
  pool('web', { monitor: '/k8s/m' }),
  member('web', '10.244.1.7'),
  virtual('web', '172.16.100.1:80', 'web'),
];
const other = [pool('other'), member('other', '10.244.1.8'), arp('10.244.1.8', '5e:1b:0a:44:9c:02')];
const create = ({ uri, type, properties }: Entry): Change => ({ action: 'create', uri, type, after: properties });
const remove = ({ uri, type, properties }: Entry): Change => ({ action: 'delete', uri, type, before: properties });

/** Types of what is not tried when the change of a type fails. */
function skipped(changes: readonly Change[], type: string): string[] {
  const failed = changes.find((change) => change.type === type);
  if (failed === undefined) throw new Error(`no ${type}`);
  return [...dependencies(changes)(failed)].map((change) => change.type).sort();
}

describe('when a creation fails', () => {
  const changes = [...all, ...other].map(create);
  it.each([
    ['net/fdb/tunnel/records', ['ltm/pool/members', 'net/arp']],
    ['net/arp', ['ltm/pool/members']],
    ['ltm/monitor/tcp', ['ltm/pool', 'ltm/pool/members', 'ltm/virtual']],
    ['ltm/pool', ['ltm/pool/members', 'ltm/virtual']],
    ['ltm/pool/members', []],
    ['ltm/virtual', []],
  ])('of %s, what cannot do without it is not tried', (type, expected) => {
    expect(skipped(changes, type)).toEqual(expected);
  });
});

describe('when a deletion fails', () => {
  const changes = [...all, ...other].map(remove);
  it.each([
    // What is still there keeps what it uses; a pool in use keeps its members, and they keep their way.
    ['ltm/virtual', ['ltm/monitor/tcp', 'ltm/pool', 'ltm/pool/members', 'net/arp', 'net/fdb/tunnel/records']],
    ['ltm/pool/members', ['ltm/monitor/tcp', 'ltm/pool', 'net/arp', 'net/fdb/tunnel/records']],
    ['net/arp', ['net/fdb/tunnel/records']],
    ['net/fdb/tunnel/records', []],
    ['ltm/monitor/tcp', []],
  ])('of %s, what it still uses is not deleted', (type, expected) => {
    expect(skipped(changes, type)).toEqual(expected);
  });
});

describe('when a modification fails', () => {
  it('of a virtual server, the pool that it would have left stays', () => {
    const move: Change = {
      action: 'modify',
      uri: 'ltm/virtual/~k8s~web',
      type: 'ltm/virtual',
      before: { pool: '/k8s/web' },
      after: { pool: '/k8s/other' },
    };
    const changes = [create(pool('other')), move, remove(pool('web'))];
    expect(skipped(changes, 'ltm/virtual')).toEqual(['ltm/pool']);
    expect(skipped(changes, 'ltm/pool')).toEqual(['ltm/pool', 'ltm/virtual']);
  });

  it('of a pool, its members go on', () => {
    const modify: Change = {
      action: 'modify',
      uri: pool('web').uri,
      type: 'ltm/pool',
      before: {},
      after: { monitor: null },
    };
    expect(skipped([modify, create(member('web', '10.0.0.1'))], 'ltm/pool')).toEqual([]);
  });

  it('of an ARP entry, the member that is new at its address waits', () => {
    const modify: Change = { ...create(arp('10.244.1.7', mac)), action: 'modify', after: { macAddress: mac } };
    expect(skipped([modify, create(member('web', '10.244.1.7'))], 'net/arp')).toEqual(['ltm/pool/members']);
  });
});

describe('when the registry of the FDB records is refused', () => {
  const [mac1, mac2] = [mac, '5e:1b:0a:44:9c:02'];
  const way = (one: string, at: number): readonly Entry[] => [
    record(one, `172.16.40.${at}`),
    arp(`10.244.1.${at}`, one),
    member('web', `10.244.1.${at}`),
  ];
  const tried = (changes: readonly Change[]): readonly string[] =>
    [...dependencies(changes)(changes[0] as Change)].map(({ uri }) => uri).sort();

  it('no record is made that it alone would name, nor what needs it', () => {
    const all = [...way(mac1, 1), ...way(mac2, 2)];
    expect(tried([registry(mac1, mac2), pool('web'), ...all].map(create))).toEqual(all.map(({ uri }) => uri).sort());
  });

  it('what it names already is made and changed', () => {
    const { uri, type, properties } = registry(mac1, mac2);
    const more: Change = { action: 'modify', uri, type, before: registry(mac1).properties, after: properties };
    const moved: Change = {
      ...create(record(mac2, '172.16.40.2')),
      action: 'modify',
      before: { endpoint: '172.16.40.9' },
    };
    expect(tried([more, create(record(mac1, '172.16.40.1')), moved])).toEqual([moved.uri]);
    const fewer: Change = { ...more, before: properties, after: registry(mac1).properties };
    expect(tried([fewer, moved])).toEqual([]);
  });

  it('the record of a Node that was replaced stays, to which its neighbours lead until then', () => {
    const old = remove(record(mac1, '172.16.40.1'));
    const neighbour: Change = {
      ...create(arp('10.244.1.1', mac2)),
      action: 'modify',
      before: { macAddress: mac1 },
      after: { macAddress: mac2 },
    };
    const made = create(record(mac2, '172.16.40.1'));
    expect(tried([create(registry(mac2)), made, neighbour, old])).toEqual([made.uri, neighbour.uri, old.uri].sort());
  });
});

describe('many changes', () => {
  it('a pool that fails with 50,000 members is followed by all of them', () => {
    const members = Array.from({ length: 50_000 }, (_, at) =>
      create(member('web', `10.${at >> 14}.${(at >> 7) & 127}.${at & 127}`)),
    );
    const failed = create(pool('web'));
    expect(dependencies([failed, ...members])(failed).size).toBe(50_000);
  });
});

describe('with IPv6 neighbours and static routes', () => {
  const ndp = entry('net/ndp', 'net/ndp/~Common~k8s-fd00::7', { ipAddress: 'fd00::7', macAddress: mac });
  const route = (name: string, network: string): Entry =>
    entry('net/route', `net/route/~k8s~${name}`, { network, gw: '172.16.40.1', description: 'x' });
  const six = member('web', 'fd00::7');
  const four = member('web', '10.244.1.7');
  const web = pool('web');
  const tried = (changes: readonly Change[], failed: Change): string[] =>
    [...dependencies(changes)(failed)].map(({ uri }) => uri).sort();

  it('a member waits for its neighbour, and a record for the neighbours that name it', () => {
    const changes = [record(mac, 'fd00:1::1'), ndp, web, six].map(create);
    expect(tried(changes, changes[0] as Change)).toEqual([six.uri, ndp.uri].sort());
    const gone = [record(mac, 'fd00:1::1'), ndp, web, six].map(remove);
    expect(tried(gone, gone[1] as Change)).toEqual([(gone[0] as Change).uri]);
  });

  it('a member waits for the route to its network, and no other', () => {
    const changes = [route('a', '10.244.1.0/24'), route('b', '10.244.2.0/24'), web, four, six].map(create);
    expect(tried(changes, changes[0] as Change)).toEqual([four.uri]);
    expect(tried(changes, changes[1] as Change)).toEqual([]);
  });

  it('a route stays while a member of its network does, and one that takes its network waits for it', () => {
    const gone = [four, route('a', '10.244.1.0/24')].map(remove);
    expect(tried(gone, gone[0] as Change)).toEqual(['net/route/~k8s~a']);
    const moved = [remove(route('a', '10.244.1.0/24')), create(route('b', '10.244.1.9/24')), remove(four)];
    expect(tried(moved, moved[0] as Change)).toEqual(['net/route/~k8s~b']);
    expect(tried(moved, moved[2] as Change)).toEqual([]);
  });
});
