import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MockBigIp } from '../../mocks/index.ts';
import { overlay } from './speak.ts';

/** How many requests in all; the nightly run asks for more. */
const requests = Number(process.env['MOCK_RANDOM_REQUESTS'] ?? 20_000);
const perRun = 250;

interface Step {
  method: string;
  path: string;
  body: unknown;
  transaction: number | undefined;
}

const partition = fc.constantFrom('k8s', 'Common', 'k8s', 'gone');
const word = fc.constantFrom('a', 'b', 'c', '10.0.0.1', '10.0.0.2', '2001:db8::1');
const path = fc.tuple(partition, word).map(([where, name]) => `/${where}/${name}`);
const address = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3%0', '10.0.0.3%7', '2001:db8::1', 'any', 'nonsense');
const member = fc
  .tuple(word, fc.constantFrom('80', 'http', '0', 'any', '70000', ''))
  .map(([host, port]) => (port === '' ? host : `${host}${host.includes(':') ? '.' : ':'}${port}`));
const junk = fc.oneof(
  fc.constantFrom(
    null,
    '',
    'none',
    'default',
    true,
    false,
    0,
    -1,
    3.5,
    [],
    {},
    '/Common/tcp',
    'tcp',
    'enabled',
    'user-down',
  ),
  fc.string({ maxLength: 12 }),
  path,
  fc.array(path, { maxLength: 3 }),
  fc.array(fc.record({ name: word, partition }), { maxLength: 3 }),
);
const destination = fc
  .tuple(
    fc.constantFrom('k8s', 'Common'),
    fc.constantFrom('10.1.0.1', '10.1.0.2', '10.1.0.2%7', '10.1.0.2%0', '2001:db8::1', '2001:db8::1%7'),
    fc.constantFrom(80, 443, 0),
  )
  .map(([where, host, port]) => `/${where}/${host}${host.includes(':') ? '.' : ':'}${port}`);
const monitor = fc.constantFrom('/Common/http', 'http and tcp', 'min 1 of { http tcp }', '/k8s/a', '/Common/b', 'none');

/** One of the few objects that the sensible requests make. */
const knownPath = fc
  .tuple(fc.constantFrom('k8s', 'Common'), fc.constantFrom('a', 'b', 'c'))
  .map(([where, name]) => `/${where}/${name}`);

/** Settings with values that are sometimes right. */
const settings: Record<string, fc.Arbitrary<unknown>> = {
  description: fc.constantFrom('x', '', 'none', null),
  pool: fc.oneof(
    { weight: 5, arbitrary: knownPath },
    { weight: 1, arbitrary: path },
    { weight: 1, arbitrary: fc.constant('none') },
  ),
  destination,
  profiles: fc.array(fc.constantFrom('tcp', 'http', '/Common/fastL4', 'clientssl', '/k8s/none'), { maxLength: 3 }),
  rules: fc.array(knownPath, { maxLength: 2 }),
  vlans: fc.array(fc.constantFrom('int_vlan', '/Common/flannel_vxlan', 'gone'), { maxLength: 2 }),
  vlansEnabled: fc.boolean(),
  disabled: fc.boolean(),
  ipProtocol: fc.constantFrom('tcp', 'udp', 'any'),
  sourceAddressTranslation: fc.record(
    { type: fc.constantFrom('automap', 'snat', 'none', 'x'), pool: knownPath },
    { requiredKeys: [] },
  ),
  monitor,
  members: fc.array(
    member.map((name) => ({ name })),
    { maxLength: 3 },
  ),
  address,
  session: fc.constantFrom('user-enabled', 'user-disabled', 'monitor-enabled'),
  key: fc.integer({ min: 0, max: 3 }),
  localAddress: address,
  profile: fc.constantFrom('vxlan', '/Common/fl-vxlan', 'gone'),
  vlan: fc.constantFrom('int_vlan', 'flannel_vxlan', 'gone'),
  endpoint: address,
  records: fc.array(fc.record({ name: fc.constantFrom('02:00:00:00:00:01', 'zz'), endpoint: address }), {
    maxLength: 2,
  }),
  ipAddress: address,
  macAddress: fc.constantFrom('02:00:00:00:00:01', '2:0:0:0:0:2', 'x'),
  defaultsFrom: fc.constantFrom('http', '/k8s/m', '/Common/none'),
  id: fc.integer({ min: 0, max: 9 }),
  defaultRouteDomain: fc.constantFrom(0, 7, 7, 8),
  metadata: fc.array(fc.record({ name: word, value: word }), { maxLength: 2 }),
};

