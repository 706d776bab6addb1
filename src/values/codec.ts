/** How the vocabulary of the catalogue is made: reversible schemas, each with a reader for bulk reads. */
import { z } from 'zod';
import { withEcho } from './echo.ts';
import { compileGuard, type Plain } from './guard.ts';
import { asPlain, isObject, plainOf, type Reader, readAll, readerOf, readKeys, unread, withReader } from './reader.ts';
import type { AllOptional, Field, Shape, Values, Writings } from './shape.ts';
import { BigIpValueError } from './value-error.ts';

/** Makes something once, when it is first asked for: importing the package must not pay for what is never used. */
export function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What a parser throws, as an issue of a schema. */
export function orIssue<Result>(context: z.core.ParsePayload, input: unknown, attempt: () => Result): Result {
  try {
    return attempt();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // A mistake in a value is told from a value of another type.
    context.issues.push({ code: 'custom', input, message, params: { known: error instanceof BigIpValueError } });
    return z.NEVER;
  }
}

/** Equal to what the parser gives wherever it gives anything: for texts of which a bulk read has no two alike. */
type Quick<Value> = (text: string) => Value | undefined;

/** Texts that a parser remembers; the same few monitors and masks stand in thousands of objects. */
const REMEMBERED = 500;

/** Parses each text once. What it gives is shared, so it cannot be changed; what `quick` gives is not. */
const attempt = (parse: (text: string) => unknown, quick?: Quick<unknown>): Reader => {
  const known = new Map<string, unknown>();
  return (wire) => {
    if (typeof wire !== 'string') return unread;
    const made = quick?.(wire);
    if (made !== undefined) return made;
    const before = known.get(wire);
    if (before !== undefined) return before;
    try {
      const value = Object.freeze(parse(wire));
      if (known.size < REMEMBERED) known.set(wire, value);
      return value;
    } catch {
      // The schema parses it again and says what is wrong.
      return unread;
    }
  };
};

/**
 * A codec from a parser that throws. What is encoded has to be understood again, so that nothing odd is ever sent.
 * `Wire` may name more than text where `format` takes more than values.
 */
export function textCodec<Value, Wire = string>(
  parse: (text: string) => Value,
  format: (value: Value) => string,
  quick?: Quick<Value>,
): Field<Value, Wire> {
  const schema = z.codec(z.string(), z.custom<Value>(), {
    decode: (text, context) => orIssue(context, text, () => parse(text)),
    encode: (value, context) =>
      orIssue(context, value, () => {
        const text = format(value);
        parse(text);
        return text;
      }),
  });
  // A text that was read as itself is sent back as itself.
  withEcho(schema, (value) => (typeof value === 'string' ? value : format(value as Value)));
  return withReader(schema, attempt(parse, quick)) as unknown as Field<Value, Wire>;
}

const isText = (wire: unknown): boolean => typeof wire === 'string';

/**
 * One of some words. A word of a newer device is read as it is, and never written; so are the words in `stated`, which
 * only the device says.
 */
export function words<const Word extends string>(known: readonly Word[]): Field<Word>;
export function words<const Word extends string, const Stated extends string>(
  known: readonly Word[],
  stated: readonly Stated[],
): Field<Word | Stated, Word>;
export function words<const Word extends string, const Stated extends string>(
  known: readonly Word[],
  stated: readonly Stated[] = [],
): Field<Word | Stated, Word> {
  const schema = z.codec(z.custom<Word>(isText), z.custom<Word | Stated>(isText), {
    decode: (word) => word,
    encode: (word, context) =>
      orIssue(context, word, () => {
        const found = known.find((one) => one === word);
        if (found !== undefined) return found;
        const why = (stated as readonly string[]).includes(word) ? 'is stated by the device alone; it ' : '';
        throw new BigIpValueError(`${why}must be one of ${known.join(', ')}`, { value: word });
      }),
  });
  // Where the device alone says some words, one that is not known here is taken for another of those.
  withEcho(schema, (word) => (stated.length === 0 ? word : undefined));
  return asPlain(schema, 'string');
}

export const plainText: () => Field<string> = once(() => asPlain(z.string(), 'string'));
export const plainFlag: () => Field<boolean> = once(() => asPlain(z.boolean(), 'boolean'));
export const plainInteger: () => Field<number> = once(() => asPlain(z.int(), 'integer'));

/** The reader of an object: a guard for what is read as it is, one reader each for what is not. */
function objectReader(shape: Shape): Reader {
  const required = Object.entries(shape).flatMap(([key, schema]) => (schema instanceof z.ZodOptional ? [] : [key]));
  const plain = Object.entries(shape).flatMap(([key, schema]): [string, Plain][] => {
    const type = plainOf(schema);
    return type === undefined ? [] : [[key, type]];
  });
  const others = Object.entries(shape)
    .filter(([, schema]) => plainOf(schema) === undefined)
    .map(([key, schema]) => [key, readerOf(schema)] as const);
  const guard = compileGuard(plain);
  const lacks = (wire: object): boolean => required.length > 0 && required.some((key) => !Object.hasOwn(wire, key));
  return (wire) => {
    if (!isObject(wire) || !guard(wire) || lacks(wire)) return unread;
    return others.length === 0 ? wire : readKeys(others, wire);
  };
}

/** An object whose unknown keys are kept, and that is typed by its known ones alone. */
export function open<S extends Shape>(shape: S): Field<Values<S>, Writings<S>> {
  const reader = once(() => objectReader(shape));
  return withReader(z.looseObject(shape), (wire) => reader()(wire)) as unknown as Field<Values<S>, Writings<S>>;
}

export function list<Value, Wire>(element: Field<Value, Wire>): Field<readonly Value[], readonly Wire[]> {
  const read = readerOf(element);
  return withReader(z.array(element), (wire) => (Array.isArray(wire) ? readAll(read, wire) : unread));
}

/** Makes every property of a shape optional: most are, because BIG-IP leaves out what is empty. */
export function optional<const S extends Shape>(shape: S): AllOptional<S> {
  const entries = Object.entries(shape).map(([key, schema]) => [key, schema.optional()] as const);
  // The keys are those of the shape.
  return Object.fromEntries(entries) as unknown as AllOptional<S>;
}

/** The link that the device writes beside a reference; it is never followed. */
export const link = once(() => open(optional({ link: plainText(), name: plainText(), isSubcollection: plainFlag() })));
