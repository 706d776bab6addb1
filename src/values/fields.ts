/**
 * The vocabulary of the catalogue: each function gives the schema of one kind of property, wire text <-> value.
 *
 * All are reversible (`z.decode` and `z.encode`), so that every oddity of BIG-IP's spelling is held in one place. They
 * are functions because schemas are built on first use: importing the package must not pay for what is never called.
 */
import { z } from 'zod';
import { type Address, formatAddress, parseWireAddress, quickAddress } from './address.ts';
import {
  type AddressPrefix,
  formatAddressPrefix,
  formatRouteNetwork,
  parseAddressPrefix,
  parseRouteNetwork,
} from './address-prefix.ts';
import { list, once, open, optional, orIssue, plainFlag, plainInteger, plainText, textCodec, words } from './codec.ts';
import { type Destination, formatDestination, parseDestination, spellDestination } from './destination.ts';
import { withEcho } from './echo.ts';
import { parseAnyMac, parseMac } from './mac.ts';
import { parseMask } from './mask.ts';
import {
  formatMonitorAddress,
  formatMonitorDestination,
  type MonitorDestination,
  parseMonitorAddress,
  parseMonitorDestination,
} from './monitor-destination.ts';
import { formatMonitorRule, type MonitorRule, parseMonitorRule } from './monitor-rule.ts';
import { parsePort } from './port.ts';
import { asPlain, unread, withReader } from './reader.ts';
import type { Field } from './shape.ts';
import { BigIpValueError } from './value-error.ts';

export { link, list, open, optional, words } from './codec.ts';
export {
  type ProfileReference,
  type ProfileSpelling,
  policies,
  profiles,
  sourceAddressTranslation,
} from './virtual-fields.ts';

export const text = plainText;
export const integer = plainInteger;
export const flag = plainFlag;
const dialects: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
]);
/** A flag where answers are known in JSON's dialect and as text, `true` and `"true"`. It is written as JSON. */
export const eitherFlag: () => Field<boolean> = once(() => {
  const schema = z.codec(z.custom<boolean | string>(), z.boolean(), {
    decode: (wire, context) =>
      orIssue(context, wire, () => {
        const value = dialects.get(wire);
        if (value === undefined) throw new BigIpValueError('is neither true nor false', { value: wire });
        return value;
      }),
    encode: (value) => value,
  });
  return withReader(schema, (wire) => dialects.get(wire) ?? unread) as unknown as Field<boolean>;
});
/** A number that some versions write as text, or a word instead of it, `infinite`. */
export const integerOrText: () => Field<number | string> = once(() =>
  withReader(z.union([z.int(), z.string()]), (wire) =>
    typeof wire === 'string' || Number.isSafeInteger(wire) ? wire : unread,
  ),
);
/** Text that some versions write as a number, `"3600"` and 3600. It is text either way, and written as text. */
export const numberAsText: () => Field<string> = once(() => {
  const schema = z.codec(z.union([z.string(), z.int()]), z.string(), { decode: String, encode: (value) => value });
  return withReader(schema, (wire) => {
    if (typeof wire === 'string') return wire;
    return Number.isSafeInteger(wire) ? String(wire) : unread;
  }) as unknown as Field<string>;
});
/** `"enabled"` or `"disabled"`. */
export const enabledDisabled = once(() => words(['enabled', 'disabled']));
/** `"yes"` or `"no"`. */
export const yesNo = once(() => words(['yes', 'no']));
/** `"true"` or `"false"`, as text. */
export const trueFalse = once(() => words(['true', 'false']));
/** Full path of another object, `/Common/tcp`. */
export const reference = plainText;
/** Full paths of other objects. */
export const references: () => Field<readonly string[]> = once(() => list(plainText()));
/** A word, or a list of them: `"all"`, `["default"]`. */
export const textOrList: () => Field<string | readonly string[]> = once(() =>
  withReader(z.union([z.string(), z.array(z.string())]), (wire) =>
    typeof wire === 'string' || (Array.isArray(wire) && wire.every((item) => typeof item === 'string')) ? wire : unread,
  ),
);

/** A list, or one word that stands for a whole: `["tcp:443"]`, `"all"`. */
export function listOrWord<const Word extends string>(known: readonly Word[]): Field<readonly string[] | Word> {
  const whole: ReadonlySet<unknown> = new Set(known);
  const isOne = (wire: unknown): boolean =>
    whole.has(wire) || (Array.isArray(wire) && wire.every((item) => typeof item === 'string'));
  const schema = z.union([z.literal([...known]), z.array(z.string())]);
  return withReader(schema, (wire) => (isOne(wire) ? wire : unread)) as unknown as Field<readonly string[] | Word>;
}

