import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { type Body, overlay, rows, Speaker } from './speak.ts';

async function start(options = {}): Promise<{ device: MockBigIp; client: Speaker }> {
  const seed = {
    ...overlay,
    'ltm/pool/~k8s~a': {},
    'ltm/pool/~k8s~b': {},
    'ltm/pool/~Common~c': { description: 'third' },
    'ltm/pool/~k8s~a/members/~k8s~10.0.0.1:80': {},
  };
  const device = await MockBigIp.start({ protocol: 'http', seed, ...options });
  return { device, client: new Speaker(device) };
}

const names = (items: Body | undefined) => rows(items).map((item) => item['name']);

describe('a list', () => {
  it('can be of one partition, with either spelling of a space', async () => {
    const { device, client } = await start();
    await using _ = device;
    const plus = await client.get('ltm/pool?$filter=partition+eq+k8s');
    expect(names(plus.body['items'])).toEqual(['a', 'b']);
    expect(plus.body['selfLink']).toBe('https://localhost/mgmt/tm/ltm/pool?$filter=partition+eq+k8s&ver=15.1.2.1');
    const encoded = await client.get('ltm/pool/?%24filter=partition%20eq%20Common');
    expect(names(encoded.body['items'])).toEqual(['c']);
    expect((await client.get('ltm/pool?$filter=partition+eq+none')).body['message']).toBe(
      'The requested folder (/none) was not found.',
    );
    expect((await client.get('ltm/pool?$filter=name+eq+a')).status).toBe(501);
  });

  it('can be trimmed and paged', async () => {
    const { device, client } = await start();
    await using _ = device;
    const some = await client.get('ltm/pool?$select=name,description');
    expect(some.body['items']).toEqual([{ name: 'c', description: 'third' }, { name: 'a' }, { name: 'b' }]);
    const seen: unknown[] = [];
    let path: string | undefined = 'ltm/pool?$top=2';
    while (path !== undefined) {
      const { body } = await client.get(path);
      seen.push(...names(body['items']));
      const next: string | undefined = body['nextLink'] === undefined ? undefined : String(body['nextLink']);
      expect(next ?? 'https://localhost/mgmt/tm/').toContain('https://localhost/mgmt/tm/');
      path = next?.replace('https://localhost', '');
    }
    expect(seen).toEqual(['c', 'a', 'b']);
  });

  it('keeps what was asked for in the link to the next page', async () => {
    const { device, client } = await start();
    await using _ = device;
    device.seed({ 'ltm/pool/~Common~other': {}, 'ltm/pool/~k8s~y': {}, 'ltm/pool/~k8s~z': {} });
    const seen: string[] = [];
    let next: string | undefined = 'ltm/pool?$filter=partition+eq+k8s&$select=name&$top=1';
    while (next !== undefined) {
      const { body }: { body: Body } = await client.get(next);
      for (const item of rows(body['items'])) {
        expect(Object.keys(item)).toEqual(['name']);
        seen.push(String(item['name']));
      }
      next = body['nextLink'] === undefined ? undefined : String(body['nextLink']).replace('https://localhost', '');
    }
    expect(seen).toEqual(['a', 'b', 'y', 'z']);
  });

  it('inlines its subcollections when asked', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { body } = await client.get('ltm/pool?expandSubcollections=true&$filter=partition+eq+k8s');
    expect(names(body['items']![0]!['membersReference']!['items'])).toEqual(['10.0.0.1:80']);
    // Without `items` when there are none, also where a list of nothing has them (12.1.2, 13.0.0).
    expect(body['items']![1]!['membersReference']).toEqual({
      link: expect.stringContaining('/members?ver='),
      isSubcollection: true,
    });
  });

  it('of nothing has items from 14.1 on, and none before', async () => {
    for (const [version, items] of [
      ['13.1.3', undefined],
      ['14.1.2.1', []],
    ] as const) {
      const { device, client } = await start({ version });
      await using _ = device;
      const { body } = await client.get('ltm/snatpool');
      expect(body['items']).toEqual(items);
      expect(body['selfLink']).toBe(`https://localhost/mgmt/tm/ltm/snatpool?ver=${version}`);
    }
  });

  it('of organising collections links to what lies below', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { body } = await client.get('net/fdb');
    expect(body).toEqual({
      kind: 'tm:net:fdb:fdbcollectionstate',
      selfLink: 'https://localhost/mgmt/tm/net/fdb?ver=15.1.2.1',
      items: [
        { reference: { link: 'https://localhost/mgmt/tm/net/fdb/tunnel?ver=15.1.2.1' } },
        { reference: { link: 'https://localhost/mgmt/tm/net/fdb/vlan?ver=15.1.2.1' } },
      ],
    });
  });
});

