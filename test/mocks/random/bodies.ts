import fc from 'fast-check';
import { destination, junk, member, partition, path, settings, word } from './values.ts';

/** One of the few names that the sensible requests use. */
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
/** A POST that makes an object, most of the time. */
export const sensiblePost = fc.constantFrom(...Object.keys(sensible)).chain((type) => {
  const { needs = {}, may = [] } = sensible[type] ?? {};
  return fc
    .tuple(identity, fc.record(needs), withSettings(may, 3))
    .map(([named, needed, values]) => ({ path: type, body: { ...named, ...needed, ...values } }));
});
/** A POST that makes a member of a pool. */
export const sensibleMember = fc
  .tuple(identity, fc.constantFrom('10.0.0.1:80', '10.0.0.2%7:80', '10.0.0.2:443'))
  .map(([{ name, partition: where }, host]) => ({
    path: `ltm/pool/~${where}~${name}/members`,
    body: { name: host, partition: where },
  }));

/** Anything at all, with names. */
export const wild = fc
  .tuple(
    withSettings(Object.keys(settings), 5),
    fc.record({ name: fc.oneof(word, member, path), partition, subPath: fc.constant('app') }, { requiredKeys: [] }),
  )
  .map(([values, named]) => ({ ...named, ...values }));

/** A few settings, with values that are sometimes right. */
export const settingsOnly = withSettings(Object.keys(settings), 2);

/** Stands for a text that is longer than mcpd takes. */
export const long = 'a long text';

/** Bodies that no client should send. */
export const odd = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '[]',
    '"text"',
    'null',
    '3',
    '{"a":1}{"b":2}',
    '{"__proto__":{"x":1}}',
    '{"constructor":{}}',
  ),
  fc.constantFrom('{"name":{"a":1}}', '{"name":["a"]}', '{"name":7}', '{"name":"/"}', '{"name":"//"}', '{"name":"~"}'),
  fc.constant(`{"name":"a","description":"${long}"}`),
  fc.constant(`${'{"membersReference":{"items":['.repeat(40)}${']}}'.repeat(40)}`),
  fc.constant(
    JSON.stringify({ name: 'a', members: Array.from({ length: 300 }, (_, at) => `10.1.${at % 9}.${at}:80`) }),
  ),
  fc.json(),
);

/** Types that the sensible requests make. */
export const sensibleTypes: readonly string[] = Object.keys(sensible);

export { identity };
