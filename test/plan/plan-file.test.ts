import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan, parsePlan } from '../../src/plan/index.ts';
import { registryType, registryUri } from '../../src/values/registry.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { runs } from '../share.ts';
import { ModelDevice } from './model-device.ts';
import { arp, arpUri, desired, markFor, member, pool, record, stateOf, virtual, virtualUri, world } from './wanted.ts';

const mac = '5e:1b:0a:44:9c:01';
const memberElsewhere = 'ltm/pool/~blue~web/members/~k8s~10.1.1.1:80';
const recordElsewhere = `net/fdb/tunnel/~Common~other/records/${mac}`;
const gateway = { ipAddress: '10.1.1.1', macAddress: '02:00:00:00:00:02' };
const blue = { metadata: markFor('blue') };

describe('a plan as JSON', () => {
  const wanted = desired([
    virtual('web', '172.16.0.1:80', 'web'),
    pool('web'),
    member('web', '10.244.1.7'),
    arp('10.244.1.7', mac),
    record(mac, '172.16.40.1'),
  ]);
  const plan = makePlan(wanted, new ModelDevice().state);
  const made = (type: string, uri: string, after: object = {}) => ({
    changes: [{ action: 'create', type, uri, after }],
  });
  const goes = (type: string, uri: string, before: object = {}) => ({
    changes: [{ action: 'delete', type, uri, before }],
  });

  const web = virtualUri('web');
  const changed = (type: string, uri: string, after: object) => ({
    changes: [{ action: 'modify', type, uri, before: {}, after }],
  });
  const undone = (type: string, uri: string) => ({
    changes: [{ action: 'delete', type, uri, before: { ipAddress: '10.244.1.7' }, reason: 'not in the snapshot' }],
  });

  it('that says nothing else than before is taken', () => {
    expect(plan.changes).toHaveLength(6);
    expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
  });

  it.each<[string, object, RegExp]>([
    ['a pool of another partition', made('ltm/pool', 'ltm/pool/~other~web'), /not in the place/],
    ['a pool of a partition of nearly the name', made('ltm/pool', 'ltm/pool/~k8s2~web'), /not in the place/],
    ["a virtual server of the tunnel's partition", goes('ltm/virtual', 'ltm/virtual/~Common~a'), /not in the place/],
    ['the member of a pool elsewhere', made('ltm/pool/members', memberElsewhere), /not in the place/],
    ['a user', made('auth/user', 'auth/user/eve'), /not in the place/],
    ['the partition itself', goes('auth/partition', 'auth/partition/k8s'), /not in the place/],
    ['an iRule', made('ltm/rule', 'ltm/rule/~k8s~x'), /not in the place/],
    ['an ltm node', goes('ltm/node', 'ltm/node/~k8s~10.0.0.1'), /not in the place/],
    ['a tunnel', goes('net/tunnels/tunnel', 'net/tunnels/tunnel/~Common~flannel_vxlan'), /not in the place/],
    ['a self IP', goes('net/self', 'net/self/~Common~over'), /not in the place/],
    ['a record of another tunnel', goes('net/fdb/tunnel/records', recordElsewhere), /not of a tunnel of the plan/],
    ['the registry of another owner', goes(registryType, registryUri('k8s', 'blue')), /not in the place/],
    ['any other data group', made(registryType, 'ltm/data-group/internal/~k8s~x'), /not in the place/],
    [
      'a neighbour that is not named as ours',
      goes('net/arp', 'net/arp/~Common~gateway', gateway),
      /not the name of ours/,
    ],
    ['a neighbour named as ours for another', made('net/arp', arpUri('10.1.1.2'), gateway), /not the name of ours/],
    [
      'the MAC of a neighbour by hand',
      changed('net/arp', 'net/arp/~Common~gateway', { macAddress: mac }),
      /not the name/,
    ],
    ['a neighbour, as if rolled back', undone('net/arp', arpUri('10.244.1.7')), /goes with a rollback/],
    [
      'a destination elsewhere',
      changed('ltm/virtual', web, { destination: '/Common/10.9.9.9:80' }),
      /a destination outside/,
    ],
    [
      'the pool of another',
      changed('ltm/virtual', web, { pool: '/Common/theirs' }),
      /a pool outside the partition k8s/,
    ],
    ['a virtual server without our mark', made('ltm/virtual', 'ltm/virtual/~k8s~x'), /no mark of its owner/],
    ['a pool with the mark of another', made('ltm/pool', 'ltm/pool/~k8s~x', blue), /no mark of its owner/],
    ['what its type is not', made('ltm/pool', 'ltm/virtual/~k8s~web'), /changes\.0\.type/],
    ['anywhere, because it does not say where', { scope: undefined }, /plan\.scope.*could write anywhere/],
    ['in another place', { scope: { partition: 'other' } }, /changes\.0.*is not/],
    ['without its tunnel', { scope: { partition: 'k8s' } }, /changes\.1.*is not of a tunnel/],
    ['for another owner', { owner: 'blue' }, /changes\.\d.*is not in the place|no mark of its owner/],
    ['on both units of a pair', { units: [] }, /plan\.units.*is of a pair/],
    ['on one unit of a pair', { changes: [{ ...plan.changes[0], unit: 'a' }] }, /unit.*is of a pair/],
  ])('that was changed to write %s is refused', (_what, changed, why) => {
    const text = JSON.stringify({ ...plan, ...changed });
    expect(() => parsePlan(text)).toThrow(BigIpValueError);
    expect(() => parsePlan(text)).toThrow(why);
  });

  it('is the same plan when it is read back', () => {
    fc.assert(
      fc.property(world, world, (before, after) => {
        const device = new ModelDevice();
        device.apply(makePlan(stateOf(before), device.state));
        const plan = makePlan(stateOf(after), device.state, { prune: true });
        expect(parsePlan(JSON.stringify(plan))).toEqual(plan);
      }),
      { numRuns: runs(50) },
    );
  });
});
