import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalIp, formatAddress, parseAddress, parseWireAddress } from '../../src/values/address.ts';
import { formatAddressPort, parseAddressPort } from '../../src/values/address-port.ts';
import { formatDestination, parseDestination } from '../../src/values/destination.ts';
import { formatMemberName, parseMemberName } from '../../src/values/member-name.ts';
import { parsePort } from '../../src/values/port.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { address, fullPath, port } from './arbitraries.ts';

describe('an address', () => {
  it('tells "no route domain" from route domain 0', () => {
    expect(parseAddress('10.0.0.1')).toEqual({ ip: '10.0.0.1', family: 4 });
    expect(parseAddress('10.0.0.1%0')).toEqual({ ip: '10.0.0.1', family: 4, routeDomain: 0 });
  });

  it('has one spelling for IPv6', () => {
    expect(parseAddress('FD00:0:0::0010%5')).toEqual({ ip: 'fd00::10', family: 6, routeDomain: 5 });
    expect(canonicalIp('::ffff:1.2.3.4')).toBe('::ffff:102:304');
  });

  it.each([
    '',
    '10.0.0',
    '010.0.0.1',
    '10.0.0.1/24',
    '10.0.0.1%',
    '10.0.0.1%65535',
    '10.0.0.1%1%2',
    'fe80::1%eth0',
    '1',
  ])('refuses %j', (text) => {
    expect(() => parseAddress(text)).toThrow(BigIpValueError);
  });

  it('reads the words that BIG-IP has for "not set"', () => {
    expect(parseWireAddress('any6').ip).toBe('::');
    expect(parseWireAddress('any%3')).toEqual({ ip: '0.0.0.0', family: 4, routeDomain: 3 });
    expect(() => parseWireAddress('constructor')).toThrow(BigIpValueError);
  });

  it('comes back as it was written', () => {
    fc.assert(
      fc.property(address, (value) => {
        expect(parseAddress(formatAddress(value))).toEqual(value);
      }),
    );
  });
});

describe('a destination', () => {
  it('may name a virtual address', () => {
    const named = { address: { ip: 'front', family: 4 as const }, port: 80, named: true as const };
    expect(parseDestination('/Common/front:80')).toEqual({ folder: '/Common', ...named });
    expect(formatDestination({ folder: '/Common', ...named })).toBe('/Common/front:80');
    expect(formatDestination(parseDestination('/k8s/front.app:http'))).toBe('/k8s/front.app:80');
    // Behind the name of an IPv6 address stands a dot, as behind the address.
    expect(formatDestination(parseDestination('/Common/front6.80'))).toBe('/Common/front6.80');
    expect(parseDestination('/Common/front6.80')).toMatchObject({ address: { ip: 'front6', family: 6 }, port: 80 });
  });

  it('that was mistyped is read, and never written as the name of an address', () => {
    expect(parseDestination('/Common/10.0.0:80').named).toBe(true);
    expect(() => formatDestination(parseDestination('/Common/10.0.0:80'))).toThrow(BigIpValueError);
  });

  it.each([
    ['/k8s/172.16.100.195:31400', { folder: '/k8s', address: { ip: '172.16.100.195', family: 4 }, port: 31_400 }],
    ['/k8s/fd00::10%5.8000', { folder: '/k8s', address: { ip: 'fd00::10', family: 6, routeDomain: 5 }, port: 8000 }],
    ['/k8s/app.app/10.0.0.1:80', { folder: '/k8s/app.app', address: { ip: '10.0.0.1', family: 4 }, port: 80 }],
    ['10.0.0.1:https', { address: { ip: '10.0.0.1', family: 4 }, port: 443 }],
    ['/Common/any:0', { folder: '/Common', address: { ip: '0.0.0.0', family: 4 }, port: 0 }],
    ['/Common/any6.any', { folder: '/Common', address: { ip: '::', family: 6 }, port: 0 }],
    ['/Common/any6%2.80', { folder: '/Common', address: { ip: '::', family: 6, routeDomain: 2 }, port: 80 }],
    ['/Common/::.80', { folder: '/Common', address: { ip: '::', family: 6 }, port: 80 }],
  ])('%s is read', (text, value) => {
    expect(parseDestination(text)).toEqual(value);
  });

  it.each(['', '/k8s', '/10.0.0.1:80', 'k8s/10.0.0.1:80', '10.0.0.1', '10.0.0.1:70000', 'fd00::1'])(
    'refuses %j',
    (text) => {
      expect(() => parseDestination(text)).toThrow(BigIpValueError);
    },
  );

  it('comes back as it was written', () => {
    const folder = fc.option(fullPath, { nil: undefined });
    fc.assert(
      fc.property(address, port, folder, (at, number, path) => {
        const value = { ...(path === undefined ? {} : { folder: path }), address: at, port: number };
        expect(parseDestination(formatDestination(value))).toEqual(value);
        expect(parseAddressPort(formatAddressPort(value))).toEqual({ address: at, port: number });
      }),
    );
  });
});

describe('the name of a pool member', () => {
  it('never carries "%0"', () => {
    expect(formatMemberName({ address: parseAddress('10.0.0.1%0'), port: 80 })).toBe('10.0.0.1:80');
    expect(formatMemberName({ address: parseAddress('fd00::1%4'), port: 80 })).toBe('fd00::1%4.80');
  });

  it('is read as CIS and as BIG-IP write it', () => {
    expect(parseMemberName('10.0.0.1%0:8080')).toMatchObject({ node: '10.0.0.1%0', port: 8080 });
    expect(parseMemberName('10.0.0.1:http').port).toBe(80);
    expect(parseMemberName('web.example.com:80')).toEqual({ address: undefined, node: 'web.example.com', port: 80 });
  });

  it.each(['', 'web', '10.0.0.1', ':80', '10.0.0.1:', '10.0.0.1:x'])('is not %j', (text) => {
    expect(() => parseMemberName(text)).toThrow(BigIpValueError);
  });

  it('says its address and port', () => {
    fc.assert(
      fc.property(address, port, (at, number) => {
        const read = parseMemberName(formatMemberName({ address: at, port: number }));
        const { routeDomain, ...rest } = at;
        expect(read.address).toEqual(routeDomain === 0 || routeDomain === undefined ? rest : at);
        expect(read.port).toBe(number);
      }),
    );
  });
});

describe('a port', () => {
  it('is a number or a word of tmsh', () => {
    expect(['0', 'any', '*', '80', 'http', '65535'].map(parsePort)).toEqual([0, 0, 0, 80, 80, 65_535]);
  });

  it.each(['', '-1', '65536', '8 0', '1e3', 'constructor', '__proto__'])('is not %j', (text) => {
    expect(() => parsePort(text)).toThrow(BigIpValueError);
  });
});
