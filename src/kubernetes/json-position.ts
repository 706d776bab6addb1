/** Where a text stops being JSON: JSON.parse does not say it in every version of Node. */

export interface JsonPosition {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** What stands there, or that the text ends. */
  readonly found: string;
}

const literal = /true|false|null/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const blank = /[ \t\r\n]*/y;

class Scanner {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#text);
    if (match === null) return false;
    this.at += match[0].length;
    return true;
  }

  takeCharacter(characters: string): string | undefined {
    const character = this.#text[this.at];
    if (character === undefined || !characters.includes(character)) return undefined;
    this.at += 1;
    return character;
  }

  /** When it fails in the middle of a string, `at` is where. */
  takeString(): boolean {
    if (this.takeCharacter('"') === undefined) return false;
    for (;;) {
      if (this.takeCharacter('"') !== undefined) return true;
      const character = this.#text[this.at];
      if (character === undefined || character < ' ') return false;
      if (character !== '\\') this.at += 1;
      else if (!this.take(escaped)) return false;
    }
  }
}

/** Open brackets are kept in a list instead of calls, so that depth is no danger. */
function errorOffset(text: string): number {
  const scanner = new Scanner(text);
  const open: ('{' | '[')[] = [];
  let expect: 'value' | 'firstItem' | 'key' | 'firstKey' | 'after' = 'value';
  for (;;) {
    scanner.take(blank);
    const top = open.at(-1);
    if (expect === 'after') {
      if (top === undefined) return scanner.at;
      if (scanner.takeCharacter(',') !== undefined) expect = top === '{' ? 'key' : 'value';
      else if (scanner.takeCharacter(top === '{' ? '}' : ']') !== undefined) open.pop();
      else return scanner.at;
    } else if ((expect === 'firstKey' || expect === 'firstItem') && scanner.takeCharacter(top === '{' ? '}' : ']')) {
      open.pop();
      expect = 'after';
    } else if (expect === 'key' || expect === 'firstKey') {
      if (!scanner.takeString()) return scanner.at;
      scanner.take(blank);
      if (scanner.takeCharacter(':') === undefined) return scanner.at;
      expect = 'value';
    } else {
      const bracket = scanner.takeCharacter('{[');
      if (bracket === '{' || bracket === '[') {
        open.push(bracket);
        expect = bracket === '{' ? 'firstKey' : 'firstItem';
      } else if (scanner.takeString() || scanner.take(literal) || scanner.take(number)) expect = 'after';
      else return scanner.at;
    }
  }
}

/** The place of the first character that JSON does not allow. Only for a text that JSON.parse refused. */
export function jsonErrorPosition(text: string): JsonPosition {
  return positionAt(text, errorOffset(text));
}

function tryJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * The values of a text that holds one or several, one behind the other, as several calls of `kubectl get -o json` into one
 * pipe leave them; or the place where it stops being that.
 */
export function jsonValues(text: string): { readonly values: readonly unknown[] } | { readonly error: JsonPosition } {
  const values: unknown[] = [];
  for (let at = 0; ; ) {
    const rest = text.slice(at);
    const last = tryJson(rest);
    if (last !== undefined) return { values: [...values, last.value] };
    const end = errorOffset(rest);
    const whole = tryJson(rest.slice(0, end));
    if (whole === undefined) return { error: positionAt(text, at + end) };
    values.push(whole.value);
    at += end;
  }
}

function positionAt(text: string, offset: number): JsonPosition {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const rest = text.slice(offset);
  const comment = /^(?:#|\/\/|\/\*)/.test(rest) ? ' (JSON has no comments)' : '';
  const found = rest === '' ? 'the text ends' : `unexpected ${JSON.stringify([...rest][0])}${comment}`;
  return { line, column, found };
}
