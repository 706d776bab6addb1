/** The exact look at a JSON text before anything is built from it: every character outside of strings. */

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
export type Span = readonly [start: number, end: number];

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const MINUS = 0x2d;

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
/** Characters a JSON number is made of besides digits: `+ - . E e`. */
export const isNumberPart = (code: number): boolean =>
  isDigit(code) || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x45 || code === 0x65;

/** Fewer characters than this cannot leave the exact range or the finite one. */
const SHORT_NUMBER = 15;

/** Whether a double is what the text of a number says: no integer rounded, nothing turned into infinity. */
export function isExact(number: string): boolean {
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  return !/^-?\d+$/.test(number) || Number.isSafeInteger(value);
}

/** The index just after the string that begins at `start`. */
export function afterString(text: string, start: number): number {
  for (let at = start + 1; ; at += 1) {
    at = text.indexOf('"', at);
    if (at < 0) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
}

/** Checks the limits and finds the numbers to keep. Throws {@link JsonLimitError}. */
export function scan(text: string, limits: JsonLimits): readonly Span[] {
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
