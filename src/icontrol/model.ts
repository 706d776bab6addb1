/** Wire objects to values, by a resource's fields. Decoding is open: unknown keys and unknown words are kept. */
import { z } from 'zod';
import { ProtocolError } from '../errors.ts';
import { type AnyResource, shapeOf } from '../resources/define.ts';
import { once } from '../values/codec.ts';
import { integer, list, open, optional, text } from '../values/fields.ts';
import { compileGuard, type Guard } from '../values/guard.ts';
import { type Plain, plainOf, type Reader, readerOf, unread, withReader } from '../values/reader.ts';
import type { Shape } from '../values/shape.ts';
import { type Item, isItem } from './items.ts';

/** `key.inner: what is wrong`, from what a schema found. */
export function issueText(error: z.core.$ZodError, key: string): string {
  const [issue] = error.issues;
  const path = [key, ...(issue?.path ?? [])].map(String).join('.');
  return `${path}: ${issue?.message ?? 'is not understood'}`;
}

/** Full path of an item. It cannot be read from `fullPath`, which is the bare name when that is what was asked for. */
export function fullPathOf(item: Item, resource: AnyResource): string {
  const { name, partition, subPath, fullPath } = item;
  if (typeof name !== 'string') throw new ProtocolError(`an item of ${resource.path} has no name`);
  if (resource.naming === 'name') return name;
  if (typeof partition === 'string')
    return `/${partition}${typeof subPath === 'string' && subPath !== '' ? `/${subPath}` : ''}/${name}`;
  return typeof fullPath === 'string' && fullPath.startsWith('/') ? fullPath : `/Common/${name}`;
}

/** The items of a subcollection that the read expanded, inside its reference. */
function itemsIn(item: Item, key: string): readonly Item[] | undefined {
  const reference = item[key];
  if (!isItem(reference) || !Array.isArray(reference['items'])) return undefined;
  return reference['items'] as readonly Item[];
}

/** Moves what is returned inside a subcollection's reference to the name under which it is sent. */
export function withInlined(resource: AnyResource, item: Item): Item {
  const moved: Record<string, Item[string]> = {};
  for (const [key, from] of Object.entries(resource.returnedIn ?? {})) {
    const items = itemsIn(item, from);
    if (items !== undefined) moved[key] = items;
  }
  return { ...item, ...moved };
}

/** What the device says of every object. */
const envelope: () => Shape = once(() => ({
  kind: text(),
  name: text(),
  partition: text(),
  subPath: text(),
  fullPath: text(),
  generation: integer(),
  selfLink: text(),
}));

/** A subcollection as it stands in its object: a link, and the items where they were asked for. */
const subcollection = once(() =>
  withReader(open(optional({ link: text(), items: list(open({})) })), (wire) => {
    if (!isItem(wire) || typeof (wire['link'] ?? '') !== 'string') return unread;
    const items = wire['items'];
    return items === undefined || (Array.isArray(items) && items.every(isItem)) ? wire : unread;
  }),
);

/** The schemas of everything that is known of an object: its properties, its envelope and its subcollections. */
function schemasOf(resource: AnyResource): Shape {
  const words = [...Object.values(resource.returnedIn ?? {}), ...Object.keys(resource.children).map(referenceOf)];
  const references = Object.fromEntries(words.map((word) => [word, subcollection()]));
  const own = resource.form === undefined || resource.form === 'collection' ? { ...envelope(), ...references } : {};
  return { ...own, ...shapeOf(resource) };
}

function referenceOf(word: string): string {
  return `${word}Reference`;
}

interface Decoder {
  readonly schemas: Shape;
  /** Says whether all properties that are read as they are have their JSON types. */
  readonly guard: Guard;
  /** The properties that have to be looked at one by one. */
  readonly others: readonly (readonly [key: string, read: Reader])[];
  readonly all: readonly (readonly [key: string, read: Reader])[];
  readonly inlined: readonly (readonly [key: string, from: string])[];
  readonly children: readonly (readonly [word: string, from: string, descriptor: PropertyDescriptor])[];
}

const decoders = new WeakMap<AnyResource, Decoder>();

