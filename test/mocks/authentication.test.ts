import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from './speak.ts';

const login = '/mgmt/shared/authn/login';
const tokens = '/mgmt/shared/authz/tokens';
const right = { username: 'admin', password: 'admin', loginProviderName: 'tmos' };

describe('logging in', () => {
  it('answers a token in the recorded shape', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    client.headers = {};
    const { status, body } = await client.post(login, right);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual([
      'username',
      'loginReference',
      'loginProviderName',
      'token',
      'generation',
      'lastUpdateMicros',
    ]);
    expect(body['token']).toMatchObject({
      userName: 'admin',
      authProviderName: 'tmos',
      timeout: 1200,
      address: '127.0.0.1',
      partition: '[All]',
      generation: 1,
      kind: 'shared:authz:tokens:authtokenitemstate',
    });
    expect(body['token']!['token']).toMatch(/^[A-Z2-7]{26}$/);
    expect(body['token']!['selfLink']).toBe(`https://localhost${tokens}/${body['token']!['token']}`);
    const life = Number(body['token']!['expirationMicros']) - Number(body['token']!['lastUpdateMicros']);
    expect(Math.round(life / 1e6)).toBe(1200);
  });

  it('refuses a wrong password and does not echo it', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const { status, body, text } = await client.post(login, { ...right, password: 'secret-word' });
    expect(status).toBe(401);
    expect(body['message']).toBe('Authentication failed.');
    expect(body['kind']).toBe(':resterrorresponse');
    expect(JSON.parse(String(body['originalRequestBody']))).toEqual({
      username: 'admin',
      loginProviderName: 'tmos',
      generation: 0,
      lastUpdateMicros: 0,
    });
    expect(text).not.toContain('secret-word');
    expect(JSON.stringify(device.journal)).not.toContain('secret-word');
  });

  it('is with the local users when no provider is named (nuclei-templates 8500)', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const reply = device.handle({ method: 'POST', path: login, body: '{"username":"admin","password":"admin"}' });
    expect(JSON.parse(reply.body)).toMatchObject({
      loginProviderName: 'local',
      loginReference: { link: 'https://localhost/mgmt/cm/system/authn/providers/local/login' },
      token: { authProviderName: 'local', groupReferences: [] },
    });
  });

  it.each(['', 'x', '{"username":', '[]', '"text"', '{}'])(
    'is refused by restjavad when the body is %s',
    async (body) => {
      const device = await MockBigIp.start({ protocol: 'none' });
      const reply = device.handle({ method: 'POST', path: `${login}/`, body });
      expect([reply.status === 400 || reply.status === 401, JSON.parse(reply.body)]).toEqual([
        true,
        expect.objectContaining({
          code: reply.status,
          kind: ':resterrorresponse',
          restOperationId: expect.any(Number),
        }),
      ]);
      expect(JSON.parse(reply.body)).not.toHaveProperty('apiError');
    },
  );

  it('refuses a login provider that it does not have', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const { status, body } = await client.post(login, { ...right, loginProviderName: 'radius' });
    expect([status, body['message']]).toEqual([401, 'loginProviderName is invalid.']);
  });

  it('gives a user 100 tokens and no more, and admin as many as it likes', async () => {
    await using device = await MockBigIp.start({
      protocol: 'http',
      seed: {
        'auth/user/robot': { password: 'robot', partitionAccess: [{ name: 'all-partitions', role: 'manager' }] },
      },
    });
    await using client = new Speaker(device);
    const robot = { username: 'robot', password: 'robot' };
    for (let count = 0; count < 100; count++) expect((await client.post(login, robot)).status).toBe(200);
    const { status, body } = await client.post(login, robot);
    expect(status).toBe(400);
    expect(body['message']).toBe('Bad Request: user robot has reached maximum active login tokens');
    for (let count = 0; count < 101; count++) expect((await client.post(login, right)).status).toBe(200);
    expect(device.tokens).toBe(201);
  });
});

