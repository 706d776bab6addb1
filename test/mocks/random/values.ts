import fc from 'fast-check';

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

export { address, destination, junk, knownPath, member, monitor, partition, path, settings, word };
