/** What other versions and other configurations answer: spellings of published answers that lie beside no checkout. */
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.ts';
import { encodeCurrent, encodeProperties } from '../../src/icontrol/encode.ts';
import type { Item } from '../../src/icontrol/items.ts';
import { decodeAll, decodeItem } from '../../src/icontrol/model.ts';
import { type AnyResource, shapeOf } from '../../src/resources/define.ts';
import { resourceOf } from '../../src/resources/tree.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';

const link = (path: string): Item => ({ link: `https://localhost/mgmt/tm/${path}?ver=16.0.0` });
/** The link of an object to itself, of a version whose flags are null. */
const old = (path: string): string => `https://localhost/mgmt/tm/${path}?expandSubcollections=true&ver=11.5.0`;

interface Answer {
  readonly what: string;
  readonly type: string;
  readonly wire: Item;
  readonly model: Readonly<Record<string, unknown>>;
}

const answers: readonly Answer[] = [
  {
    what: 'a pool by its bare name (11.5)',
    type: 'ltm/pool',
    wire: { name: 'web', fullPath: 'web', monitor: '/Common/http ', slowRampTime: 10 },
    model: { fullPath: '/Common/web', monitor: { monitors: ['/Common/http'] } },
  },
  {
    what: 'a virtual server whose flags are null (11.4, 11.5.0)',
    type: 'ltm/virtual',
    wire: {
      name: 'front',
      fullPath: 'front',
      selfLink: old('ltm/virtual/front'),
      destination: '/Common/192.0.2.80:443',
      enabled: null,
      vlansDisabled: null,
      sourceAddressTranslation: {},
      rateLimitSrcMask: 0,
    },
    model: {
      fullPath: '/Common/front',
      enabled: true,
      vlansDisabled: true,
      sourceAddressTranslation: { type: 'none' },
    },
  },
  {
    what: 'a condition of a policy whose flags are null (11.4, 11.5.0)',
    type: 'ltm/policy/rules/conditions',
    wire: {
      name: '0',
      selfLink: old('ltm/policy/p/rules/r/conditions/0'),
      httpHost: null,
      startsWith: null,
      values: ['a'],
    },
    model: { httpHost: true, startsWith: true },
  },
  {
    what: 'an address of SNAT pools whose flags are null (11.4, 11.5.0)',
    type: 'ltm/snat-translation',
    wire: { name: '192.0.2.9', selfLink: old('ltm/snat-translation/192.0.2.9'), address: '192.0.2.9', enabled: null },
    model: { enabled: true },
  },
  {
    what: 'a member without an address (11.5)',
    type: 'ltm/pool/members',
    wire: { name: 'n1:80', partition: 'k8s', fullPath: '/k8s/n1:80', session: 'monitor-enabled' },
    model: { session: 'monitor-enabled' },
  },
  {
    what: 'a member behind a tunnel, with monitors of its own (16.0)',
    type: 'ltm/pool/members',
    wire: {
      name: '192.0.2.7:8080',
      partition: 'Common',
      address: '192.0.2.7%3',
      monitor: 'min 1 of { /Common/gateway_icmp /Common/http }',
      profiles: [{ name: 'ip4ip4', partition: 'Common', nameReference: link('net/tunnels/ipip/~Common~ip4ip4') }],
    },
    model: {
      address: { ip: '192.0.2.7', family: 4, routeDomain: 3 },
      monitor: { monitors: ['/Common/gateway_icmp', '/Common/http'], minimum: 1 },
      profiles: [{ name: 'ip4ip4', partition: 'Common' }],
    },
  },
  {
    what: 'a member that the device made from a name in DNS',
    type: 'ltm/pool/members',
    wire: {
      name: '_auto_2001.db8..7:80',
      partition: 'Common',
      address: '2001:db8::7',
      ephemeral: 'true',
      fqdn: { autopopulate: 'enabled', tmName: 'web.example', addressFamily: 'all', interval: 'ttl', downInterval: 5 },
      state: 'fqdn-up',
    },
    model: { address: { ip: '2001:db8::7', family: 6 }, fqdn: { interval: 'ttl', downInterval: 5 } },
  },
  {
    what: 'a node with a number of seconds as a number (11.6.0)',
    type: 'ltm/node',
    wire: {
      name: '192.0.2.8',
      selfLink: 'https://localhost/mgmt/tm/ltm/node/192.0.2.8?ver=11.6.0',
      address: '192.0.2.8',
      fqdn: { addressFamily: 'ipv4', downInterval: 5, interval: 3600 },
    },
    model: { fqdn: { addressFamily: 'ipv4', downInterval: 5, interval: '3600' } },
  },
  {
    what: 'a policy that is published, and has a draft (12.1 and later)',
    type: 'ltm/policy',
    wire: {
      name: 'p',
      status: 'published',
      draftCopy: '/Common/Drafts/p',
      draftCopyReference: link('x'),
      references: {},
    },
    model: { status: 'published', draftCopy: '/Common/Drafts/p' },
  },
  {
    what: 'the draft of a policy that is published',
    type: 'ltm/policy',
    wire: { name: 'p', partition: 'Common', subPath: 'Drafts', status: 'draft', publishedCopy: '/Common/p' },
    model: { fullPath: '/Common/Drafts/p', publishedCopy: '/Common/p' },
  },
  {
    what: 'a route domain with policies',
    type: 'net/route-domain',
    wire: {
      name: '7',
      partition: 'Common',
      id: 7,
      fwEnforcedPolicy: '/Common/f',
      fwStagedPolicy: '/Common/s',
      ipIntelligencePolicy: '/Common/i',
      routingProtocol: ['BGP', 'BFD'],
      securityNatPolicy: '/Common/n',
      servicePolicy: '/Common/v',
    },
    model: { id: 7, servicePolicy: '/Common/v' },
  },
  {
    what: 'a virtual server for other virtual servers',
    type: 'ltm/virtual',
    wire: { name: 'adapt', partition: 'Common', destination: '0.0.0.0:0', internal: true, vlansEnabled: true },
    model: { destination: { address: { ip: '0.0.0.0', family: 4 }, port: 0 }, internal: true },
  },
  {
    what: 'a virtual server on lists of addresses',
    type: 'ltm/virtual',
    wire: {
      name: 'lists',
      partition: 'Common',
      destination: '/Common/0.0.0.0%1:any',
      trafficMatchingCriteria: '/Common/lists_TMC_OBJ',
      securityNatPolicy: { policy: '/Common/nat', useDevicePolicy: 'no' },
      clonePools: [{ name: 'tap', partition: 'Common', context: 'clientside' }],
    },
    model: {
      destination: { folder: '/Common', address: { ip: '0.0.0.0', family: 4, routeDomain: 1 }, port: 0 },
      securityNatPolicy: { policy: '/Common/nat', useDevicePolicy: 'no' },
    },
  },
  {
    what: 'a virtual server with policies of other modules, and the links to them',
    type: 'ltm/virtual',
    wire: {
      name: 'guarded',
      partition: 'Common',
      destination: '/Common/192.0.2.80:443',
      addressStatus: 'yes',
      cmpEnabled: 'yes',
      gtmScore: 5,
      bwcPolicy: '/Common/b',
      bwcPolicyReference: link('net/bwc/policy/~Common~b'),
      clonePools: [{ name: 'tap', partition: 'Common', context: 'clientside', nameReference: link('ltm/pool/tap') }],
      flowEvictionPolicy: '/Common/e',
      flowEvictionPolicyReference: link('ltm/eviction-policy/~Common~e'),
      fwEnforcedPolicy: '/Common/f',
      fwEnforcedPolicyReference: link('security/firewall/policy/~Common~f'),
      rateClass: '/Common/r',
      rateClassReference: link('net/rate-shaping/class/~Common~r'),
      securityLogProfiles: ['"/Common/Log all requests"'],
      securityLogProfilesReference: [link('security/log/profile/~Common~Log%20all%20requests')],
      servicePolicy: '/Common/s',
      servicePolicyReference: link('net/service-policy/~Common~s'),
    },
    model: { gtmScore: 5, rateClass: '/Common/r' },
  },
  {
    what: 'a monitor with the link to its parent',
    type: 'ltm/monitor/http',
    wire: {
      name: 'own',
      partition: 'k8s',
      defaultsFrom: '/Common/http',
      defaultsFromReference: link('ltm/monitor/http/~Common~http'),
    },
    model: { defaultsFrom: '/Common/http' },
  },
  {
    what: 'a wildcard virtual server for IPv6',
    type: 'ltm/virtual',
    wire: { name: 'all6', partition: 'Common', destination: '/Common/any6.any', mask: 'any6', source: '::/0' },
    model: { destination: { folder: '/Common', address: { ip: '::', family: 6 }, port: 0 }, mask: 'any6' },
  },
  {
    what: 'an address of SNAT pools, with flags in the dialect of text',
    type: 'ltm/snat-translation',
    wire: { name: '192.0.2.9', partition: 'Common', address: '192.0.2.9', enabled: 'true', arp: 'no' },
    model: { enabled: true, arp: 'no' },
  },
  {
    what: 'an address of SNAT pools that is off',
    type: 'ltm/snat-translation',
    wire: {
      name: 'x',
      partition: 'k8s',
      address: '2001:db8::9%2',
      disabled: true,
      tcpIdleTimeout: 'indefinite',
      unit: 1,
    },
    model: { address: { ip: '2001:db8::9', family: 6, routeDomain: 2 }, disabled: true },
  },
  {
    what: 'a policy with its rules, and what it refers to (16.0)',
    type: 'ltm/policy',
    wire: {
      name: 'p',
      partition: 'Common',
      status: 'published',
      references: {},
      rulesReference: {
        isSubcollection: true,
        items: [
          {
            name: 'r',
            ordinal: 0,
            actionsReference: { items: [{ name: '0', setVariable: true, tcl: true, expression: 'GET', tmName: 'v' }] },
            conditionsReference: { items: [{ name: '0', httpMethod: true, equals: true, all: true, values: ['GET'] }] },
          },
        ],
      },
    },
    model: {
      rules: [
        {
          name: 'r',
          fullPath: 'r',
          actions: [{ fullPath: '0', setVariable: true }],
          conditions: [{ fullPath: '0', httpMethod: true, values: ['GET'] }],
        },
      ],
    },
  },
  {
    what: 'a static ARP entry that leads to a cluster',
    type: 'net/arp',
    wire: { name: 'nlb', partition: 'Common', ipAddress: '192.0.2.80%4', macAddress: '03:BF:C0:00:02:50' },
    model: { macAddress: '03:bf:c0:00:02:50' },
  },
  {
    what: 'a static neighbour',
    type: 'net/ndp',
    wire: { name: 'n', partition: 'Common', ipAddress: 'FE80:0:0::1%2', macAddress: '0:1:2:a:B:c', generation: 0 },
    model: { ipAddress: { ip: 'fe80::1', family: 6, routeDomain: 2 }, macAddress: '00:01:02:0a:0b:0c' },
  },
  {
    what: 'a user without a shell',
    type: 'auth/user',
    wire: {
      name: 'someone',
      fullPath: 'someone',
      encryptedPassword: '!!',
      partitionAccess: [{ name: 'Common', role: 'guest', nameReference: link('auth/partition/Common') }],
    },
    model: { fullPath: 'someone', partitionAccess: [{ name: 'Common', role: 'guest' }] },
  },
  {
    what: 'a user with a role of a newer version',
    type: 'auth/user',
    wire: { name: 'a', shell: 'bash', partitionAccess: [{ name: 'all-partitions', role: 'new-role' }] },
    model: { shell: 'bash', partitionAccess: [{ name: 'all-partitions', role: 'new-role' }] },
  },
  {
    what: 'a database variable without a value',
    type: 'sys/db',
    wire: { name: 'a.b', fullPath: 'a.b', defaultValue: '', scfConfig: 'true', valueRange: 'string' },
    model: { defaultValue: '', scfConfig: 'true' },
  },
  {
    what: 'a TLS profile with what 16.0 added',
    type: 'ltm/profile/client-ssl',
    wire: {
      name: 'quic',
      partition: 'Common',
      c3dClientFallbackCert: 'none',
      cipherGroup: '/Common/f5-quic',
      cipherGroupReference: link('ltm/cipher/group/~Common~f5-quic'),
      ciphers: 'none',
      crl: 'none',
      data_0rtt: 'enabled-with-anti-replay',
      tmOptions: '{ no-ssl no-dtls }',
    },
    model: { data_0rtt: 'enabled-with-anti-replay', tmOptions: '{ no-ssl no-dtls }' },
  },
  {
    what: 'a cookie that ends with the session, in another spelling',
    type: 'ltm/persistence/cookie',
    wire: { name: 'c', partition: 'Common', expiration: '0:0:0', cookieName: 'none', method: 'insert' },
    model: { expiration: '0:0:0' },
  },
  {
    what: 'a device whose MAC address is written as it likes',
    type: 'cm/device',
    wire: { name: 'b', partition: 'Common', baseMac: '00:1:a:0B:c:D', multicastIp: 'any6', unicastAddress: [] },
    model: { baseMac: '00:01:0a:0b:0c:0d' },
  },
];