describe('an object', () => {
  it('asked for by its bare name shows no partition', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { body } = await client.get('ltm/pool/c');
    expect([body['fullPath'], body['partition'], body['selfLink']]).toEqual([
      'c',
      undefined,
      'https://localhost/mgmt/tm/ltm/pool/c?ver=15.1.2.1',
    ]);
  });

  it('of the factory counts its changes too', async () => {
    const { device, client } = await start();
    await using _ = device;
    const uri = 'ltm/profile/tcp/~Common~tcp';
    const before = (await client.get(uri)).body;
    const heir = (await client.get('ltm/profile/tcp/~Common~f5-tcp-lan')).body;
    const after = (await client.patch(uri, { closeWaitTimeout: 77 })).body;
    expect(Number(after['generation'])).toBeGreaterThan(Number(before['generation']));
    expect((await client.get('ltm/profile/tcp/~Common~f5-tcp-lan')).body['closeWaitTimeout']).toBe(77);
    device.reset();
    expect((await client.get('ltm/profile/tcp/~Common~f5-tcp-lan')).body).toEqual(heir);
  });

  it('repeats the version that was asked for', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { body } = await client.get('ltm/pool/~k8s~a?ver=14.1.0');
    expect(body['selfLink']).toBe('https://localhost/mgmt/tm/ltm/pool/~k8s~a?ver=14.1.0');
    expect(body['membersReference']!['link']).toContain('?ver=14.1.0');
  });

  it('takes a whole GET body back, and drops what is not sent', async () => {
    const { device, client } = await start();
    await using _ = device;
    const whole = (await client.get('ltm/pool/~Common~c')).body;
    const same = (await client.put('ltm/pool/~Common~c', whole)).body;
    expect({ ...same, generation: 0 }).toEqual({ ...whole, generation: 0 });
    const { description: ignored, ...rest } = whole;
    expect(ignored).toBe('third');
    expect((await client.put('ltm/pool/~Common~c', rest)).body['description']).toBeUndefined();
  });

  it('keeps metadata sorted by name', async () => {
    const { device, client } = await start();
    await using _ = device;
    const { body } = await client.patch('ltm/pool/~k8s~a', {
      metadata: [
        { name: 'z', value: '1' },
        { name: 'managed-by', persist: 'true', value: 'me' },
      ],
    });
    expect(body['metadata']).toEqual([
      { name: 'managed-by', persist: 'true', value: 'me' },
      { name: 'z', persist: 'true', value: '1' },
    ]);
  });

  it('survives keys that are special in JavaScript', async () => {
    const { device, client } = await start();
    await using _ = device;
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const answer = await client.send('PATCH', 'ltm/pool/~k8s~a', `{"${key}": {"x": 1}}`);
      expect([key, answer.status]).toEqual([key, 400]);
    }
    expect((await client.get('ltm/__proto__')).status).toBe(400);
    expect((await client.get('ltm/pool/~k8s~a/constructor')).status).toBe(400);
    expect((await client.get('ltm/pool/%ZZ')).status).toBe(400);
  });
});

describe('a body', () => {
  it('sent as octets is refused: BIGREST 12', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const headers = { authorization: `Basic ${btoa('admin:admin')}`, 'content-type': 'application/octet-stream' };
    const reply = device.handle({ method: 'POST', path: '/mgmt/tm/ltm/pool', headers, body: '{"name":"p"}' });
    expect([reply.status, JSON.parse(reply.body)]).toEqual([
      415,
      {
        code: 415,
        message:
          'Found invalid content-type. The content-type must be application/json. The received content-type is application/octet-stream',
        errorStack: [],
        apiError: 1,
      },
    ]);
    expect(device.handle({ method: 'GET', path: '/mgmt/tm/ltm/pool', headers }).status).toBe(200);
  });
});
