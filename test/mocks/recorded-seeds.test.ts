import { describe, expect, it } from 'vitest';
import { type JsonObject, MockBigIp } from '../../mocks/index.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };
const link = (uri: string, version = '14.1.2') => `https://localhost/mgmt/tm/${uri}?ver=${version}`;

/** An object as a device would answer it, with links to objects that are not seeded. */
function answer(type: string, uri: string, properties: JsonObject): JsonObject {
  const name = uri.slice(uri.lastIndexOf('/') + 1).replaceAll('~', '/');
  const [, partition = 'Common', ...rest] = name.split('/');
  return {
    kind: `tm:${type.replaceAll('/', ':')}:${type.slice(type.lastIndexOf('/') + 1)}state`,
    name: rest.at(-1) ?? name,
    partition,
    fullPath: name,
    generation: 812,
    selfLink: link(uri),
    ...properties,
  };
}

const virtualUri = 'ltm/virtual/~tenant~app~front';
const virtual = answer('ltm/virtual', virtualUri, {
  subPath: 'app',
  destination: '/tenant/192.0.2.7%5:443',
  pool: '/tenant/app/back',
  poolReference: { link: link('ltm/pool/~tenant~app~back') },
  rules: ['/Common/one', '/Common/two'],
  rulesReference: [{ link: link('ltm/rule/~Common~one') }, { link: link('ltm/rule/~Common~two') }],
  sourceAddressTranslation: {
    pool: '/tenant/outside',
    poolReference: { link: link('ltm/snatpool/~tenant~outside') },
    type: 'snat',
  },
  persist: [
    {
      name: 'sticky',
      partition: 'tenant',
      tmDefault: 'yes',
      nameReference: { link: link('ltm/persistence/cookie/~tenant~sticky') },
    },
  ],
  perFlowRequestAccessPolicy: '/Common/flow',
  perFlowRequestAccessPolicyReference: { link: link('apm/policy/access-policy/~Common~flow') },
  ofATimeToCome: { depth: 3 },
  policiesReference: { link: link(`${virtualUri}/policies`), isSubcollection: true },
  profilesReference: {
    link: link(`${virtualUri}/profiles`),
    isSubcollection: true,
    items: [
      answer('ltm/virtual/profiles', `${virtualUri}/profiles/~tenant~fast`, {
        context: 'all',
        nameReference: { link: link('ltm/profile/fastl4/~tenant~fast') },
      }),
    ],
  },
});

