import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, rows, Speaker } from './speak.ts';

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: overlay });
  return { device, client: new Speaker(device) };
}

const header = (id: unknown) => ({ 'X-F5-REST-Coordination-Id': String(id) });
const commit = { state: 'VALIDATING' };

async function open(client: Speaker): Promise<number> {
  return Number((await client.post('transaction', {})).body['transId']);
}

describe('a transaction', () => {
  it('begins in the recorded shape', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { body } = await client.post('transaction', {});
    expect(Object.keys(body)).toEqual([
      'transId',
      'state',
      'timeoutSeconds',
      'asyncExecution',
      'validateOnly',
      'executionTimeout',
      'executionTime',
      'failureReason',
      'kind',
      'selfLink',
    ]);
    expect(Number.isSafeInteger(body['transId'])).toBe(true);
    expect(body).toMatchObject({ state: 'STARTED', timeoutSeconds: 120, kind: 'tm:transactionstate' });
  });

  it('queues commands, does nothing, and then does all of it', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    const queued = await client.post(
      'ltm/virtual',
      { name: 'v', partition: 'k8s', destination: '10.1.1.1:80', pool: '/k8s/p' },
      header(id),
    );
    expect(queued.body).toMatchObject({
      method: 'POST',
      uri: 'https://localhost/mgmt/tm/ltm/virtual',
      evalOrder: 1,
      commandId: 1,
      kind: 'tm:transaction:commandsstate',
      selfLink: `https://localhost/mgmt/tm/transaction/${id}/commands/1?ver=15.1.2.1`,
    });
    await client.post('ltm/pool', { name: 'p', partition: 'k8s' }, header(id));
    expect((await client.get('ltm/pool/~k8s~p', header(id))).status).toBe(404);
    const done = await client.patch(`transaction/${id}`, commit);
    expect([done.status, done.body['state'], done.body['failureReason']]).toEqual([200, 'COMPLETED', '']);
    expect(device.get('ltm/virtual/~k8s~v')).toMatchObject({ pool: '/k8s/p' });
    expect(device.transactions).toEqual([]);
  });

  it('does nothing when one command is refused, and tells the first error only', async () => {
    const { device, client } = await start();
    await using _ = device;
    const before = device.snapshot();
    const id = await open(client);
    await client.post('ltm/pool', { name: 'p', partition: 'k8s', members: ['10.0.0.1:80'] }, header(id));
    await client.patch('ltm/pool/~k8s~p', {}, header(id));
    await client.delete('ltm/pool/~k8s~none', header(id));
    const failed = await client.patch(`transaction/${id}`, commit);
    expect(failed.status).toBe(400);
    expect(failed.body).toEqual({
      code: 400,
      message: 'transaction failed:one or more properties must be specified',
      errorStack: [],
      apiError: 2,
    });
    expect(device.snapshot().entries).toEqual(before.entries);
  });

  it('checks references when it is committed, not before', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    await client.post(
      'ltm/virtual',
      { name: 'v', partition: 'k8s', destination: '10.1.1.1:80', pool: 'p' },
      header(id),
    );
    const failed = await client.patch(`transaction/${id}`, commit);
    expect(failed.body['message']).toBe('transaction failed:01020036:3: The requested Pool (/k8s/p) was not found.');
    expect(device.list('ltm')).toEqual([]);
  });

  it('lets its commands be listed, reordered and removed', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    for (const name of ['a', 'b', 'c']) await client.post('ltm/pool', { name, partition: 'k8s' }, header(id));
    await client.patch(`transaction/${id}/commands/3`, { evalOrder: 1 });
    await client.delete(`transaction/${id}/commands/2`);
    const { body } = await client.get(`transaction/${id}/commands`);
    expect(rows(body['items']).map((command) => command['body']!['name'])).toEqual(['c', 'a']);
    const wrong = await client.post(`transaction/${id}/commands/3/members/`, { name: 'x' });
    expect([wrong.status, wrong.body['message']]).toEqual([400, 'Found invalid command id 3/members/']);
    await client.patch(`transaction/${id}`, commit);
    expect(device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~a', 'ltm/pool/~k8s~c']);
  });

  it('cannot be committed empty, and can be given up', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    const empty = await client.patch(`transaction/${id}/`, commit);
    expect(empty.body).toEqual({
      code: 404,
      message: 'there is no command to commit in the transaction.',
      errorStack: [],
      apiError: 1,
    });
    expect((await client.delete(`transaction/${id}`)).status).toBe(200);
    expect((await client.post('ltm/pool', { name: 'a' }, header(id))).status).toBe(404);
  });

  it('can be validated without being done', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    await client.post('ltm/pool', { name: 'a', partition: 'k8s' }, header(id));
    expect((await client.patch(`transaction/${id}`, { ...commit, validateOnly: true })).status).toBe(200);
    expect(device.list('ltm/pool')).toEqual([]);
    await client.post('ltm/pool', { name: 'a', partition: 'nowhere' }, header(id));
    expect((await client.patch(`transaction/${id}`, { ...commit, validateOnly: true })).status).toBe(400);
  });

  it('expires 120 seconds after its last use', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    device.clock.advance('100s');
    await client.post('ltm/pool', { name: 'a', partition: 'k8s' }, header(id));
    device.clock.advance('119s');
    expect(device.transactions).toHaveLength(1);
    device.clock.advance('2s');
    expect(device.transactions).toEqual([]);
    expect((await client.patch(`transaction/${id}`, commit)).status).toBe(404);
    expect(device.list('ltm/pool')).toEqual([]);
  });

  it('does not take partitions', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    expect((await client.post('auth/partition', { name: 'x' }, header(id))).status).toBe(400);
    expect(device.get('auth/partition/x')).toBeUndefined();
  });

  it('keeps to itself when others are open', async () => {
    const { device, client } = await start();
    await using _ = device;
    const [one, two] = [await open(client), await open(client)];
    expect(one).not.toBe(two);
    await client.post('ltm/pool', { name: 'one', partition: 'k8s' }, header(one));
    await client.post('ltm/pool', { name: 'two', partition: 'k8s' }, header(two));
    await client.patch(`transaction/${two}`, commit);
    expect(device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~two']);
    expect(device.transactions.map(({ id }) => id)).toEqual([one]);
  });

  it('cannot take a monitor off its pool and delete it at once', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.seed({ 'ltm/monitor/http/~k8s~m': {}, 'ltm/pool/~k8s~p': { monitor: '/k8s/m' } });
    const id = await open(client);
    await client.patch('ltm/pool/~k8s~p', { monitor: '' }, header(id));
    await client.delete('ltm/monitor/http/~k8s~m', header(id));
    const failed = await client.patch(`transaction/${id}`, commit);
    expect(failed.body['message']).toBe('transaction failed:01070083:3: Monitor /k8s/m is in use.');
    await client.patch('ltm/pool/~k8s~p', { monitor: '' });
    expect((await client.delete('ltm/monitor/http/~k8s~m')).status).toBe(200);
  });
});
