import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { type Body, overlay, rows } from './speak.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };
const seed = {
  ...overlay,
  ...Object.fromEntries(
    [1, 2, 3, 4, 5].map((at) => [`ltm/pool/~k8s~p${at}`, { members: [`10.0.0.${at}:80`, `10.0.0.${at}:81`] }]),
  ),
  'ltm/pool/~Common~other': {},
  ...Object.fromEntries(
    [1, 2, 3].map((at) => [
      `net/fdb/tunnel/~Common~flannel_vxlan/records/02:00:00:00:00:0${at}`,
      { endpoint: `10.1.1.${at}` },
    ]),
  ),
  ...Object.fromEntries(
    [1, 2, 3].map((at) => [`net/arp/~Common~a${at}`, { ipAddress: `10.2.2.${at}`, macAddress: '02:00:00:00:00:01' }]),
  ),
};

async function start(version = '15.1.2.1') {
  const device = await MockBigIp.start({ protocol: 'none', version, seed });
  const get = (path: string) => {
    const reply = device.handle({ method: 'GET', path: path.startsWith('/') ? path : `/mgmt/tm/${path}`, headers });
    return { status: reply.status, body: JSON.parse(reply.body) as Body };
  };
  /** All pages, by the links that each answer has to the next. */
  const walk = (path: string): Body[] => {
    const pages: Body[] = [];
    let next: string | undefined = path;
    while (next !== undefined) {
      const { status, body } = get(next);
      expect([next, status]).toEqual([next, 200]);
      pages.push(body);
      expect(pages.length).toBeLessThan(200);
      next = body['nextLink'] === undefined ? undefined : String(body['nextLink']).replace('https://localhost', '');
    }
    return pages;
  };
  return { device, get, walk };
}

describe('a list read page by page', () => {
  it('is the same as in one piece, for every type', async () => {
    const { device, get, walk } = await start();
    let walked = 0;
    const children = ['ltm/pool/~k8s~p1/members', 'net/fdb/tunnel/~Common~flannel_vxlan/records'];
    for (const type of [...device.types, ...children]) {
      const whole = get(type);
      if (whole.status !== 200 || !Array.isArray(whole.body['items'])) continue;
      const items = rows(whole.body['items']);
      for (const top of [1, 2, items.length, items.length + 5].filter((count) => count > 0)) {
        const pages = walk(`${type}/?$top=${top}`);
        expect([type, top, pages.flatMap((page) => rows(page['items']))]).toEqual([type, top, items]);
        expect([type, pages.length]).toEqual([type, Math.max(1, Math.ceil(items.length / top))]);
        for (const page of pages) expect(page['kind']).toBe(whole.body['kind']);
      }
      walked++;
    }
    expect(walked).toBeGreaterThan(100);
  });

  it('is what follows when some are skipped', async () => {
    const { get, walk } = await start();
    const names = (pages: Body[]) => pages.flatMap((page) => rows(page['items'])).map((item) => item['name']);
    expect(names(walk('ltm/pool?$skip=2&$select=name'))).toEqual(['p2', 'p3', 'p4', 'p5']);
    expect(names(walk('ltm/pool?%24top=2&%24skip=1&%24select=name'))).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
    expect(get('ltm/pool?$skip=99').body).toMatchObject({ items: [] });
    expect(get('ltm/pool?$top=x').status).toBe(400);
  });

  it('ends at once when no object was asked for', async () => {
    const { get } = await start();
    const { body } = get('ltm/pool?$top=0');
    expect(body['items']).toEqual([]);
    expect(body).not.toHaveProperty('nextLink');
  });

  it('of statistics has the link to the next page too, as recorded of interfaces', async () => {
    const { get, walk } = await start();
    const whole = get('ltm/pool/stats').body;
    const pages = walk('ltm/pool/stats?$top=2');
    expect(pages.map((page) => Object.keys(page['entries']!).length)).toEqual([2, 2, 2]);
    expect(pages[0]!['nextLink']).toBe('https://localhost/mgmt/tm/ltm/pool/stats?%24top=2&%24skip=2');
    expect(Object.assign({}, ...pages.map((page) => page['entries']))).toEqual(whole['entries']);
    expect(Object.keys(pages[0]!)).toEqual(['kind', 'selfLink', 'nextLink', 'entries']);
  });

  it('keeps the version, the filter and the subcollections that were asked for', async () => {
    const { walk } = await start();
    const pages = walk('ltm/pool?ver=13.1.0&expandSubcollections=true&$filter=partition+eq+k8s&$top=2');
    expect(pages).toHaveLength(3);
    const items = pages.flatMap((page) => rows(page['items']));
    expect(items.map((item) => item['name'])).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
    for (const item of items) {
      expect(String(item['selfLink'])).toContain('ver=13.1.0');
      expect(rows(item['membersReference']!['items'])).toHaveLength(2);
    }
    for (const page of pages) expect(String(page['selfLink'])).toContain('ver=13.1.0');
  });
});