describe('a token', () => {
  it('lives 1200 seconds on the device clock, whether it is used or not', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    device.clock.freeze();
    const { body } = await client.post(login, right);
    client.headers = { 'x-f5-auth-token': String(body['token']!['token']) };
    device.clock.advance('1199s');
    expect((await client.get('ltm/pool')).status).toBe(200);
    device.clock.advance('1s');
    const late = await client.get('ltm/pool');
    expect(late.status).toBe(401);
    expect(late.body['message']).toContain(
      'no user authentication header or token detected. Uri:http://localhost:8100',
    );
    expect(device.tokens).toBe(0);
  });

  it('can be extended to 36000 seconds and not beyond', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const { body } = await client.post(login, right);
    const token = body['token']!['token'];
    client.headers = { 'x-f5-auth-token': String(token) };
    const extended = await client.patch(`${tokens}/${token}`, { timeout: '36000' });
    expect(extended.body).toMatchObject({ token, timeout: 36_000, generation: 2 });
    const refused = await client.patch(`${tokens}/${token}`, { timeout: 36_001 });
    expect([refused.status, refused.body['message']]).toEqual([
      406,
      'Auth-token absolute timeout (36000 seconds) exceeded',
    ]);
    device.clock.advance('2h');
    expect((await client.get('ltm/pool')).status).toBe(200);
  });

  it('is gone after DELETE', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const { body } = await client.post(login, right);
    const token = body['token']!['token'];
    client.headers = { 'x-f5-auth-token': String(token) };
    expect((await client.get(tokens)).body['items']).toHaveLength(1);
    expect((await client.delete(`${tokens}/${token}`)).status).toBe(200);
    expect((await client.get('ltm/pool')).status).toBe(401);
    expect(device.tokens).toBe(0);
  });

  it('is refused in the way of the version', async () => {
    const answers: Record<string, string> = {};
    for (const version of ['13.1.1.2', '14.1.4', '15.1.2.1', '15.1.8', '17.1.1']) {
      const device = await MockBigIp.start({ protocol: 'none', version });
      const reply = device.handle({ method: 'GET', path: '/mgmt/tm/ltm/pool', headers: { 'X-F5-Auth-Token': 'X' } });
      expect([reply.status, reply.reason]).toEqual([401, 'F5 Authorization Required']);
      answers[version] = reply.body.startsWith('<') ? 'html' : String(JSON.parse(reply.body).message).slice(0, 31);
    }
    expect(answers).toEqual({
      '13.1.1.2': 'X-F5-Auth-Token does not exist.',
      '14.1.4': 'Authorization failed: no user a',
      '15.1.2.1': 'Authorization failed: no user a',
      '15.1.8': 'html',
      '17.1.1': 'X-F5-Auth-Token does not exist.',
    });
  });

  it.each([
    ['13.1.1.2', ['code', 'message', 'referer', 'restOperationId', 'errorStack', 'kind']],
    ['17.1.1', ['code', 'message', 'referer', 'restOperationId', 'kind']],
  ])('that does not exist is refused on %s with %j', async (version, keys) => {
    const device = await MockBigIp.start({ protocol: 'none', version });
    const reply = device.handle({ method: 'GET', path: '/mgmt/tm/ltm/pool', headers: { 'X-F5-Auth-Token': 'X' } });
    expect(Object.keys(JSON.parse(reply.body))).toEqual(keys);
  });
});

describe('without a token', () => {
  it('asks for authentication in JSON, and refuses a wrong Basic password with a page', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    client.headers = {};
    const none = await client.get('ltm/virtual');
    expect(none.status).toBe(401);
    expect(none.body).toMatchObject({ code: 401, referer: '127.0.0.1', kind: ':resterrorresponse' });
    expect(none.body['apiError']).toBeUndefined();
    expect(none.headers['www-authenticate']).toContain('Basic realm="Enterprise Manager"');
    const wrong = await client.get('ltm/virtual', {
      authorization: `Basic ${Buffer.from('admin:no').toString('base64')}`,
    });
    expect(wrong.status).toBe(401);
    expect(wrong.headers['content-type']).toContain('text/html');
    expect(wrong.text).toContain('401 Unauthorized');
    expect(wrong.headers['www-authenticate']).toBe('Basic realm="Enterprise Manager"');
    expect(wrong.headers['content-length']).toBe('381');
  });
});