async function start(seed: Record<string, JsonObject>) {
  const device = await MockBigIp.start({ protocol: 'none', version: '16.1.2', seed });
  const send = (method: string, path: string, body?: unknown) => {
    const reply = device.handle({
      method,
      path: `/mgmt/tm/${path}`,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: reply.status, body: reply.body === '' ? {} : (JSON.parse(reply.body) as Record<string, unknown>) };
  };
  return { device, send };
}

describe('a recorded object', () => {
  it('is taken as it is, without what it refers to', async () => {
    const { send } = await start({ [virtualUri]: virtual });
    const { body } = send('GET', `${virtualUri}?expandSubcollections=true`);
    const { poolReference, rulesReference, sourceAddressTranslation, persist, profilesReference } = body;
    expect(poolReference).toEqual({ link: link('ltm/pool/~tenant~app~back', '16.1.2') });
    expect(rulesReference).toEqual(
      ['one', 'two'].map((name) => ({ link: link(`ltm/rule/~Common~${name}`, '16.1.2') })),
    );
    expect(sourceAddressTranslation).toMatchObject({
      poolReference: { link: link('ltm/snatpool/~tenant~outside', '16.1.2') },
    });
    expect(persist).toMatchObject([
      { name: 'sticky', nameReference: { link: link('ltm/persistence/cookie/~tenant~sticky', '16.1.2') } },
    ]);
    expect(profilesReference).toMatchObject({
      items: [{ nameReference: { link: link('ltm/profile/fastl4/~tenant~fast', '16.1.2') } }],
    });
    expect(body).toMatchObject({
      destination: '/tenant/192.0.2.7%5:443',
      ofATimeToCome: { depth: 3 },
      perFlowRequestAccessPolicy: '/Common/flow',
      perFlowRequestAccessPolicyReference: { link: link('apm/policy/access-policy/~Common~flow', '16.1.2') },
      // What the recording lacks has its default.
      serversslUseSni: 'disabled',
    });
  });

  it('can be sent back whole, and changed, without what it refers to', async () => {
    const { send } = await start({ [virtualUri]: virtual });
    const before = send('GET', virtualUri).body;
    for (const path of [virtualUri, `${virtualUri}?expandSubcollections=true`]) {
      expect(send('PUT', virtualUri, send('GET', path).body).body['message']).toBe(undefined);
      const after = send('GET', virtualUri).body;
      for (const key of ['generation', 'lastModifiedTime']) after[key] = before[key];
      expect(after).toEqual(before);
    }
    expect(send('PATCH', virtualUri, { description: 'changed' }).status).toBe(200);
    const { poolReference, ...rest } = send('PATCH', virtualUri, { pool: 'none' }).body;
    expect([poolReference, rest['pool'], rest['description']]).toEqual([undefined, undefined, 'changed']);
  });

  it('refers to nothing else that is missing, and to what comes later', async () => {
    const { device, send } = await start({ [virtualUri]: virtual });
    expect(send('PATCH', virtualUri, { pool: '/tenant/app/other' }).status).toBe(404);
    expect(send('PATCH', virtualUri, { ofATimeToCome: { depth: 4 } }).status).toBe(400);
    device.seed({ 'ltm/pool/~tenant~app~back': {} });
    expect(send('DELETE', 'ltm/pool/~tenant~app~back').status).toBe(400);
    expect(send('DELETE', virtualUri).status).toBe(200);
    expect(send('DELETE', 'ltm/pool/~tenant~app~back').status).toBe(200);
  });

  it.each([
    ['ltm/pool/members', 'ltm/pool/~tenant~app~back/members/~tenant~app~10.0.0.1:80', { address: '10.0.0.1' }],
    ['ltm/pool/members', 'ltm/pool/~Common~p/members/~Common~_auto_2001.db8..1:80', { address: '2001:db8::1' }],
    ['ltm/pool/members', 'ltm/pool/~Common~p/members/~Common~web.example.com:80', { address: 'any6' }],
    ['ltm/pool/members', 'ltm/pool/~Common~p/members/~Common~10.0.0.1%2512:80', { address: '10.0.0.1%12' }],
    ['net/fdb/tunnel', 'net/fdb/tunnel/~k8s~flannel', {}],
    ['net/fdb/tunnel/records', 'net/fdb/tunnel/~k8s~flannel/records/02:00:00:00:00:01', { endpoint: '10.0.0.1%7' }],
    ['net/vlan/interfaces', 'net/vlan/~Common~outside/interfaces/1.3', { tagged: true }],
    ['ltm/policy/rules/actions', 'ltm/policy/~Common~p/rules/r/actions/0', { forward: true, pool: '/Common/gone' }],
  ])('of %s brings the place where it lies: %s', async (type, uri, properties) => {
    const { send } = await start({ [uri]: answer(type, uri, properties) });
    const { status, body } = send('GET', uri);
    expect([status, body]).toMatchObject([200, properties]);
  });

  it('is told from a seed that somebody wrote, in which a misspelt name is refused', async () => {
    await expect(start({ 'ltm/pool/~Common~p': { loadBalancing: 'ratio-member' } })).rejects.toThrow(
      '"load-balancing"',
    );
    await expect(start({ 'ltm/pool/~Common~p': { monitor: '/Common/gone' } })).rejects.toThrow('/Common/gone');
  });
});

describe('recorded answers', () => {
  const pools = {
    kind: 'tm:ltm:pool:poolcollectionstate',
    selfLink: link('ltm/pool'),
    items: [
      answer('ltm/pool', 'ltm/pool/~tenant~a', {}),
      { name: 'b', partition: 'tenant', fullPath: '/tenant/b', slowRampTime: 3 },
    ],
  };

  it('may be lists, also trimmed ones', async () => {
    const { device } = await start({ 'ltm/pool?$select=name': pools });
    expect(device.list('ltm/pool')).toEqual(['ltm/pool/~tenant~a', 'ltm/pool/~tenant~b']);
    expect(device.get('ltm/pool/~tenant~b')).toMatchObject({ slowRampTime: 3, reselectTries: 0 });
  });

  it('may be stats, and stay until the device is reset', async () => {
    const key = 'https://localhost/mgmt/tm/ltm/pool/~tenant~a/stats';
    const nestedStats = { entries: { 'serverside.curConns': { value: 12 } } };
    const stats = {
      kind: 'tm:ltm:pool:poolstats',
      selfLink: link('ltm/pool/~tenant~a/stats'),
      entries: { [key]: { nestedStats } },
    };
    const { device, send } = await start({ 'ltm/pool': pools });
    const counted = () => JSON.stringify(send('GET', 'ltm/pool/~tenant~a/stats').body).includes('"value":12');
    device.seed({ 'ltm/pool/~tenant~a/stats': stats });
    expect(counted()).toBe(true);
    device.reset();
    expect(counted()).toBe(false);
  });

  it('may be of types that the mock lacks: they are read, and nothing more', async () => {
    const uri = 'net/interface/1.1';
    const item = { kind: 'tm:net:interface:interfacestate', name: '1.1', selfLink: link(uri), mtu: 9198 };
    const list = { kind: 'tm:net:interface:interfacecollectionstate', selfLink: link('net/interface'), items: [item] };
    const { device, send } = await start({ 'net/interface': list, [uri]: item });
    expect(send('GET', 'net/interface').body).toMatchObject({ items: [{ name: '1.1' }] });
    expect(send('GET', uri).body).toMatchObject({ mtu: 9198, selfLink: link(uri, '16.1.2') });
    expect(send('PATCH', uri, { mtu: 1500 }).status).toBe(501);
    expect([...device.unimplemented.keys()]).toEqual(['/mgmt/tm/net/interface/1.1']);
  });
});