/** Built on first use and kept: a schema or a reader made for each object would cost many times the reading. */
function decoderOf(resource: AnyResource): Decoder {
  const made = decoders.get(resource);
  if (made !== undefined) return made;
  const shape = shapeOf(resource);
  const schemas = schemasOf(resource);
  const all = Object.entries(schemas).map(([key, schema]) => [key, readerOf(schema)] as const);
  const plain = Object.entries(schemas).flatMap(([key, schema]): [string, Plain][] => {
    const type = plainOf(schema);
    // What every object inherits has to be told from what it has.
    return type === undefined || key in Object.prototype ? [] : [[key, type]];
  });
  const decoder: Decoder = {
    schemas,
    guard: compileGuard(plain),
    others: all.filter(([key]) => !plain.some(([name]) => name === key)),
    all,
    inlined: Object.entries(resource.returnedIn ?? {}),
    children: Object.entries(resource.children)
      .filter(([word]) => !Object.hasOwn(shape, word))
      .map(([word, child]) => [word, referenceOf(word), childrenDescriptor(word, referenceOf(word), child)]),
  };
  decoders.set(resource, decoder);
  return decoder;
}

/** The schema itself looks, and says what is wrong and where. */
function decodeSlowly(resource: AnyResource, key: string, wire: unknown, where: string): unknown {
  const schema = decoderOf(resource).schemas[key];
  if (schema === undefined) return wire;
  const decoded = z.safeDecode(schema, wire);
  if (decoded.success) return decoded.data;
  throw new ProtocolError(`${resource.path}${where}: ${issueText(decoded.error, key)}`);
}

/** Decodes the known keys of a wire object in place. Throws ProtocolError with the path of a key of the wrong type. */
export function decodeKeys(resource: AnyResource, model: Record<string, unknown>, where: () => string): void {
  const { guard, others, all } = decoderOf(resource);
  for (const [key, read] of guard(model) ? others : all) {
    const wire = model[key];
    if (wire === undefined || !Object.hasOwn(model, key)) continue;
    const value = read(wire);
    if (value === unread) model[key] = decodeSlowly(resource, key, wire, where());
    else if (value !== wire) model[key] = value;
  }
}

/**
 * Objects of a subcollection as values, made when somebody looks: a bulk read brings hundreds of thousands of them. One
 * descriptor serves all objects of a resource, so that they keep one hidden class.
 */
function childrenDescriptor(word: string, from: string, child: AnyResource): PropertyDescriptor {
  const settle = (model: object, value: unknown): void => {
    Object.defineProperty(model, word, { value, enumerable: true, configurable: true, writable: true });
  };
  return {
    enumerable: true,
    configurable: true,
    get(this: Item): unknown {
      const decoded = (itemsIn(this, from) ?? []).map((item) => decodeItem(child, item));
      settle(this, decoded);
      return decoded;
    },
    set(this: object, value: unknown) {
      settle(this, value);
    },
  };
}

/** Takes a wire object that nobody else holds and makes the values of it, in place. */
export function decodeOwned(resource: AnyResource, model: Record<string, unknown>): Record<string, unknown> {
  const wire = model as Item;
  const { inlined, children } = decoderOf(resource);
  for (const [key, from] of inlined) {
    const items = itemsIn(wire, from);
    if (items !== undefined) model[key] = items;
  }
  decodeKeys(resource, model, () => ` ${fullPathOf(wire, resource)}`);
  for (const [word, from, descriptor] of children) {
    if (itemsIn(wire, from) !== undefined) Object.defineProperty(model, word, descriptor);
  }
  const { name, fullPath } = wire;
  // What begins with a slash is whole; a bare name is only what was asked for.
  const whole = typeof name === 'string' && typeof fullPath === 'string' && fullPath.startsWith('/');
  if (!whole || resource.naming === 'name') model['fullPath'] = fullPathOf(wire, resource);
  return model;
}

/**
 * A wire object as values. A known key of the wrong type is refused with its path; unknown keys are kept as they are.
 * Subcollections that were expanded are there by the word of their URL, `members`; they are looked at when they are read.
 */
export function decodeItem(resource: AnyResource, wire: Item): Record<string, unknown> {
  return decodeOwned(resource, { ...wire });
}