describe('what restjavad answers below /mgmt', () => {
  it.each([
    '/mgmt/shared/authz/users',
    '/mgmt/shared/authz/roles/iControl_REST_API_User',
    '/mgmt/shared/echo',
    '/mgmt/shared/iapp/package-management-tasks',
    '/mgmt/shared/identified-devices/config/discovery',
    '/mgmt/cm/system/authn/providers/tmos',
    '/mgmt/toc',
  ])('%s is there on a device, and not in the mock', async (path) => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const headers = { authorization: `Basic ${btoa('admin:admin')}` };
    expect(device.handle({ method: 'GET', path }).status).toBe(401);
    expect(device.handle({ method: 'GET', path, headers }).status).toBe(501);
    expect(device.unimplemented.size).toBe(1);
  });

  it.each(['/mgmt/shared/appsvcs/info', '/mgmt/shared/declarative-onboarding/info', '/mgmt/shared/nothing'])(
    '%s is not registered',
    async (path) => {
      const device = await MockBigIp.start({ protocol: 'none' });
      const headers = { authorization: `Basic ${btoa('admin:admin')}` };
      const reply = device.handle({ method: 'GET', path, headers });
      expect([reply.status, JSON.parse(reply.body).message]).toEqual([
        404,
        `Public URI path not registered: ${path.replace('/mgmt', '')}`,
      ]);
      expect(device.unimplemented.size).toBe(0);
    },
  );
});

describe('users', () => {
  it('change their passwords, and see and end their own tokens only', async () => {
    await using device = await MockBigIp.start({ protocol: 'http' });
    await using client = new Speaker(device);
    const access = [{ name: 'all-partitions', role: 'guest' }];
    await client.post('auth/user', { name: 'robot', password: 'first', partitionAccess: access });
    expect((await client.get('auth/user/robot')).text).not.toContain('first');
    await client.patch('auth/user/robot', { password: 'second' });
    expect((await client.post(login, { username: 'robot', password: 'first' })).status).toBe(401);
    const theirs = await client.post(login, { username: 'robot', password: 'second' });
    const admins = await client.post(login, right);
    client.headers = { 'x-f5-auth-token': String(theirs.body['token']!['token']) };
    expect((await client.get(tokens)).body['items']).toHaveLength(1);
    const other = `${tokens}/${String(admins.body['token']!['token'])}`;
    for (const answer of [await client.get(other), await client.delete(other)]) {
      expect([answer.status, answer.body['message']]).toEqual([400, 'Authorization failed']);
    }
    expect((await client.get(`${tokens}/XXXXXXXXXXXXXXXXXXXXXXXXXX`)).status).toBe(404);
    expect((await client.delete(tokens)).status).toBe(200);
    expect(device.tokens).toBe(1);
  });
});