/** `10.0.0.1%5` <-> {@link Address}. `any` and `any6` are how BIG-IP returns one that was never set. */
export const address: () => Field<Address, string> = once(() =>
  textCodec(parseWireAddress, formatAddress, quickAddress),
);
function addressOf(family: 4 | 6, otherwise: string): Field<Address, string> {
  const format = (address: Address): string => {
    if (address.family !== (family === 4 ? 6 : 4)) return formatAddress(address);
    throw new BigIpValueError(`is an address of IPv${address.family}: ${otherwise}`, { value: address.ip });
  };
  const schema = textCodec(parseWireAddress, format, family === 4 ? quickAddress : undefined);
  return withEcho(schema, (value) => formatAddress(value as Address));
}
/** As {@link address}, and only one of IPv4 is written. */
export const addressOfArp: () => Field<Address, string> = once(() => addressOf(4, 'those are in net.ndp'));
/** As {@link address}, and only one of IPv6 is written. */
export const addressOfNdp: () => Field<Address, string> = once(() => addressOf(6, 'those are in net.arp'));
/** `10.244.20.60%1/16` <-> {@link AddressPrefix}. */
export const addressPrefix: () => Field<AddressPrefix, string> = once(() =>
  textCodec(parseAddressPrefix, formatAddressPrefix),
);
/** `10.244.0.0/16` or `default` <-> {@link AddressPrefix}. */
export const routeNetwork: () => Field<AddressPrefix, string> = once(() =>
  textCodec(parseRouteNetwork, formatRouteNetwork),
);
/** `255.255.255.0`, `ffff:ffff::`, `any`, `any6` or `none`, in its canonical spelling. */
export const mask: () => Field<string> = once(() => textCodec<string>(parseMask, parseMask));

function formatUnambiguous(destination: Destination): string {
  const written = formatDestination(destination);
  // A text where the IP address stands would be sent as the name of a virtual address.
  if (parseDestination(written).named !== destination.named) {
    throw new BigIpValueError(`${JSON.stringify(destination.address.ip)} is not an IP address`, { value: destination });
  }
  return written;
}

/** `/k8s/172.16.100.195:31400` <-> {@link Destination}. */
export const destination: () => Field<Destination, string> = once(() =>
  withEcho(textCodec(parseDestination, formatUnambiguous), (value) => spellDestination(value as Destination)),
);
/** `*:80` <-> {@link MonitorDestination}. */
export const monitorDestination: () => Field<MonitorDestination, string> = once(() =>
  textCodec(parseMonitorDestination, formatMonitorDestination),
);
/** `*` or an address <-> {@link MonitorDestination}, for the monitors that know no ports. */
export const monitorAddress: () => Field<MonitorDestination, string> = once(() =>
  textCodec(parseMonitorAddress, formatMonitorAddress),
);
const ruleOf = (value: MonitorRule | readonly string[]): MonitorRule =>
  'monitors' in value ? value : { monitors: value };

/** How a device takes a name with a blank in a rule, bare or quoted, is not known: neither is sent. */
function formatWrittenRule(value: MonitorRule | readonly string[]): string {
  const rule = ruleOf(value);
  const parted = rule.monitors.find((monitor) => /\s/.test(monitor.trim()));
  if (parted === undefined) return formatMonitorRule(rule);
  const why = `${JSON.stringify(parted)} has a blank in its name, and could be taken for two in a rule`;
  throw new BigIpValueError(why, { value: parted });
}

/**
 * `/Common/http and /Common/tcp ` <-> {@link MonitorRule}. A list of full paths may be written: all of them. A monitor with
 * a blank in its name is read and never written.
 */
export const monitorRule: () => Field<MonitorRule, string | readonly string[]> = once(() => {
  const schema = textCodec(parseMonitorRule, formatWrittenRule) as Field<MonitorRule, string | readonly string[]>;
  return withEcho(schema, (value) => formatMonitorRule(ruleOf(value as MonitorRule)));
});
/** Six octets, read leniently; lower case, colons, padded. One that no host has, multicast or zero, is read and never written. */
export const macAddress: () => Field<string> = once(() => textCodec<string>(parseAnyMac, parseMac));

/** A number that is read whatever it is, and written between two bounds. */
export function integerBetween(least: number, most: number): Field<number> {
  const schema = z.codec(z.int(), z.custom<number>(), {
    decode: (wire) => wire,
    encode: (value, context) =>
      orIssue(context, value, () => {
        if (Number.isInteger(value) && value >= least && value <= most) return value;
        throw new BigIpValueError(`must be a whole number from ${least} to ${most}`, { value });
      }),
  });
  withEcho(schema, (value) => value);
  return asPlain(schema, 'integer') as unknown as Field<number>;
}

/** A port as a number. It may also be written as a text of digits, or as the name of a service (`http`). */
export const port: () => Field<number, number | string> = once(() => {
  const isPort = (wire: unknown): boolean => Number.isInteger(wire) && Number(wire) >= 0 && Number(wire) <= 65_535;
  const schema = z.codec(z.int().min(0).max(65_535), z.custom<number | string>(), {
    decode: (wire) => wire,
    encode: (value, context) => orIssue(context, value, () => parsePort(String(value))),
  });
  return withReader(schema, (wire) => (isPort(wire) ? wire : unread)) as unknown as Field<number, number | string>;
});

/** One mark on an object: `{ name, value, persist }`; BIG-IP returns the list sorted by name. */
export const metadata = once(() =>
  list(open({ name: plainText(), ...optional({ persist: trueFalse(), value: plainText() }) })),
);
