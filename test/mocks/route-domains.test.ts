import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { rows, Speaker } from './speak.ts';

/** Partition `five` has route domain 5 as its default, partition `zero` has none. */
const seed = {
  'net/route-domain/~Common~5': { id: 5 },
  'auth/partition/five': { defaultRouteDomain: 5 },
  'auth/partition/zero': {},
  'net/vlan/~Common~inside': {},
  'net/tunnels/vxlan/~Common~fl-vxlan': { port: 8472, floodingType: 'none' },
};

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed });
  return { device, client: new Speaker(device) };
}

/** Each type with an address, and how it shows one. */
const addressed: readonly [type: string, property: string, shape: (address: string) => string, more: object][] = [
  ['ltm/node', 'address', (address) => address, {}],
  ['ltm/virtual-address', 'address', (address) => address, {}],
  ['ltm/snat-translation', 'address', (address) => address, {}],
  ['ltm/virtual', 'destination', (address) => `/five/${address}${address.includes(':') ? '.' : ':'}80`, {}],
  ['net/arp', 'ipAddress', (address) => address, { macAddress: '02:00:00:00:00:01' }],
  ['net/ndp', 'ipAddress', (address) => address, { macAddress: '02:00:00:00:00:01' }],
  ['net/self', 'address', (address) => `${address}/24`, { vlan: '/Common/inside' }],
  ['net/route', 'network', (address) => `${address}/24`, { gw: '10.0.0.254' }],
  ['net/tunnels/tunnel', 'localAddress', (address) => address, { profile: '/Common/fl-vxlan', key: 5 }],
];

describe('an address in a partition with a default route domain', () => {
  it.each(addressed)(
    'of %s (%s) shows its route domain, and a list filtered by the partition leaves the default one out',
    async (type, property, shape, more) => {
      const { device, client } = await start();
      await using _ = device;
      const hosts = { 'net/arp': ['10.1.2.4'], 'net/ndp': ['2001:db8::4'] }[type] ?? ['10.1.2.4', '2001:db8::4'];
      for (const host of hosts) {
        for (const [sent, shown, filtered] of [
          [host, `${host}%5`, host],
          [`${host}%5`, `${host}%5`, host],
          [`${host}%0`, `${host}%0`, `${host}%0`],
        ]) {
          const made = await client.post(type, { name: 'a', partition: 'five', [property]: shape(sent!), ...more });
          expect([made.status, made.body['message'], made.body[property]]).toEqual([200, undefined, shape(shown!)]);
          const uri = `${type}/~five~a`;
          expect(device.get(uri)).toMatchObject({ [property]: shape(shown!) });
          const all = rows((await client.get(type)).body['items']).find(
            (item) => String(item['fullPath']) === '/five/a',
          );
          expect(all![property]).toBe(shape(shown!));
          const list = await client.get(`${type}?$filter=partition+eq+five&expandSubcollections=true`);
          expect(rows(list.body['items']).map((item) => item[property])).toEqual([shape(filtered!)]);
          const { session: _session, state: _state, ...whole } = (await client.get(uri)).body;
          const again = await client.put(uri, whole);
          expect([again.status, again.body['message'], again.body[property]]).toEqual([200, undefined, shape(shown!)]);
          expect((await client.delete(uri)).status).toBe(200);
        }
      }
    },
  );

  it('stays where it is when the default changes', async () => {
    const { device, client } = await start();
    await using _ = device;
    await client.post('ltm/node', { name: 'n', partition: 'five', address: '10.1.2.4' });
    await client.post('ltm/virtual', { name: 'v', partition: 'five', destination: '10.1.2.5:80' });
    const filtered = async () =>
      rows((await client.get('ltm/node?$filter=partition eq five&$select=address')).body['items']);
    expect(await filtered()).toEqual([{ address: '10.1.2.4' }]);
    await client.patch('auth/partition/five', { defaultRouteDomain: 0 });
    expect(await filtered()).toEqual([{ address: '10.1.2.4%5' }]);
    expect((await client.get('ltm/node/~five~n')).body['address']).toBe('10.1.2.4%5');
    expect((await client.get('ltm/virtual/~five~v')).body).toMatchObject({
      destination: '/five/10.1.2.5%5:80',
      source: '0.0.0.0%5/0',
    });
  });

  it('is one per route domain, whatever the partition calls it', async () => {
    const { device, client } = await start();
    await using _ = device;
    await client.post('ltm/node', { name: 'n', partition: 'five', address: '10.1.2.4' });
    const same = await client.post('ltm/node', { name: 'n', partition: 'zero', address: '10.1.2.4%5' });
    expect(same.body['message']).toBe(
      '0107003a:3: Pool member node (/zero/n) and existing node (/five/n) cannot use the same IP Address (10.1.2.4%5).',
    );
    expect((await client.post('ltm/node', { name: 'n', partition: 'zero', address: '10.1.2.4' })).status).toBe(200);
  });

  it('gives its own spelling to the virtual address and node that come with it', async () => {
    const { device, client } = await start();
    await using _ = device;
    await client.post('ltm/virtual', { name: 'a', partition: 'five', destination: '10.1.2.4%5:80' });
    await client.post('ltm/virtual', { name: 'b', partition: 'five', destination: '10.1.2.4%0:80' });
    expect(device.list('ltm/virtual-address')).toEqual([
      'ltm/virtual-address/~five~10.1.2.4',
      'ltm/virtual-address/~five~10.1.2.4%250',
    ]);
    const pool = { name: 'p', partition: 'five', members: ['10.9.9.9:80', '10.9.9.9%0:80'] };
    expect((await client.post('ltm/pool', pool)).body['message']).toBeUndefined();
    const list = await client.get('ltm/pool/~five~p/members');
    expect(list.body['items']).toMatchObject([{ address: '10.9.9.9%0' }, { address: '10.9.9.9%5' }]);
    const pools = await client.get('ltm/pool?$filter=partition+eq+five&expandSubcollections=true');
    expect(rows(pools.body['items'])[0]!['membersReference']!['items']).toMatchObject([
      { address: '10.9.9.9%0' },
      { address: '10.9.9.9' },
    ]);
    await client.delete('ltm/virtual/~five~b');
    expect(device.list('ltm/virtual-address')).toEqual(['ltm/virtual-address/~five~10.1.2.4']);
  });
});

describe('a route domain that does not exist', () => {
  it.each(addressed)('is refused in %s (%s)', async (type, property, shape, more) => {
    const { device, client } = await start();
    await using _ = device;
    const body = { name: 'a', partition: 'five', [property]: shape('10.1.2.4%77'), ...more };
    const made = await client.post(type, body);
    expect([made.status, made.body['message']]).toEqual([
      400,
      '01070734:3: Configuration error: The route domain 77 of address 10.1.2.4%77 does not exist.',
    ]);
    expect(device.list(type)).toEqual([]);
    device.seed({ 'net/route-domain/~Common~rd77': { id: 77 } });
    expect((await client.post(type, body)).status).toBe(200);
    const held = await client.delete('net/route-domain/~Common~rd77');
    expect([held.status, held.body['message']]).toEqual([400, expect.stringMatching(/^01070265:3: .*\/five\//)]);
  });

  it('is refused as the default of a partition', async () => {
    const { device, client } = await start();
    await using _ = device;
    expect((await client.patch('auth/partition/zero', { defaultRouteDomain: 77 })).status).toBe(400);
    expect((await client.delete('net/route-domain/~Common~5')).status).toBe(400);
  });
});
