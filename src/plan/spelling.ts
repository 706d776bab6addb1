/**
 * What one version of BIG-IP says in other words than another one, or than it was sent, in one spelling. Only for the
 * comparison: what is sent is what was wanted.
 */
import type { AddressSpace } from '../resources/define.ts';
import type { Json } from '../state.ts';
import { parseWireAddress } from '../values/address.ts';
import { partitionOf } from '../values/full-path.ts';
import { orNone } from '../values/value-error.ts';

type Body = { readonly [key: string]: unknown };

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The full path that an item of a list names: in `fullPath`, in `name`, or in `partition`, `subPath` and `name`. */
function pathOf({ name, partition, subPath, fullPath }: Body): string {
  const known = [fullPath, name].find((text) => typeof text === 'string' && text.startsWith('/'));
  if (known !== undefined) return String(known);
  const folder = [partition ?? 'Common', subPath].filter((part) => typeof part === 'string' && part !== '');
  return `/${[...folder, name].join('/')}`;
}

/** Persistence profiles by full path. The only one is the default one, whether it says so or not. */
function persistence(wire: Json): Json {
  if (typeof wire === 'string') return persistence([{ name: wire }]);
  if (!Array.isArray(wire)) return wire;
  return wire.map((item): Json => {
    if (!isBody(item)) return item;
    return { name: pathOf(item), tmDefault: String(item['tmDefault'] ?? (wire.length === 1 ? 'yes' : 'no')) };
  });
}

/** An item of metadata persists unless it says otherwise. */
function metadata(wire: Json): Json {
  if (!Array.isArray(wire)) return wire;
  return wire.map(
    (item): Json => (isBody(item) ? ({ ...item, persist: String(item['persist'] ?? 'true') } as Json) : item),
  );
}

const spellings: Readonly<Record<string, (wire: Json) => Json>> = { metadata, persist: persistence };

/** A wire value in the one spelling of its property. */
export function inOneSpelling(key: string, wire: Json): Json {
  const spell = Object.hasOwn(spellings, key) ? spellings[key] : undefined;
  return spell === undefined ? wire : spell(wire);
}

/** The address that a destination names, where it is known. */
function addressAt({ folder, named, address }: Body, { virtualAddresses = {} }: AddressSpace): unknown {
  if (named !== true || !isBody(address)) return address;
  const path = `${String(folder)}/${String(address['ip'])}`;
  const known = Object.hasOwn(virtualAddresses, path) ? virtualAddresses[path] : undefined;
  return known === undefined ? undefined : orNone(() => parseWireAddress(known));
}

/**
 * A destination that was decoded, without the folder of its virtual address. An address is there once in a route domain, so
 * the folder says nothing more of it, but for what the address means without a route domain. One in Common is everybody's,
 * and keeps its folder when a virtual server of another partition listens on it.
 */
export function withoutFolder(value: Body, space: AddressSpace): Body {
  const { folder, port } = value;
  const address = addressAt(value, space);
  if (typeof folder !== 'string' || port === undefined || !isBody(address)) return value;
  const routeDomain = address['routeDomain'] ?? (partitionOf(folder) === 'Common' ? 0 : space.defaultRouteDomain);
  return { address: { ...address, routeDomain }, port };
}

const dialects: ReadonlyMap<unknown, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['enabled', true],
  ['false', false],
  ['no', false],
  ['disabled', false],
]);

/** A number that some version says as text, and a flag of which JSON knows one spelling and the device three. */
export function sameWord(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other !== 'string') return sameWord(other, one);
  if (typeof other !== 'string') return false;
  return typeof one === 'number' ? String(one) === other : typeof one === 'boolean' && dialects.get(other) === one;
}
