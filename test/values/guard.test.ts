import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGuard, isPlain, type Plain } from '../../src/values/guard.ts';

const plain = fc.constantFrom<Plain>('string', 'integer', 'boolean');

describe('a compiled guard', () => {
  it('says the same as a look at every property', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), plain), fc.object({ maxDepth: 1 }), (types, value) => {
        const properties = Object.entries(types);
        const object = Object.assign(Object.create(null), value) as Record<string, unknown>;
        const right = properties.every(([key, type]) => object[key] === undefined || isPlain(object[key], type));
        expect(compileGuard(properties)(object)).toBe(right);
      }),
    );
  });

  it('takes any name for a name, and for nothing else', () => {
    const hostile = ['"]; throw 1; //', '"+process.exit()+"', '`', '\\', '\u2028', "'"];
    const guard = compileGuard(hostile.map((name) => [name, 'string']));
    expect(guard({})).toBe(true);
    for (const name of hostile) expect(guard({ [name]: 7 })).toBe(false);
  });
});
