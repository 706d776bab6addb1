import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed: overlay });
  return { device, client: new Speaker(device) };
}

const header = (id: unknown) => ({ 'X-F5-REST-Coordination-Id': String(id) });
const commit = { state: 'VALIDATING' };

async function open(client: Speaker): Promise<number> {
  return Number((await client.post('transaction/', {})).body['transId']);
}

/** What an answer says, short enough to compare. */
async function said(answer: ReturnType<Speaker['get']>): Promise<string> {
  const { status, body } = await answer;
  return `${status} ${body['apiError']} ${body['message']}`;
}

describe('a request for a transaction', () => {
  it('needs its number', async () => {
    const { device, client } = await start();
    await using _ = device;
    const missing = '404 1 Missing transaction ID for this call.';
    expect(await said(client.patch('transaction/', commit))).toBe(missing);
    expect(await said(client.put('transaction', commit))).toBe(missing);
    expect(await said(client.delete('transaction/'))).toBe(missing);
    for (const id of ['123', 'junk', '']) {
      expect(await said(client.post('ltm/pool', { name: 'a' }, header(id)))).toBe(missing);
    }
    expect(device.list('ltm')).toEqual([]);
  });

  it('is looked at before anything is done', async () => {
    const { device, client } = await start();
    await using _ = device;
    const uri = `transaction/${await open(client)}`;
    expect(await said(client.patch(uri, {}))).toBe('400 26214401 one or more properties must be specified');
    expect(await said(client.patch(uri, { state: 'COMPLETED' }))).toBe(
      '400 26214401 invalid property value "state":"COMPLETED"',
    );
    expect(await said(client.patch(uri, { ...commit, validateOnly: 'x' }))).toBe(
      '400 26214401 invalid property value "validate-only":"x"',
    );
    expect(await said(client.patch(uri, { ...commit, commands: [] }))).toBe('400 26214401 "commands" unknown property');
    expect(device.transactions).toHaveLength(1);
  });

  it('may carry the whole transaction, as f5-sdk sends it', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    await client.post('ltm/pool', { name: 'a', partition: 'k8s' }, header(id));
    const { body } = await client.get(`transaction/${id}/`);
    const done = await client.put(`transaction/${id}/`, { ...body, state: 'VALIDATING' });
    expect([done.status, done.body['state']]).toEqual([200, 'COMPLETED']);
    expect(device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~a']);
  });

  it('for what the mock does not do answers 501 and is remembered', async () => {
    const { device, client } = await start();
    await using _ = device;
    expect((await client.post('transaction', { asyncExecution: true })).status).toBe(501);
    expect((await client.post('transaction', { timeoutSeconds: 600 })).status).toBe(501);
    const id = await open(client);
    expect((await client.patch(`transaction/${id}`, { asyncExecution: true })).status).toBe(501);
    await client.post('ltm/pool', { name: 'a', partition: 'k8s' }, header(id));
    expect((await client.post('asm/policies', { name: 'x' }, header(id))).status).toBe(200);
    const before = device.snapshot().entries;
    const failed = await client.patch(`transaction/${id}`, commit);
    expect([failed.status, failed.body['message']]).toEqual([
      501,
      'The mock BIG-IP does not implement /mgmt/tm/asm/policies.',
    ]);
    expect(device.snapshot().entries).toEqual(before);
    expect([...device.unimplemented.keys()]).toEqual([
      'transactions that are executed asynchronously',
      'another timeout of a transaction',
      '/mgmt/tm/asm/policies',
    ]);
    expect(device.transactions).toEqual([]);
  });
});

