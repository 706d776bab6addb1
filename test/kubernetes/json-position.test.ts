import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorPosition } from '../../src/kubernetes/json-position.ts';

const at = (text: string): string => {
  const { line, column, found } = jsonErrorPosition(text);
  return `${line}:${column} ${found}`;
};

describe('where a text stops being JSON', () => {
  it.each([
    ['', '1:1 the text ends'],
    ['{', '1:2 the text ends'],
    ['[1, 2', '1:6 the text ends'],
    ['{"a": 1,\n  "b": 2,\n}', '3:1 unexpected "}"'],
    ['[1,]', '1:4 unexpected "]"'],
    ['{"a" 1}', '1:6 unexpected "1"'],
    ['{"a": 1 "b": 2}', '1:9 unexpected "\\""'],
    ['{a: 1}', '1:2 unexpected "a"'],
    ["{'a': 1}", '1:2 unexpected "\'"'],
    ['{"a": 01}', '1:8 unexpected "1"'],
    ['{"a": +1}', '1:7 unexpected "+"'],
    ['{"a": nul}', '1:7 unexpected "n"'],
    ['{"a": "x\ny"}', '1:9 unexpected "\\n"'],
    ['{"a": "\\x"}', '1:8 unexpected "\\\\"'],
    ['{"a": "x', '1:9 the text ends'],
    ['{} {}', '1:4 unexpected "{"'],
    ['{]', '1:2 unexpected "]"'],
    ['{\r\n  # why\r\n}', '2:3 unexpected "#" (JSON has no comments)'],
    ['{ // why\n}', '1:3 unexpected "/" (JSON has no comments)'],
    ['{"a": "ü", 😀}', '1:12 unexpected "😀"'],
  ])('%j: %s', (text, expected) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(at(text)).toBe(expected);
  });

  it('is quick and safe however deep the text is', () => {
    expect(at('['.repeat(100_000))).toBe('1:100001 the text ends');
  });

  it('everything before it is the beginning of some JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
        const whole = JSON.stringify(value, null, 1);
        const text = whole.slice(0, cut % whole.length);
        fc.pre(!isJson(text));
        const { line, column } = jsonErrorPosition(text);
        const lines = text.split('\n');
        // Cut off anywhere, JSON is only wrong where it ends, or at the literal, number or escape that is cut.
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        const rest = [(lines[line - 1] ?? '').slice(column - 1), ...lines.slice(line)].join('\n');
        expect(rest).toMatch(/^(?:[-+.a-zA-Z0-9]*|\\.*)$/);
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
