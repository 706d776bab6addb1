import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonLimitError, parseJson } from '../../src/icontrol/json.ts';
import { runs } from '../share.ts';

const limits = { depth: 64, items: 1000 };

describe('JSON of a device', () => {
  it('is what JSON.parse makes of it, when every number fits', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        fc.pre(!/__proto__|\d{16}/.test(text));
        const plain: unknown = JSON.parse(text);
        expect(parseJson(text, limits)).toEqual(plain);
      }),
      { numRuns: runs(300) },
    );
  });

  it('keeps the digits of integers that a double cannot hold', () => {
    const text =
      '{"a":18446744073709551615,"b":[-9007199254740993,9007199254740991],"c":15266748371699150,"d":1526674837169915}';
    expect(parseJson(text, limits)).toEqual({
      a: '18446744073709551615',
      b: ['-9007199254740993', 9007199254740991],
      c: '15266748371699150',
      d: 1526674837169915,
    });
  });

  it('keeps every integer exactly, whatever surrounds it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), fc.string(), (integer, name) => {
        fc.pre(name !== '__proto__');
        const parsed = parseJson(`{${JSON.stringify(name)}: [${integer}]}`, limits) as Record<
          string,
          [number | string]
        >;
        expect(BigInt(parsed[name]?.[0] ?? '')).toBe(integer);
      }),
    );
  });

  it('leaves digits inside strings alone, escaped quotes or not', () => {
    const value = { text: 'id "12345678901234567890" \\" 98765432109876543210 \\\\', '12345678901234567890': true };
    expect(parseJson(JSON.stringify(value), limits)).toEqual(value);
  });

  it('does not turn an overflow into infinity', () => {
    expect(parseJson('{"a":1e400,"b":1e5,"c":-1.5E-7}', limits)).toEqual({ a: '1e400', b: 1e5, c: -1.5e-7 });
  });

  it('drops members that would become a prototype, however they are spelt', () => {
    for (const name of ['__proto__', '\\u005f_proto__', '__prot\\u006f__']) {
      const parsed = parseJson(`{"${name}":{"polluted":1},"list":[{"${name}":2}],"ok":true}`, limits) as object;
      expect(Object.getOwnPropertyNames(parsed)).toEqual(['list', 'ok']);
      expect(Object.assign({}, parsed)).not.toHaveProperty('polluted');
    }
  });

  it('keeps a long integer wherever it stands', () => {
    for (let at = 0; at < 40; at += 1) {
      const text = `{"${'a'.repeat(at)}":9007199254740993,"b":[1,"${'1'.repeat(at)}",18446744073709551615]}`;
      const kept = { ['a'.repeat(at)]: '9007199254740993', b: [1, '1'.repeat(at), '18446744073709551615'] };
      expect(parseJson(text, limits)).toEqual(kept);
      expect(parseJson(text, limits, Buffer.from(text))).toEqual(kept);
    }
  });

  it('is refused when it is deeper or longer than the limits, before anything is built from it', () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(parseJson(deep(64), limits)).toBeDefined();
    expect(() => parseJson(deep(65), limits)).toThrow(JsonLimitError);
    expect(() => parseJson('['.repeat(200_000), limits)).toThrow(JsonLimitError);
    expect(parseJson(deep(2_000), { ...limits, depth: 2_000 })).toBeDefined();
    expect(() => parseJson(deep(2_001), { ...limits, depth: 2_000 })).toThrow(JsonLimitError);
    expect(parseJson(JSON.stringify(Array(1000).fill(0)), limits)).toHaveLength(1000);
    expect(() => parseJson(JSON.stringify(Array(1001).fill(0)), limits)).toThrow(JsonLimitError);
    expect(parseJson(JSON.stringify([Array(900).fill(0), Array(900).fill(0)]), limits)).toHaveLength(2);
  });

  it('says nothing of the text in the error when it is no JSON', () => {
    for (const text of [
      '{"token":"CANARY',
      'CANARY',
      '{"a":1}CANARY',
      '{"a":-}',
      '{"a":12345678901234567890.}',
      '{"a":01234567890123456789}',
    ]) {
      let message = '';
      try {
        parseJson(text, limits);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
        message = String(error);
      }
      expect(message).toMatch(/not JSON/);
      expect(message).not.toContain('CANARY');
    }
  });

  it('agrees with JSON.parse on what is no JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:-.eE0123456789 \\utrfalsn') }), (text) => {
        let plain: unknown;
        try {
          plain = JSON.parse(text);
        } catch {
          plain = SyntaxError;
        }
        let ours: unknown;
        try {
          ours = parseJson(text, limits);
        } catch {
          ours = SyntaxError;
        }
        expect(ours === SyntaxError).toBe(plain === SyntaxError);
      }),
      { numRuns: runs(2000) },
    );
  });
});
