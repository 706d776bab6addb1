import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay, rows, Speaker } from '../mocks/speak.ts';
import { useToken } from './token.ts';

const http = { protocol: 'http' } as const;

describe('the manners of go-bigip and the Terraform provider', () => {
  /** Go marshals all fields of a structure: empty texts, nulls for lists, empty objects. */
  const goPool = { reselectTries: 0, slowRampTime: 0 };
  const goVirtual = { pool: '', persist: null, policies: null, sourceAddressTranslation: {} };
  const goMember = { fqdn: {} };

  it.each(['basic', 'token'])('proves its login by listing the self IPs (%s)', async (how) => {
    await using device = await MockBigIp.start({ ...http, seed: overlay });
    await using client = new Speaker(device);
    if (how === 'token') await useToken(client);
    const { status, body } = await client.get('net/self', { 'content-type': 'application/json' });
    expect(status).toBe(200);
    expect(rows(body['items'])).toMatchObject([{ name: 'flannel-self', address: '10.244.246.2/16' }]);
  });

  it('creates a pool, reads it, puts its whole structure, deletes it', async () => {
    await using device = await MockBigIp.start({ ...http, seed: overlay });
    await using client = new Speaker(device);
    const name = { name: 'web', partition: 'k8s' };
    const monitor = '/Common/http and /Common/tcp ';
    expect((await client.post('ltm/pool', { ...goPool, name: '/k8s/web' })).body).toMatchObject(name);
    const read = await client.get('ltm/pool/~k8s~web');
    expect(read.body).toMatchObject({ ...name, fullPath: '/k8s/web', reselectTries: 0, slowRampTime: 0 });
    const put = await client.put('ltm/pool/~k8s~web', {
      ...goPool,
      ...name,
      fullPath: '/k8s/web',
      generation: 12,
      allowNat: 'yes',
      allowSnat: 'yes',
      ignorePersistedWeight: 'disabled',
      loadBalancingMode: 'least-connections-member',
      monitor,
      slowRampTime: 10,
    });
    expect([put.status, put.body['message']]).toEqual([200, undefined]);
    expect(String(put.body['monitor']).trim().split(' and ').sort()).toEqual(['/Common/http', '/Common/tcp']);
    expect((await client.delete('ltm/pool/~k8s~web')).status).toBe(200);
    const gone = await client.get('ltm/pool/~k8s~web');
    expect([gone.status, gone.body['code']]).toEqual([404, 404]);
  });

  it('adds a member, disables it by PUT, and takes it away', async () => {
    await using device = await MockBigIp.start({ ...http, seed: { ...overlay, 'ltm/pool/~k8s~web': {} } });
    await using client = new Speaker(device);
    const members = 'ltm/pool/~k8s~web/members';
    const made = await client.post(members, { ...goMember, name: '/k8s/10.0.0.1:80' });
    expect([made.status, made.body['message']]).toEqual([200, undefined]);
    const uri = `${members}/~k8s~10.0.0.1:80`;
    expect((await client.get(uri)).body).toMatchObject({
      name: '10.0.0.1:80',
      partition: 'k8s',
      session: 'user-enabled',
    });
    expect((await client.put(uri, { ...goMember, session: 'user-disabled' })).body).toMatchObject({
      session: 'user-disabled',
    });
    expect(
      (await client.put('ltm/node/~k8s~10.0.0.1', { ...goMember, session: 'user-disabled', state: 'user-down' })).body,
    ).toMatchObject({ session: 'user-disabled', state: 'user-down' });
    expect((await client.delete(uri)).status).toBe(200);
    expect((await client.get(members)).body['items'] ?? []).toEqual([]);
  });

  it('adds a member by its domain name', async () => {
    await using device = await MockBigIp.start({ ...http, seed: { ...overlay, 'ltm/pool/~k8s~web': {} } });
    await using client = new Speaker(device);
    const fqdn = {
      tmName: 'web.example.com',
      autopopulate: 'enabled',
      interval: '3600',
      downInterval: 5,
      addressFamily: 'ipv4',
    };
    const made = await client.post('ltm/pool/~k8s~web/members', { name: 'web.example.com:80', partition: 'k8s', fqdn });
    expect([made.status, made.body['message']]).toEqual([200, undefined]);
    const { body } = await client.get('ltm/pool/~k8s~web/members/~k8s~web.example.com:80');
    expect(body).toMatchObject({ address: 'any6', ephemeral: 'false', fqdn: { autopopulate: 'enabled' } });
    expect((await client.get('ltm/node/~k8s~web.example.com')).body).toMatchObject({ address: 'any6', fqdn });
  });

  it('creates a virtual server with Go nulls and empty texts, reads all that Terraform reads, puts it back', async () => {
    await using device = await MockBigIp.start({ ...http, seed: { ...overlay, 'ltm/pool/~k8s~web': {} } });
    await using client = new Speaker(device);
    const body = {
      ...goVirtual,
      name: '/k8s/front',
      destination: '/k8s/192.0.2.1:443',
      ipProtocol: 'tcp',
      mask: '255.255.255.255',
      source: '0.0.0.0/0',
      enabled: true,
      translateAddress: 'enabled',
      translatePort: 'enabled',
      profiles: [
        { name: '/Common/http', context: 'all' },
        { name: '/Common/tcp', context: 'all' },
        { name: '/Common/clientssl', context: 'clientside' },
      ],
    };
    const made = await client.post('ltm/virtual', body);
    expect([made.status, made.body['message']]).toEqual([200, undefined]);
    const uri = 'ltm/virtual/~k8s~front';
    expect((await client.get(uri)).body).not.toHaveProperty('pool');
    for (const child of ['profiles', 'policies']) expect((await client.get(`${uri}/${child}`)).status).toBe(200);
    const profiles = rows((await client.get(`${uri}/profiles`)).body['items']);
    expect(profiles.map(({ fullPath, context }) => `${fullPath} ${context}`)).toEqual([
      '/Common/clientssl clientside',
      '/Common/http all',
      '/Common/tcp all',
    ]);
    const put = await client.put(uri, {
      ...body,
      pool: '/k8s/web',
      sourceAddressTranslation: { type: 'automap' },
      vlansEnabled: true,
      vlans: ['/Common/int_vlan'],
    });
    expect([put.status, put.body['message']]).toEqual([200, undefined]);
    expect(put.body).toMatchObject({
      pool: '/k8s/web',
      sourceAddressTranslation: { type: 'automap' },
      vlans: ['/Common/int_vlan'],
    });
    const persist = await client.patch(uri, { persist: [{ name: 'cookie', partition: 'Common', tmDefault: 'yes' }] });
    expect(persist.body['persist']).toMatchObject([{ name: 'cookie', partition: 'Common', tmDefault: 'yes' }]);
    expect((await client.get('ltm/virtual-address/~k8s~192.0.2.1')).body).toMatchObject({
      arp: 'enabled',
      autoDelete: 'true',
    });
    expect((await client.delete(uri)).status).toBe(200);
  });

  it('drafts, publishes and deletes a policy', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const draft = {
      name: 'route',
      partition: 'Common',
      subPath: 'Drafts',
      strategy: '/Common/first-match',
      requires: ['http'],
      controls: ['forwarding'],
    };
    const made = await client.post('ltm/policy', draft);
    expect([made.status, made.body['message']]).toEqual([200, undefined]);
    expect(made.body).toMatchObject({ fullPath: '/Common/Drafts/route', status: 'draft' });
    const published = await client.post('ltm/policy', { command: 'publish', name: '/Common/Drafts/route' });
    expect([published.status, published.body['message']]).toEqual([200, undefined]);
    expect((await client.get('ltm/policy/~Common~route')).body).toMatchObject({ status: 'published' });
    expect((await client.delete('ltm/policy/~Common~route')).status).toBe(200);
  });

  it('builds the network objects of Terraform', async () => {
    await using device = await MockBigIp.start(http);
    await using client = new Speaker(device);
    const calls: readonly [string, object][] = [
      ['net/vlan', { name: '/Common/internal', tag: 101, cmpHash: 'default' }],
      [
        'net/self',
        {
          name: '/Common/internal-self',
          address: '10.0.0.2/24',
          trafficGroup: '/Common/traffic-group-local-only',
          vlan: '/Common/internal',
          allowService: 'all',
        },
      ],
      ['net/route', { name: 'pods', network: '10.244.0.0/16', gw: '10.0.0.1' }],
      ['net/route-domain', { name: 'rd2', partition: 'Common', id: 2, strict: 'enabled' }],
      ['net/tunnels/vxlan', { name: 'fl-vxlan', partition: 'Common', port: 8472, floodingType: 'none' }],
      [
        'net/tunnels/tunnel',
        {
          name: 'flannel_vxlan',
          partition: 'Common',
          profile: '/Common/fl-vxlan',
          key: 1,
          localAddress: '10.0.0.2',
          remoteAddress: 'any',
          mtu: 1450,
        },
      ],
      ['ltm/snatpool', { name: '/Common/out', members: ['192.0.2.8'] }],
      [
        'ltm/monitor/http',
        {
          name: 'health',
          parent: '',
          defaultsFrom: '/Common/http',
          interval: 5,
          timeout: 16,
          destination: '*:*',
          manualResume: 'disabled',
          reverse: 'disabled',
          send: 'GET /\\r\\n',
          recv: '',
        },
      ],
    ];
    for (const [path, body] of calls.filter(([path]) => path !== 'ltm/monitor/http')) {
      const { status, body: made } = await client.post(path, body);
      expect([path, status, made['message']]).toEqual([path, 200, undefined]);
    }
    const [, monitor] = calls.at(-1)!;
    const { parent: _, ...known } = monitor as Record<string, unknown>;
    expect((await client.post('ltm/monitor/http', known)).status).toBe(200);
    expect((await client.get('net/self/~Common~internal-self')).body).toMatchObject({ allowService: 'all' });
    expect((await client.get('ltm/snatpool/~Common~out')).body['members']).toEqual(['/Common/192.0.2.8']);
  });
});
