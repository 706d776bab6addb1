import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, rows, Speaker } from './speak.ts';

async function start(seed = {}): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: { ...overlay, ...seed } });
  return { device, client: new Speaker(device) };
}

describe('pools and members', () => {
  it('are created, read, changed and deleted', async () => {
    const { device, client } = await start();
    await using _ = device;
    const made = await client.post('ltm/pool/', { name: 'web', partition: 'k8s', monitor: '/Common/http and tcp' });
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      kind: 'tm:ltm:pool:poolstate',
      fullPath: '/k8s/web',
      selfLink: 'https://localhost/mgmt/tm/ltm/pool/~k8s~web?ver=15.1.2.1',
      monitor: '/Common/http and /Common/tcp',
      slowRampTime: 10,
      membersReference: { isSubcollection: true },
    });
    expect((await client.get('ltm/pool/~k8s~web/')).body).toEqual(made.body);
    const changed = await client.patch('ltm/pool/~k8s~web', { 'load-balancing-mode': 'ratio-member' });
    expect(changed.body['loadBalancingMode']).toBe('ratio-member');
    expect(Number(changed.body['generation'])).toBeGreaterThan(Number(made.body['generation']));
    const replaced = await client.put('ltm/pool/~k8s~web', {});
    expect(replaced.body['loadBalancingMode']).toBe('round-robin');
    expect(replaced.body['monitor']).toBeUndefined();
    const gone = await client.delete('ltm/pool/~k8s~web');
    expect([gone.status, gone.text]).toEqual([200, '']);
    expect((await client.get('ltm/pool/~k8s~web')).status).toBe(404);
  });

  it('make nodes that stay when they go', async () => {
    const { device, client } = await start({ 'ltm/pool/~k8s~web': {} });
    await using _ = device;
    const member = await client.post('ltm/pool/~k8s~web/members', { name: '10.0.0.1:http', partition: 'k8s' });
    expect(member.body).toMatchObject({ name: '10.0.0.1:80', fullPath: '/k8s/10.0.0.1:80', address: '10.0.0.1' });
    expect(device.get('ltm/node/~k8s~10.0.0.1')).toMatchObject({ address: '10.0.0.1', session: 'user-enabled' });
    const busy = await client.delete('ltm/node/~k8s~10.0.0.1');
    expect(busy.status).toBe(400);
    expect(busy.body).toEqual({
      code: 400,
      message: "01070110:3: Node address '/k8s/10.0.0.1' is referenced by a member of pool '/k8s/web'.",
      errorStack: [],
      apiError: 3,
    });
    expect((await client.delete('ltm/pool/~k8s~web')).status).toBe(200);
    expect(device.get('ltm/node/~k8s~10.0.0.1')).toBeDefined();
    expect((await client.delete('ltm/node/~k8s~10.0.0.1')).status).toBe(200);
  });

  it('take a list of members whole, under either name', async () => {
    const { device, client } = await start();
    await using _ = device;
    const members = [{ name: '10.0.0.1:80', address: '10.0.0.1', ratio: 5 }, { name: '10.0.0.2:80' }];
    await client.post('ltm/pool', { name: 'web', partition: 'k8s', members });
    expect(device.list('ltm/pool/~k8s~web/members')).toHaveLength(2);
    await client.patch('ltm/pool/~k8s~web', {
      membersReference: { isSubcollection: true, items: [{ name: '10.0.0.2:80' }, { name: '10.0.0.3:80' }] },
    });
    const { body } = await client.get('ltm/pool/~k8s~web?expandSubcollections=true');
    expect(rows(body['membersReference']!['items']).map((item) => item['name'])).toEqual([
      '10.0.0.2:80',
      '10.0.0.3:80',
    ]);
    const whole = (await client.get('ltm/pool/~k8s~web')).body;
    await client.put('ltm/pool/~k8s~web', whole);
    expect(device.list('ltm/pool/~k8s~web/members')).toHaveLength(2);
    await client.patch('ltm/pool/~k8s~web', { members: [] });
    expect(device.list('ltm/pool/~k8s~web/members')).toEqual([]);
  });

  it('keep route domains and IPv6 apart from ports', async () => {
    const { device, client } = await start({ 'ltm/pool/~k8s~web': {}, 'net/route-domain/~Common~10': { id: 10 } });
    await using _ = device;
    await client.post('ltm/pool/~k8s~web/members', { name: '10.0.0.1%10:80', partition: 'k8s' });
    await client.post('ltm/pool/~k8s~web/members', { name: '2001:db8::1.80', partition: 'k8s' });
    const one = await client.get('ltm/pool/~k8s~web/members/~k8s~10.0.0.1%2510:80');
    expect(one.body).toMatchObject({ name: '10.0.0.1%10:80', address: '10.0.0.1%10' });
    expect(one.body['selfLink']).toContain('~k8s~10.0.0.1%2510:80?ver=');
    const six = await client.get('ltm/pool/~k8s~web/members/~k8s~2001%3Adb8%3A%3A1.80');
    expect(six.body['address']).toBe('2001:db8::1');
  });

  it('say up or down by their monitor, and take only what users may say', async () => {
    const { device, client } = await start({
      'ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80': {},
      'ltm/pool/~k8s~web': {},
    });
    await using _ = device;
    const uri = 'ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80';
    expect((await client.get(uri)).body).toMatchObject({ session: 'user-enabled', state: 'unchecked' });
    await client.patch('ltm/pool/~k8s~web', { monitor: 'tcp' });
    expect((await client.get(uri)).body).toMatchObject({ session: 'monitor-enabled', state: 'up' });
    const drained = await client.patch(uri, { session: 'user-disabled', state: 'user-up' });
    expect(drained.body).toMatchObject({ session: 'user-disabled', state: 'up' });
    const refused = await client.patch(uri, { session: 'monitor-enabled' });
    expect(refused.body['message']).toBe('invalid property value "session":"monitor-enabled"');
    device.set(uri, { state: 'down' });
    expect((await client.get(uri)).body['state']).toBe('down');
  });

  it('refuse what devices refuse, in their words', async () => {
    const { device, client } = await start({
      'ltm/pool/~k8s~web/members/~k8s~10.0.0.1:80': {},
      'ltm/pool/~k8s~web': {},
    });
    await using _ = device;
    const said = async (method: string, path: string, body?: unknown) => {
      const answer = await client.send(method, path, body);
      return `${answer.status} ${answer.body['apiError']} ${answer.body['message']}`;
    };
    expect(await said('POST', 'ltm/pool', { name: 'x', partition: 'nowhere' })).toBe(
      '400 26214401 The requested folder (/nowhere) was not found.',
    );
    expect(await said('PATCH', 'ltm/pool/~nowhere~x', { description: 'x' })).toBe(
      '400 26214401 The requested folder (/nowhere) was not found.',
    );
    expect(await said('GET', 'ltm/pool/~nowhere~x')).toBe(
      '404 3 01020036:3: The requested Pool (/nowhere/x) was not found.',
    );
    expect(await said('POST', 'ltm/pool', { name: 'web', partition: 'k8s' })).toBe(
      '409 3 01020066:3: The requested Pool (/k8s/web) already exists in partition k8s.',
    );
    expect(await said('POST', 'ltm/pool/~k8s~web/members', { name: '/k8s/10.0.0.1:80' })).toBe(
      '409 3 01020066:3: The requested Pool Member (/k8s/web /k8s/10.0.0.1 80) already exists in partition k8s.',
    );
    expect(await said('POST', 'ltm/pool/~k8s~web/members', { name: 'wrong' })).toBe(
      '400 26214401 HTML Tag-like Content in the Request URL/Body',
    );
    expect(await said('POST', 'ltm/pool/~k8s~web/members', { name: '/wrong/10.200.1.137:80' })).toBe(
      "400 3 01070734:3: Configuration error: Can't associate Pool Member (/k8s/web /wrong/10.200.1.137 http) folder does not exist",
    );
    expect(await said('POST', 'ltm/node', { name: 'other', partition: 'k8s', address: '10.0.0.1' })).toBe(
      '400 3 0107003a:3: Pool member node (/k8s/other) and existing node (/k8s/10.0.0.1) cannot use the same IP Address (10.0.0.1).',
    );
    expect(await said('PATCH', 'ltm/pool/~k8s~web', { pool: 'x' })).toBe('400 26214401 "pool" unknown property');
    expect(await said('POST', 'ltm/pool', { partition: 'k8s' })).toBe(
      '400 26214401 one or more configuration identifiers must be provided',
    );
    expect(await said('PATCH', 'ltm/pool/~k8s~web', { monitor: '/Common/none-such' })).toBe(
      '400 3 01070022:3: The monitor template /Common/none-such was not found.',
    );
    expect(await said('DELETE', 'ltm/monitor/http/~Common~http')).toMatch(/^400 3 0/);
    expect(await said('POST', 'ltm/pool', '{"name": ')).toMatch(/^400 /);
  });
});

