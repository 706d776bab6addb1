import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  address,
  destination,
  enabledDisabled,
  macAddress,
  metadata,
  monitorRule,
  profiles,
  sourceAddressTranslation,
} from '../../src/values/fields.ts';
import { address as anyAddress, fullPath, mac, port } from './arbitraries.ts';

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
  it('MAC address', () => comesBack(macAddress(), mac));
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

describe('what is never sent', () => {
  it('an address that is none', () => {
    expect(z.safeEncode(address(), { ip: '10.0.0', family: 4 }).success).toBe(false);
    expect(z.safeEncode(destination(), { address: { ip: 'x', family: 4 }, port: 80 }).success).toBe(false);
    expect(z.safeEncode(destination(), { address: { ip: '10.0.0.1', family: 4 }, port: 70_000 }).success).toBe(false);
  });

  it('a MAC address that no VTEP has; another spelling is mended', () => {
    expect(z.safeEncode(macAddress(), 'zz').success).toBe(false);
    expect(z.encode(macAddress(), '0A-58-1-1-1-1')).toBe('0a:58:01:01:01:01');
  });
});
