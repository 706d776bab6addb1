import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from './speak.ts';

describe('the numbers that the device gives', () => {
  it('are not used up by what is refused', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const made = async (name: string) => (await client.post('net/vlan', { name })).body;
    const [first, second] = [await made('one'), await made('two')];
    expect((await client.post('net/vlan', { name: 'three', tag: -1 })).status).toBe(400);
    expect((await client.post('net/vlan', { name: 'three', interfaces: [{ name: '1.1', tagMode: 'x' }] })).status).toBe(
      400,
    );
    const third = await made('three');
    for (const number of ['tag', 'ifIndex', 'generation'])
      expect(Number(third[number]) - Number(second[number])).toBe(Number(second[number]) - Number(first[number]));
  });

  it('go on behind those of a snapshot that comes back after a reset', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const made = async (name: string) => (await client.post('net/vlan', { name })).body;
    for (const name of ['one', 'two']) await made(name);
    const third = await made('three');
    const snapshot = device.snapshot();
    device.reset();
    device.restore(snapshot);
    const fourth = await made('four');
    // Tags count down.
    expect(Number(fourth['tag'])).toBeLessThan(Number(third['tag']));
    for (const number of ['ifIndex', 'generation'])
      expect(Number(fourth[number])).toBeGreaterThan(Number(third[number]));
  });

  it('are not used up by a transaction that is only validated', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const { transId } = (await client.post('transaction', {})).body;
    const header = { 'x-f5-rest-coordination-id': String(transId) };
    await client.post('ltm/virtual', { name: 'v', destination: '10.0.0.1:80' }, header);
    const commit = { state: 'VALIDATING', validateOnly: true };
    expect((await client.send('PATCH', `transaction/${String(transId)}`, commit)).status).toBe(200);
    const { body } = await client.post('ltm/virtual', { name: 'v', destination: '10.0.0.1:80' });
    expect(body['vsIndex']).toBe(2);
  });
});