describe('a selection', () => {
  it('reaches into what stands below a key', async () => {
    const { get } = await start();
    const path = 'ltm/pool?expandSubcollections=true&$filter=partition eq k8s&$top=1';
    const some = get(`${path}&$select=name,membersReference/items/address,membersReference/items/name`);
    expect(some.body['items']).toEqual([
      {
        name: 'p1',
        membersReference: {
          items: [
            { name: '10.0.0.1:80', address: '10.0.0.1' },
            { name: '10.0.0.1:81', address: '10.0.0.1' },
          ],
        },
      },
    ]);
    const links = get('ltm/pool/~k8s~p1?$select=membersReference/isSubcollection,nothing/below,name/deeper').body;
    expect(links).toEqual({ name: 'p1', membersReference: { isSubcollection: true } });
    const whole = get('ltm/pool/~k8s~p1?$select=membersReference/link,membersReference').body;
    expect(Object.keys(whole['membersReference']!)).toEqual(['link', 'isSubcollection']);
    expect(get('ltm/pool/~k8s~p1?$select=__proto__,constructor,name').body).toEqual({ name: 'p1' });
  });
});

describe('a version that is asked for', () => {
  it('is refused by restjavad from 16.0 on when it is 11.5 (k8s-bigip-ctlr 1488)', async () => {
    for (const [version, status] of [
      ['15.1.2.1', 200],
      ['16.0.0', 400],
      ['17.1.1', 400],
    ] as const) {
      const { get } = await start(version);
      const answer = get('net/fdb/tunnel/~Common~flannel_vxlan/?ver=11.5.0');
      expect([version, answer.status]).toEqual([version, status]);
      if (status === 400) {
        expect(answer.body).toMatchObject({
          code: 400,
          message: 'Version 11.5.0 is not supported.',
          kind: ':resterrorresponse',
        });
        expect(answer.body).not.toHaveProperty('apiError');
      }
      expect(get('ltm/pool?ver=13.1.0').status).toBe(200);
      expect(get('ltm/pool?ver=x').status).toBe(200);
    }
  });

  it('is the one of the answer to a write too', async () => {
    const { device } = await start();
    const body = JSON.stringify({ records: [{ name: '02:00:00:00:00:09', endpoint: '10.1.1.9' }] });
    const path = '/mgmt/tm/net/fdb/tunnel/~Common~flannel_vxlan/?ver=11.5.0';
    const reply = device.handle({ method: 'PUT', path, headers, body });
    const shown = JSON.parse(reply.body) as Body;
    expect(shown['selfLink']).toBe('https://localhost/mgmt/tm/net/fdb/tunnel/~Common~flannel_vxlan?ver=11.5.0');
    expect(rows(shown['records']).map(({ name }) => name)).toEqual(['02:00:00:00:00:09']);
  });
});