const collections = [
  'ltm/pool',
  'ltm/virtual',
  'ltm/virtual-address',
  'ltm/node',
  'ltm/rule',
  'ltm/snatpool',
  'ltm/snat-translation',
  'ltm/monitor/http',
  'ltm/monitor/tcp',
  'ltm/profile/tcp',
  'ltm/data-group/internal',
  'ltm/policy',
  'net/tunnels/tunnel',
  'net/tunnels/vxlan',
  'net/fdb/tunnel',
  'net/self',
  'net/vlan',
  'net/arp',
  'net/route',
  'net/route-domain',
  'auth/partition',
  'sys/folder',
  'sys/global-settings',
  'sys/version',
  'net/fdb',
  'asm/policies',
  'nonsense',
];

const item = fc.oneof(
  fc.tuple(fc.constantFrom(...collections), path).map(([type, full]) => `${type}/${full.replaceAll('/', '~')}`),
  fc.tuple(path, member).map(([full, name]) => `ltm/pool/${full.replaceAll('/', '~')}/members/~k8s~${name}`),
  fc.constantFrom(
    'net/fdb/tunnel/~Common~flannel_vxlan/records/02:00:00:00:00:01',
    'auth/partition/k8s',
    'ltm/pool/a',
    'ltm/policy/a',
    'cm/trust-domain',
  ),
);
const collection = fc.oneof(
  fc.constantFrom(...collections),
  path.map((full) => `ltm/pool/${full.replaceAll('/', '~')}/members`),
  path.map((full) => `ltm/virtual/${full.replaceAll('/', '~')}/profiles`),
  fc.constant('net/fdb/tunnel/~Common~flannel_vxlan/records'),
);
const query = fc.constantFrom(
  '',
  '',
  '',
  '/',
  '?expandSubcollections=true',
  '?$filter=partition+eq+k8s',
  '?ver=11.5.0',
  '?$top=2',
  '/stats',
);
const identity = fc.record({ name: fc.constantFrom('a', 'b', 'c'), partition: fc.constantFrom('k8s', 'Common') });

function withSettings(names: readonly string[], most: number) {
  return fc
    .subarray([...names], { minLength: 0, maxLength: Math.min(most, names.length) })
    .chain((chosen) =>
      fc.record(
        Object.fromEntries(
          chosen.map((name) => [
            name,
            fc.oneof({ weight: 12, arbitrary: settings[name] ?? junk }, { weight: 1, arbitrary: junk }),
          ]),
        ),
      ),
    );
}

/** Anything at all. */
const wild = fc
  .tuple(
    withSettings(Object.keys(settings), 5),
    fc.record({ name: fc.oneof(word, member, path), partition, subPath: fc.constant('app') }, { requiredKeys: [] }),
  )
  .map(([values, named]) => ({ ...named, ...values }));