describe('virtual servers', () => {
  const virtual = { name: 'v', partition: 'k8s', destination: '172.16.100.195:80', ipProtocol: 'tcp' };

  it('bring their address and take it with them', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { body } = await client.post('ltm/virtual', { ...virtual, profiles: ['tcp', { name: 'clientssl' }] });
    expect(body).toMatchObject({
      destination: '/k8s/172.16.100.195:80',
      mask: '255.255.255.255',
      source: '0.0.0.0/0',
      enabled: true,
      vlansDisabled: true,
      sourceAddressTranslation: { type: 'none' },
      translateAddress: 'enabled',
    });
    expect(body['disabled']).toBeUndefined();
    expect(body['profiles']).toBeUndefined();
    const profiles = rows((await client.get('ltm/virtual/~k8s~v/profiles')).body['items']);
    expect(profiles.map((item) => [item['fullPath'], item['context']])).toEqual([
      ['/Common/clientssl', 'clientside'],
      ['/Common/tcp', 'all'],
    ]);
    expect(profiles[1]!['nameReference']!['link']).toContain('/ltm/profile/tcp/~Common~tcp?');
    expect(device.get('ltm/virtual-address/~k8s~172.16.100.195')).toMatchObject({ arp: 'enabled', autoDelete: 'true' });
    expect((await client.delete('ltm/virtual-address/~k8s~172.16.100.195')).body).toMatchObject({
      code: 400,
      message: '01070344:3: Cannot delete referenced virtual address /k8s/172.16.100.195.',
    });
    await client.post('ltm/virtual', { ...virtual, name: 'w', destination: '172.16.100.195:443' });
    await client.delete('ltm/virtual/~k8s~v');
    expect(device.get('ltm/virtual-address/~k8s~172.16.100.195')).toBeDefined();
    await client.delete('ltm/virtual/~k8s~w');
    expect(device.get('ltm/virtual-address/~k8s~172.16.100.195')).toBeUndefined();
  });

  it('flip pairs of keys', async () => {
    const { device, client } = await start();
    await using _ = device;
    await client.post('ltm/virtual', virtual);
    const off = (await client.patch('ltm/virtual/~k8s~v', { disabled: true })).body;
    expect([off['enabled'], off['disabled']]).toEqual([undefined, true]);
    const only = await client.patch('ltm/virtual/~k8s~v', { vlansEnabled: true, vlans: ['int_vlan'] });
    expect(only.body).toMatchObject({ vlansEnabled: true, vlans: ['/Common/int_vlan'] });
    expect(only.body['vlansReference']![0]!['link']).toContain('/net/vlan/~Common~int_vlan?');
    const all = (await client.patch('ltm/virtual/~k8s~v', { vlansDisabled: true, vlans: [] })).body;
    expect([all['vlansEnabled'], all['vlansDisabled'], all['vlans']]).toEqual([undefined, true, undefined]);
  });

  it('do not share a destination', async () => {
    const { device, client } = await start();
    await using _ = device;
    await client.post('ltm/virtual', virtual);
    const second = await client.post('ltm/virtual', { ...virtual, name: 'w' });
    expect(second.body['message']).toBe(
      '01070333:3: Virtual Server /k8s/w illegally shares destination address, source address, service port, ip-protocol, and vlan with Virtual Server /k8s/v.',
    );
    expect(device.get('ltm/virtual/~k8s~w')).toBeUndefined();
    expect((await client.post('ltm/virtual', { ...virtual, name: 'w', ipProtocol: 'udp' })).status).toBe(200);
  });

  it('hold on to what they use', async () => {
    const { device, client } = await start({ 'ltm/pool/~k8s~p': {}, 'ltm/rule/~k8s~r': { apiAnonymous: 'when X {}' } });
    await using _ = device;
    await client.post('ltm/virtual', { ...virtual, pool: 'p', rules: ['r'], profiles: ['/Common/tcp'] });
    const said = async (path: string) => (await client.delete(path)).body['message'];
    expect(await said('ltm/pool/~k8s~p')).toBe(
      '01070265:3: The Pool (/k8s/p) cannot be deleted because it is in use by a Virtual Server (/k8s/v).',
    );
    expect(await said('ltm/rule/~k8s~r')).toBe(
      '01070265:3: The rule (/k8s/r) cannot be deleted because it is in use by a virtual server (/k8s/v).',
    );
    const cleared = (await client.patch('ltm/virtual/~k8s~v', { pool: 'none', rules: [] })).body;
    expect([cleared['pool'], cleared['poolReference'], cleared['rules']]).toEqual([undefined, undefined, undefined]);
    expect((await client.delete('ltm/pool/~k8s~p')).status).toBe(200);
  });

  it('do not let go of a SNAT pool that a PATCH to automap hides', async () => {
    const { device, client } = await start();
    await using _ = device;
    await client.post('ltm/snatpool', { name: 's', partition: 'k8s', members: ['10.9.9.9'] });
    expect(device.get('ltm/snat-translation/~k8s~10.9.9.9')).toMatchObject({ address: '10.9.9.9' });
    await client.post('ltm/virtual', { ...virtual, sourceAddressTranslation: { type: 'snat', pool: '/k8s/s' } });
    const { body } = await client.patch('ltm/virtual/~k8s~v', { sourceAddressTranslation: { type: 'automap' } });
    expect(body['sourceAddressTranslation']).toEqual({ type: 'automap' });
    expect((await client.delete('ltm/snatpool/~k8s~s')).body['message']).toBe(
      '01070320:3: Snatpool /k8s/s is still referenced by a virtual server.',
    );
    await client.patch('ltm/virtual/~k8s~v', { sourceAddressTranslation: { type: 'automap', pool: 'none' } });
    expect((await client.delete('ltm/snatpool/~k8s~s')).status).toBe(200);
  });

  it('move to another address, and take IPv6 and route domains', async () => {
    const { device, client } = await start({ 'net/route-domain/~Common~5': { id: 5 } });
    await using _ = device;
    await client.post('ltm/virtual', virtual);
    const moved = await client.patch('ltm/virtual/~k8s~v', { destination: '172.16.100.9%5:443' });
    expect(moved.body['destination']).toBe('/k8s/172.16.100.9%5:443');
    expect(device.list('ltm/virtual-address')).toEqual(['ltm/virtual-address/~k8s~172.16.100.9%255']);
    const six = await client.post('ltm/virtual', { ...virtual, name: 'six', destination: '2001:DB8::0:1.80' });
    expect(six.body).toMatchObject({
      destination: '/k8s/2001:db8::1.80',
      mask: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      source: '::/0',
    });
    const mixed = await client.patch('ltm/virtual/~k8s~six', { source: '0.0.0.0/0' });
    expect([mixed.status, mixed.body['message']]).toEqual([
      400,
      '0107028f:3: The source (0.0.0.0) and destination (2001:db8::1) addresses for virtual server (/k8s/six) must be be the same type (IPv4 or IPv6).',
    ]);
  });

  it('listen to everything on the wildcard address', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { body } = await client.post('ltm/virtual', { name: 'all', destination: '0.0.0.0:any', ipForward: true });
    expect(body).toMatchObject({
      destination: '/Common/0.0.0.0:0',
      mask: 'any',
      ipForward: true,
      translateAddress: 'disabled',
      translatePort: 'disabled',
    });
    expect(device.get('ltm/virtual-address/~Common~0.0.0.0')).toMatchObject({ address: 'any', mask: 'any' });
    expect((await client.delete('ltm/virtual-address/~Common~0.0.0.0')).status).toBe(400);
    await client.delete('ltm/virtual/~Common~all');
    expect(device.list('ltm')).toEqual([]);
  });

  it('show their persistence by name and partition, and hold on to it', async () => {
    const { device, client } = await start({ 'ltm/persistence/cookie/~k8s~c': {} });
    await using _ = device;
    const { body } = await client.post('ltm/virtual', { ...virtual, persist: [{ name: '/k8s/c', tmDefault: 'yes' }] });
    expect(body['persist']).toMatchObject([{ name: 'c', partition: 'k8s', tmDefault: 'yes' }]);
    expect((await client.delete('ltm/persistence/cookie/~k8s~c')).status).toBe(400);
    await client.patch('ltm/virtual/~k8s~v', { persist: [] });
    expect((await client.delete('ltm/persistence/cookie/~k8s~c')).status).toBe(200);
  });

  it('answer 501 for what the mock does not have, and remember it', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { status } = await client.post('ltm/virtual', { ...virtual, trafficMatchingCriteria: '/Common/x' });
    expect(status).toBe(501);
    expect((await client.get('asm/policies')).status).toBe(501);
    expect((await client.get('ltm/nonsense')).body['message']).toBe('Found unexpected URI tmapi_mapper/ltm/nonsense.');
    expect([...device.unimplemented.keys()]).toEqual([
      'the property trafficMatchingCriteria of ltm/virtual',
      '/mgmt/tm/asm/policies',
    ]);
  });
});
