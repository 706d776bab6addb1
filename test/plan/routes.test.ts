/** Static routes to Nodes: whose they are, and that no two lead to one network. */
import { describe, expect, it } from 'vitest';
import { makePlan, type PlanOptions } from '../../src/plan/index.ts';
import type { ActualState, DesiredState, Entry } from '../../src/state.ts';
import { desired, entry, member, pool } from './wanted.ts';

const ours = 'managed-by bigip-icontrol/default';
const uri = (name: string) => `net/route/~k8s~${name}`;
const route = (name: string, network: string, gw = '10.0.0.1', description = ours): Entry =>
  entry('net/route', uri(name), { network, gw, description });

function plan(
  wanted: readonly Entry[],
  found: readonly Entry[],
  more: { options?: PlanOptions; rest?: Partial<DesiredState>; actual?: Partial<ActualState> } = {},
) {
  const scope = { partition: 'k8s', routes: 'k8s', heldPrefixes: [], heldEndpoints: [] as string[] };
  const state = { ...desired(wanted, more.rest), scope: { ...scope, ...more.rest?.scope } };
  const actual = { objects: found, routeDomains: {}, membersElsewhere: [], ...more.actual };
  return makePlan(state, actual, more.options);
}
const changes = (...args: Parameters<typeof plan>) =>
  plan(...args).changes.map((change) => `${change.action} ${change.uri}`);

describe('static routes in a plan', () => {
  it('are as they should be, whichever way the device writes them', () => {
    const found = route('a', '10.244.1.0%0/24', '10.0.0.1%0');
    expect(changes([route('a', '10.244.1.0/24')], [found])).toEqual([]);
  });

  it('get another gateway in place, and another network anew', () => {
    expect(plan([route('a', '10.244.1.0/24', '10.0.0.2')], [route('a', '10.244.1.0/24')]).changes).toMatchObject([
      { action: 'modify', before: { gw: '10.0.0.1' }, after: { gw: '10.0.0.2' } },
    ]);
    expect(changes([route('a', '10.244.2.0/24')], [route('a', '10.244.1.0/24')])).toEqual([`replace ${uri('a')}`]);
  });

  it('that nobody wants are kept, go with prune, and at once where another Node has their network', () => {
    const left = route('gone', '10.244.9.0/24');
    expect(plan([], [left]).kept).toEqual([{ uri: uri('gone'), type: 'net/route' }]);
    expect(changes([], [left], { options: { prune: true } })).toEqual([`delete ${uri('gone')}`]);
    const taken = plan([route('a', '10.244.9.0/24')], [left]);
    expect(taken.changes.map((change) => `${change.action} ${change.uri}`)).toEqual([
      `delete ${uri('gone')}`,
      `create ${uri('a')}`,
    ]);
    expect(taken.kept).toEqual([]);
  });

  it('of others are never touched, also with prune', () => {
    const others = [
      route('op', '10.1.0.0/16', '10.0.0.1', 'to the lab'),
      route('b', '10.2.0.0/16', '10.0.0.1', `${ours}2`),
    ];
    expect(plan([], others, { options: { prune: true } })).toMatchObject({ changes: [], kept: [], conflicts: [] });
  });

  it.each([
    ['of the wanted name', route('a', '10.244.1.0/24', '10.0.0.9', 'by hand'), {}, 'NotOurs'],
    ['of the wanted name, of another owner', route('a', '10.244.1.0/24', '10.0.0.9', `${ours}2`), {}, 'OwnedByAnother'],
    ['to the wanted network', route('z', '10.244.1.0/24', '10.0.0.9', 'by hand'), {}, 'AddressTaken'],
    [
      'to the wanted network, also to adopt',
      route('z', '10.244.1.9/24', '10.0.0.9', ''),
      { adopt: true },
      'AddressTaken',
    ],
  ])('one %s is a conflict', (_what, found, options, reason) => {
    const made = plan([route('a', '10.244.1.0/24')], [found], { options });
    expect(made.conflicts.map((conflict) => conflict.reason)).toEqual([reason]);
    expect(made.changes).toEqual([]);
  });

  it('of another partition are conflicts in the same route domain only', () => {
    const elsewhere = entry('net/route', 'net/route/~Common~x', { network: '10.244.1.0/24', gw: '10.0.0.9' });
    const conflicts = (routeDomains: Record<string, number>) =>
      plan([route('a', '10.244.1.0/24')], [], { actual: { routesElsewhere: [elsewhere], routeDomains } }).conflicts;
    expect(conflicts({ Common: 0, k8s: 0 })).toMatchObject([{ holder: 'net/route/~Common~x' }]);
    expect(conflicts({ Common: 0, k8s: 5 })).toEqual([]);
  });

  it('that are a conflict hold back new members of their network, unless it leads to the same gateway', () => {
    const wanted = [route('a', '10.244.1.0/24'), route('b', '10.244.2.0/24'), pool('web'), member('web', '10.244.1.5')];
    const taken = (gw: string) => plan(wanted, [route('z', '10.244.1.0/24', gw, '')]);
    expect(taken('10.0.0.9').held).toMatchObject([{ type: 'ltm/pool/members', reason: 'DependencyConflict' }]);
    expect(taken('10.0.0.1').held).toEqual([]);
  });

  it('that are held keep their network', () => {
    const made = plan([route('a', '10.244.9.0/24')], [route('silent-1', '10.244.9.0/24', '10.0.0.7')], {
      rest: { scope: { partition: 'k8s', routes: 'k8s', heldPrefixes: [uri('silent-')], heldEndpoints: [] } },
      options: { prune: true },
    });
    expect(made.changes).toEqual([]);
    expect(made.held).toMatchObject([{ uri: uri('a'), reason: 'DependencyConflict' }]);
  });

  it('stand before members, and go after them', () => {
    const wanted = [pool('web'), member('web', '10.244.1.5'), route('a', '10.244.1.0/24')];
    expect(plan(wanted, []).changes.map(({ type }) => type)).toEqual(['net/route', 'ltm/pool', 'ltm/pool/members']);
    const gone = plan([pool('web')], wanted, { options: { prune: true } });
    expect(gone.changes.map(({ type }) => type)).toEqual(['ltm/pool/members', 'net/route']);
  });
});