/** What makes an object of a type, and what may be set on it: most of the time this succeeds. */
const sensible: Record<string, { needs: Record<string, fc.Arbitrary<unknown>>; may: string[] }> = {
  'ltm/pool': { needs: {}, may: ['monitor', 'members', 'description', 'metadata'] },
  'ltm/virtual': {
    needs: { destination, ipProtocol: fc.constantFrom('tcp', 'udp') },
    may: ['pool', 'profiles', 'rules', 'vlans', 'sourceAddressTranslation', 'disabled'],
  },
  'ltm/node': {
    needs: { address: fc.constantFrom('10.0.0.1', '10.0.0.9', '10.0.0.8%7', '10.0.0.8%0') },
    may: ['monitor', 'session'],
  },
  'ltm/rule': { needs: {}, may: [] },
  'ltm/snatpool': { needs: { members: fc.constantFrom(['10.9.9.1'], ['10.9.9.1', '10.9.9.2']) }, may: [] },
  'ltm/monitor/http': { needs: {}, may: ['description', 'defaultsFrom'] },
  'ltm/profile/tcp': { needs: {}, may: ['description'] },
  'ltm/policy': { needs: {}, may: [] },
  'net/tunnels/tunnel': {
    needs: { profile: fc.constant('/Common/vxlan'), key: fc.integer({ min: 2, max: 9 }) },
    may: ['localAddress', 'description'],
  },
  'net/vlan': { needs: {}, may: ['description'] },
  'net/self': {
    needs: { address: fc.constantFrom('192.0.2.1/24', '198.51.100.1/24'), vlan: fc.constantFrom('a', 'int_vlan') },
    may: [],
  },
  'net/arp': {
    needs: { ipAddress: fc.constantFrom('10.244.0.1', '10.244.0.2'), macAddress: fc.constant('2:0:0:0:0:2') },
    may: [],
  },
  'net/route': { needs: { network: fc.constantFrom('10.7.0.0/16', 'default') }, may: ['pool'] },
  'sys/folder': { needs: {}, may: [] },
  'auth/partition': { needs: {}, may: ['description', 'defaultRouteDomain'] },
  'net/route-domain': { needs: { id: fc.constantFrom(7, 8) }, may: ['description'] },
};
const sensiblePost = fc.constantFrom(...Object.keys(sensible)).chain((type) => {
  const { needs, may } = sensible[type]!;
  return fc
    .tuple(identity, fc.record(needs), withSettings(may, 3))
    .map(([named, needed, values]) => ({ path: type, body: { ...named, ...needed, ...values } }));
});
const sensibleMember = fc
  .tuple(identity, fc.constantFrom('10.0.0.1:80', '10.0.0.2%7:80', '10.0.0.2:443'))
  .map(([{ name, partition: where }, host]) => ({
    path: `ltm/pool/~${where}~${name}/members`,
    body: { name: host, partition: where },
  }));
/** Commands on collections, and what comes before them. */
const commanded = fc.constantFrom<{ path: string; body: object }>(
  { path: 'ltm/policy', body: { name: 'a', partition: 'Common', subPath: 'Drafts', rules: [{ name: 'r' }] } },
  { path: 'ltm/policy', body: { command: 'publish', name: '/Common/Drafts/a' } },
  { path: 'cm/device', body: { command: 'mv', name: 'bigip1.example.com', target: 'other.example.com' } },
  { path: 'cm/device', body: { command: 'mv', name: 'other.example.com', target: 'bigip1.example.com' } },
  { path: 'cm/device-group', body: { name: 'g', devices: ['bigip1.example.com'] } },
);
const knownItem = fc
  .tuple(fc.constantFrom(...Object.keys(sensible)), identity)
  .map(([type, { name, partition: where }]) =>
    type === 'auth/partition' ? `${type}/${name}` : `${type}/~${where}~${name}`,
  );
const transaction = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.nat({ max: 2 }) },
);
const none = fc.constant(undefined);
const target = fc.oneof({ weight: 3, arbitrary: knownItem }, { weight: 1, arbitrary: item });
const settingsOnly = withSettings(Object.keys(settings), 2);

function made(methods: string[], path: fc.Arbitrary<string>, body: fc.Arbitrary<unknown>): fc.Arbitrary<Step> {
  return fc.record({ method: fc.constantFrom(...methods), path, body, transaction });
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: made(
      ['GET'],
      fc.tuple(fc.oneof(target, collection), query).map((parts) => parts.join('')),
      none,
    ),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.oneof(
          { weight: 12, arbitrary: sensiblePost },
          { weight: 3, arbitrary: sensibleMember },
          { weight: 1, arbitrary: commanded },
        ),
        transaction,
      )
      .map(([post, at]): Step => ({ method: 'POST', ...post, transaction: at })),
  },
  { weight: 1, arbitrary: made(['POST'], collection, wild) },
  { weight: 2, arbitrary: made(['PATCH', 'PUT'], target, fc.oneof(settingsOnly, wild)) },
  { weight: 3, arbitrary: made(['DELETE'], target, none) },
  {
    weight: 1,
    arbitrary: fc.record({
      method: fc.constant('COMMIT'),
      path: fc.constant(''),
      body: fc.boolean(),
      transaction: fc.nat({ max: 2 }),
    }),
  },
);

const headers = { authorization: `Basic ${btoa('admin:admin')}` };