describe('the password of a user', () => {
  const access = [{ name: 'all-partitions', role: 'guest' }];
  const start = async () => {
    const device = await MockBigIp.start({
      protocol: 'none',
      seed: { 'auth/user/robot': { password: 'first', partitionAccess: access } },
    });
    const send = (method: string, path: string, body?: object, user = 'admin:admin') => {
      const headers = { authorization: `Basic ${btoa(user)}` };
      const reply = device.handle({ method, path: `/mgmt/tm/${path}`, headers, body: JSON.stringify(body ?? {}) });
      return { status: reply.status, body: reply.body.startsWith('{') ? JSON.parse(reply.body) : {} };
    };
    return { device, send };
  };

  it('is not sent beside its hash: f5-common-python 1073', async () => {
    const { device, send } = await start();
    const { generation: _, ...read } = send('GET', 'auth/user/robot').body;
    const refused = send('PUT', 'auth/user/robot', { ...read, password: 'second' });
    expect([refused.status, refused.body.message]).toEqual([
      400,
      '"password" may not be specified with "encrypted-password"',
    ]);
    expect(send('PUT', 'auth/user/robot', read).body).toMatchObject(read);
    expect(send('GET', 'ltm/pool', undefined, 'robot:first').status).toBe(200);
    // A test's author may add a password to what was recorded.
    device.set('auth/user/robot', { ...read, password: 'third' });
    expect(send('GET', 'ltm/pool', undefined, 'robot:third').status).toBe(200);
  });

  it('is not set by a hash that the mock cannot check', async () => {
    const { send } = await start();
    expect(send('PATCH', 'auth/user/robot', { encryptedPassword: '$6$x$y' }).status).toBe(501);
    expect(send('GET', 'ltm/pool', undefined, 'robot:first').status).toBe(200);
  });

  it('is changed by its user, who may say the old one', async () => {
    const { send } = await start();
    const body = { oldPassword: 'first', password: 'second' };
    const changed = send('PATCH', 'auth/user/robot', body, 'robot:first');
    expect([changed.status, changed.body.message, changed.body.oldPassword]).toEqual([200, undefined, undefined]);
    expect(send('GET', 'ltm/pool', undefined, 'robot:second').status).toBe(200);
    expect(send('GET', 'ltm/pool', undefined, 'robot:first').status).toBe(401);
  });
});

describe('roles', () => {
  it('keep a user of one partition out of another', async () => {
    await using device = await MockBigIp.start({
      protocol: 'http',
      seed: {
        'auth/partition/k8s': {},
        'auth/user/robot': { password: 'robot', partitionAccess: [{ name: 'k8s', role: 'manager' }] },
      },
    });
    await using client = new Speaker(device);
    client.headers = { authorization: `Basic ${Buffer.from('robot:robot').toString('base64')}` };
    expect((await client.post('ltm/pool', { name: 'a', partition: 'k8s' })).status).toBe(200);
    const refused = await client.post('ltm/pool', { name: 'a', partition: 'Common' });
    expect(refused.status).toBe(400);
    expect(refused.body['message']).toContain('01070822:3: Access Denied');
    expect((await client.delete('ltm/pool/~k8s~a')).status).toBe(200);
    expect((await client.post('auth/partition', { name: 'other' })).status).toBe(400);
    expect((await client.post('sys/config', { command: 'save' })).status).toBe(400);
    expect((await client.get('ltm/profile/tcp')).status).toBe(200);
  });

  it('hold in a transaction too, and for those who may only read', async () => {
    const device = await MockBigIp.start({
      protocol: 'none',
      seed: {
        'auth/partition/k8s': {},
        'auth/user/robot': { password: 'robot', partitionAccess: [{ name: 'k8s', role: 'manager' }] },
        'auth/user/guest': { password: 'guest', partitionAccess: [{ name: 'all-partitions', role: 'guest' }] },
      },
    });
    const send = (user: string, method: string, path: string, body: object, transaction?: number) => {
      const headers = {
        authorization: `Basic ${btoa(`${user}:${user}`)}`,
        ...(transaction === undefined ? {} : { 'x-f5-rest-coordination-id': String(transaction) }),
      };
      const reply = device.handle({ method, path: `/mgmt/tm/${path}`, headers, body: JSON.stringify(body) });
      return { status: reply.status, body: JSON.parse(reply.body) };
    };
    const id = Number(send('robot', 'POST', 'transaction', {}).body.transId);
    send('robot', 'POST', 'ltm/pool', { name: 'a', partition: 'k8s' }, id);
    send('robot', 'POST', 'ltm/pool', { name: 'b', partition: 'Common' }, id);
    const failed = send('robot', 'PATCH', `transaction/${id}`, { state: 'VALIDATING' });
    expect([failed.status, failed.body.message]).toEqual([
      400,
      'transaction failed:01070822:3: Access Denied: user (robot) does not have create access to object (pool)',
    ]);
    expect(device.list('ltm')).toEqual([]);
    expect(send('guest', 'POST', 'ltm/pool', { name: 'a' }).status).toBe(400);
  });
});
