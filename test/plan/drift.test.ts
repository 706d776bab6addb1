/** What differs, as a person and as a script read it. */
import { describe, expect, it } from 'vitest';
import { describeDrift, driftOf, makePlan, type Plan } from '../../src/plan/index.ts';
import { ModelDevice } from './model-device.ts';
import { arp, desired, markFor, member, memberUri, pool, poolUri, record, virtual, virtualUri } from './wanted.ts';

const mac = '5e:1b:0a:44:9c:01';
const wanted = desired([
  virtual('web', '172.16.0.1:80', 'web'),
  pool('web'),
  member('web', '10.244.1.7'),
  arp('10.244.1.7', mac),
  record(mac, '172.16.40.1'),
]);

function planned(change: (device: ModelDevice) => void): Plan {
  const device = new ModelDevice();
  device.apply(makePlan(wanted, device.state));
  change(device);
  return makePlan(wanted, device.state, { prune: true });
}

describe('drift', () => {
  it('is none where nothing differs, also when only the book-keeping does', () => {
    expect(driftOf(planned(() => {}))).toEqual([]);
    expect(describeDrift([])).toBe('Drift: no differences');
    const device = new ModelDevice([record(mac, '172.16.40.1')]);
    device.put({
      uri: 'ltm/data-group/internal/~k8s~bigip-icontrol.default',
      type: 'ltm/data-group/internal',
      properties: { description: 'managed-by bigip-icontrol/default' },
    });
    const plan = makePlan(desired([record(mac, '172.16.40.1')]), device.state, { prune: true, adopt: true });
    expect(plan.changes).toHaveLength(1);
    expect(driftOf(plan)).toEqual([]);
  });

  it('says of each object what it should be and what it is', () => {
    const plan = planned((device) => {
      device.remove(memberUri('web', '10.244.1.7:8080'));
      device.set(poolUri('web'), { loadBalancingMode: 'ratio-member' });
      device.put(pool('old'));
      device.put(member('web', '10.9.9.9'));
    });
    expect(driftOf(plan)).toMatchObject([
      {
        change: 'modified',
        uri: poolUri('web'),
        before: { loadBalancingMode: 'round-robin' },
        after: { loadBalancingMode: 'ratio-member' },
      },
      { change: 'deleted', uri: memberUri('web', '10.244.1.7:8080'), before: { address: '10.244.1.7' } },
      { change: 'created', uri: memberUri('web', '10.9.9.9:8080'), holder: { kind: 'ours' } },
      { change: 'created', uri: poolUri('old'), after: { loadBalancingMode: 'round-robin' } },
    ]);
    expect(describeDrift(driftOf(plan)).split('\n')).toEqual([
      'Drift: 1 missing, 1 different, 2 not expected',
      '  ~ ltm/pool          /k8s/web  loadBalancingMode: round-robin -> ratio-member',
      '  - ltm/pool/members  10.244.1.7:8080 in /k8s/web  missing',
      '  + ltm/pool/members  10.9.9.9:8080 in /k8s/web  not expected',
      '  + ltm/pool          /k8s/old  not expected',
    ]);
  });

  it('says who has what is not ours any more, and what is only there because something needs it', () => {
    const plan = planned((device) => {
      device.set(poolUri('web'), { metadata: markFor('blue') });
      device.put(pool('used'));
      device.put(virtual('by-hand', '172.16.0.9:80', 'used', { metadata: null }));
      device.set(virtualUri('web'), { appService: '/k8s/app.app/app' });
    });
    const drifts = driftOf(plan);
    expect(drifts).toMatchObject([
      { change: 'modified', uri: poolUri('web'), holder: { kind: 'another', name: 'bigip-icontrol/blue' } },
      { change: 'created', uri: poolUri('used'), message: 'something else refers to it' },
    ]);
    expect(describeDrift(drifts)).toContain(
      '/k8s/web  (belongs to bigip-icontrol/blue; only that owner may change it)',
    );
    expect(describeDrift(drifts, (colour, text) => `<${colour}>${text}</>`)).toContain('<yellow>~</>');
  });

  it('shows of a replaced object only what differs', () => {
    const plan: Pick<Plan, 'changes' | 'conflicts' | 'kept'> = {
      conflicts: [],
      kept: [],
      changes: [
        {
          action: 'replace',
          uri: 'net/arp/~Common~k8s-10.1.1.1',
          type: 'net/arp',
          before: { ipAddress: '10.1.1.2', macAddress: mac },
          after: { ipAddress: '10.1.1.1', macAddress: mac },
        },
      ],
    };
    expect(driftOf(plan)).toMatchObject([{ before: { ipAddress: '10.1.1.1' }, after: { ipAddress: '10.1.1.2' } }]);
    expect(Object.keys(driftOf(plan)[0]?.after ?? {})).toEqual(['ipAddress']);
  });
});