/** Every reference leads somewhere, every child has a parent, every object a folder, every pair its other half. */
function dangling(device: MockBigIp): string[] {
  const { entries } = device.snapshot();
  const uris = new Set(entries.map(({ uri }) => uri));
  const found: string[] = [];
  for (const { uri, links, parent, partition: where, kind, fullPath } of entries) {
    for (const link of links)
      if (link.uri === undefined || !uris.has(link.uri)) found.push(`${uri} -> ${link.fullPath}`);
    if (parent !== undefined && !uris.has(parent)) found.push(`${uri} has lost its parent`);
    if (where !== undefined && !uris.has(`auth/partition/${where}`)) found.push(`${uri} has lost its partition`);
    if (kind.type === 'net/tunnels/tunnel' && device.get(uri.replace('net/tunnels', 'net/fdb')) === undefined)
      found.push(`${uri} has no FDB`);
    if (kind.type === 'net/fdb/tunnel' && device.get(uri.replace('net/fdb', 'net/tunnels')) === undefined)
      found.push(`${uri} has no tunnel`);
    if (kind.type === 'auth/partition' && !uris.has(`sys/folder/~${fullPath}`)) found.push(`${uri} has no folder`);
  }
  return found;
}

describe('random bytes', () => {
  it('never crash the device', async () => {
    const device = await MockBigIp.start({ protocol: 'none', seed: overlay });
    const texts = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'binary', maxLength: 10 }), fc.webPath());
    const prefix = fc.constantFrom(
      '',
      '/',
      '/mgmt/',
      '/mgmt/tm/',
      '/mgmt/tm/ltm/pool/',
      '/mgmt/shared/authz/tokens/',
      '/mgmt/tm/transaction/',
    );
    const anything = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE'),
      path: fc.tuple(prefix, texts).map((parts) => parts.join('')),
      body: fc.oneof(texts, fc.json()),
    });
    fc.assert(
      fc.property(anything, ({ method, path: target, body: sent }) => {
        const reply = device.handle({ method, path: target, headers, body: sent });
        expect(reply.status).toBeGreaterThanOrEqual(200);
        expect(reply.status).toBeLessThan(502);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('random requests', () => {
  it('never crash the device, never leave a reference behind, never leak out of a transaction', async () => {
    const device = await MockBigIp.start({
      protocol: 'none',
      seed: { ...overlay, 'net/route-domain/~Common~7': { id: 7 }, 'sys/folder/~k8s~app': {} },
    });
    const statuses = new Map<number, number>();
    const send = (method: string, target: string, sent?: unknown, extra: Record<string, string> = {}) => {
      const reply = device.handle({
        method,
        path: `/mgmt/tm/${target}`,
        headers: { ...headers, ...extra },
        ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
      });
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1);
      return reply;
    };
    const property = fc.property(fc.array(step, { minLength: perRun, maxLength: perRun }), (steps) => {
      device.reset();
      const ids = [0, 1, 2].map(() => String(JSON.parse(send('POST', 'transaction', {}).body).transId));
      for (const { method, path: target, body: sent, transaction: at } of steps) {
        const id = at === undefined ? undefined : ids[at];
        const before = id === undefined || method === 'COMMIT' ? undefined : device.snapshot().entries;
        if (method === 'COMMIT') {
          const reply = send('PATCH', `transaction/${id}`, { state: 'VALIDATING', validateOnly: sent === true });
          if (at !== undefined && (sent !== true || reply.status !== 200))
            ids[at] = String(JSON.parse(send('POST', 'transaction', {}).body).transId);
          if (reply.status === 400) expect(reply.body).toContain('transaction failed:');
        } else {
          send(method, target, sent, id === undefined ? {} : { 'x-f5-rest-coordination-id': id });
        }
        if (before !== undefined) expect(device.snapshot().entries).toEqual(before);
      }
      expect(dangling(device)).toEqual([]);
    });
    fc.assert(property, {
      numRuns: Math.ceil(requests / perRun),
      ...(process.env['SEED'] === undefined ? {} : { seed: Number(process.env['SEED']) }),
    });
    // The generator reaches the depths: most kinds of answers occur.
    expect([...statuses.keys()].sort()).toEqual([200, 400, 404, 409, 501]);
    expect((statuses.get(200) ?? 0) / [...statuses.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(
      0.2,
    );
  });
});