const known = (resource: AnyResource, wire: Item): string[] =>
  Object.keys(wire).filter((key) => key in shapeOf(resource));
const resourceFor = (type: string): AnyResource => {
  const resource = resourceOf(type);
  if (resource === undefined) throw new Error(type);
  return resource;
};

describe('what other versions answer', () => {
  it.each(answers)('$what is read without losing a key', ({ type, wire, model }) => {
    const resource = resourceFor(type);
    const read = decodeItem(resource, wire);
    expect(read).toMatchObject(model);
    expect(Object.keys(wire).filter((key) => !(key in read))).toEqual([]);
    // Every key but the links is one that the catalogue knows.
    const strange = Object.keys(wire).filter(
      (key) => !known(resource, wire).includes(key) && !key.endsWith('Reference'),
    );
    expect(
      strange.filter((key) => !['name', 'partition', 'fullPath', 'generation', 'selfLink', 'subPath'].includes(key)),
    ).toEqual([]);
  });

  it.each(answers)('$what with a value of another type is refused, with its path', ({ type, wire }) => {
    const resource = resourceFor(type);
    for (const key of known(resource, wire)) {
      const wrong = typeof wire[key] === 'number' ? 'wrong' : 7;
      expect(() => decodeItem(resource, { ...wire, [key]: wrong }), key).toThrow(ProtocolError);
      expect(() => decodeItem(resource, { ...wire, [key]: wrong })).toThrow(new RegExp(`: ${key}: `));
    }
  });

  it.each(answers)('$what can be sent as it was read', ({ type, wire }) => {
    const resource = resourceFor(type);
    const read = decodeItem(resource, wire);
    const { name, partition, subPath, ...body } = encodeCurrent(resource, read);
    expect([name, partition, subPath]).toEqual([read['name'], read['partition'], read['subPath']]);
    expect(decodeItem(resource, { ...wire, ...(body as Item) })).toEqual(read);
  });
});

