import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

const seed = {
  ...overlay,
  'ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80': {},
  'ltm/pool/~k8s~p': {},
  'ltm/virtual/~k8s~v': { destination: '/k8s/10.1.1.1:80' },
  'ltm/virtual/~k8s~six': { destination: '/k8s/2001:db8::1.80' },
  'ltm/data-group/internal/~k8s~d': { type: 'string', records: [{ name: 'none', data: 'x' }] },
  'ltm/snat-translation/~k8s~10.9.9.9': {},
  'ltm/monitor/http/~k8s~m': {},
  'ltm/profile/tcp/~k8s~t': {},
  'ltm/persistence/source-addr/~k8s~s': {},
  'net/arp/~k8s~a': { ipAddress: '10.2.0.1', macAddress: '02:00:00:00:00:01' },
  'net/route/~k8s~r': { network: '10.5.0.0/16', gw: '10.244.1.1' },
  'net/route-domain/~Common~rd5': { id: 5 },
};

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed });
  return { device, client: new Speaker(device) };
}

const invalid = (property: string, value: string) => `400 26214401 invalid property value "${property}":"${value}"`;

const notFoundList = '404 3 01020036:3: The requested value list (/k8s/none) was not found.';

describe('a value', () => {
  it.each([
    ['ltm/pool/~k8s~p', { slowRampTime: 1.5 }, invalid('slow-ramp-time', '1.5')],
    ['ltm/pool/~k8s~p', { slowRampTime: -1 }, invalid('slow-ramp-time', '-1')],
    ['ltm/pool/~k8s~p', { slowRampTime: '-1' }, invalid('slow-ramp-time', '-1')],
    ['ltm/pool/~k8s~p', { slowRampTime: 'soon' }, invalid('slow-ramp-time', 'soon')],
    ['ltm/pool/~k8s~p', { minActiveMembers: 4_294_967_296 }, invalid('min-active-members', '4294967296')],
    ['ltm/pool/~k8s~p', { minActiveMembers: true }, invalid('min-active-members', 'true')],
    ['ltm/pool/~k8s~p', { minActiveMembers: [1] }, invalid('min-active-members', '[1]')],
    ['ltm/pool/~k8s~p', { loadBalancingMode: 'fastest' }, invalid('load-balancing-mode', 'fastest')],
    ['ltm/pool/~k8s~p', { loadBalancingMode: { name: 'round-robin' } }, /^400 26214401 invalid property value "load-/],
    ['ltm/pool/~k8s~p', { description: ['x'] }, /^400 26214401 invalid property value "description"/],
    ['ltm/pool/~k8s~p', { monitor: 7 }, invalid('monitor', '7')],
    ['ltm/pool/~k8s~p', { colour: 'red' }, '400 26214401 "colour" unknown property'],
    ['ltm/pool/~k8s~p', { members: [{ name: '10.0.0.2:80', ratio: 70_000 }] }, invalid('ratio', '70000')],
    ['ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80', { priorityGroup: 70_000 }, invalid('priority-group', '70000')],
    ['ltm/virtual/~k8s~v', { rules: { a: 1 } }, /^400 26214401 invalid property value "rules"/],
    ['ltm/virtual/~k8s~v', { destination: '10.1.1.1:65536' }, invalid('destination', '10.1.1.1:65536')],
    ['ltm/virtual/~k8s~v', { destination: '10.1.1.1:-1' }, invalid('destination', '10.1.1.1:-1')],
    ['ltm/virtual/~k8s~v', { destination: '10.1.1.300:80' }, invalid('destination', '10.1.1.300:80')],
    ['ltm/virtual/~k8s~v', { enabled: 'maybe' }, invalid('enabled', 'maybe')],
    ['ltm/virtual/~k8s~v', { ipProtocol: 'carrier-pigeon' }, invalid('ip-protocol', 'carrier-pigeon')],
    ['ltm/virtual/~k8s~v', { sourceAddressTranslation: 'automap' }, /^400 26214401 invalid property value "source-/],
    ['ltm/virtual/~k8s~v', { sourceAddressTranslation: { type: 'auto' } }, invalid('type', 'auto')],
    ['net/vlan/~Common~int_vlan', { tag: 4095 }, invalid('tag', '4095')],
    ['net/vlan/~Common~int_vlan', { tag: 0 }, invalid('tag', '0')],
    ['net/tunnels/vxlan/~Common~fl-vxlan', { port: 65_536 }, invalid('port', '65536')],
    ['net/tunnels/vxlan/~Common~fl-vxlan', { port: '-1' }, invalid('port', '-1')],
    ['net/tunnels/tunnel/~Common~flannel_vxlan', { key: 16_777_216 }, invalid('key', '16777216')],
    ['net/tunnels/tunnel/~Common~flannel_vxlan', { localAddress: 'here' }, invalid('local-address', 'here')],
    ['net/arp/~k8s~a', { macAddress: '02:00' }, invalid('mac-address', '02:00')],
    ['auth/partition/k8s', { defaultRouteDomain: 70_000 }, invalid('default-route-domain', '70000')],
    ['ltm/profile/tcp/~k8s~t', { idleTimeout: -3 }, invalid('idle-timeout', '-3')],
    ['ltm/monitor/http/~k8s~m', { interval: 0.5 }, invalid('interval', '0.5')],
    ['ltm/monitor/http/~k8s~m', { interval: 'soon' }, invalid('interval', 'soon')],
    ['ltm/monitor/http/~k8s~m', { reverse: 'perhaps' }, invalid('reverse', 'perhaps')],
    ['ltm/profile/tcp/~k8s~t', { idleTimeout: 'soon' }, invalid('idle-timeout', 'soon')],
    ['ltm/persistence/source-addr/~k8s~s', { mapProxyClass: '/k8s/none' }, notFoundList],
  ])('is refused at PATCH %s %j', async (uri, body, expected) => {
    const { device, client } = await start();
    await using _ = device;
    const before = device.get(uri);
    const answer = await client.patch(uri, body);
    const said = `${answer.status} ${answer.body['apiError']} ${answer.body['message']}`;
    if (typeof expected === 'string') expect(said).toBe(expected);
    else expect(said).toMatch(expected);
    expect(device.get(uri)).toEqual(before);
  });

  it('that cannot change after creation is refused when it changes, and taken when it does not', async () => {
    const { device, client } = await start();
    await using _ = device;
    const fixed: [uri: string, name: string, same: unknown, other: unknown][] = [
      ['net/route/~k8s~r', 'network', '10.5.0.0/16', '10.6.0.0/16'],
      ['net/arp/~k8s~a', 'ip-address', '10.2.0.1', '10.2.0.2'],
      ['net/route-domain/~Common~rd5', 'id', 5, 6],
      ['net/tunnels/tunnel/~Common~flannel_vxlan', 'profile', '/Common/fl-vxlan', '/Common/vxlan'],
      ['net/tunnels/vxlan/~Common~fl-vxlan', 'defaults-from', '/Common/vxlan', '/Common/vxlan-ovsdb'],
      ['ltm/node/~k8s~10.0.0.1', 'address', '10.0.0.1', '10.0.0.2'],
      ['ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80', 'address', '10.0.0.1', '10.0.0.2'],
      ['ltm/virtual-address/~k8s~10.1.1.1', 'address', '10.1.1.1', '10.1.1.9'],
      ['ltm/snat-translation/~k8s~10.9.9.9', 'address', '10.9.9.9', '10.9.9.8'],
      ['ltm/data-group/internal/~k8s~d', 'type', 'string', 'ip'],
      ['ltm/monitor/http/~k8s~m', 'defaults-from', '/Common/http', '/Common/http_head_f5'],
      ['ltm/profile/tcp/~k8s~t', 'defaults-from', '/Common/tcp', '/Common/tcp-lan-optimized'],
    ];
    for (const [uri, name, same, other] of fixed) {
      const taken = await client.patch(uri, { [name]: same });
      expect([uri, taken.status, taken.body['message']]).toEqual([uri, 200, undefined]);
      const refused = await client.patch(uri, { [name]: other });
      expect([uri, refused.status, refused.body['message']]).toEqual([
        uri,
        400,
        `"${name}" may not be specified in the context of the "modify" command. "${name}" may be specified using the following commands: create, list, show`,
      ]);
    }
  });

  it('is one of a pair', async () => {
    const { device, client } = await start();
    await using _ = device;
    const both = await client.patch('ltm/virtual/~k8s~v', { enabled: true, disabled: true });
    expect([both.status, both.body['message']]).toEqual([400, '"enabled" may not be specified with "disabled"']);
    const tags = await client.post('net/vlan/~Common~int_vlan/interfaces', {
      name: '1.1',
      tagged: true,
      untagged: true,
    });
    expect([tags.status, tags.body['message']]).toEqual([400, '"tagged" may not be specified with "untagged"']);
  });

  it('of an action does one thing', async () => {
    const { device, client } = await start();
    await using _ = device;
    const rules = [{ name: 'r', actions: [{ name: '0', forward: true, select: true, replace: true, pool: '/k8s/p' }] }];
    const { status, body } = await client.post('ltm/policy', { name: 'x', partition: 'k8s', subPath: 'Drafts', rules });
    expect([status, body['message']]).toEqual([400, '"select" may not be specified with "replace"']);
  });

  it('fits the family of the destination', async () => {
    const { device, client } = await start();
    await using _ = device;
    const said = async (name: string, body: unknown) =>
      (await client.patch(`ltm/virtual/~k8s~${name}`, body)).body['message'];
    const end = (name: string) => `for virtual server (/k8s/${name}) must be be the same type (IPv4 or IPv6).`;
    expect(await said('six', { mask: '255.255.255.255' })).toBe(
      `0107028f:3: The destination (2001:db8::1) address and mask (255.255.255.255) ${end('six')}`,
    );
    expect(await said('v', { mask: 'ffff:ffff:ffff:ffff::' })).toBe(
      `0107028f:3: The destination (10.1.1.1) address and mask (ffff:ffff:ffff:ffff::) ${end('v')}`,
    );
    expect(await said('v', { source: '::/0' })).toBe(
      `0107028f:3: The source (::) and destination (10.1.1.1) addresses ${end('v')}`,
    );
    expect(await said('v', { source: '10.0.0.0' })).toBe(
      '0107028a:3: The source address (10.0.0.0) for virtual server (/k8s/v) must have a prefix length.',
    );
    expect(await said('v', { source: '10.0.0.0/33' })).toBe('invalid property value "source":"10.0.0.0/33"');
    expect(await said('v', { source: '10.0.0.0/8', mask: '255.255.255.0' })).toBeUndefined();
  });

  it('called none is the name of a record, and not the lack of one', async () => {
    const { device, client } = await start();
    await using _ = device;
    expect(device.get('ltm/data-group/internal/~k8s~d')!['records']).toEqual([{ name: 'none', data: 'x' }]);
    const records = [{ name: 'none' }, { name: 'a', data: '1' }];
    const { body } = await client.patch('ltm/data-group/internal/~k8s~d', { records });
    expect(body['records']).toEqual([
      { name: 'none', data: '' },
      { name: 'a', data: '1' },
    ]);
  });
});

describe('settings that a client sends and the device does not show, or that ask for nothing', () => {
  it('are taken', async () => {
    const { device, client } = await start();
    await using _ = device;
    const bodies: [uri: string, body: object][] = [
      ['ltm/profile/client-ssl', { name: 'c', passphrase: 'x', proxyCaPassphrase: 'x', c3dClientFallbackCert: '' }],
      ['ltm/profile/server-ssl', { name: 's', passphrase: 'x', c3dCaPassphrase: 'x', c3dCertExtensionCustomOids: [] }],
      ['ltm/profile/http', { name: 'h', encryptCookieSecret: 'x' }],
      ['ltm/persistence/cookie', { name: 'k', cookieEncryptionPassphrase: 'x' }],
      ['net/route-domain', { name: 'rd9', id: 9, bwcPolicy: '', fwEnforcedPolicy: null, servicePolicy: 'none' }],
      [
        'ltm/virtual',
        { name: 'w', destination: '10.4.4.4:80', trafficMatchingCriteria: '', stateless: false, pool: '' },
      ],
    ];
    for (const [uri, body] of bodies) {
      const { status, body: made } = await client.post(uri, body);
      expect([uri, status, made['message']]).toEqual([uri, 200, undefined]);
      expect(JSON.stringify(made)).not.toMatch(/passphrase|encryptCookieSecret|Policy|trafficMatching|stateless/i);
    }
    expect(device.unimplemented.size).toBe(0);
    expect((await client.patch('net/route-domain/rd9', { bwcPolicy: '/Common/x' })).status).toBe(501);
  });
});
