/**
 * JSON as it must be read from a device that is not trusted yet: nothing rounded, nothing polluted, nothing too deep.
 *
 * An integer that a double cannot hold exactly (statistics counters above 2^53, some transaction ids) comes out as a
 * string of its digits. Strings, rather than bigints, because they survive being written as JSON again.
 */

import { isHarmless } from './json-glance.ts';
import { type JsonLimits, type Span, scan } from './json-scan.ts';

export { JsonLimitError, type JsonLimits } from './json-scan.ts';

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

/** The letters of `__proto__` written as escapes, which nobody does who has nothing to hide. */
const HIDDEN_NAME = /\\u00(?:5f|6f|70|72|74)/i;

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Parses one JSON text. `ascii` are the bytes that it was decoded from, where each is a character. Throws SyntaxError without
 * a piece of the text in its message, or {@link JsonLimitError}.
 */
export function parseJson(text: string, limits: JsonLimits, ascii?: Uint8Array): unknown {
  const spans = isHarmless(text, limits, ascii) ? [] : scan(text, limits);
  for (const [start, end] of spans) {
    if (!JSON_NUMBER.test(text.slice(start, end))) throw new SyntaxError('not JSON: bad number');
  }
  const source = spans.length === 0 ? text : quoted(text, spans);
  const suspicious = source.includes('__proto__') || (source.includes('\\u') && HIDDEN_NAME.test(source));
  try {
    return suspicious ? JSON.parse(source, withoutPrototype) : JSON.parse(source);
  } catch (error) {
    if (error instanceof SyntaxError) throw new SyntaxError('not JSON, or cut off');
    throw error;
  }
}
