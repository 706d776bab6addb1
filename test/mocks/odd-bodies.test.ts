import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { rows, Speaker } from './speak.ts';

function nested(levels: number): string {
  return `{"name":"p","metadata":${'['.repeat(levels)}${']'.repeat(levels)}}`;
}

describe('an odd body', () => {
  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'asks for no command by saying %s',
    async (word) => {
      await using device = await MockBigIp.start({ protocol: 'http' });
      await using client = new Speaker(device);
      const answer = await client.send('POST', 'ltm/policy', `{"command":"${word}"}`);
      expect(answer.status).toBe(501);
      expect([...device.unimplemented.keys()]).toEqual([`the command ${word} of ltm/policy`]);
    },
  );

  it('of 100,000 levels is refused like JSON that is broken, and does not get into a transaction', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const refused = { status: 400, body: { message: 'Found invalid JSON body in the request.' } };
    expect(await client.send('POST', 'ltm/pool', nested(100_000))).toMatchObject(refused);
    expect(await client.send('POST', '/mgmt/shared/authn/login', nested(100_000))).toMatchObject(refused);
    const { transId } = (await client.post('transaction', {})).body;
    const header = { 'x-f5-rest-coordination-id': String(transId) };
    expect(await client.send('POST', 'ltm/pool', nested(100_000), header)).toMatchObject(refused);
    expect(rows((await client.get(`transaction/${String(transId)}/commands`)).body['items'])).toEqual([]);
    expect(device.unimplemented.size).toBe(0);
  });
});
