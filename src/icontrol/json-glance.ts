/**
 * A glance at a JSON text: proof, from a few of its characters, that it breaks no limit and has no number that a double
 * would round. An exact look at a long list costs half as much as JSON.parse itself, this one half of that.
 *
 * What is said here holds of JSON; of a text that is none JSON.parse says so afterwards, and builds nothing that is kept.
 */
import {
  afterString,
  BACKSLASH,
  COLON,
  COMMA,
  isDigit,
  isExact,
  isNumberPart,
  type JsonLimits,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from './json-scan.ts';

/** The codes of a text's characters, at the same places: quicker to look at than the text itself. */
type Codes = Uint8Array | Uint16Array;

const isBlank = (code: number): boolean => code <= 0x20;
const isWordPart = (code: number): boolean => isNumberPart(code) || (code >= 0x61 && code <= 0x7a);

/**
 * Whether the quote at `at` certainly ends a string. One that began a string would stand behind a bracket, a comma, a
 * colon, a blank or nothing, and one inside a string behind a backslash.
 */
function endsString(codes: Codes, at: number): boolean {
  if (at < 1 || codes[at] !== QUOTE) return false;
  const before = codes[at - 1] ?? 0;
  const begins = before === OPEN_OBJECT || before === OPEN_ARRAY || before === COMMA || before === COLON;
  return !begins && before !== BACKSLASH && !isBlank(before);
}

/** Whether the bracket at `at` is certainly none inside a string; `known` is the last place that is outside of all. */
function isOutside(codes: Codes, at: number, known: number): boolean {
  if (at - 1 === known) return true;
  const before = codes[at - 1];
  if (before === QUOTE) return endsString(codes, at - 1);
  if (before === COLON) return endsString(codes, at - 2);
  if (before === COMMA) return at - 2 === known;
  // A number, true, false or null behind the name of a member.
  let word = at - 1;
  while (word > known && isWordPart(codes[word] ?? 0)) word -= 1;
  return codes[word] === COLON && endsString(codes, word - 1);
}

/** The end of the string around `at`, or `at` itself where there is none: the exact way, string by string from `known`. */
function endOfStringAround(text: string, at: number, known: number): number {
  for (let from = known + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0 || quote > at) return at;
    from = afterString(text, quote);
    if (from > at) return from;
  }
}

/** Where a character stands from `from` on; behind the end of the text when it does not. */
function placeOf(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}

/** What nests deeper, and may, is left to the exact look. */
const DEEPEST = 1_000;

/**
 * Follows the brackets alone. An array of n elements, or an object of n members, has n - 1 commas of its own, so the
 * characters in it that are in nothing further inside tell how many there can be.
 *
 * Numbers and lists of numbers only: code that knows objects of a class is thrown away together with the last of them.
 */
function isWithin(text: string, codes: Codes, limits: JsonLimits): boolean {
  const depth = Math.min(limits.depth, DEEPEST);
  /** Where each bracket that is open stands, and the characters of what is closed inside of it. */
  const starts = new Int32Array(depth);
  const inner = new Int32Array(depth);
  let open = 0;
  let [object, array] = [placeOf(text, '{', 0), placeOf(text, '[', 0)];
  let [objectEnd, arrayEnd] = [placeOf(text, '}', 0), placeOf(text, ']', 0)];
  let known = -1;
  for (;;) {
    const opens = Math.min(object, array);
    const at = Math.min(opens, objectEnd, arrayEnd);
    if (at === text.length) return open === 0;
    const end = isOutside(codes, at, known) ? at : endOfStringAround(text, at, known);
    known = end === at ? at : end - 1;
    if (end === at && at === opens) {
      if (open === depth) return false;
      starts[open] = at;
      inner[open] = 0;
      open += 1;
    } else if (end === at) {
      if (open === 0) return false;
      open -= 1;
      const length = at - (starts[open] ?? 0);
      // Its two brackets are no characters in it, and n - 1 commas are n elements.
      if (length - (inner[open] ?? 0) > limits.items) return false;
      if (open > 0) inner[open - 1] = (inner[open - 1] ?? 0) + length + 1;
    }
    const next = known + 1;
    if (object < next) object = placeOf(text, '{', next);
    if (array < next) array = placeOf(text, '[', next);
    if (objectEnd < next) objectEnd = placeOf(text, '}', next);
    if (arrayEnd < next) arrayEnd = placeOf(text, ']', next);
  }
}

/** Whether the number around `at` is one, and not exact. Between quotes it would not stand behind a colon and before a comma. */
function isInexactAt(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && isNumberPart(text.charCodeAt(start - 1))) start -= 1;
  let end = at;
  while (end < text.length && isNumberPart(text.charCodeAt(end))) end += 1;
  const before = start === 0 ? COMMA : text.charCodeAt(start - 1);
  const after = end === text.length ? COMMA : text.charCodeAt(end);
  const begins = before === COLON || before === COMMA || before === OPEN_ARRAY || isBlank(before);
  const ends = after === COMMA || after === 0x5d || after === 0x7d || isBlank(after);
  return begins && ends && !isExact(text.slice(start, end));
}

/** Digits of the smallest integer that a double rounds. */
const DIGITS = 16;
/** The exponent of a number that overflows, behind a digit of it: the longer what is looked for, the quicker. */
const EXPONENT = /\d[eE]\+?\d{3}/g;

/** The last of the digits around the one at `at`, when they are enough for an integer that a double rounds; -1 otherwise. */
function endOfLongInteger(codes: Codes, at: number): number {
  const half = DIGITS / 2;
  // Of so many digits at least half of them stand on one side.
  if (!isDigit(codes[at - half] ?? 0) && !isDigit(codes[at + half] ?? 0)) return -1;
  let start = at;
  while (isDigit(codes[start - 1] ?? 0)) start -= 1;
  let end = at;
  while (isDigit(codes[end + 1] ?? 0)) end += 1;
  return end - start + 1 < DIGITS ? -1 : end;
}

/** No integer of 16 digits can hide from every sixteenth character. */
function hasLongInteger(text: string, codes: Codes): boolean {
  for (let at = DIGITS - 1; at < codes.length; at += DIGITS) {
    const code = codes[at] ?? 0;
    // A call would cost as much as the rest of the loop.
    if (code < 0x30 || code > 0x39) continue;
    const end = endOfLongInteger(codes, at);
    if (end < 0) continue;
    if (isInexactAt(text, at)) return true;
    at = end;
  }
  return false;
}

function hasOverflow(text: string): boolean {
  for (const { index } of text.matchAll(EXPONENT)) if (isInexactAt(text, index)) return true;
  return false;
}

function codesOf(text: string): Uint16Array {
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) codes[at] = text.charCodeAt(at);
  return codes;
}

/**
 * True when no limit is broken and every number fits; false when the exact look has to tell. `ascii` are the bytes that the
 * text was decoded from, where each is a character.
 */
export function isHarmless(text: string, limits: JsonLimits, ascii?: Uint8Array): boolean {
  const codes = ascii ?? codesOf(text);
  return isWithin(text, codes, limits) && !hasLongInteger(text, codes) && !hasOverflow(text);
}
