import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fault, type FaultName, MockBigIp } from '../../mocks/index.ts';
import { direct, headers } from './reach.ts';
import { Speaker } from './speak.ts';

describe('a fault is matched', () => {
  async function played(match: Fault['match'], over: Partial<Fault> = {}): Promise<string[]> {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    device.fault({ match, do: { status: 503 }, times: Number.POSITIVE_INFINITY, ...over });
    const id = { 'x-f5-rest-coordination-id': '1' };
    await client.post('ltm/pool', { name: 'a', members: [{ name: '10.0.0.1:80', ratio: 2 }, { name: '10.0.0.2:80' }] });
    await client.get('ltm/pool/~Common~a/?expandSubcollections=true');
    await client.get('ltm/pool/%7ECommon%7Ea');
    await client.patch('ltm/pool/~Common~a', { description: 'x' });
    await client.post('ltm/pool', { name: 'b' }, id);
    await client.post('/mgmt/shared/authn/login', { username: 'admin', password: 'admin' });
    return device.journal.flatMap(({ method, path, fault }) =>
      fault === undefined ? [] : [`${method} ${path.replace(/^\/mgmt\/(tm\/)?/, '')}`],
    );
  }

  const login = 'POST shared/authn/login';

  it.each<[string, Fault['match'], string[]]>([
    ['by method', 'PATCH *', ['PATCH ltm/pool/~Common~a']],
    [
      'by path, however it is spelt',
      'GET ltm/pool/~Common~a',
      ['GET ltm/pool/~Common~a', 'GET ltm/pool/%7ECommon%7Ea'],
    ],
    ['by query', 'GET ltm/pool/*?expand*', ['GET ltm/pool/~Common~a']],
    ['by method and path in small letters', 'patch ltm/pool/*', ['PATCH ltm/pool/~Common~a']],
    ['by a path alone', 'ltm/pool', ['POST ltm/pool', 'POST ltm/pool']],
    ['above tm', 'POST /mgmt/shared/*', [login]],
    ['above tm, without the first slash', 'POST mgmt/shared/*', [login]],
    ['by a whole path without the first slash', { path: 'mgmt/tm/ltm/pool' }, ['POST ltm/pool', 'POST ltm/pool']],
    ['by a pattern with a method in small letters', { method: 'patch' }, ['PATCH ltm/pool/~Common~a']],
    ['by a part of the body', { path: 'ltm/pool', body: { name: 'b' } }, ['POST ltm/pool']],
    ['by a member in the body', { body: { members: [{ name: '10.0.0.2:80' }] } }, ['POST ltm/pool']],
    ['by nothing that is in the body', { body: { members: [{ name: '10.0.0.2:80', ratio: 2 }] } }, []],
    ['by whether it is for a transaction', { coordinationId: true }, ['POST ltm/pool']],
    ['by whether it is for none', { method: 'POST', path: 'ltm/*', coordinationId: false }, ['POST ltm/pool']],
    ['by the number of the transaction', { coordinationId: '2' }, []],
    ['by a function that sees the body', ({ body }) => JSON.stringify(body ?? '').includes('password'), [login]],
  ])('%s', async (_title, match, expected) => {
    expect(await played(match)).toEqual(expected);
  });

  it('after as many as were skipped, as often as was said', async () => {
    expect(await played('*', { skip: 4, times: 1 })).toEqual(['POST ltm/pool']);
    expect(await played('*', { times: 'always', skip: 5 })).toEqual([login]);
  });

  it('and taken back; those that are set are listed', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const one = device.fault({ match: 'GET *', do: 'hang', skip: 2 });
    device.fault({ match: { path: 'ltm/pool' }, when: 'after', do: 'reset', times: 'always' });
    expect(device.faults).toMatchObject([
      { id: one.id, match: 'GET *', when: 'before', do: 'hang', left: 1, skip: 2, played: 0 },
      { match: { path: 'ltm/pool' }, when: 'after', left: Number.POSITIVE_INFINITY },
    ]);
    one.remove();
    expect(device.faults).toHaveLength(1);
    device.clearFaults();
    expect(device.faults).toEqual([]);
  });

  it('by a function that throws: the request is answered, and the error is told', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    device.fault({
      match: () => {
        throw new Error('no such thing');
      },
      do: 'reset',
    });
    const { status, body } = await client.get('ltm/pool');
    expect([status, body['message']]).toEqual([500, 'the match of a fault failed: no such thing']);
    expect([...device.unimplemented.keys()]).toEqual(['the match of a fault failed: no such thing']);
  });
});

