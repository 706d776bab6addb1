import { describe, expect, it } from 'vitest';
import { MockBigIp, type Phase } from '../../mocks/index.ts';
import { overlay, Speaker } from './speak.ts';

const seed = {
  ...overlay,
  'ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80': {},
  'ltm/pool/~k8s~p': {},
  'ltm/monitor/http/~k8s~m': {},
};

async function start(): Promise<{ device: MockBigIp; client: Speaker }> {
  const device = await MockBigIp.start({ protocol: 'http', seed });
  return { device, client: new Speaker(device) };
}

describe('while mcpd loads', () => {
  it.each([
    ['ltm/pool/~k8s~p', '01020036:3: The requested Pool (/k8s/p) was not found.'],
    ['ltm/pool/~k8s~p/', '01020036:3: The requested Pool (/k8s/p) was not found.'],
    ['ltm/pool/~k8s~p/members', '01020036:3: The requested Pool (/k8s/p) was not found.'],
    ['ltm/pool/~k8s~p/members/~k8s~10.0.0.1:80', '01020036:3: The requested Pool (/k8s/p) was not found.'],
    ['ltm/monitor/http/~k8s~m', 'Object not found - /k8s/m'],
    ['auth/partition/k8s', '01020036:3: The requested partition (k8s) was not found.'],
    ['net/fdb/tunnel/~Common~flannel_vxlan/records', expect.stringContaining('/Common/flannel_vxlan')],
  ])('GET %s answers as if it had never been', async (uri, message) => {
    const { device, client } = await start();
    await using _ = device;
    device.restart([{ phase: 'loading' }]);
    const { status, body } = await client.get(uri);
    expect([status, body['message']]).toEqual([404, message]);
  });

  it('lists and statistics are empty', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.restart([{ phase: 'loading' }]);
    expect((await client.get('ltm/pool?expandSubcollections=true')).body).toMatchObject({ items: [] });
    const stats = await client.get('ltm/pool/stats');
    expect([stats.status, stats.body['kind'], stats.body['entries']]).toEqual([
      200,
      'tm:ltm:pool:poolcollectionstats',
      undefined,
    ]);
  });

  it.each([
    ['POST', 'ltm/pool', { name: 'x' }],
    ['PATCH', 'sys/global-settings', { guiSetup: 'enabled' }],
    ['POST', 'sys/config', { command: 'save' }],
    ['POST', 'sys/failover', { command: 'run', standby: true }],
    ['POST', 'transaction', {}],
  ])('nothing is changed: %s %s', async (method, path, body) => {
    const { device, client } = await start();
    await using _ = device;
    const before = device.snapshot().entries;
    device.restart([{ phase: 'loading' }]);
    const refused = await client.send(method, path, body);
    expect([refused.status, refused.body['apiError']]).toEqual([500, 32_768_001]);
    expect(device.snapshot().entries).toEqual(before);
    expect(device.role).toBe('active');
  });
});

describe('a window', () => {
  const login = { username: 'admin', password: 'admin' };

  it.each([
    ['mcpd-lost', 500],
    ['busy', 503],
    ['loading', 404],
  ] as const)('%s is met below /mgmt/tm only, after authentication, and counts nothing else', async (phase, status) => {
    const { device, client } = await start();
    await using _ = device;
    device.restart([{ phase, requests: 2 }]);
    const { status: logged, body } = await client.post('/mgmt/shared/authn/login', login);
    expect(logged).toBe(200);
    const token = String(body['token']!['token']);
    expect((await client.send('DELETE', `/mgmt/shared/authz/tokens/${token}`)).status).toBe(200);
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(status);
    await using stranger = new Speaker(device);
    stranger.headers = {};
    expect((await stranger.get('ltm/pool/~k8s~p')).status).toBe(401);
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(200);
  });

  it.each([
    ['apache', 503],
    ['unregistered', 404],
  ] as const)('%s is met everywhere, also by a login', async (phase, status) => {
    const { device, client } = await start();
    await using _ = device;
    device.restart([{ phase, requests: 2 }]);
    expect((await client.post('/mgmt/shared/authn/login', login)).status).toBe(status);
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(status);
    expect((await client.get('ltm/pool/~k8s~p')).status).toBe(200);
  });

  it('of restjavad has both recorded answers, in turn', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.restart([{ phase: 'unregistered', requests: 3 }]);
    const bodies = [];
    for (let at = 0; at < 3; at++) bodies.push((await client.get('ltm/pool/~Common~my-pool')).body);
    const first = {
      code: 404,
      message:
        'URI path /mgmt/tm/ltm/pool/?Common?my-pool not registered.  Please verify URI is supported and wait for /available suffix to be responsive.',
      restOperationId: expect.any(Number),
      kind: ':resterrorresponse',
    };
    const second = {
      code: 404,
      message: 'Public URI path not registered: /tm/ltm/pool/?Common?my-pool',
      referer: '127.0.0.1',
      restOperationId: expect.any(Number),
      kind: ':resterrorresponse',
    };
    expect(bodies).toEqual([first, second, first]);
  });

  it('that there is not is refused, and changes nothing', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    device.restart([{ phase: 'busy' }]);
    expect(() => device.restart([{ phase: 'asleep' as Phase }])).toThrow(
      'not a phase: asleep; there are unreachable, ',
    );
    expect(() => device.restart([{ phase: 'busy', for: 'long' }])).toThrow('not a duration: long');
    expect(() => device.restart([{ phase: 'busy', for: -1 }])).toThrow('not a duration: -1');
    expect(() => device.restart([{ phase: 'busy', requests: 0 }])).toThrow('not a number of requests: 0');
    const headers = { authorization: `Basic ${btoa('admin:admin')}` };
    const asked = { method: 'GET', path: '/mgmt/tm/ltm/pool', headers };
    expect(device.accept(asked).perform().reply?.status).toBe(503);
  });
});
