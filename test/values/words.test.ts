import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFullPath, parseFullPath, partitionOf } from '../../src/values/full-path.ts';
import { parseAnyMac, parseMac } from '../../src/values/mac.ts';
import { formatMonitorRule, normalMonitorRule, parseMonitorRule } from '../../src/values/monitor-rule.ts';
import { networkContains, parseNetwork } from '../../src/values/network.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { fullPath, mac } from './arbitraries.ts';

describe('a full path', () => {
  it('has a folder and a name', () => {
    expect(parseFullPath('/k8s/app.app/web')).toEqual({ folder: '/k8s/app.app', name: 'web' });
    expect(partitionOf('/k8s/app.app/web')).toBe('k8s');
    fc.assert(
      fc.property(fullPath, (path) => {
        expect(formatFullPath(parseFullPath(path))).toBe(path);
      }),
    );
  });

  it.each(['', 'web', '/', '/web', '/k8s/', '/k8s//web'])('is not %j', (text) => {
    expect(() => parseFullPath(text)).toThrow(BigIpValueError);
  });
});

describe('a MAC address', () => {
  it('is read in every spelling and has one', () => {
    for (const text of ['0A:58:01:01:01:01', '0a-58-1-1-1-1', ' a:58:1:1:1:1 ']) {
      expect(parseMac(text)).toBe('0a:58:01:01:01:01');
    }
    fc.assert(
      fc.property(mac, fc.constantFrom(':', '-'), (text, separator) => {
        expect(parseMac(text.toUpperCase().replaceAll(':', separator))).toBe(text);
      }),
    );
  });

  it.each(['', '0a:58', 'zz:58:01:01:01:01', '00:00:00:00:00:00', '01:00:5e:00:00:01', 7, null, '0a:58:01:01:01:001'])(
    'is not %j',
    (text) => {
      expect(() => parseMac(text)).toThrow(BigIpValueError);
    },
  );
});

describe('any MAC address', () => {
  it('may be one of many or none at all: a static ARP entry may lead to a cluster', () => {
    expect(parseAnyMac('03-BF-A-0-0-1')).toBe('03:bf:0a:00:00:01');
    expect(parseAnyMac('00:00:00:00:00:00')).toBe('00:00:00:00:00:00');
    expect(() => parseAnyMac('03:bf')).toThrow(BigIpValueError);
    expect(() => parseAnyMac(7)).toThrow(BigIpValueError);
  });
});

describe('the monitors of a pool', () => {
  it.each([
    ['/Common/http ', ['/Common/http'], undefined],
    ['/Common/http and /Common/tcp ', ['/Common/http', '/Common/tcp'], undefined],
    ['min 1 of { /Common/http /Common/inband }', ['/Common/http', '/Common/inband'], 1],
    ['min 2 of \\{ /Common/a /Common/b \\} ', ['/Common/a', '/Common/b'], 2],
    ['min 1 of {/Common/a}', ['/Common/a'], 1],
    ['none', [], undefined],
    ['', [], undefined],
  ])('%j is read', (text, monitors, minimum) => {
    expect(parseMonitorRule(text)).toEqual({ monitors, ...(minimum === undefined ? {} : { minimum }) });
  });

  it('are refused when they are no rule', () => {
    expect(() => parseMonitorRule('/Common/a /Common/b')).toThrow(BigIpValueError);
  });

  it('have no order', () => {
    expect(normalMonitorRule('/Common/b and /Common/a ')).toBe(normalMonitorRule('/Common/a and /Common/b'));
    expect(normalMonitorRule('min 1 of { /Common/b /Common/a }')).toBe(
      normalMonitorRule('min 1 of { /Common/a /Common/b }'),
    );
    expect(normalMonitorRule('/Common/a /Common/b')).toBe('/Common/a /Common/b');
  });

  it('come back as they were written', () => {
    const count = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(fullPath, { maxLength: 4 }), count, (monitors, minimum) => {
        const rule = { monitors, ...(minimum === undefined ? {} : { minimum }) };
        expect(parseMonitorRule(formatMonitorRule(rule))).toEqual(rule);
      }),
    );
  });
});

describe('a network', () => {
  it('contains the addresses of its own family only', () => {
    const pods = parseNetwork('10.244.1.5/16');
    expect(networkContains(pods, '10.244.200.1')).toBe(true);
    expect(networkContains(pods, '10.245.0.1')).toBe(false);
    expect(networkContains(pods, 'fd00::1')).toBe(false);
    expect(networkContains(parseNetwork('fd00::/64'), 'fd00::1')).toBe(true);
    expect(networkContains(parseNetwork('0.0.0.0/0'), '255.255.255.255')).toBe(true);
  });

  it.each(['10.1/16', '010.0.0.0/8', '10.0.0.0/33', '10.0.0.0/8abc', '10.0.0.0', '10.0.0.0/-1', 'fd00::/129', '1/1'])(
    'is not %j',
    (text) => {
      expect(() => parseNetwork(text)).toThrow(BigIpValueError);
    },
  );
});
