import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import type { Body } from '../mocks/speak.ts';
import { ForeignClient, ForeignError } from './foreign-client.ts';

const pool = '/mgmt/tm/ltm/pool';
const virtual = '/mgmt/tm/ltm/virtual';

/** The body of an answer of `https()`. */
async function body(answer: Promise<Body>): Promise<Body> {
  return (await answer)['data'] ?? {};
}

function refusalOf(answer: Promise<Body>): Promise<ForeignError> {
  return answer.then(
    () => {
      throw new Error('the client was not refused');
    },
    (error: unknown) => {
      if (error instanceof ForeignError) return error;
      throw error;
    },
  );
}

describe('f5-conx-core 1.0.0, over https with the certificate verified', () => {
  it('logs in once and uses the token for what follows', async () => {
    await using device = await MockBigIp.start();
    await using client = await ForeignClient.start('conx-core', device);
    const version = await client.call('https', '/mgmt/tm/sys/version');
    expect(version['status']).toBe(200);
    const stats = version['data']!['entries']!['https://localhost/mgmt/tm/sys/version/0']!['nestedStats']!['entries'];
    expect(stats!['Version']!['description']).toBe(device.version);
    await client.call('https', pool);
    expect(device.journal.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'POST /mgmt/shared/authn/login 200',
      'GET /mgmt/tm/sys/version 200',
      'GET /mgmt/tm/ltm/pool 200',
    ]);
    expect(await client.read('client.mgmtClient.token')).toMatchObject({
      userName: 'admin',
      timeout: 1200,
      kind: 'shared:authz:tokens:authtokenitemstate',
    });
    expect(await client.read('events')).toEqual([{ name: 'token-timer-start', detail: 'Starting token timer: 1200' }]);
    expect(await client.read('env.NODE_TLS_REJECT_UNAUTHORIZED')).toBe('1');
    expect(device.tokens).toBe(1);
    expect(device.unimplemented.size).toBe(0);
  });

  it('refuses a device whose certificate it does not know', async () => {
    await using device = await MockBigIp.start();
    await using client = await ForeignClient.start('conx-core', device);
    await device.changeCertificate();
    const error = await refusalOf(client.call('https', pool));
    expect(error.code).toMatch(/^(DEPTH_ZERO_)?SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
    expect(device.requests).toBe(0);
  });

  it('knows a wrong password by the body of the 401', async () => {
    await using device = await MockBigIp.start();
    await using client = await ForeignClient.start('conx-core', device, { password: 'wrong' });
    const error = await refusalOf(client.call('https', pool));
    expect(error.status).toBe(401);
    expect(await client.read('events')).toMatchObject([
      { name: 'failedAuth', detail: { code: 401, message: 'Authentication failed.' } },
    ]);
  });

  it.each(['13.1.1.2', '15.1.2.1', '17.1.1'])('is told of an expired token and logs in anew (%s)', async (version) => {
    await using device = await MockBigIp.start({ version });
    await using client = await ForeignClient.start('conx-core', device);
    await client.call('https', pool);
    device.clock.advance('21m');
    expect((await refusalOf(client.call('https', pool))).status).toBe(401);
    expect(device.tokens).toBe(0);
    await client.call('clearLogin');
    expect((await client.call('https', pool))['status']).toBe(200);
    expect(device.tokens).toBe(1);
  });

  it('clears its token, which stays alive on the device', async () => {
    await using device = await MockBigIp.start();
    await using client = await ForeignClient.start('conx-core', device);
    await client.call('https', pool);
    const left = await client.call('clearLogin');
    expect(Number(left)).toBeGreaterThan(0);
    expect(Number(left)).toBeLessThanOrEqual(1200);
    expect(await client.read('client.mgmtClient.token')).toEqual({});
    expect(device.tokens).toBe(1);
    await client.call('https', pool);
    expect(device.tokens).toBe(2);
  });

  it('extends, reads and deletes its token by REST', async () => {
    await using device = await MockBigIp.start();
    await using client = await ForeignClient.start('conx-core', device);
    await client.call('https', pool);
    const name = String(await client.read('client.mgmtClient.token.token'));
    const uri = `/mgmt/shared/authz/tokens/${name}`;
    expect(await body(client.call('https', uri, { method: 'PATCH', data: { timeout: '36000' } }))).toMatchObject({
      token: name,
      timeout: 36_000,
    });
    device.clock.advance('5h');
    expect(await body(client.call('https', uri))).toMatchObject({ token: name, userName: 'admin' });
    await client.call('https', uri, { method: 'DELETE' });
    expect(device.tokens).toBe(0);
  });

  it('creates, reads, changes and deletes a pool and its members', async () => {
    await using device = await MockBigIp.start();
    await using client = await ForeignClient.start('conx-core', device);
    const members = [{ name: '10.1.1.1:80', address: '10.1.1.1' }, { name: '10.1.1.2:http' }];
    const data = { name: 'web', partition: 'Common', monitor: '/Common/http', members };
    expect(await body(client.call('https', pool, { method: 'POST', data }))).toMatchObject({
      kind: 'tm:ltm:pool:poolstate',
      fullPath: '/Common/web',
      loadBalancingMode: 'round-robin',
      membersReference: { isSubcollection: true },
    });
    const read = await body(client.call('https', `${pool}/~Common~web?expandSubcollections=true`));
    expect(read['membersReference']!['items']).toMatchObject([{ name: '10.1.1.1:80' }, { name: '10.1.1.2:80' }]);
    const change = { method: 'PATCH', data: { loadBalancingMode: 'least-connections-member' } };
    expect(await body(client.call('https', `${pool}/~Common~web`, change))).toMatchObject({
      loadBalancingMode: 'least-connections-member',
    });
    const added = { method: 'POST', data: { name: '10.1.1.3:80' } };
    await client.call('https', `${pool}/~Common~web/members`, added);
    await client.call('https', `${pool}/~Common~web/members/~Common~10.1.1.1:80`, { method: 'DELETE' });
    const list = await body(client.call('https', `${pool}/~Common~web/members`));
    expect(list['items']).toMatchObject([{ name: '10.1.1.2:80' }, { name: '10.1.1.3:80' }]);
    const gone = await client.call('https', `${pool}/~Common~web`, { method: 'DELETE' });
    expect(gone['status']).toBe(200);
    const missing = await refusalOf(client.call('https', `${pool}/~Common~web`));
    expect(missing.data).toEqual({
      code: 404,
      message: '01020036:3: The requested Pool (/Common/web) was not found.',
      errorStack: [],
      apiError: 3,
    });
    expect(device.unimplemented.size).toBe(0);
  });

  it('creates, reads, changes and deletes a virtual server, and cannot take its pool away', async () => {
    await using device = await MockBigIp.start({ seed: { 'ltm/pool/~Common~web': {} } });
    await using client = await ForeignClient.start('conx-core', device);
    const data = {
      name: 'front',
      destination: '/Common/192.0.2.1:443',
      ipProtocol: 'tcp',
      mask: '255.255.255.255',
      pool: '/Common/web',
      profiles: [{ name: '/Common/tcp' }, { name: '/Common/http' }, { name: 'clientssl', context: 'clientside' }],
      sourceAddressTranslation: { type: 'automap' },
    };
    expect(await body(client.call('https', virtual, { method: 'POST', data }))).toMatchObject({
      destination: '/Common/192.0.2.1:443',
      enabled: true,
      pool: '/Common/web',
    });
    const profiles = await body(client.call('https', `${virtual}/~Common~front/profiles`));
    expect(profiles['items']).toMatchObject([{ name: 'clientssl' }, { name: 'http' }, { name: 'tcp' }]);
    const disabled = { method: 'PATCH', data: { disabled: true } };
    const changed = await body(client.call('https', `${virtual}/~Common~front`, disabled));
    expect([changed['disabled'], changed['enabled']]).toEqual([true, undefined]);
    const held = await refusalOf(client.call('https', `${pool}/~Common~web`, { method: 'DELETE' }));
    expect(held.status).toBe(400);
    expect(held.data!['message']).toMatch(/^01070265:3: /);
    await client.call('https', `${virtual}/~Common~front`, { method: 'DELETE' });
    await client.call('https', `${pool}/~Common~web`, { method: 'DELETE' });
    expect(device.list('ltm')).toEqual([]);
    expect(device.unimplemented.size).toBe(0);
  });

  it('discovers host name and version, and that no toolchain packages are installed', async () => {
    await using device = await MockBigIp.start({ hostname: 'edge.example.com' });
    await using client = await ForeignClient.start('conx-core', device);
    expect(await client.call('discover', 'BIG-IP')).toEqual({
      product: 'BIG-IP',
      hostname: 'edge.example.com',
      version: device.version,
    });
    expect(device.unimplemented.size).toBe(0);
  });
});
