import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, rows, Speaker } from './speak.ts';

async function start(seed = {}): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: { ...overlay, ...seed } });
  return { device, client: new Speaker(device) };
}

/** Status, `apiError` and text, as one line. */
async function said(client: Speaker, method: string, path: string, body?: unknown): Promise<string> {
  const answer = await client.send(method, path, body);
  return answer.status === 200 ? '200' : `${answer.status} ${answer.body['apiError']} ${answer.body['message']}`;
}

describe('partitions and folders', () => {
  it('exist once', async () => {
    const { device, client } = await start({ 'sys/folder/~k8s~sub': {} });
    await using _ = device;
    expect(await said(client, 'POST', 'auth/partition', { name: 'k8s' })).toBe(
      '409 3 01020037:3: The requested partition (k8s) already exists.',
    );
    expect(await said(client, 'POST', 'sys/folder', { name: '/k8s/sub' })).toBe(
      '409 3 01020066:3: The requested folder (/k8s/sub) already exists in partition k8s.',
    );
  });

  it('go when they are empty, the innermost first', async () => {
    const { device, client } = await start({
      'sys/folder/~k8s~sub': {},
      'sys/folder/~k8s~sub~deep': {},
      'ltm/pool/~k8s~sub~deep~p': {},
    });
    await using _ = device;
    expect(await said(client, 'DELETE', 'sys/folder/~k8s~sub~deep')).toBe(
      '400 3 010713f9:3: The folder /k8s/sub/deep cannot be deleted because it contains configuration item (Pool /k8s/sub/deep/p)',
    );
    expect(await said(client, 'DELETE', 'auth/partition/k8s')).toMatch(
      /^400 3 0107082a:3: You must remove all objects from a partition before removing the partition \(k8s\), type ID/,
    );
    await client.delete('ltm/pool/~k8s~sub~deep~p');
    expect(await said(client, 'DELETE', 'sys/folder/~k8s~sub')).toBe(
      '400 3 010713f9:3: The folder /k8s/sub cannot be deleted because it contains configuration item (folder /k8s/sub/deep)',
    );
    expect(await said(client, 'DELETE', 'auth/partition/k8s')).toBe(
      '400 3 010713f9:3: The folder /k8s cannot be deleted because it contains configuration item (folder /k8s/sub)',
    );
    for (const uri of ['sys/folder/~k8s~sub~deep', 'sys/folder/~k8s~sub', 'auth/partition/k8s']) {
      expect([uri, await said(client, 'DELETE', uri)]).toEqual([uri, '200']);
    }
    expect((await client.get('sys/folder/~k8s')).status).toBe(404);
  });
});

