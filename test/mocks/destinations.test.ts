import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

async function start(seed = {}): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: { ...overlay, ...seed } });
  return { device, client: new Speaker(device) };
}

const web = { 'ltm/virtual-address/~k8s~web': { address: '10.5.0.1', autoDelete: 'false' } };

describe('a destination that names a virtual address', () => {
  it('is kept as it was sent, and shares its address with those who name it by number', async () => {
    const { device, client } = await start(web);
    await using _ = device;
    const made = await client.post('ltm/virtual', { name: 'v', partition: 'k8s', destination: 'web:80' });
    expect(made.body).toMatchObject({ destination: '/k8s/web:80', mask: '255.255.255.255', source: '0.0.0.0/0' });
    expect(JSON.stringify(made.body)).not.toContain('10.5.0.1');
    const other = { name: 'w', partition: 'k8s', destination: '10.5.0.1:80' };
    expect((await client.post('ltm/virtual', other)).body['message']).toContain('illegally shares destination address');
    expect((await client.post('ltm/virtual', { ...other, destination: '10.5.0.1:443' })).status).toBe(200);
    expect((await client.delete('ltm/virtual-address/~k8s~web')).status).toBe(400);
    expect((await client.patch('ltm/virtual/~k8s~v', { source: '::/0' })).status).toBe(400);
    const whole = (await client.get('ltm/virtual/~k8s~v')).body;
    expect((await client.put('ltm/virtual/~k8s~v', whole)).body['destination']).toBe('/k8s/web:80');
    const moved = await client.patch('ltm/virtual/~k8s~v', { destination: '/k8s/10.5.0.2:80' });
    expect(moved.body['destination']).toBe('/k8s/10.5.0.2:80');
    await client.delete('ltm/virtual/~k8s~w');
    expect((await client.delete('ltm/virtual-address/~k8s~web')).status).toBe(200);
  });

  it('is refused when there is none, or none of its folder', async () => {
    const { device, client } = await start(web);
    await using _ = device;
    const said = async (destination: string) => {
      const { status, body } = await client.post('ltm/virtual', { name: 'v', partition: 'k8s', destination });
      return `${status} ${body['message']}`;
    };
    expect(await said('shop:80')).toBe('400 invalid property value "destination":"shop:80"');
    expect(await said('/Common/web:80')).toBe('400 invalid property value "destination":"/Common/web:80"');
    expect(await said('/nowhere/10.5.0.1:80')).toBe('400 The requested folder (/nowhere) was not found.');
    expect(device.list('ltm/virtual')).toEqual([]);
  });

  it('shows no route domain, wherever its partition lies', async () => {
    const { device, client } = await start({
      'net/route-domain/~Common~5': { id: 5 },
      'auth/partition/five': { defaultRouteDomain: 5 },
      'ltm/virtual-address/~five~web': { address: '10.5.0.1' },
    });
    await using _ = device;
    const made = await client.post('ltm/virtual', { name: 'v', partition: 'five', destination: 'web:80' });
    expect(made.body).toMatchObject({ destination: '/five/web:80', source: '0.0.0.0%5/0' });
    expect((await client.delete('ltm/virtual/~five~v')).status).toBe(200);
    expect(device.list('ltm')).toEqual([]);
  });
});

describe('masks and limits of a virtual server', () => {
  it.each([
    [{ mask: '32' }, 'mask'],
    [{ mask: '255.0.255.0' }, 'mask'],
    [{ rateLimit: 'fast' }, 'rate-limit'],
    [{ rateLimitMode: 'all' }, 'rate-limit-mode'],
  ])('%j are refused', async (body, property) => {
    const { device, client } = await start();
    await using _ = device;
    const { body: said } = await client.post('ltm/virtual', { name: 'v', destination: '10.5.0.1:80', ...body });
    expect(said['message']).toContain(`invalid property value "${property}"`);
  });
});

describe('VLANs', () => {
  it('lie in one route domain', async () => {
    const { device, client } = await start({ 'net/vlan/~Common~b': {} });
    await using _ = device;
    const vlansOf = (name: string) => device.get(`net/route-domain/~Common~${name}`)!['vlans'];
    await client.post('net/route-domain', { name: 'one', id: 1, vlans: ['/Common/int_vlan'] });
    expect([vlansOf('one'), vlansOf('0')]).toEqual([
      ['/Common/int_vlan'],
      expect.not.arrayContaining(['/Common/int_vlan']),
    ]);
    await client.patch('net/route-domain/one', { vlans: ['b'] });
    expect([vlansOf('one'), vlansOf('0')]).toEqual([['/Common/b'], expect.arrayContaining(['/Common/int_vlan'])]);
    await client.delete('net/route-domain/one');
    expect(vlansOf('0')).toEqual(expect.arrayContaining(['/Common/int_vlan', '/Common/b']));
  });
});

describe('a user', () => {
  it('has roles in partitions that are there', async () => {
    const { device, client } = await start();
    await using _ = device;
    const body = (name: string) => ({ name: 'u', password: 'x', partitionAccess: [{ name, role: 'manager' }] });
    const { status, body: said } = await client.post('auth/user', body('nowhere'));
    expect([status, said['message']]).toEqual([404, '01020036:3: The requested partition (nowhere) was not found.']);
    expect((await client.post('auth/user', body('k8s'))).status).toBe(200);
    expect((await client.delete('auth/partition/k8s')).status).toBe(200);
    expect(JSON.stringify(device.get('auth/user/u')!['partitionAccess'] ?? [])).not.toContain('k8s');
  });
});