describe('what happens to the device with a request', () => {
  it('happens before it is done, or after', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const { body } = await client.post('/mgmt/shared/authn/login', { username: 'admin', password: 'admin' });
    await using holder = new Speaker(device);
    holder.headers = { 'x-f5-auth-token': String(body['token']!['token']) };
    device.fault({ match: 'GET *', when: 'after', do: { act: 'revoke-tokens' }, skip: 1 });
    const statuses = [];
    for (let at = 0; at < 3; at++) statuses.push((await holder.get('ltm/pool')).status);
    expect(statuses).toEqual([200, 200, 401]);
    const id = String((await client.post('transaction', {})).body['transId']);
    await client.post('ltm/pool', { name: 'a' }, { 'x-f5-rest-coordination-id': id });
    device.fault({ match: 'PATCH transaction/*', do: { act: 'expire-transactions' } });
    expect((await client.patch(`transaction/${id}`, { state: 'VALIDATING' })).status).toBe(404);
    device.fault({ match: 'POST *', when: 'after', do: { act: 'restart-mcpd' } });
    expect((await client.post('ltm/pool', { name: 'b' })).status).toBe(200);
    expect((await client.get('ltm/pool')).status).toBe(503);
    device.recover();
    device.fault({ match: 'POST *', do: { act: 'restart-mcpd' } });
    expect((await client.post('ltm/pool', { name: 'c' })).status).toBe(503);
    device.recover();
    expect(device.list('ltm')).toEqual(['ltm/pool/~Common~b']);
    device.fault({ match: 'GET *', do: { act: 'fill-tokens' } });
    await client.get('ltm/pool');
    expect((await client.post('/mgmt/shared/authn/login', { username: 'admin', password: 'admin' })).status).toBe(400);
  });

  it('is played by name, on the request that was said', async () => {
    const [one, two] = await MockBigIp.pair({ protocol: 'http' });
    await using first = one;
    await using second = two;
    await using client = new Speaker(first);
    await first.play('standby', { match: 'POST ltm/pool', skip: 2, when: 'after' });
    for (const name of ['a', 'b']) await client.post('ltm/pool', { name });
    expect([first.role, second.role]).toEqual(['active', 'standby']);
    await client.post('ltm/pool', { name: 'c' });
    expect([first.role, second.role]).toEqual(['standby', 'active']);
    await first.play('mcpd-restarts', { match: 'GET *', skip: 1 });
    expect((await client.get('ltm/pool')).status).toBe(200);
    expect((await client.get('ltm/pool')).status).toBe(503);
  });
});

describe('hostile answers by name', () => {
  it.each<[FaultName, (text: string) => boolean]>([
    ['large-body', (text) => text.length > 64 * 1024 * 1024],
    ['many-items', (text) => JSON.parse(text).items.length === 1_000_000],
    ['duplicate-keys', (text) => text.split('"name"').length > 2 && JSON.parse(text) !== null],
  ])('%s', async (name, holds) => {
    const device = await MockBigIp.start({ protocol: 'none' });
    await device.play(name);
    const reply = device.accept({ method: 'GET', path: '/mgmt/tm/ltm/pool' }).perform().reply;
    expect([reply?.status, holds(reply?.body ?? '')]).toEqual([200, true]);
  });
});

