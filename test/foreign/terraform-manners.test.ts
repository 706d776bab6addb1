import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { Speaker } from '../mocks/speak.ts';

const http = { protocol: 'http' } as const;

describe('what the Terraform provider found when it ran', () => {
  it('logs in with an empty provider, and extends its token', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    client.headers = { 'content-type': 'application/json' };
    const login = { username: 'admin', password: 'admin', loginProviderName: '' };
    const { status, body } = await client.post('/mgmt/shared/authn/login', login);
    expect(status).toBe(200);
    const token = String(body['token']!['token']);
    client.headers = { ...client.headers, 'X-F5-Auth-Token': token };
    expect((await client.patch(`/mgmt/shared/authz/tokens/${token}`, { timeout: 3600 })).body).toMatchObject({
      timeout: 3600,
    });
    const unknown = { ...login, loginProviderName: 'nobody' };
    expect((await client.post('/mgmt/shared/authn/login', unknown)).status).toBe(401);
  });

  it('reads the version from cli/version', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const { body } = await client.get('/mgmt/tm/cli/version');
    expect(body['kind']).toBe('tm:cli:version:versionstats');
    const { entries } = body['entries']!['https://localhost/mgmt/tm/cli/version/0']!['nestedStats']!;
    expect(entries).toMatchObject({ active: { description: device.version }, latest: { description: device.version } });
  });

  it('sends yes and no for what is true or false, and fields under the names that they have in Go', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const address = { name: '/Common/va', address: '10.7.7.7', arp: 'enabled', autoDelete: 'true', enabled: 'yes' };
    const made = await client.post('ltm/virtual-address', {
      ...address,
      floating: 'disabled',
      inheritedTrafficGroup: 'no',
    });
    expect([made.status, made.body['inheritedTrafficGroup']]).toEqual([200, 'false']);
    expect((await client.post('ltm/virtual-address', { name: 'x', inheritedTrafficGroup: 'maybe' })).status).toBe(400);
    const enforcement = { maxHeaderCount: 40, ExcessClientHeaders: '', MaxRequests: 0, Pipeline: '' };
    const profile = await client.post('ltm/profile/http', {
      name: '/Common/h',
      fallbackHost: '',
      hsts: {},
      enforcement,
    });
    expect(profile.body).toMatchObject({
      fallbackHost: 'none',
      enforcement: { maxHeaderCount: 40, pipeline: 'allow' },
    });
    const wrong = { name: '/Common/i', enforcement: { excessHeaders: 1 } };
    expect((await client.post('ltm/profile/http', wrong)).body['message']).toBe('"excess-headers" unknown property');
  });

  it('makes a SNAT whose origins stand in originsReference, and the translation with it', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const body = { name: '/Common/s', translation: '/Common/136.1.1.1', vlansDisabled: true };
    const originsReference = { items: [{ name: '2.2.2.2' }, { name: '3.3.3.0/24' }] };
    const made = await client.post('ltm/snat', { ...body, originsReference });
    expect(made.body['origins']).toEqual([{ name: '2.2.2.2/32' }, { name: '3.3.3.0/24' }]);
    expect(device.get('ltm/snat-translation/~Common~136.1.1.1')).toMatchObject({ address: '136.1.1.1' });
    const changed = await client.patch('ltm/snat/~Common~s', { ...body, originsReference, mirror: 'enabled' });
    expect(changed.body).toMatchObject({ mirror: 'enabled', origins: made.body['origins'] });
    expect((await client.post('ltm/snat', { name: '/Common/t', automap: true })).status).toBe(400);
    expect((await client.post('ltm/snat', { name: '/Common/t', origins: ['x'] })).status).toBe(400);
  });
});