describe('a flag that is null', () => {
  const resource = resourceFor('ltm/virtual');
  const answered = (version: string, flags: Item): Item => ({
    name: 'front',
    selfLink: `https://localhost/mgmt/tm/ltm/virtual/front?ver=${version}`,
    ...flags,
  });

  it.each(['11.4.0', '11.4.1', '11.5.0'])('is set, says %s', (version) => {
    expect(decodeItem(resource, answered(version, { enabled: null }))).toMatchObject({ enabled: true });
  });

  it.each(['11.5.4', '11.6.0', '15.1.2', '111.4.0'])('is a mistake, says %s', (version) => {
    expect(() => decodeItem(resource, answered(version, { enabled: null }))).toThrow(/front: enabled: /);
  });

  it('is no other property, and none that is not known', () => {
    expect(() => decodeItem(resource, answered('11.5.0', { pool: null }))).toThrow(/front: pool: /);
    expect(decodeItem(resource, answered('11.5.0', { strange: null }))).toMatchObject({ strange: null });
  });

  it('is set in a list', () => {
    const items = [answered('11.5.0', { enabled: true }), answered('11.5.0', { disabled: null })];
    decodeAll(resource, items, { strange: String });
    expect(items).toMatchObject([{ enabled: true }, { disabled: true }]);
  });
});

describe('what is written', () => {
  it.each([
    ['ltm/profile/tcp', { congestionControl: 'fast' }, 'congestionControl'],
    ['ltm/profile/http', { enforcement: { pipeline: 'maybe' } }, 'enforcement'],
    ['ltm/profile/one-connect', { limitType: 'some' }, 'limitType'],
    ['ltm/persistence/cookie', { method: 'bake' }, 'method'],
    ['ltm/persistence/source-addr', { mask: '/24' }, 'mask'],
    ['auth/user', { partitionAccess: [{ name: 'Common', role: 'king' }] }, 'partitionAccess'],
    ['ltm/snat-translation', { arp: 'no' }, 'arp'],
    ['sys/db', { value: 7 }, 'value'],
    ['net/ndp', { ipAddress: 'x', macAddress: '0:1:2:a:B:c' }, 'ipAddress'],
  ])('%s %j is refused before anything is sent', (type, body, key) => {
    expect(() => encodeProperties(resourceFor(type), body)).toThrow(BigIpValueError);
    expect(() => encodeProperties(resourceFor(type), body)).toThrow(new RegExp(key));
  });
});