describe('whatever is set as a fault', () => {
  const figure = fc.constantFrom(0, 1, 5, 99, 200, 404, 600, -1, 1.5, '5ms', 'soon', null, true, {}, []);
  const action = fc.oneof(
    fc.constantFrom('reset', 'hang', 'drop', 'truncate', 'drip', 'html', 'not-json', 'redirect', 'explode', null, 7),
    fc.record(
      {
        status: figure,
        body: fc.jsonValue(),
        headers: fc.dictionary(fc.constantFrom('a', 'b c', 'content-type'), fc.constantFrom('x', 'x\n', '')),
      },
      { requiredKeys: ['status'] },
    ),
    fc.dictionary(
      fc.constantFrom('delay', 'truncate', 'drop', 'act', 'chunked'),
      fc.oneof(figure, fc.constant('failover')),
      { maxKeys: 2 },
    ),
    fc.record({ drip: fc.record({ bytes: figure, every: figure }, { requiredKeys: [] }) }),
  );
  const match = fc.oneof(
    fc.constantFrom('*', 'GET *', 'POST ltm/pool', 'get ltm/*', 'ltm/pool', '', '?', '[', 'GET', null, 3),
    fc.record(
      { method: fc.constantFrom('GET', 'post'), path: fc.string(), body: fc.jsonValue(), coordinationId: fc.boolean() },
      { requiredKeys: [] },
    ),
  );
  const fault = fc.record(
    {
      match,
      do: action,
      when: fc.constantFrom('before', 'after', 'after', 'never'),
      times: fc.constantFrom(1, 2, 'always', 0),
      skip: fc.constantFrom(0, 0, 1, -1),
    },
    { requiredKeys: ['match', 'do'] },
  );

  it('is refused with a TypeError, or played, and the device goes on', async () => {
    const sleep = async () => undefined;
    const device = await MockBigIp.start({ protocol: 'none', clock: { now: Date.now, sleep } });
    let accepted = 0;
    const property = fc.asyncProperty(fault, async (given) => {
      device.reset();
      try {
        device.fault(given as Fault);
        accepted++;
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        return;
      }
      for (const method of ['GET', 'POST']) {
        const signal = AbortSignal.timeout(5000);
        const { end } = device.accept({ method, path: '/mgmt/tm/ltm/pool', headers, body: '{"name":"a"}' }).perform();
        if (end !== 'hang') await direct(device, method, 'ltm/pool', { name: 'b' }, signal);
      }
      device.clearFaults();
      device.recover();
      expect((await direct(device, 'GET', 'ltm/pool')).seen).toBe(200);
    });
    await fc.assert(property, { numRuns: 500 });
    expect(accepted).toBeGreaterThan(30);
  });
});

describe('what is no fault', () => {
  it.each<[unknown, string]>([
    [{ do: 'reset' }, 'a fault needs match'],
    [{ match: 'GET *' }, 'a fault needs do'],
    [{ match: 'GET *', do: 'explode' }, 'not an action: "explode"'],
    [{ match: 'GET *', do: { explode: 1 } }, 'not an action: {"explode":1}'],
    [{ match: 'GET *', do: { status: 503, delay: 5 } }, 'not an action'],
    [{ match: 'GET *', do: { status: 99 } }, 'not a status: 99'],
    [{ match: 'GET *', do: { status: 200, headers: { a: 'x\n' } } }, 'not a header: a'],
    [{ match: 'GET *', do: { status: 200, headers: { 'a b': 'x' } } }, 'not a header: a b'],
    [{ match: 'GET *', do: { drip: { bytes: 0, every: 1 } } }, 'not a number of bytes: 0'],
    [{ match: 'GET *', do: { drip: 5 } }, 'not an action'],
    [{ match: 'GET *', do: { drop: -1 } }, 'not a number of bytes: -1'],
    [{ match: 'GET *', do: { act: 'dance' } }, 'not an act: dance'],
    [{ match: 'GET *', do: { drop: 5, chunked: 'yes' } }, 'not an action'],
    [{ match: 'GET *', do: { delay: 'soon' } }, 'not a duration: soon'],
    [{ match: 'GET *', do: { delay: -5 } }, 'not a duration: -5'],
    [{ match: 'GET *', do: 'reset', when: 'during' }, 'when is before or after'],
    [{ match: 'GET *', do: 'reset', times: 0 }, 'not a number of times: 0'],
    [{ match: 'GET *', do: 'reset', times: '3' }, 'not a number of times: 3'],
    [{ match: 'GET *', do: 'reset', skip: -1 }, 'not a number of requests: -1'],
    [{ match: { paths: 'x' }, do: 'reset' }, 'not a pattern'],
    [{ match: 5, do: 'reset' }, 'a fault needs match'],
    [{ match: 'GET *', do: 'reset', nth: 3 }, 'a fault has no nth'],
  ])('%j is refused', async (fault, message) => {
    const device = await MockBigIp.start({ protocol: 'none' });
    expect(() => device.fault(fault as Fault)).toThrow(TypeError);
    expect(() => device.fault(fault as Fault)).toThrow(message);
    expect(device.faults).toEqual([]);
  });

  it('is refused by name, too', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await expect(device.play('none' as FaultName)).rejects.toThrow('no fault is called none');
    await expect(device.play('loading', { match: 'GET *' })).rejects.toThrow('loading is met by every request');
    await expect(device.play('standby', { times: 2 })).rejects.toThrow('standby is done at once');
    await expect(device.play('refused', { match: 'GET *' })).rejects.toThrow('refused is done at once');
    await expect(device.play('new-certificate')).rejects.toThrow('there is no certificate without https');
    await device.play('loading', { times: 1 });
    await using client = new Speaker(device);
    expect((await client.get('ltm/pool')).body['items']).toEqual([]);
    expect((await client.get('sys/ready')).text).toContain('"configReady":{"description":"yes"}');
  });
});
