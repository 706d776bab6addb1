import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHarmless } from '../../src/icontrol/json-glance.ts';
import { JsonLimitError, scan } from '../../src/icontrol/json-scan.ts';
import { runs } from '../share.ts';

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(9_007_199_254_740_991, 1.5e-300),
);
function valueWith(text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(text, number, fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(text, tie('value'), { maxKeys: 5 }),
    ),
  })).value;
}

/** Texts that look like the structure around them, and like ends of strings that are none. */
const structure = [...'{}[]",:\\ eE+-.', '":{', '"},"'];
const odd = fc.string({ unit: fc.constantFrom(...structure) });
/** And like numbers between commas. */
const odder = fc.string({ unit: fc.constantFrom(...structure, '0', '9', ':1234567890123456789,', ',1e400]') });

/** The numbers that a double cannot hold, which nobody can put into a value here. */
const written = fc
  .record({ value: valueWith(odder), blanks: fc.constantFrom(undefined, 1, '\t'), inexact: fc.boolean(), at: fc.nat() })
  .map(({ value: one, blanks, inexact, at }) => {
    const text = JSON.stringify(one, undefined, blanks);
    const places = [...text.matchAll(/(?<=[[:,]\s*)-?\d+(?=[\],}])/g)];
    const place = places[at % Math.max(1, places.length)];
    if (!inexact || place === undefined) return text;
    const huge = ['9007199254740993', '18446744073709551615', '1e400', '-2E+0309', '0.5e400'][at % 5] ?? '';
    return text.slice(0, place.index) + huge + text.slice(place.index + place[0].length);
  });

/** Whether it is taken for harmless, by its characters and by its bytes where each is one. */
function glance(text: string, limits: { depth: number; items: number }): boolean {
  const said = isHarmless(text, limits);
  const bytes = Buffer.from(text);
  if (bytes.byteLength === text.length) expect(isHarmless(text, limits, bytes)).toBe(said);
  return said;
}

/** What the exact look says: undefined when nothing is wrong. */
function wrong(text: string, limits: { depth: number; items: number }): string | undefined {
  try {
    return scan(text, limits).length > 0 ? 'inexact' : undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(JsonLimitError);
    return 'limit';
  }
}

describe('a glance at JSON', () => {
  it('never takes for harmless what the exact look refuses or mends', () => {
    const limits = fc.record({ depth: fc.integer({ min: 1, max: 4 }), items: fc.integer({ min: 1, max: 6 }) });
    let refused = 0;
    fc.assert(
      fc.property(written, limits, (text, limit) => {
        const found = wrong(text, limit);
        if (found === undefined) return;
        refused += 1;
        expect(glance(text, limit), text).toBe(false);
      }),
      { numRuns: runs(2_000) },
    );
    expect(refused).toBeGreaterThan(runs(200));
  });

  it('is enough for whatever breaks no limit, also when its strings look like structure', () => {
    const limits = { depth: 64, items: 100_000 };
    const exact = valueWith(odd)
      .map((value) => JSON.stringify(value))
      .filter((text) => wrong(text, limits) === undefined);
    fc.assert(
      fc.property(exact, (text) => {
        expect(glance(text, limits), text).toBe(true);
      }),
      {
        numRuns: runs(500),
        examples: [['{"a":"\\\\\\"}","b":["min 1 of { /Common/a }",{"c":"12345678901234567890"}]}']],
      },
    );
  });

  it('counts the elements of a list whatever is inside of them', () => {
    const members = (count: number) =>
      JSON.stringify({ items: Array.from({ length: count }, () => ({ a: 'x, y, z' })) });
    expect(glance(members(1_000), { depth: 8, items: 1_000 })).toBe(true);
    expect(glance(members(1_001), { depth: 8, items: 1_000 })).toBe(false);
  });

  it.each(['"\u0122:{"', '{"\u015b":"\u017b","b":["\u013a",{"c":"\u{1F35D}"}]}'])(
    'takes no character for another one that ends as it does: %s',
    (text) => {
      expect(glance(text, { depth: 2, items: 2 })).toBe(wrong(text, { depth: 2, items: 2 }) === undefined);
    },
  );

  it.each(['{"a":[}', ']', '{"a":1', '[[1]', '{"a":"x}'])('does not go through with %s', (text) => {
    expect(glance(text, { depth: 8, items: 8 })).toBe(false);
  });
});
