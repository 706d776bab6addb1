import { describe, expect, it } from 'vitest';
import { describePlan, displayName, makePlan, summarisePlan } from '../../src/plan/index.ts';
import { ModelDevice } from './model-device.ts';
import {
  arp,
  desired,
  draining,
  markFor,
  member,
  memberUri,
  monitor,
  pool,
  record,
  recordUri,
  registry,
  virtual,
  virtualUri,
} from './wanted.ts';

const mac = '5e:1b:0a:44:9c:01';
const all = [
  virtual('web', '172.16.100.195:80', 'web'),
  pool('web'),
  member('web', '10.244.1.7'),
  draining('web', '10.244.1.8'),
  arp('10.244.1.7', mac),
  record(mac, '172.16.40.1'),
];

describe('a plan as text', () => {
  it('says what is made, one line an object', () => {
    const plan = makePlan(desired(all), new ModelDevice().state);
    expect(describePlan(plan).split('\n')).toEqual([
      'Plan: 7 to create',
      '  + ltm/data-group/internal  /k8s/bigip-icontrol.default  remembers 1 FDB record as ours',
      '  + net/fdb/tunnel/records   5e:1b:0a:44:9c:01 in /Common/flannel_vxlan  -> 172.16.40.1',
      '  + net/arp                  /Common/k8s-10.244.1.7  -> 5e:1b:0a:44:9c:01',
      '  + ltm/pool                 /k8s/web  round-robin',
      '  + ltm/pool/members         10.244.1.7:8080 in /k8s/web',
      '  + ltm/pool/members         10.244.1.8:8080 in /k8s/web  draining',
      '  + ltm/virtual              /k8s/web  /k8s/172.16.100.195:80 tcp, pool web, SNAT automap',
    ]);
  });

  it('says of a new virtual server what it does with its traffic', () => {
    const profiles = [
      { name: '/Common/tcp', context: 'all' },
      { name: '/Common/clientssl', context: 'clientside' },
      { name: '/Common/serverssl', context: 'serverside' },
    ];
    const sourceAddressTranslation = { type: 'snat', pool: '/Common/out' };
    const more = { profiles, sourceAddressTranslation, rules: ['/Common/a', '/Common/b'], vlans: ['/Common/int'] };
    const plan = makePlan(
      desired([virtual('web', '172.16.100.195:443', 'web', more), pool('web')]),
      new ModelDevice().state,
    );
    expect(describePlan(plan).split('\n').at(-1)).toBe(
      '  + ltm/virtual  /k8s/web  /k8s/172.16.100.195:443 tcp, pool web, clientside /Common/clientssl, serverside /Common/serverssl, SNAT /Common/out, rules /Common/a /Common/b, VLANs /Common/int',
    );
  });

  it('says what changes from what to what, and why something goes', () => {
    const device = new ModelDevice([...all, registry(mac), pool('old')]);
    const next = [virtual('web', '172.16.100.196:80', 'web'), pool('web', { monitor: '/Common/tcp' })];
    const lines = describePlan(makePlan(desired(next), device.state)).split('\n');
    expect(lines[0]).toBe('Plan: 2 to modify, 3 to delete, 2 kept');
    expect(lines).toContain(
      '  ~ ltm/virtual       /k8s/web  destination: /k8s/172.16.100.195:80 -> /k8s/172.16.100.196:80',
    );
    expect(lines).toContain('  ~ ltm/pool          /k8s/web  monitor: none -> /Common/tcp');
    expect(lines).toContain('  - net/arp           /Common/k8s-10.244.1.7 (no pool member uses this address)');
    expect(lines.at(-1)).toContain('and kept');
  });

  it('says of lists and metadata what comes and goes, and not what stays', () => {
    const before = {
      metadata: [
        { name: 'managed-by', persist: 'true', value: 'bigip-icontrol/default' },
        { name: 'team', persist: 'true', value: 'blue' },
      ],
    };
    const profiles = [
      { name: 'tcp', partition: 'Common', context: 'all', nameReference: { link: 'https://localhost/x' } },
      { name: 'old', partition: 'Common', context: 'clientside' },
    ];
    const device = new ModelDevice([
      virtual('web', '172.16.100.195:80', 'web', { ...before, rules: ['/Common/a', '/Common/b'], profiles }),
      pool('web', { metadata: [{ name: 'team', persist: 'true', value: 'blue' }] }),
    ]);
    const wanted = {
      rules: ['/Common/b', '/Common/c'],
      profiles: [
        { name: '/Common/tcp', context: 'all' },
        { name: '/Common/new', context: 'clientside' },
      ],
    };
    const all = desired([virtual('web', '172.16.100.195:80', 'web', wanted), pool('web')]);
    const lines = describePlan(makePlan(all, device.state, { adopt: true })).split('\n');
    expect(lines).toContain('  ~ ltm/pool     /k8s/web  metadata managed-by: none -> bigip-icontrol/default (adopted)');
    expect(lines.find((line) => line.includes('ltm/virtual'))).toMatch(/ rules: - \/Common\/a \+ \/Common\/c$/);
    expect(lines.join('\n')).toContain('profiles: - /Common/old (clientside) + /Common/new (clientside)');
  });

  it('says the reason of a replacement', () => {
    const device = new ModelDevice([pool('web'), monitor('web_0_tcp', { defaultsFrom: '/Common/tcp' })]);
    const wanted = [pool('web'), monitor('web_0_tcp', { defaultsFrom: '/Common/tcp_half_open' })];
    expect(describePlan(makePlan(desired(wanted), device.state))).toContain('cannot change after creation)');
  });

  it('says which members are drained, that all is undone, that it waits, and that a save is due', () => {
    const device = new ModelDevice(all);
    const plan = makePlan(desired([virtual('web', '172.16.100.195:80', 'web'), pool('web')]), device.state);
    const text = describePlan({ ...plan, applyWith: { drain: 30_000, wait: 60_000, rollbackOnFailure: true } });
    expect(text).toMatch(
      /- ltm\/pool\/members {2}10\.244\.1\.7:8080 in \/k8s\/web \(drained before removal, at most 30 s\)/,
    );
    expect(text.split('\n').slice(-2)).toEqual([
      'When a part fails and another was done, all of it is undone again.',
      'Then up to 60 s are waited for the pool members to take traffic.',
    ]);
    expect(summarisePlan({ ...plan, changes: [], unsaved: ['ltm/pool/~k8s~web'] })).toMatch(
      /^no changes, a save that is due/,
    );
  });

  it('says conflicts and what is held', () => {
    const held = { uri: virtualUri('x'), type: 'ltm/virtual', reason: 'ServiceNotFound' };
    const plan = makePlan(
      desired([pool('web')], { held: [held] }),
      new ModelDevice([pool('web', { metadata: markFor('blue') })]).state,
    );
    expect(describePlan(plan)).toBe(
      [
        'Plan: no changes, 1 conflict, 1 held',
        '  ! /k8s/web: belongs to bigip-icontrol/blue; only that owner may change it',
        '  = /k8s/x is held: ServiceNotFound',
      ].join('\n'),
    );
    expect(summarisePlan(makePlan(desired([]), new ModelDevice().state))).toBe('no changes');
  });

  it('names objects as F5 does', () => {
    expect(displayName(memberUri('web', '10.0.0.1%10:80'))).toBe('10.0.0.1%10:80 in /k8s/web');
    expect(displayName(recordUri(mac))).toBe(`${mac} in /Common/flannel_vxlan`);
  });

  it('colours by what happens', () => {
    const plan = makePlan(desired([pool('web')]), new ModelDevice().state);
    expect(describePlan(plan, (colour, text) => `<${colour}>${text}</>`)).toContain('<green>+</>');
  });
});
