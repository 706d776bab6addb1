import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

const seed = {
  ...overlay,
  'sys/folder/~k8s~sub': {},
  'ltm/pool/~k8s~sub~p': {},
  'ltm/pool/~k8s~w': { monitor: '/Common/http' },
  'ltm/node/~k8s~n': { address: '10.7.0.1' },
  'ltm/rule/~k8s~r': { apiAnonymous: 'when X {}' },
  'ltm/rule/~k8s~u': { apiAnonymous: 'when X {}' },
  'ltm/snatpool/~k8s~s': { members: ['/k8s/10.9.9.9'] },
  'ltm/profile/client-ssl/~k8s~c': {},
  'ltm/profile/http/~k8s~parent': {},
  'ltm/profile/http/~k8s~child': { defaultsFrom: '/k8s/parent' },
  'ltm/monitor/http/~k8s~m': {},
  'ltm/monitor/http/~k8s~heir': { defaultsFrom: '/k8s/m' },
  'ltm/persistence/universal/~k8s~by-rule': { rule: '/k8s/u' },
  'ltm/data-group/internal/~k8s~d': { type: 'string' },
  'ltm/policy/~k8s~q': { rules: [{ name: 'r1', actions: [{ name: 'a0', forward: true, pool: '/k8s/w' }] }] },
  'net/route-domain/~k8s~rd9': { id: 9 },
  'auth/partition/tenant': { defaultRouteDomain: 9 },
  'ltm/virtual/~k8s~sub~v': {
    destination: '/k8s/10.1.1.1:80',
    pool: '/k8s/sub/p',
    rules: ['/k8s/r'],
    profiles: ['/Common/tcp', '/k8s/c'],
    policies: ['/k8s/q'],
    sourceAddressTranslation: { type: 'snat', pool: '/k8s/s' },
    persist: [{ name: 'by-rule', partition: 'k8s' }],
  },
};

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed });
  return { device, client: new Speaker(device) };
}

const virtual = { name: 'x', partition: 'k8s', destination: '10.1.1.2:80' };
const notFound = (label: string, path = '/k8s/none') =>
  `404 01020036:3: The requested ${label} (${path}) was not found.`;
const groupMissing = '400 01070734:3: Configuration error: Traffic group (/Common/none) does not exist.';
const monitorMissing = '400 01070022:3: The monitor template /k8s/none was not found.';
const snatpoolMissing = "400 0107163f:3: Pool (/k8s/none) of type (snatpool) doesn't exist.";