describe('profiles of a virtual server', () => {
  const virtual = { name: 'v', partition: 'k8s', destination: '10.1.1.1:80' };

  it.each([
    [{ ipProtocol: 'tcp', profiles: ['tcp', 'tcp-lan-optimized'] }, 'duplicate profiles'],
    [{ ipProtocol: 'tcp', profiles: ['tcp', 'http', 'http-transparent'] }, 'duplicate profiles'],
    [
      {
        profiles: [
          { name: 'tcp', context: 'clientside' },
          { name: 'tcp-lan-optimized', context: 'all' },
        ],
      },
      'duplicate profiles',
    ],
    [{ ipProtocol: 'udp', profiles: ['tcp'] }, 'profiles incompatible with its protocol'],
    [{ ipProtocol: 'tcp', profiles: ['udp'] }, 'profiles incompatible with its protocol'],
    [{ ipProtocol: 'tcp', profiles: ['tcp', 'udp'] }, 'profiles incompatible with its protocol'],
  ])('%j are refused', async (body, words) => {
    const { device, client } = await start();
    await using _ = device;
    const answer = await said(client, 'POST', 'ltm/virtual', { ...virtual, ...body });
    expect(answer).toMatch(/^400 3 0107009[67]:3: Virtual server \/k8s\/v lists /);
    expect(answer).toContain(words);
    expect(device.get('ltm/virtual/~k8s~v')).toBeUndefined();
  });

  it('may be of one type on either side, and change in one PATCH', async () => {
    const { device, client } = await start({
      'ltm/profile/client-ssl/~k8s~c': {},
      'ltm/profile/client-ssl/~k8s~d': {},
    });
    await using _ = device;
    const sides = [
      { name: '/Common/tcp-wan-optimized', context: 'clientside' },
      { name: '/Common/tcp-lan-optimized', context: 'serverside' },
      { name: '/Common/http' },
      { name: '/k8s/c', context: 'clientside' },
      { name: '/k8s/d', context: 'clientside' },
    ];
    expect(await said(client, 'POST', 'ltm/virtual', { ...virtual, ipProtocol: 'tcp', profiles: sides })).toBe('200');
    expect(await said(client, 'PATCH', 'ltm/virtual/~k8s~v', { profiles: ['tcp', 'http'] })).toBe('200');
    expect(await said(client, 'PATCH', 'ltm/virtual/~k8s~v', { ipProtocol: 'udp', profiles: ['udp'] })).toBe('200');
    expect(await said(client, 'PATCH', 'ltm/virtual/~k8s~v', { profiles: [{ name: 'fastL4' }] })).toBe('200');
    // What f5-common-python's functional tests do.
    expect(await said(client, 'POST', 'ltm/virtual/~k8s~v/profiles', { name: 'http' })).toBe('200');
    const { items } = (await client.get('ltm/virtual/~k8s~v/profiles')).body;
    expect(rows(items).map(({ fullPath }) => fullPath)).toEqual(['/Common/fastL4', '/Common/http']);
  });

  it('go with a protocol by number, as f5-ansible sends it', async () => {
    const { device, client } = await start();
    await using _ = device;
    const made = await client.post('ltm/virtual', { ...virtual, ipProtocol: 6, profiles: ['tcp'] });
    expect([made.status, made.body['ipProtocol']]).toEqual([200, 'tcp']);
    const odd = await client.post('ltm/virtual', { ...virtual, name: 'w', ipProtocol: '200' });
    expect(odd.body['ipProtocol']).toBe('200');
  });
});

describe('what an object cannot be without', () => {
  it.each([
    ['ltm/pool', {}, /^400 26214401 one or more configuration identifiers must be provided$/],
    ['ltm/node', { name: 'n' }, /^400 26214401 .*address/],
    [
      'ltm/pool/~k8s~p/members',
      { name: 'web:80' },
      /^404 3 01020036:3: The requested Node \(\/k8s\/web\) was not found/,
    ],
    ['ltm/data-group/internal', { name: 'd' }, /^400 26214401 .*type/],
    ['ltm/snatpool', { name: 's' }, /^400 26214401 .*members/],
    ['ltm/snat-translation', { name: 's' }, /^400 26214401 .*address/],
    ['net/tunnels/tunnel', { name: 't' }, /^400 26214401 .*profile/],
    ['net/arp', { name: 'a', ipAddress: '10.3.0.1' }, /^400 26214401 .*mac-address/],
    ['net/arp', { name: 'a', macAddress: '02:00:00:00:00:09' }, /^400 26214401 .*ip-address/],
    ['net/ndp', { name: 'a', ipAddress: '2001:db8::9' }, /^400 26214401 .*mac-address/],
    ['net/self', { name: 's', vlan: '/Common/int_vlan' }, /^400 26214401 .*address/],
    ['net/self', { name: 's', address: '10.9.0.1/24' }, /^400 26214401 .*vlan/],
    ['net/route', { name: 'r', gw: '10.244.1.1' }, /^400 26214401 .*network/],
    [
      'net/route',
      { name: 'r', network: '10.9.0.0/16' },
      /^400 3 01070734:3: Configuration error: Route \(\/Common\/r\)/,
    ],
    ['net/route-domain', { name: 'rd' }, /^400 26214401 .*id/],
    [
      'net/fdb/tunnel/~Common~flannel_vxlan/records',
      { name: '02:00:00:00:00:01' },
      /^400 3 01070734:3: Configuration error: The tunnel FDB record \(\/Common\/flannel_vxlan 02:00:00:00:00:01\) has an empty entry\.$/,
    ],
  ])('is asked for at POST %s %j', async (uri, body, expected) => {
    const { device, client } = await start({ 'ltm/pool/~k8s~p': {} });
    await using _ = device;
    const before = device.list('');
    expect(await said(client, 'POST', uri, body)).toMatch(expected);
    expect(device.list('')).toEqual(before);
  });

  it('is not needed by a virtual address, which then is the wildcard', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { status, body } = await client.post('ltm/virtual-address', { name: 'va', partition: 'Common' });
    expect([status, body['name'], body['address'], body['mask']]).toEqual([200, 'va', 'any', 'any']);
  });

  it('stays when it is taken away', async () => {
    const { device, client } = await start({
      'net/route/~Common~r': { network: '10.9.0.0/16', gw: '10.244.1.1' },
      'ltm/snatpool/~k8s~s': { members: ['/k8s/10.9.9.9'] },
    });
    await using _ = device;
    expect(await said(client, 'PATCH', 'net/route/~Common~r', { gw: 'none' })).toMatch(/^400 3 01070734/);
    expect(await said(client, 'PATCH', 'net/route/~Common~r', { gw: 'none', blackhole: true })).toBe('200');
    expect(await said(client, 'PATCH', 'ltm/snatpool/~k8s~s', { members: [] })).toMatch(/^400 /);
    const empty = { records: [{ name: '02:00:00:00:00:01', endpoint: '10.0.0.1' }, { name: '02:00:00:00:00:02' }] };
    expect(await said(client, 'PATCH', 'net/fdb/tunnel/~Common~flannel_vxlan', empty)).toMatch(/has an empty entry/);
    expect(device.list('net/fdb/tunnel/~Common~flannel_vxlan/records')).toEqual([]);
  });
});

