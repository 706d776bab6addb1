/** Types of the properties of an object, from the schemas of its fields. Written out because zod's own are slow for tsc. */
import type { z } from 'zod';

/**
 * The schema of one property: `Value` is what the client gives, `Wire` what it may also be written as. Any reversible
 * zod schema is one.
 */
export type Field<Value, Wire = Value> = z.ZodType<Value, Wire>;

/** Properties by name, each a reversible schema: wire value <-> value. */
export type Shape = Readonly<Record<string, z.ZodType>>;

type Value<S extends z.ZodType> = S['_zod']['output'];
type Wire<S extends z.ZodType> = S['_zod']['input'];

/** Properties that may be absent. */
export type OptionalKey<S extends Shape> = {
  [K in keyof S]: undefined extends Value<S[K]> ? K : never;
}[keyof S];
/** Properties that every object has, and a creation must give. */
export type RequiredKey<S extends Shape> = Exclude<keyof S, OptionalKey<S>>;

// Pick over a mapped type, and not a mapped type with `as`: that one would lose the doc comments of the fields.
type Read<S extends Shape> = { readonly [K in keyof S]: Exclude<Value<S[K]>, undefined> };

/** The properties of a shape as values. */
export type Values<S extends Shape> = Pick<Read<S>, RequiredKey<S>> & Partial<Pick<Read<S>, OptionalKey<S>>>;

/** A word is written as one of the known ones; everything else also as the value that was read. */
type Writing<S extends z.ZodType> = Value<S> extends string | undefined ? Wire<S> : Value<S> | Wire<S>;
/** The properties of a shape as they may be written: values, or F5's own spelling. */
export type Written<S extends Shape> = { readonly [K in keyof S]: Exclude<Writing<S[K]>, undefined> };
export type Writings<S extends Shape> = Pick<Written<S>, RequiredKey<S>> & Partial<Pick<Written<S>, OptionalKey<S>>>;

/** Every property of a shape may be absent. */
export type AllOptional<S extends Shape> = { readonly [K in keyof S]: z.ZodOptional<S[K]> };