describe('a reference to what is not there', () => {
  it.each([
    ['ltm/virtual', { ...virtual, pool: '/k8s/none' }, notFound('Pool')],
    ['ltm/virtual', { ...virtual, pool: 'none-such' }, notFound('Pool', '/k8s/none-such')],
    ['ltm/virtual', { ...virtual, lastHopPool: '/k8s/none' }, notFound('Pool')],
    ['ltm/virtual', { ...virtual, rules: ['/k8s/r', '/k8s/none'] }, notFound('iRule')],
    ['ltm/virtual', { ...virtual, profiles: ['/Common/tcp', '/k8s/none'] }, notFound('profile')],
    ['ltm/virtual', { ...virtual, policies: ['/k8s/none'] }, notFound('policy')],
    ['ltm/virtual', { ...virtual, vlans: ['/k8s/none'], vlansEnabled: true }, notFound('VLAN')],
    ['ltm/virtual', { ...virtual, persist: [{ name: 'none', partition: 'k8s' }] }, notFound('persistence profile')],
    ['ltm/virtual', { ...virtual, persist: '/k8s/none' }, notFound('persistence profile')],
    ['ltm/virtual', { ...virtual, fallbackPersistence: '/k8s/none' }, notFound('persistence profile')],
    ['ltm/virtual', { ...virtual, sourceAddressTranslation: { type: 'snat', pool: '/k8s/none' } }, snatpoolMissing],
    ['ltm/pool', { name: 'x', partition: 'k8s', monitor: '/k8s/none' }, monitorMissing],
    ['ltm/pool', { name: 'x', partition: 'k8s', monitor: 'min 1 of { /Common/http /k8s/none }' }, monitorMissing],
    ['ltm/node', { name: 'x', partition: 'k8s', address: '10.7.0.9', monitor: '/k8s/none' }, monitorMissing],
    ['ltm/pool/~k8s~w/members', { name: '10.7.0.3:80', monitor: '/k8s/none' }, monitorMissing],
    ['ltm/monitor/http', { name: 'x', partition: 'k8s', defaultsFrom: '/k8s/none' }, monitorMissing],
    ['ltm/profile/http', { name: 'x', partition: 'k8s', defaultsFrom: '/k8s/none' }, notFound('profile')],
    ['ltm/persistence/cookie', { name: 'x', defaultsFrom: '/k8s/none' }, notFound('persistence profile')],
    ['ltm/persistence/universal', { name: 'x', rule: '/k8s/none' }, notFound('iRule')],
    ['ltm/virtual-address', { address: '10.7.7.7', trafficGroup: '/Common/none' }, groupMissing],
    ['ltm/snat-translation', { address: '10.7.7.7', trafficGroup: '/Common/none' }, groupMissing],
    ['net/self', { name: 'x', address: '10.8.0.1/24', vlan: 'int_vlan', trafficGroup: 'none-such' }, /Traffic group/],
    ['net/self', { name: 'x', address: '10.8.0.1/24', vlan: '/k8s/none' }, notFound('VLAN')],
    ['net/route', { name: 'x', network: '10.8.0.0/16', tmInterface: '/k8s/none' }, notFound('VLAN')],
    ['net/route', { name: 'x', network: '10.8.0.0/16', pool: '/k8s/none' }, notFound('Pool')],
    [
      'net/tunnels/tunnel',
      { name: 'x', profile: '/k8s/none' },
      /^404 01020036:3: The requested .*profile \(\/k8s\/none\)/,
    ],
    ['net/tunnels/tunnel', { name: 'x', profile: 'vxlan', key: 9, trafficGroup: '/Common/none' }, groupMissing],
    ['net/tunnels/vxlan', { name: 'x', defaultsFrom: '/k8s/none' }, /^404 01020036:3: .*profile \(\/k8s\/none\)/],
    ['net/route-domain', { name: 'x', id: 77, vlans: ['/k8s/none'] }, notFound('VLAN')],
    ['net/route-domain', { name: 'x', id: 77, parent: '/k8s/none' }, notFound('Route Domain')],
    ['sys/folder', { name: '/k8s/x', deviceGroup: '/Common/none' }, notFound('device group', '/Common/none')],
    ['sys/folder', { name: '/k8s/x', trafficGroup: '/Common/none' }, groupMissing],
    ['auth/partition', { name: 'x', defaultRouteDomain: 78 }, /^400 .*78/],
  ])('is refused at POST %s %j', async (uri, body, expected) => {
    const { device, client } = await start();
    await using _ = device;
    const before = device.list('');
    const answer = await client.post(uri, body);
    const said = `${answer.status} ${answer.body['message']}`;
    if (typeof expected === 'string') expect(said).toBe(expected);
    else expect(said).toMatch(expected);
    expect(device.list('')).toEqual(before);
  });
});

const inUse = (what: string, by: string) =>
  `400 01070265:3: The ${what} cannot be deleted because it is in use by a ${by}.`;

