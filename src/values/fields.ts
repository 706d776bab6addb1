/**
 * The vocabulary of the catalogue: each function gives the zod schema of one kind of property, wire text <-> value.
 *
 * All are reversible (`z.decode` and `z.encode`), so that every oddity of BIG-IP's spelling is held in one place. They
 * are functions because schemas are built on first use: importing the package must not pay for what is never called.
 */
import { z } from 'zod';
import { type Address, formatAddress, parseWireAddress } from './address.ts';
import { type Destination, formatDestination, parseDestination } from './destination.ts';
import { parseMac } from './mac.ts';
import { formatMonitorRule, type MonitorRule, parseMonitorRule } from './monitor-rule.ts';
import { BigIpValueError } from './value-error.ts';

/** What a parser throws, as an issue of a schema. */
function orIssue<Result>(context: z.core.ParsePayload, input: unknown, attempt: () => Result): Result {
  try {
    return attempt();
  } catch (error) {
    context.issues.push({ code: 'custom', input, message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
}

/** A codec from a parser that throws. What is encoded has to be understood again, so that nothing odd is ever sent. */
function textCodec<Value>(parse: (text: string) => Value, format: (value: Value) => string) {
  return z.codec(z.string(), z.custom<Value>(), {
    decode: (text, context) => orIssue(context, text, () => parse(text)),
    encode: (value, context) =>
      orIssue(context, value, () => {
        const text = format(value);
        parse(text);
        return text;
      }),
  });
}

/** One of some words. A word of a newer device is read as it is, and never written. */
function words<const Word extends string>(...known: readonly Word[]) {
  const isText = (value: unknown): boolean => typeof value === 'string';
  return z.codec(z.custom<Word>(isText), z.custom<Word>(isText), {
    decode: (word) => word,
    encode: (word, context) =>
      orIssue(context, word, () => {
        if (!known.includes(word)) throw new BigIpValueError(`must be one of ${known.join(', ')}`, { value: word });
        return word;
      }),
  });
}

/** An object whose unknown keys are kept, and that is typed by its known ones alone. */
function open<S extends z.ZodRawShape>(shape: S): z.ZodObject<S> {
  return z.looseObject(shape) as unknown as z.ZodObject<S>;
}

export const text = () => z.string();
export const integer = () => z.int();
export const flag = () => z.boolean();
/** `"enabled"` or `"disabled"`. */
export const enabledDisabled = () => words('enabled', 'disabled');
/** `"yes"` or `"no"`. */
export const yesNo = () => words('yes', 'no');
/** `"true"` or `"false"`, as text. */
export const trueFalse = () => words('true', 'false');
/** Full path of another object, `/Common/tcp`. */
export const reference = () => z.string();

/** `10.0.0.1%5` <-> {@link Address}. `any` and `any6` are how BIG-IP returns one that was never set. */
export const address = () => textCodec<Address>(parseWireAddress, formatAddress);
/** `/k8s/172.16.100.195:31400` <-> {@link Destination}. */
export const destination = () => textCodec<Destination>(parseDestination, formatDestination);
/** `/Common/http and /Common/tcp ` <-> {@link MonitorRule}. */
export const monitorRule = () => textCodec<MonitorRule>(parseMonitorRule, formatMonitorRule);
/** Lower case, colons, padded. */
export const macAddress = () => textCodec<string>(parseMac, parseMac);

/** One mark on an object: `{ name, value, persist }`; BIG-IP returns the list sorted by name. */
export const metadata = () =>
  z.array(open({ name: z.string(), persist: trueFalse().optional(), value: z.string().optional() }));

export interface ProfileReference {
  /** Full path of the profile. */
  readonly name: string;
  readonly context: 'all' | 'clientside' | 'serverside';
}

/**
 * Profiles of a virtual server. Sent as names or objects, returned as a subcollection whose items carry `fullPath`.
 */
export const profiles = () =>
  z.codec(
    z.array(
      z.union([
        z.string(),
        open({
          name: z.string(),
          fullPath: z.string().optional(),
          context: words('all', 'clientside', 'serverside').optional(),
        }),
      ]),
    ),
    z.array(z.custom<ProfileReference>()),
    {
      decode: (items) =>
        items.map((item) =>
          typeof item === 'string'
            ? { name: item, context: 'all' as const }
            : { name: item.fullPath ?? item.name, context: item.context ?? ('all' as const) },
        ),
      encode: (items) => items.map(({ name, context }) => ({ name, context })),
    },
  );

/** How a virtual server translates the client's address. `pool` is the SNAT pool's full path, with type `snat` only. */
export const sourceAddressTranslation = () =>
  open({ type: words('none', 'automap', 'snat', 'lsn'), pool: z.string().optional() });
