import { describe, expect, it } from 'vitest';
import { type JsonObject, MockBigIp } from '../../mocks/index.ts';
import { kinds } from '../../mocks/kinds/index.ts';
import { type Body, overlay, rows } from './speak.ts';

const headers = { authorization: `Basic ${btoa('admin:admin')}` };

const seed = {
  ...overlay,
  'net/route-domain/~Common~5': { id: 5 },
  'auth/partition/five': { defaultRouteDomain: 5 },
  'sys/folder/~k8s~app.app': {},
  'sys/folder/~k8s~Drafts': {},
  'sys/folder/~five~Drafts': {},
  'ltm/rule/~Common~b': { apiAnonymous: 'when RULE_INIT { }' },
  'ltm/rule/~Common~a': { apiAnonymous: 'when RULE_INIT { }' },
  'ltm/pool/~Common~p': {},
};

/** One object of each type that is more than a name and its defaults. */
const bodies: Readonly<Record<string, JsonObject>> = {
  'auth/user': { password: 'x', description: 'robot', 'partition-access': [{ name: 'k8s', role: 'manager' }] },
  'net/route-domain': { id: 7, description: 'seven' },
  'net/vlan': { tag: 77, interfaces: [{ name: '1.1', tagged: true }] },
  'net/tunnels/tunnel': { profile: 'fl-vxlan', key: 9, 'local-address': '10.99.0.1', description: 'x' },
  'net/self': { address: '10.98.0.1/24', vlan: 'int_vlan', 'allow-service': ['tcp:22', 'udp:53'] },
  'net/arp': { ipAddress: '10.97.0.1', macAddress: '02:00:00:00:00:01' },
  'net/ndp': { ipAddress: '2001:db8::97', macAddress: '02:00:00:00:00:01' },
  'net/route': { network: 'default', gw: '10.244.0.9' },
  'ltm/data-group/internal': { type: 'string', records: [{ name: 'b', data: '1' }, { name: 'a' }] },
  'ltm/snat-translation': { address: '10.96.0.1' },
  'ltm/snat': { origins: ['10.89.0.0/16', '10.88.0.1'], translation: '10.87.0.1' },
  'ltm/snatpool': { members: ['10.95.0.1', '10.95.0.2'] },
  'ltm/node': { address: '10.94.0.1', ratio: 3, metadata: [{ name: 'a', value: 'b' }] },
  'ltm/pool': {
    monitor: 'http and tcp',
    'slow-ramp-time': 7,
    members: [{ name: '10.93.0.1:80', ratio: 3 }, { name: '2001:db8::93.443' }],
  },
  'ltm/virtual-address': { address: '10.92.0.1', arp: 'disabled' },
  'ltm/virtual': {
    destination: '10.91.0.1:443',
    profiles: [
      { name: 'tcp', context: 'clientside' },
      { name: 'f5-tcp-lan', context: 'serverside' },
      'http',
      'clientssl',
    ],
    pool: 'p',
    rules: ['b', 'a'],
    persist: ['cookie'],
    'vlans-enabled': true,
    vlans: ['flannel_vxlan'],
    sourceAddressTranslation: { type: 'automap' },
    disabled: true,
  },
  'ltm/policy': {
    subPath: 'Drafts',
    requires: ['http'],
    controls: ['forwarding'],
    rules: [{ name: 'r', conditions: [{ name: '0', httpUri: true, path: true, values: ['/a'] }], actions: [] }],
  },
  'ltm/monitor/http': { interval: 7, send: 'GET /\\r\\n', destination: '*:8080' },
  'ltm/profile/http': { insertXforwardedFor: 'enabled', hsts: { mode: 'enabled' } },
};

const created = kinds.filter(
  ({ naming, refuses, lacks }) => naming !== 'single' && ![...(refuses ?? []), ...(lacks ?? [])].includes('create'),
);

