import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  address,
  addressPrefix,
  destination,
  eitherFlag,
  enabledDisabled,
  flag,
  macAddress,
  mask,
  metadata,
  monitorAddress,
  monitorDestination,
  monitorRule,
  numberAsText,
  policies,
  port as portField,
  profiles,
  references,
  routeNetwork,
  sourceAddressTranslation,
  textOrList,
  trueFalse,
  yesNo,
} from '../../src/values/fields.ts';
import { readerOf, unread } from '../../src/values/reader.ts';
import { runs } from '../share.ts';
import { address as anyAddress, fullPath, ipv4, ipv6, mac, port } from './arbitraries.ts';

/** Decoding what was encoded gives the value again. */
function comesBack<Value>(schema: z.ZodType, values: fc.Arbitrary<Value>): void {
  fc.assert(
    fc.property(values, (value) => {
      expect(z.decode(schema, z.encode(schema, value))).toEqual(value);
    }),
  );
}

const noDomain = { nil: undefined } as const;

describe('a property comes back as it was sent', () => {
  it('address', () => comesBack(address(), anyAddress));
  it('destination', () =>
    comesBack(
      destination(),
      fc
        .record({ folder: fc.option(fullPath, noDomain), address: anyAddress, port })
        .map(({ folder, ...rest }) => ({ ...(folder === undefined ? {} : { folder }), ...rest })),
    ));
  it('destination that is a name', () =>
    comesBack(
      destination(),
      fc
        .record({
          folder: fullPath,
          ip: fc.stringMatching(/^[A-Za-z_][\w.-]{0,20}$/),
          family: fc.constantFrom(4, 6),
          port,
        })
        .filter(({ ip }) => !/^any6?$/.test(ip))
        .map(({ folder, ip, family, port }) => ({ folder, address: { ip, family }, port, named: true })),
    ));
  const prefixed = anyAddress.chain((one) =>
    fc.nat(one.family === 4 ? 32 : 128).map((prefix) => ({ address: one, prefix })),
  );
  it('address with the length of its network', () => comesBack(addressPrefix(), prefixed));
  it('network of a route', () => comesBack(routeNetwork(), prefixed));
  it('what a monitor asks', () =>
    comesBack(
      monitorDestination(),
      fc.record({ address: anyAddress, port }, { requiredKeys: [] }).filter(({ port }) => port !== 0),
    ));
  it('what a monitor without ports asks', () =>
    comesBack(monitorAddress(), fc.record({ address: anyAddress }, { requiredKeys: [] })));
  it('netmask', () => comesBack(mask(), fc.oneof(fc.constantFrom('any', 'any6', 'none'), ipv4, ipv6)));
  it('port', () => comesBack(portField(), port));
  it('switches', () => {
    comesBack(enabledDisabled(), fc.constantFrom('enabled', 'disabled'));
    comesBack(yesNo(), fc.constantFrom('yes', 'no'));
    comesBack(trueFalse(), fc.constantFrom('true', 'false'));
  });
  it('lists of names', () => {
    comesBack(references(), fc.array(fullPath));
    comesBack(policies(), fc.array(fullPath));
    comesBack(textOrList(), fc.oneof(fullPath, fc.array(fullPath)));
  });
  it('metadata', () =>
    comesBack(
      metadata(),
      fc.array(
        fc.record(
          { name: fc.string(), value: fc.string(), persist: fc.constantFrom('true', 'false') },
          { requiredKeys: ['name'] },
        ),
      ),
    ));
  it('MAC address', () => comesBack(macAddress(), mac));
  it('text that was a number', () => comesBack(numberAsText(), fc.string()));
  it('flag', () => comesBack(flag(), fc.boolean()));
  it('flag in either dialect', () => comesBack(eitherFlag(), fc.boolean()));
  it('monitors', () =>
    comesBack(
      monitorRule(),
      fc
        .record({ monitors: fc.array(fullPath), minimum: fc.option(fc.nat(9), noDomain) })
        .map(({ monitors, minimum }) => ({ monitors, ...(minimum === undefined ? {} : { minimum }) })),
    ));
  it('profiles', () =>
    comesBack(
      profiles(),
      fc.array(fc.record({ name: fullPath, context: fc.constantFrom('all', 'clientside', 'serverside') })),
    ));
  it('source address translation', () =>
    comesBack(
      sourceAddressTranslation(),
      fc.oneof(
        fc.constantFrom({ type: 'none' }, { type: 'automap' }),
        fullPath.map((pool) => ({ type: 'snat', pool })),
      ),
    ));
});

