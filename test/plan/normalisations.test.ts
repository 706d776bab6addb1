/**
 * Each way in which BIG-IP is known to say something otherwise than it was sent: none of them is a difference. Beside each
 * stands an answer with another meaning, which has to be one (facts: icontrol-rest 3, 5, 7, 8; cis 4.1). The data are ours.
 */
import { describe, expect, it } from 'vitest';
import { entriesOf } from '../../src/actual/entries.ts';
import type { Item } from '../../src/icontrol/items.ts';
import { makePlan } from '../../src/plan/index.ts';
import { resourceOf } from '../../src/resources/tree.ts';
import type { ActualState, Entry } from '../../src/state.ts';
import { formatUri } from '../../src/values/uri.ts';
import { monitorRows } from './normalisations/monitor.ts';
import { overlayRows } from './normalisations/overlay.ts';
import { poolRows } from './normalisations/pool.ts';
import type { Row } from './normalisations/row.ts';
import { virtualRows } from './normalisations/virtual.ts';
import { desired, mark } from './wanted.ts';

const poolPath = ['ltm', 'pool', '/k8s/p', 'members'];
const tunnelPath = ['net', 'fdb', 'tunnel', '/Common/flannel_vxlan', 'records'];
const places: Readonly<Record<string, readonly string[]>> = {
  'ltm/pool/members': poolPath,
  'net/fdb/tunnel/records': tunnelPath,
};
const inCommon = new Set(['net/arp', 'net/ndp', 'net/route']);
const marked = new Set(['ltm/pool', 'ltm/virtual']);
const envelope = { kind: 'tm:x:xstate', generation: 7, selfLink: 'https://localhost/mgmt/tm/x?ver=14.1.2.1' } as const;

/** The parents of what is compared, as they are wanted and there. */
const around: readonly Entry[] = [
  { uri: 'ltm/pool/~k8s~p', type: 'ltm/pool', properties: { metadata: mark } },
  {
    uri: 'ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80',
    type: 'ltm/pool/members',
    properties: { address: '10.0.0.1' },
  },
];

function planOf(row: Row, answered: Item): readonly (readonly [action: string, after: unknown])[] {
  const { type, sent, name = 'x', routeDomain = 0, virtualAddresses } = row;
  const resource = resourceOf(type);
  if (resource === undefined) throw new Error(`no type ${type}`);
  const place = places[type] ?? type.split('/');
  const partition = inCommon.has(type) ? 'Common' : 'k8s';
  const bare = resource.naming === 'name';
  const own = marked.has(type) && sent['metadata'] === undefined ? { metadata: mark } : {};
  const uri = formatUri([...place, bare ? name : `/${partition}/${name}`]);
  const item = { ...envelope, name, ...(bare ? {} : { partition }), ...own, ...answered } as Item;
  const actual: ActualState = {
    objects: [
      ...around.filter((entry) => entry.uri !== uri && type !== entry.type),
      ...entriesOf(place, resource, item),
    ],
    routeDomains: { Common: 0, k8s: routeDomain },
    membersElsewhere: [],
    registries: { others: [] },
    ...(virtualAddresses === undefined ? {} : { virtualAddresses }),
  };
  const parents = actual.objects.filter((entry) => around.includes(entry));
  const wanted = desired([...parents, { uri, type, properties: { ...own, ...sent } }]);
  const { changes, conflicts } = makePlan(wanted, actual, { adopt: true });
  return [
    ...changes.flatMap((change) => (change.type === type ? [[change.action, change.after] as const] : [])),
    ...conflicts.flatMap((conflict) => (conflict.type === type ? [['conflict', conflict.message] as const] : [])),
  ];
}

const rows = [...virtualRows, ...poolRows, ...monitorRows, ...overlayRows];

describe('said otherwise, it is the same; and what is not the same is seen', () => {
  it.each(rows.map((row) => [`${row.type}: ${row.what}`, row] as const))('%s', (_what, row) => {
    expect(planOf(row, row.answered)).toEqual([]);
    const changes = planOf(row, row.other);
    expect(changes.map(([action]) => action)).toContain(row.action ?? 'modify');
  });

  it('has a name of its own for every row', () => {
    const names = rows.map(({ type, what }) => `${type}: ${what}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