describe('a commit', () => {
  it('is done once', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    await client.post('ltm/pool', { name: 'a', partition: 'k8s' }, header(id));
    expect((await client.patch(`transaction/${id}`, commit)).status).toBe(200);
    const { entries } = device.snapshot();
    expect((await client.patch(`transaction/${id}`, commit)).status).toBe(404);
    expect((await client.post('ltm/pool', { name: 'b', partition: 'k8s' }, header(id))).status).toBe(404);
    expect((await client.get(`transaction/${id}`)).body['state']).toBe('COMPLETED');
    expect(device.snapshot().entries).toEqual(entries);
    device.clock.advance('121s');
    expect((await client.get(`transaction/${id}`)).status).toBe(404);
  });

  it('that fails takes back the nodes and addresses made on the way, and tells why for 120 seconds', async () => {
    const { device, client } = await start();
    await using _ = device;
    const before = device.snapshot().entries;
    const id = await open(client);
    await client.post('ltm/pool/', { name: 'p', partition: 'k8s' }, header(id));
    await client.post('ltm/pool/~k8s~p/members/', { name: '10.0.0.1:80' }, header(id));
    await client.patch('ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80/', { session: 'user-disabled' }, header(id));
    await client.post('ltm/virtual', { name: 'v', partition: 'k8s', destination: '10.1.1.1:80' }, header(id));
    await client.post('auth/user', { name: 'u', password: 'x' }, header(id));
    await client.post('ltm/profile/http', { name: 'h', partition: 'nowhere' }, header(id));
    const failed = await client.patch(`transaction/${id}`, commit);
    const reason = 'The requested folder (/nowhere) was not found.';
    expect(failed.body).toEqual({ code: 400, message: `transaction failed:${reason}`, errorStack: [], apiError: 2 });
    expect(device.snapshot().entries).toEqual(before);
    expect((await client.get(`transaction/${id}`)).body).toMatchObject({ state: 'FAILED', failureReason: reason });
    expect(device.transactions).toEqual([]);
    device.clock.advance('120s');
    expect((await client.get(`transaction/${id}`)).status).toBe(404);
  });

  it('takes members, profiles and users', async () => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    await client.post('ltm/pool/', { name: 'p', partition: 'k8s' }, header(id));
    await client.post('ltm/pool/~k8s~p/members/', { name: '10.0.0.1:80' }, header(id));
    await client.patch('ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80/', { session: 'user-disabled' }, header(id));
    await client.post('ltm/profile/http', { name: 'h', partition: 'k8s' }, header(id));
    await client.post('auth/user', { name: 'u', password: 'secret' }, header(id));
    expect((await client.patch(`transaction/${id}/`, commit)).status).toBe(200);
    expect(device.get('ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80')).toMatchObject({ session: 'user-disabled' });
    expect(device.list('auth/user')).toEqual(['auth/user/u']);
    expect(device.list('ltm/profile')).toEqual(['ltm/profile/http/~k8s~h']);
  });

  it('that only validates leaves nothing, also of what it would make on the way', async () => {
    const { device, client } = await start();
    await using _ = device;
    const before = device.snapshot().entries;
    const id = await open(client);
    await client.post('ltm/virtual', { name: 'v', partition: 'k8s', destination: '10.1.1.1:80' }, header(id));
    await client.post('ltm/pool', { name: 'p', partition: 'k8s', members: ['10.0.0.1:80'] }, header(id));
    expect((await client.patch(`transaction/${id}`, { ...commit, validateOnly: true })).status).toBe(200);
    expect(device.snapshot().entries).toEqual(before);
    const made = await client.post('ltm/pool', { name: 'p', partition: 'k8s' });
    expect(made.status).toBe(200);
  });

  it.each([
    ['mcpd loads', 'loading'],
    ['icrd has lost mcpd', 'mcpd-lost'],
    ['a task holds the device', 'busy'],
  ] as const)('is refused while %s, and can be done afterwards', async (_title, phase) => {
    const { device, client } = await start();
    await using _ = device;
    const id = await open(client);
    await client.post('ltm/pool', { name: 'a', partition: 'k8s' }, header(id));
    device.restart([{ phase }]);
    expect((await client.patch(`transaction/${id}`, commit)).status).toBeGreaterThanOrEqual(500);
    expect((await client.post('ltm/pool', { name: 'b', partition: 'k8s' }, header(id))).status).toBeGreaterThan(499);
    expect(device.list('ltm')).toEqual([]);
    device.recover();
    expect((await client.patch(`transaction/${id}`, commit)).status).toBe(200);
    expect(device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~a']);
  });

  it('has the rights of the user who commits, whoever queued the commands', async () => {
    const { device, client } = await start();
    await using _ = device;
    await using manager = new Speaker(device);
    const access = [{ name: 'k8s', role: 'manager' }];
    await client.post('auth/user', { name: 'ann', password: 'word', partitionAccess: access });
    const { body } = await client.post('/mgmt/shared/authn/login', { username: 'ann', password: 'word' });
    manager.headers = { 'x-f5-auth-token': String(body['token']!['token']) };
    const id = await open(client);
    await client.post('ltm/pool', { name: 'a' }, header(id));
    await manager.post('ltm/pool', { name: 'b', partition: 'k8s' }, header(id));
    const refused = await manager.patch(`transaction/${id}`, commit);
    expect(refused.status).toBe(400);
    expect(refused.body['message']).toMatch(/^transaction failed:01070822:3: Access Denied: user \(ann\)/i);
    expect(device.list('ltm')).toEqual([]);
  });
});