describe('what a device returns', () => {
  it('profiles are objects with a full path', () => {
    const wire = [
      { name: 'tcp', partition: 'Common', fullPath: '/Common/tcp', context: 'all' as const, nameReference: {} },
    ];
    expect(z.decode(profiles(), wire)).toEqual([{ name: '/Common/tcp', context: 'all' }]);
  });

  it('a word that is not known yet is read, and is not written', () => {
    expect(z.decode(enabledDisabled(), 'auto' as 'enabled')).toBe('auto');
    expect(z.safeEncode(enabledDisabled(), 'auto' as 'enabled').success).toBe(false);
    expect(z.safeDecode(enabledDisabled(), 1 as unknown as 'enabled').success).toBe(false);
    const wire = [{ name: '/Common/x', context: 'newside' as 'all' }];
    expect(z.decode(profiles(), wire)).toEqual([{ name: '/Common/x', context: 'newside' }]);
  });

  it('unknown keys of a list are kept', () => {
    const items = [{ name: 'a', persist: 'true' as const, value: 'b', origin: 'x' }];
    expect(z.decode(metadata(), items)).toEqual(items);
    expect(z.encode(metadata(), items)).toEqual(items);
    const snat = { type: 'snat' as const, pool: '/Common/p', poolReference: { link: 'x' } };
    expect(z.decode(sourceAddressTranslation(), snat)).toEqual(snat);
  });

  it.each(['', 'nonsense', '10.0.0.1:80', '10.0.0.1%99999'])('%j is no address', (wire) => {
    expect(z.safeDecode(address(), wire).success).toBe(false);
  });
});

describe('a spelling that is recorded', () => {
  it.each([
    [monitorDestination(), '*:*', {}],
    [monitorDestination(), '*:443', { port: 443 }],
    [monitorDestination(), '*.80', { port: 80 }],
    [monitorDestination(), '1.1.1.1:389', { address: { ip: '1.1.1.1', family: 4 }, port: 389 }],
    [monitorDestination(), 'fd00::1%2.80', { address: { ip: 'fd00::1', family: 6, routeDomain: 2 }, port: 80 }],
    // Without ports, and with them, where another version has the other spelling.
    [monitorDestination(), '*', {}],
    [monitorAddress(), '*', {}],
    [monitorAddress(), '*:*', {}],
    [monitorAddress(), '*.*', {}],
    [monitorRule(), '/Common/web app and /Common/tcp ', { monitors: ['/Common/web app', '/Common/tcp'] }],
    [
      monitorRule(),
      'min 2 of { /Common/web app /Common/tcp /Common/udp }',
      { monitors: ['/Common/web app', '/Common/tcp', '/Common/udp'], minimum: 2 },
    ],
    [monitorRule(), 'min 1 of { http tcp }', { monitors: ['http', 'tcp'], minimum: 1 }],
    [monitorRule(), 'min  1 of {/Common/http}', { monitors: ['/Common/http'], minimum: 1 }],
    [monitorDestination(), '*:radius', { port: 1812 }],
    [macAddress(), '03:BF:0A:00:00:01', '03:bf:0a:00:00:01'],
    [macAddress(), '00:1:a:0B:c:D', '00:01:0a:0b:0c:0d'],
    [macAddress(), '00:00:00:00:00:00', '00:00:00:00:00:00'],
    [
      destination(),
      '/Common/10.0.0.1%2_vs:80',
      { folder: '/Common', address: { ip: '10.0.0.1%2_vs', family: 4 }, port: 80, named: true },
    ],
    [
      destination(),
      '/Common/my front:80',
      { folder: '/Common', address: { ip: 'my front', family: 4 }, port: 80, named: true },
    ],
    [sourceAddressTranslation(), {}, { type: 'none' }],
    [numberAsText(), 3600, '3600'],
    [numberAsText(), 'ttl', 'ttl'],
    [flag(), true, true],
    [flag(), false, false],
    [eitherFlag(), true, true],
    [eitherFlag(), 'true', true],
    [eitherFlag(), 'no', false],
    [monitorRule(), '/Common/http and /Common/https ', { monitors: ['/Common/http', '/Common/https'] }],
    [
      monitorRule(),
      'min 1 of { /Common/http /Common/inband }',
      { monitors: ['/Common/http', '/Common/inband'], minimum: 1 },
    ],
    [addressPrefix(), '10.10.10.10%1/24', { address: { ip: '10.10.10.10', family: 4, routeDomain: 1 }, prefix: 24 }],
    [addressPrefix(), '10.0.0.1/255.255.255.0', { address: { ip: '10.0.0.1', family: 4 }, prefix: 24 }],
    [addressPrefix(), 'fd00::1/ffff:ffff::', { address: { ip: 'fd00::1', family: 6 }, prefix: 32 }],
    [addressPrefix(), '::/0', { address: { ip: '::', family: 6 }, prefix: 0 }],
    [routeNetwork(), 'default', { address: { ip: '0.0.0.0', family: 4 }, prefix: 0 }],
    [routeNetwork(), 'default%5', { address: { ip: '0.0.0.0', family: 4, routeDomain: 5 }, prefix: 0 }],
    [routeNetwork(), 'default-inet6', { address: { ip: '::', family: 6 }, prefix: 0 }],
    [routeNetwork(), '10.0.0.0/8', { address: { ip: '10.0.0.0', family: 4 }, prefix: 8 }],
    [mask(), 'FFFF:FFFF:0:0:0:0:0:0', 'ffff:ffff::'],
  ] as const)('%# %s is read', (schema, wire, value) => {
    expect(z.decode(schema as z.ZodType, wire)).toEqual(value);
  });

  it.each([
    [addressPrefix(), '10.0.0.1/33'],
    [addressPrefix(), '10.1/8'],
    [addressPrefix(), '10.0.0.1/8abc'],
    [addressPrefix(), '010.0.0.1/8'],
    [addressPrefix(), '10.0.0.1/255.0.255.0'],
    [addressPrefix(), '10.0.0.1/ffff::'],
    [addressPrefix(), '10.0.0.1/8/8'],
    [mask(), '255.255.255'],
    [mask(), '/24'],
    [monitorDestination(), '1.1.1.1'],
    [monitorDestination(), 'fd00::1:80'],
    [monitorDestination(), ''],
    [portField(), 65_536],
    [portField(), '80'],
    [portField(), 1.5],
    [sourceAddressTranslation(), { pool: '/Common/p' }],
    [sourceAddressTranslation(), { type: 7 }],
    [sourceAddressTranslation(), []],
    [numberAsText(), 1.5],
    [numberAsText(), true],
    [flag(), 'true'],
    [flag(), 0],
    [flag(), null],
    [eitherFlag(), null],
    [eitherFlag(), 1],
    [eitherFlag(), 'maybe'],
    [macAddress(), '03:bf:0a:00:00'],
  ] as const)('%# %s is refused', (schema, wire) => {
    expect(z.safeDecode(schema as z.ZodType, wire).success).toBe(false);
  });
});

