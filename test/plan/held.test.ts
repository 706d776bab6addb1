import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixTest } from '../../src/plan/held.ts';

const word = fc.stringMatching(/^[ab~]{0,4}$/);

describe('held prefixes', () => {
  it('cover what begins with one of them, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), word, (prefixes, text) => {
        expect(prefixTest(prefixes)(text)).toBe(prefixes.some((prefix) => text.startsWith(prefix)));
      }),
      { numRuns: 1_000 },
    );
  });
});
