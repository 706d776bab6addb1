import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestTarget } from '../../src/icontrol/request-target.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { runs } from '../share.ts';
import { open } from './open-session.ts';

const hostile = fc.constantFrom(
  '..',
  '.',
  '/',
  '~',
  '%2F',
  '%2e%2e',
  '%',
  '%25',
  '\r\n',
  '\0',
  '\\',
  '?',
  '#',
  ';',
  '&',
  '__proto__',
  'é',
  '💥',
  ' ',
  '@',
  '\ud800',
);
const name = fc.oneof(
  fc.string(),
  fc.array(fc.oneof(hostile, fc.string({ maxLength: 4 })), { maxLength: 6 }).map((parts) => parts.join('')),
);

describe('a request target', () => {
  it('is made of the names as they are meant', () => {
    expect(requestTarget(['ltm', 'pool', '/k8s/web', 'members', '/k8s/10.0.0.1%10:80'])).toBe(
      '/mgmt/tm/ltm/pool/~k8s~web/members/~k8s~10.0.0.1%2510:80',
    );
    expect(requestTarget([])).toBe('/mgmt/tm');
    expect(requestTarget(['authn', 'login'], {}, '/mgmt/shared')).toBe('/mgmt/shared/authn/login');
    expect(requestTarget(['ltm', 'pool'], { $filter: 'partition eq k8s', $select: 'name,fullPath' })).toBe(
      '/mgmt/tm/ltm/pool?$filter=partition%20eq%20k8s&$select=name,fullPath',
    );
  });

  it('has no parameter that a Java server would cut off and drop: `..;` is `..` to it', () => {
    for (const bad of ['..;', '.;', '..;x=1', '/k8s/..;', '..;/x']) {
      expect(() => requestTarget(['ltm', 'pool', bad])).toThrow(/is a relative path/);
    }
    expect(requestTarget(['ltm', 'pool', '/k8s/a;b'])).toBe('/mgmt/tm/ltm/pool/~k8s~a%3Bb');
  });

  it('takes "%" for a route domain that can be, and behind a name', () => {
    expect(requestTarget(['ltm', 'node', '/k8s/10.0.0.1%65534'])).toMatch(/~10\.0\.0\.1%2565534$/);
    for (const bad of ['10.0.0.1%65535', '%25', '%5:80', 'a%', 'a%1%2', 'a%2e']) {
      expect(() => requestTarget(['ltm', 'node', `/k8s/${bad}`])).toThrow(/not a route domain/);
    }
  });

  it('refuses a root or a parameter that is none', () => {
    for (const root of ['/mgmt/../etc', 'mgmt', '/mgmt//tm', '/mgmt/tm/', '/mgmt/tm?x=', '/tmui']) {
      expect(() => requestTarget(['ltm'], {}, root)).toThrow(BigIpValueError);
    }
    for (const query of [{ 'a b': 'x' }, { 'a=b&c': 'x' }, { $select: '\ud800' }]) {
      expect(() => requestTarget(['ltm'], query)).toThrow(BigIpValueError);
    }
  });

  it('keeps a query value in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const target = requestTarget(['ltm', 'pool'], { $filter: value, x: '1' });
        expect(target).toMatch(/^[\x21-\x7e]+$/);
        const parameters = new URLSearchParams(target.split('?')[1]);
        expect([...parameters]).toEqual([
          ['$filter', value],
          ['x', '1'],
        ]);
      }),
    );
  });

  it('F23: names exactly the object that is meant, or nothing is sent', async () => {
    const { device, session } = open(() => ({ body: {} }));
    await session.request('GET', ['ltm', 'pool']);
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(name, name, fc.boolean(), async (partition, object, inFolder) => {
        const segment = inFolder ? `/${partition}/${object}` : object;
        const before = device.seen.length;
        const sent = await session.request('DELETE', ['ltm', 'pool', segment]).then(
          () => true,
          (error: unknown) => {
            expect(error).toBeInstanceOf(BigIpValueError);
            expect(error).toMatchObject({ path: 'segments[2]' });
            return false;
          },
        );
        expect(device.seen).toHaveLength(before + (sent ? 1 : 0));
        if (!sent) return;
        accepted += 1;
        const path = device.seen.at(-1)?.path ?? '';
        expect(path).toMatch(/^\/mgmt\/tm\/ltm\/pool\/[\x21-\x7e]+$/);
        // What a URL parser and what the device make of it are one and the same object.
        expect(new URL(path, 'https://192.0.2.10').pathname).toBe(path);
        expect(decodeURIComponent(path.slice('/mgmt/tm/ltm/pool/'.length)).replaceAll('~', '/')).toBe(segment);
      }),
      { numRuns: runs(500) },
    );
    expect(accepted).toBeGreaterThan(runs(50));
  });
});