/** Keys that move with every write, and those that a client may read and not write (f5-common-python 840). */
const moving = ['generation', 'lastModifiedTime'];
const readOnly = new Set(['session', 'state']);

function still(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(still);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (moving.includes(key) ? [] : [[key, still(inner)]])),
  );
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (readOnly.has(key) ? [] : [[key, without(inner)]])),
  );
}

const dashed = (body: Body) =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value]),
  );

describe.each([
  ['13.1.3', ['Common']],
  ['15.1.2.1', ['Common', 'k8s', 'five']],
  ['17.1.1', ['Common']],
])('on %s a whole object that was read', (version, partitions) => {
  const started = MockBigIp.start({ protocol: 'none', version, seed });

  it.each(created.map(({ type, naming }) => [type, naming] as const))(
    'of %s is put back, and nothing changes',
    async (type, naming) => {
      const device = await started;
      const send = (method: string, path: string, body?: unknown) => {
        const reply = device.handle({
          method,
          path: path.startsWith('/') ? path : `/mgmt/tm/${path}`,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        return {
          status: reply.status,
          text: reply.body,
          body: (reply.body === '' ? {} : JSON.parse(reply.body)) as Body,
        };
      };
      for (const partition of naming === 'folder' ? partitions : [undefined]) {
        device.reset();
        const name = type === 'net/route-domain' ? '7' : 'whole';
        const body = { name, ...(partition === undefined ? {} : { partition }), ...bodies[type] };
        if (partition === 'Common') device.set('sys/folder/~Common~Drafts', {});
        const made = send('POST', `${type}/`, body);
        expect([made.status, made.body['message']]).toEqual([200, undefined]);
        const uri = String(made.body['selfLink']).replace('https://localhost', '').replace(/\?.*/, '');
        const expanded = `${uri}/?expandSubcollections=true`;
        const before = send('GET', expanded).body;
        for (const [what, sent] of [
          ['the answer to the POST', made.body],
          ['a GET', send('GET', uri).body],
          ['a GET with its subcollections', before],
          ['its keys in dashes', dashed(send('GET', uri).body)],
        ] as const) {
          const put = send('PUT', `${uri}/`, without(sent));
          expect([what, put.status, put.body['message']]).toEqual([what, 200, undefined]);
          expect([what, still(send('GET', expanded).body)]).toEqual([what, still(before)]);
        }
        const patched = send('PATCH', `${uri}/`, without(made.body));
        expect([patched.status, still(send('GET', expanded).body)]).toEqual([200, still(before)]);
        const gone = send('DELETE', `${uri}/`);
        expect([gone.status, gone.text]).toEqual([200, '']);
      }
      expect([...device.unimplemented]).toEqual([]);
    },
  );
});

describe('what the factory brings', () => {
  it('is put back too, every object of every list', async () => {
    const device = await MockBigIp.start({ protocol: 'none' });
    const send = (method: string, path: string, body?: string) => {
      const reply = device.handle({ method, path, headers, ...(body === undefined ? {} : { body }) });
      return { status: reply.status, text: reply.body };
    };
    let count = 0;
    for (const { type, refuses, lacks } of kinds) {
      if (refuses?.includes('modify') === true || lacks?.includes('modify') === true) continue;
      const list = JSON.parse(send('GET', `/mgmt/tm/${type}`).text) as Body;
      const items = Array.isArray(list['items']) ? rows(list['items']) : [list];
      for (const item of items) {
        const uri = String(item['selfLink']).replace('https://localhost', '').replace(/\?.*/, '');
        const before = JSON.parse(send('GET', uri).text);
        const put = send('PUT', uri, JSON.stringify(without(before)));
        expect([uri, put.status]).toEqual([uri, 200]);
        expect([uri, still(JSON.parse(send('GET', uri).text))]).toEqual([uri, still(before)]);
        count++;
      }
    }
    expect(count).toBeGreaterThan(150);
  });
});