describe('what is in use', () => {
  it.each([
    ['ltm/pool/~k8s~sub~p', inUse('Pool (/k8s/sub/p)', 'Virtual Server (/k8s/sub/v)')],
    ['ltm/pool/~k8s~w', inUse('Pool (/k8s/w)', 'policy action (/k8s/q r1 a0)')],
    ['ltm/rule/~k8s~r', inUse('rule (/k8s/r)', 'virtual server (/k8s/sub/v)')],
    ['ltm/rule/~k8s~u', inUse('rule (/k8s/u)', 'persistence profile (/k8s/by-rule)')],
    [
      'ltm/profile/client-ssl/~k8s~c',
      inUse('ClientSSL Profile (/k8s/c)', 'virtual server profile (/k8s/sub/v /k8s/c)'),
    ],
    ['ltm/policy/~k8s~q', '400 01070635:3: The policy (/k8s/q) is referenced by one or more virtuals.'],
    ['ltm/snatpool/~k8s~s', '400 01070320:3: Snatpool /k8s/s is still referenced by a virtual server.'],
    ['ltm/monitor/http/~k8s~m', '400 01070083:3: Monitor /k8s/m is in use.'],
    ['ltm/profile/http/~k8s~parent', /^400 01070265:3: .*\/k8s\/parent.* in use by a .*\/k8s\/child/],
    ['ltm/persistence/universal/~k8s~by-rule', /^400 01070265:3: .*\/k8s\/by-rule.* in use by a .*\/k8s\/sub\/v/],
    ['ltm/snat-translation/~k8s~10.9.9.9', /^400 01070265:3: .*\/k8s\/10.9.9.9.* in use by a Snatpool \(\/k8s\/s\)/],
    [
      'net/tunnels/tunnel/~Common~flannel_vxlan',
      inUse('Tunnel (/Common/flannel_vxlan)', 'self IP (/Common/flannel-self)'),
    ],
    ['net/tunnels/vxlan/~Common~fl-vxlan', /^400 01070265:3: .*\/Common\/fl-vxlan.* in use by a Tunnel/],
    [
      'net/route-domain/~k8s~rd9',
      '400 0107097c:3: The specified route domain (9) is the default route domain for one or more partitions (tenant) and cannot be deleted.',
    ],
  ])('is not deleted: %s', async (uri, expected) => {
    const { device, client } = await start();
    await using _ = device;
    const answer = await client.delete(uri);
    const said = `${answer.status} ${answer.body['message']}`;
    if (typeof expected === 'string') expect(said).toBe(expected);
    else expect(said).toMatch(expected);
    expect((await client.get(uri)).status).toBe(200);
  });

  it('is deleted after what uses it, in any order that leaves nothing hanging', async () => {
    const { device, client } = await start();
    await using _ = device;
    const order = [
      'ltm/virtual/~k8s~sub~v',
      'ltm/policy/~k8s~q',
      'ltm/pool/~k8s~sub~p',
      'ltm/pool/~k8s~w',
      'ltm/node/~k8s~n',
      'ltm/rule/~k8s~r',
      'ltm/persistence/universal/~k8s~by-rule',
      'ltm/rule/~k8s~u',
      'ltm/snatpool/~k8s~s',
      'ltm/snat-translation/~k8s~10.9.9.9',
      'ltm/profile/client-ssl/~k8s~c',
      'ltm/profile/http/~k8s~child',
      'ltm/profile/http/~k8s~parent',
      'ltm/monitor/http/~k8s~heir',
      'ltm/monitor/http/~k8s~m',
      'ltm/data-group/internal/~k8s~d',
      'net/self/~Common~flannel-self',
      'net/tunnels/tunnel/~Common~flannel_vxlan',
      'net/tunnels/vxlan/~Common~fl-vxlan',
      'auth/partition/tenant',
      'net/route-domain/~k8s~rd9',
      'sys/folder/~k8s~sub',
      'auth/partition/k8s',
    ];
    for (const uri of order) {
      const { status, body } = await client.delete(uri);
      expect([uri, status, body['message']]).toEqual([uri, 200, undefined]);
    }
    expect(device.list('').filter((uri) => uri.includes('~k8s~'))).toEqual([]);
  });
});
