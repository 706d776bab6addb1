/**
 * JSON as it must be read from a device that is not trusted yet: nothing rounded, nothing polluted, nothing too deep.
 *
 * An integer that a double cannot hold exactly (statistics counters above 2^53, some transaction ids) comes out as a
 * string of its digits. Strings, rather than bigints, because they survive being written as JSON again.
 */

/** What one reply may hold. */
export interface JsonLimits {
  /** How deep arrays and objects may nest. */
  readonly depth: number;
  /** How many elements one array, or members one object, may have. */
  readonly items: number;
}

/** A reply that breaks {@link JsonLimits}. */
export class JsonLimitError extends Error {}

/** Where a number that has to stay a text begins and ends. */
type Span = readonly [start: number, end: number];

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const MINUS = 0x2d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;
/** Characters a JSON number is made of besides digits: `+ - . E e`. */
const isNumberPart = (code: number) =>
  isDigit(code) || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x45 || code === 0x65;

/** Fewer characters than this cannot leave the exact range or the finite one. */
const SHORT_NUMBER = 15;

function isExact(number: string): boolean {
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  return !/^-?\d+$/.test(number) || Number.isSafeInteger(value);
}

/** The index just after the string that begins at `start`. */
function afterString(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
}

/** One pass over the text, before anything is built from it: checks the limits and finds the numbers to keep. */
function scan(text: string, limits: JsonLimits): readonly Span[] {
  const inexact: Span[] = [];
  const counts: number[] = [];
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = afterString(text, at);
      continue;
    }
    if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      if (counts.push(1) > limits.depth) throw new JsonLimitError(`nested deeper than ${limits.depth} levels`);
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      counts.pop();
    } else if (code === COMMA) {
      const count = (counts.pop() ?? 0) + 1;
      if (count > limits.items) throw new JsonLimitError(`more than ${limits.items} items in one list`);
      counts.push(count);
    } else if (isDigit(code) || code === MINUS) {
      const start = at;
      while (at < text.length && isNumberPart(text.charCodeAt(at))) at += 1;
      const number = text.slice(start, at);
      if ((at - start > SHORT_NUMBER || /[eE]/.test(number)) && !isExact(number)) inexact.push([start, at]);
      continue;
    }
    at += 1;
  }
  return inexact;
}

/** Puts quotes around the numbers at `spans`. */
function quoted(text: string, spans: readonly Span[]): string {
  let out = '';
  let from = 0;
  for (const [start, end] of spans) {
    out += `${text.slice(from, start)}"${text.slice(start, end)}"`;
    from = end;
  }
  return out + text.slice(from);
}

/** A member named `__proto__` would become the prototype of whatever it is copied into. */
function withoutPrototype(this: unknown, key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

/** A number that might not fit a double. */
const LONG_NUMBER = /\d{16}|\d[eE]/;

/** True when a look at the text is enough to see that no limit is broken and every number fits. */
function isHarmless(text: string, limits: JsonLimits): boolean {
  // An item and the comma before it take two characters.
  if (text.length > 2 * limits.items || LONG_NUMBER.test(text)) return false;
  let opened = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      opened += 1;
      if (opened > limits.depth) return false;
    }
  }
  return true;
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Parses one JSON text. Throws SyntaxError without a piece of the text in its message, or {@link JsonLimitError}.
 */
export function parseJson(text: string, limits: JsonLimits): unknown {
  const spans = isHarmless(text, limits) ? [] : scan(text, limits);
  for (const [start, end] of spans) {
    if (!JSON_NUMBER.test(text.slice(start, end))) throw new SyntaxError('not JSON: bad number');
  }
  const source = spans.length === 0 ? text : quoted(text, spans);
  // The name can also be spelt with escapes, so any escape at all takes the slower way.
  const suspicious = source.includes('__proto__') || source.includes('\\u');
  try {
    return suspicious ? JSON.parse(source, withoutPrototype) : JSON.parse(source);
  } catch (error) {
    if (error instanceof SyntaxError) throw new SyntaxError('not JSON, or cut off');
    throw error;
  }
}