describe('objects that cannot be so', () => {
  it.each([
    [
      'ltm/monitor/http',
      { name: 'x', defaultsFrom: '/Common/x' },
      '400 3 01070734:3: Configuration error: A monitor may not default from itself "/Common/x"',
    ],
    [
      'ltm/profile/tcp',
      { name: 'x', defaultsFrom: 'x' },
      '400 3 01070734:3: Configuration error: A profile may not default from itself "/Common/x"',
    ],
    [
      'net/route',
      { name: 'x', network: '10.244.0.0/16', tmInterface: 'int_vlan' },
      '400 3 01070666:3: Static route duplicates Self IP 10.244.0.0 / 255.255.0.0 implied route',
    ],
    ['net/route-domain', { name: 'x', id: 9, parent: '/Common/x' }, /^400 26214401 invalid property value "parent"/],
  ])('are refused at POST %s %j', async (uri, body, expected) => {
    const { device, client } = await start();
    await using _ = device;
    const before = device.list('');
    const answer = await said(client, 'POST', uri, body);
    if (typeof expected === 'string') expect(answer).toBe(expected);
    else expect(answer).toMatch(expected);
    expect(device.list('')).toEqual(before);
  });

  it('are refused as well when the other comes first', async () => {
    const { device, client } = await start({ 'net/route/~Common~r': { network: '10.77.0.0/24', blackhole: true } });
    await using _ = device;
    const self = { name: 's', address: '10.77.0.1/24', vlan: '/Common/int_vlan' };
    expect(await said(client, 'POST', 'net/self', self)).toBe(
      '400 3 01070666:3: Static route duplicates Self IP 10.77.0.0 / 255.255.255.0 implied route',
    );
    expect(await said(client, 'POST', 'net/self', { ...self, address: '10.77.0.1/23' })).toBe('200');
  });

  it('are named with what they lie below', async () => {
    const record = { name: '02:00:00:00:00:01', endpoint: '10.0.0.1' };
    const { device, client } = await start();
    await using _ = device;
    const records = 'net/fdb/tunnel/~Common~flannel_vxlan/records';
    await client.post(records, record);
    expect(await said(client, 'POST', records, record)).toBe(
      '409 3 01020066:3: The requested Tunnel FDB record (/Common/flannel_vxlan 02:00:00:00:00:01) already exists in partition Common.',
    );
    expect(await said(client, 'DELETE', `${records}/02:00:00:00:00:02`)).toBe(
      '404 3 01020036:3: The requested Tunnel FDB record (/Common/flannel_vxlan 02:00:00:00:00:02) was not found.',
    );
    await client.post('auth/partition', { name: '/plain' });
    expect(device.get('auth/partition/plain')).toBeDefined();
  });
});