describe('a reader', () => {
  const schemas: readonly z.ZodType[] = [
    ...[address(), addressPrefix(), destination(), enabledDisabled(), macAddress(), mask(), metadata(), monitorRule()],
    ...[
      monitorDestination(),
      policies(),
      portField(),
      profiles(),
      references(),
      sourceAddressTranslation(),
      textOrList(),
      eitherFlag(),
      flag(),
      numberAsText(),
    ],
    ...[z.string(), z.number().optional(), z.array(z.int())],
  ];
  const wire = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      '10.0.0.1',
      '10.0.0.1:80',
      '/Common/a and /Common/b',
      'enabled',
      'fd00::1/64',
      'any',
      '*:80',
      'min 1 of { a }',
    ),
    fc.record({ name: fc.string(), type: fc.constantFrom('snat', 7), pool: fc.oneof(fc.string(), fc.nat()) }),
    fc.array(fc.record({ name: fc.oneof(fc.string(), fc.nat()), value: fc.string() })),
    fc.array(
      fc.record(
        {
          name: fc.oneof(fc.string(), fc.nat()),
          fullPath: fc.oneof(fc.string(), fc.constant(null)),
          context: fc.constantFrom<unknown>('all', 'newside', 7),
        },
        { requiredKeys: [] },
      ),
    ),
    fc.array(fc.string()),
  );

  it('never says another thing than its schema', () => {
    fc.assert(
      fc.property(fc.constantFrom(...schemas), wire, (schema, value) => {
        const decoded = z.safeDecode(schema, value);
        const quick = readerOf(schema)(value);
        if (quick !== unread) expect(decoded).toMatchObject({ success: true, data: quick });
        else if (decoded.success) expect(readerOf(schema)).not.toBe(undefined);
        if (!decoded.success) expect(quick).toBe(unread);
      }),
      { numRuns: runs(2_000) },
    );
  });
});

describe('what is never sent', () => {
  it('an address that is none', () => {
    expect(z.safeEncode(address(), { ip: '10.0.0', family: 4 }).success).toBe(false);
    expect(z.safeEncode(destination(), { address: { ip: 'x', family: 4 }, port: 80 }).success).toBe(false);
    expect(z.safeEncode(destination(), { address: { ip: '10.0.0.1', family: 4 }, port: 70_000 }).success).toBe(false);
  });

  it('a MAC address of another length; another spelling is mended', () => {
    for (const text of ['zz', '03:bf:0a:00:00:01', '00:00:00:00:00:00'])
      expect(z.safeEncode(macAddress(), text).success).toBe(false);
    expect(z.encode(macAddress(), '0A-58-1-1-1-1')).toBe('0a:58:01:01:01:01');
  });
});
