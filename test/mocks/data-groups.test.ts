import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from './speak.ts';

const uri = 'ltm/data-group/internal/~Common~dg';

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const records = [{ name: 'key2', data: 'value2' }];
  const device = await MockBigIp.start({ protocol: 'http', seed: { [uri]: { type: 'string', records } } });
  return { device, client: new Speaker(device) };
}

describe('records of a data group', () => {
  it('are added, changed and deleted one by one with options', async () => {
    const { device, client } = await start();
    await using _ = device;
    const patch = (options: string) => client.patch(`${uri}?options=${encodeURIComponent(options)}`, { name: 'dg' });
    const added = await patch('records add { key4 { data value44 } key5 { data "a b" } key6 }');
    expect(added.body['records']).toEqual([
      { name: 'key2', data: 'value2' },
      { name: 'key4', data: 'value44' },
      { name: 'key5', data: 'a b' },
      { name: 'key6', data: '' },
    ]);
    expect(added.body['selfLink']).toBe(
      `https://localhost/mgmt/tm/${uri}?options=records+add+%7B+key4+%7B+data+value44+%7D+key5+%7B+data+%22a+b%22+%7D+key6+%7D&ver=15.1.2.1`,
    );
    const changed = await patch('records modify { key4 { data value4 } }');
    expect(changed.body['records']).toContainEqual({ name: 'key4', data: 'value4' });
    const deleted = await patch('records delete { key4 key5 key6 }');
    expect(deleted.body['records']).toEqual([{ name: 'key2', data: 'value2' }]);
  });

  it('are refused as on a device', async () => {
    const { device, client } = await start();
    await using _ = device;
    const said = async (method: string, path: string, body: unknown) => {
      const answer = await client.send(method, path, body);
      return `${answer.status} ${answer.body['apiError']} ${answer.body['message']}`;
    };
    const patch = (options: string) => said('PATCH', `${uri}?options=${encodeURIComponent(options)}`, {});
    expect(await patch('records add { key2 { data value1 } }')).toBe(
      '409 3 01020066:3: The requested class string item (/Common/dg key2) already exists in partition Common.',
    );
    expect(await patch('records delete { key4 }')).toBe(
      '404 3 01020036:3: The requested class string item (/Common/dg key4) was not found.',
    );
    expect(await patch('records')).toMatch(/^501 /);
    expect(await patch('type ip')).toMatch(/^501 /);
    expect(await said('PATCH', 'ltm/pool/~Common~none?options=x', {})).toMatch(/^404 /);
    expect(await said('POST', 'ltm/data-group/internal', { name: 'dg', type: 'string' })).toBe(
      '409 3 01020066:3: The requested value list (/Common/dg) already exists in partition Common.',
    );
    expect(await said('PUT', `${uri}2`, { type: 'string' })).toBe(
      '404 3 01020036:3: The requested value list (/Common/dg2) was not found.',
    );
    expect(await said('PUT', uri, '{"type":"string","records":[{"name":"key1"}')).toBe(
      '400 1 Found invalid JSON body in the request.',
    );
    expect(device.get(uri)!['records']).toEqual([{ name: 'key2', data: 'value2' }]);
  });

  it('fit the type of the group', async () => {
    const { device, client } = await start();
    await using _ = device;
    const ip = { name: 'nets', type: 'ip', records: [{ name: '10.0.0.0/8' }, { name: '10.1.1.1', data: 'x' }] };
    const { body } = await client.post('ltm/data-group/internal', ip);
    expect(body['records']).toEqual([
      { name: '10.0.0.0/8', data: '' },
      { name: '10.1.1.1/32', data: 'x' },
    ]);
    const wrong = { name: 'bad', type: 'ip', records: [{ name: 'example.com' }] };
    expect((await client.post('ltm/data-group/internal', wrong)).status).toBe(400);
    const integers = { name: 'ports', type: 'integer', records: [{ name: '80' }, { name: 443 }] };
    expect((await client.post('ltm/data-group/internal', integers)).status).toBe(200);
    const word = { name: 'words', type: 'integer', records: [{ name: 'eighty' }] };
    expect((await client.post('ltm/data-group/internal', word)).status).toBe(400);
    const twice = { name: 'twice', type: 'string', records: [{ name: 'a' }, { name: 'a', data: 'x' }] };
    const answer = await client.post('ltm/data-group/internal', twice);
    expect([answer.status, answer.body['message']]).toEqual([
      409,
      '01020066:3: The requested class string item (/Common/twice a) already exists in partition Common.',
    ]);
  });
});
