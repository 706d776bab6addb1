import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSegment, formatUri, parseUri, uriName } from '../../src/values/uri.ts';
import { BigIpValueError } from '../../src/values/value-error.ts';
import { runs } from '../share.ts';
import { fullPath, hostileText } from './arbitraries.ts';

describe('the URI of an object', () => {
  it('joins folders by "~" and encodes the "%" of a route domain once more', () => {
    const segments = ['ltm', 'pool', '/k8s/web', 'members', '/k8s/10.0.0.1%10:80'];
    expect(formatUri(segments)).toBe('ltm/pool/~k8s~web/members/~k8s~10.0.0.1%2510:80');
    expect(parseUri('ltm/pool/~k8s~web/members/~k8s~10.0.0.1%2510:80')).toEqual(segments);
  });

  it('keeps a MAC address and an IPv6 member readable', () => {
    expect(formatUri(['net', 'fdb', 'tunnel', '/Common/t', 'records', '5e:1b:0a:44:9c:01'])).toBe(
      'net/fdb/tunnel/~Common~t/records/5e:1b:0a:44:9c:01',
    );
    expect(formatUri(['/k8s/fd00::1%2.80'])).toBe('~k8s~fd00::1%252.80');
  });

  it('writes sub-folders and the root folder', () => {
    expect(formatUri(['ltm', 'pool', '/k8s/app.app/web'])).toBe('ltm/pool/~k8s~app.app~web');
    expect(formatUri(['sys', 'folder', '/'])).toBe('sys/folder/~');
    expect(parseUri('sys/folder/~')).toEqual(['sys', 'folder', '/']);
  });

  it('takes "%3A" for ":" and "%7E" for "~", as the device does', () => {
    expect(parseUri('ltm/pool/%7Ek8s%7Eweb/members/~k8s~10.0.0.1%3A80').at(-1)).toBe('/k8s/10.0.0.1:80');
    expect(uriName('ltm/pool/%7Ek8s%7Eweb')).toBe('/k8s/web');
  });

  it.each([
    ['..'],
    ['/k8s/..'],
    ['/k8s/../Common/web'],
    ['/k8s/./web'],
    ['/k8s//web'],
    ['/k8s/'],
    [''],
    ['a/b'],
    ['a~b'],
    ['/k8s/a~Common~b'],
    ['web\r\nHost: x'],
    ['web\0'],
    ['\u007f'],
    ['\ud800'],
    ['%2e%2e'],
    ['%2e%2e%2f'],
    ['10.0.0.1%5.%2e%2e%2fCommon'],
    ['10.0.0.1%123456'],
    ['web%'],
    ['x'.repeat(256)],
  ])('refuses the name %j', (name) => {
    expect(() => encodeSegment(name)).toThrow(BigIpValueError);
  });

  it.each(['__proto__', 'constructor', '😀', 'a b', 'a?b#c', 'a&b=c', '10.0.0.1%5:80', 'fd00::1%65534.80'])(
    'carries the odd name %j there and back',
    (name) => {
      const uri = formatUri(['ltm', 'pool', `/k8s/${name}`]);
      expect(parseUri(uri)).toEqual(['ltm', 'pool', `/k8s/${name}`]);
      expect(uri).not.toMatch(/[?#\s]/);
    },
  );

  it('refuses a broken percent encoding', () => {
    expect(() => parseUri('ltm/pool/~k8s~%zz')).toThrow(BigIpValueError);
  });

  it('never means another object, whatever stands in a name', () => {
    fc.assert(
      fc.property(hostileText, fc.boolean(), (text, inFolder) => {
        const segment = inFolder ? `/k8s/${text}` : text;
        let uri: string;
        try {
          uri = formatUri(['ltm', 'pool', segment]);
        } catch (error) {
          expect(error).toBeInstanceOf(BigIpValueError);
          return;
        }
        expect(parseUri(uri)).toEqual(['ltm', 'pool', segment]);
        expect(uri.split('/')).toHaveLength(3);
        // No URL resolution, and no second decoding, leads elsewhere.
        expect(new URL(`https://x/mgmt/tm/${uri}`).pathname).toBe(`/mgmt/tm/${uri}`);
        const levels = segment === '/' ? 0 : segment.split('/').length - 1;
        expect(uri.split('~').length - 1).toBe(segment === '/' ? 1 : levels);
        const twice = (decode: string): string => decode.replace(/%25(?=[0-9A-Fa-f]{2})/g, '%');
        expect(decodeURIComponent(twice(uri).replace(/%(?![0-9A-Fa-f]{2})/g, '%25')).split('/')).toHaveLength(3);
      }),
      { numRuns: runs(2_000) },
    );
  });

  it('reads back every name that it writes', () => {
    fc.assert(
      fc.property(fullPath, (path) => {
        expect(uriName(formatUri(['ltm', 'pool', path]))).toBe(path);
      }),
    );
  });
});
