import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { BigIp } from '../../src/bigip.ts';
import { PermissionError } from '../../src/errors.ts';
import { TransactionError } from '../../src/icontrol/transaction-error.ts';
import { open } from './open-session.ts';
import { TestClock } from './test-clock.ts';

const get = ['ltm', 'pool', '/k8s/web'];

/** restjavad names the user, the resource and the verb when it knows who asks, and does not let him. */
const notAllowed = (verb: string) => ({
  status: 401,
  body: {
    code: 401,
    message: `Authorization failed: user=https://localhost/mgmt/shared/authz/users/ann resource=/mgmt/tm/ltm/pool verb=${verb} uri:http://localhost:8100/mgmt/tm/ltm/pool referrer:192.0.2.7 sender:192.0.2.7`,
    restOperationId: 7281,
    kind: ':resterrorresponse',
  },
});

/** mcpd's words (recorded in public issues), with status 400. */
const denied = {
  status: 400,
  body: {
    code: 400,
    message: '01070822:3: Access Denied: user (ann) does not have create access to object (pool)',
    errorStack: [],
    apiError: 3,
  },
};

const managers = {
  'auth/partition/k8s': {},
  'auth/user/ann': { password: 'ann-secret', partitionAccess: [{ name: 'k8s', role: 'manager' }] },
};

async function asManager() {
  const device = await MockBigIp.start({ protocol: 'none', seed: managers });
  const { transport } = device;
  const clock = new TestClock({ auto: true });
  const credentials = { username: 'ann', password: 'ann-secret' };
  const bigip = new BigIp({ url: 'https://192.0.2.10', ...credentials, transport, clock });
  const end = async () => {
    await bigip.close();
    await device.close();
  };
  return { device, bigip, [Symbol.asyncDispose]: end };
}

describe('a user without the right to do something', () => {
  it('is told so by a 401 of restjavad that names him: his token is good, and is kept', async () => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const { device, session } = open(({ path }) => (path.includes('pool') ? notAllowed(method) : { body: {} }));
      const refused = await session
        .request(method, get, method === 'POST' ? { body: {} } : {})
        .catch((e: unknown) => e);
      expect(refused).toBeInstanceOf(PermissionError);
      expect(refused).toMatchObject({ code: 'BIGIP_PERMISSION', status: 401, outcome: 'refused' });
      expect(refused).toMatchObject({ message: expect.stringContaining('does not allow this user') });
      expect(device.seen.map(({ line }) => line)).toEqual(['POST /mgmt/shared/authn/login', device.work[0]]);
      await session.request('GET', ['ltm', 'node']);
      expect([device.logins, device.count(/authz\/tokens/)]).toEqual([1, 0]);
    }
  });

  it('is told so also where he gives a password with every request', async () => {
    const { device, session } = open(() => notAllowed('GET'), { auth: 'basic' });
    await expect(session.request('GET', get)).rejects.toBeInstanceOf(PermissionError);
    expect(device.seen).toHaveLength(1);
  });

  it('is told so inside a transaction, and of the probe for readiness nothing is believed', async () => {
    const { device, session } = open(() => notAllowed('POST'));
    const command = session.request('POST', ['ltm', 'pool'], { body: {}, coordinationId: '1526674837169915' });
    await expect(command).rejects.toBeInstanceOf(PermissionError);
    expect(device.work).toHaveLength(1);
    device.ready = notAllowed('GET');
    await session.waitReady();
    expect(device.logins).toBe(1);
  });

  it('is told so by a 400 of mcpd, with its code', async () => {
    const { device, session } = open(() => denied);
    const refused: unknown = await session.request('POST', ['ltm', 'pool'], { body: {} }).catch((e: unknown) => e);
    expect(refused).toBeInstanceOf(PermissionError);
    expect(refused).toMatchObject({
      status: 400,
      deviceCode: '01070822',
      apiError: 3,
      outcome: 'refused',
      deviceMessage: 'Access Denied: user (ann) does not have create access to object (pool)',
    });
    expect(device.work).toHaveLength(1);
  });

  it('of the mock is told so in a partition that is not his, and has nothing of it done', async () => {
    await using rig = await asManager();
    const { device, bigip } = rig;
    await bigip.ltm.pool.create({ name: 'web', partition: 'k8s' });
    await expect(bigip.ltm.pool.create({ name: 'web', partition: 'Common' })).rejects.toBeInstanceOf(PermissionError);
    expect(device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~web']);
    expect(device.journal.filter(({ method, path }) => method === 'POST' && path.endsWith('ltm/pool'))).toHaveLength(2);
  });

  it('of the mock is told so by a transaction, with the command', async () => {
    await using rig = await asManager();
    const { device, bigip } = rig;
    const refused: unknown = await bigip
      .transaction(async (tx) => {
        await tx.ltm.pool.create({ name: 'mine', partition: 'k8s' });
        await tx.ltm.pool.create({ name: 'not-mine', partition: 'Common' });
      })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TransactionError);
    expect(refused).toMatchObject({
      deviceCode: '01070822',
      cause: { code: 'BIGIP_PERMISSION' },
    });
    expect(device.list('ltm/pool')).toEqual([]);
    expect(device.transactions).toEqual([]);
  });
});

describe('a 401 that says nothing of rights', () => {
  it.each([
    'Authorization failed: no user authentication header or token detected. Uri:http://localhost:8100/mgmt/tm/ltm/pool',
    'Authorization failed: no user named ann found. Uri:http://localhost:8100/mgmt/tm/ltm/pool',
    'X-F5-Auth-Token does not exist.',
  ])('is answered by one login and one replay: %s', async (message) => {
    const expired = { status: 401, body: { code: 401, message, restOperationId: 1, kind: ':resterrorresponse' } };
    const { device, session } = open((_, count) => (count === 1 ? expired : { body: {} }));
    await session.request('POST', ['ltm', 'pool'], { body: {} });
    expect([device.logins, device.work.length]).toEqual([2, 2]);
  });
});
