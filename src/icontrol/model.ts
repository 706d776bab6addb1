/** Wire objects to values, by a resource's fields. Decoding is open: unknown keys and unknown words are kept. */
import { z } from 'zod';
import { ProtocolError } from '../errors.ts';
import { type AnyResource, shapeOf } from '../resources/define.ts';
import type { Plain } from '../values/guard.ts';
import { plainOf, type Reader, readerOf, unread } from '../values/reader.ts';
import type { Shape } from '../values/shape.ts';
import { type BulkDecode, compileBulk, type Layout, type ReadChildren } from './bulk-decode.ts';
import { fullPathOf, namedByLink } from './item-name.ts';
import { type Item, isItem } from './items.ts';
import { referenceOf, schemasOf } from './object-schemas.ts';
import { modernise, setNullFlags } from './older-spelling.ts';
import { Specimen } from './specimen.ts';

/** `key.inner: what is wrong`, from what a schema found. */
function issueText(error: z.core.$ZodError, key: string): string {
  const [issue] = error.issues;
  const path = [key, ...(issue?.path ?? [])].map(String).join('.');
  return `${path}: ${issue?.message ?? 'is not understood'}`;
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

interface Decoder {
  readonly schemas: Shape;
  readonly all: readonly (readonly [key: string, read: Reader])[];
  readonly inlined: readonly (readonly [key: string, from: string, child: AnyResource | undefined])[];
  readonly children: readonly (readonly [word: string, from: string, child: AnyResource])[];
  readonly bulk: BulkDecode;
  readonly specimen: Specimen;
}

/** What a list of selected properties can have, beside what the links to subcollections say. */
export type Selection = readonly string[] | undefined;

const decoders = new WeakMap<AnyResource, Map<string, Decoder>>();

/** Selections of one resource for which decoders are kept: nobody writes so many down, but some may be made of input. */
const KEPT = 100;

/** Built on first use and kept: a schema or a reader made for each object would cost many times the reading. */
function decoderOf(resource: AnyResource, selection?: Selection): Decoder {
  const made = decoders.get(resource) ?? new Map<string, Decoder>();
  const key = selection === undefined ? '' : selection.join();
  const found = made.get(key);
  if (found !== undefined) return found;
  if (made.size >= KEPT) made.clear();
  const decoder = makeDecoder(resource, selection);
  made.set(key, decoder);
  decoders.set(resource, made);
  return decoder;
}

function makeDecoder(resource: AnyResource, selection: Selection): Decoder {
  const shape = shapeOf(resource);
  const every = schemasOf(resource);
  const schemas =
    selection === undefined
      ? every
      : Object.fromEntries(Object.entries(every).filter(([key]) => selection.includes(key)));
  const all = Object.entries(schemas).map(([key, schema]) => [key, readerOf(schema)] as const);
  const plain = Object.entries(schemas).flatMap(([key, schema]): [string, Plain][] => {
    const type = plainOf(schema);
    return type === undefined ? [] : [[key, type]];
  });
  const inlined = Object.entries(resource.returnedIn ?? {}).map(
    ([key, from]) => [key, from, resource.children[key]] as const,
  );
  const children = Object.entries(resource.children)
    .filter(([word]) => !Object.hasOwn(shape, word))
    .map(([word, child]) => [word, referenceOf(word), child] as const);
  const layout: Layout = {
    plain,
    read: all.filter(([key]) => !plain.some(([name]) => name === key)),
    inlined: inlined.map(([key, from]) => [key, from]),
    children: [
      ...inlined.flatMap(([, from, child]) =>
        child === undefined ? [] : [[undefined, from, readChildren(resource, from, child)] as const],
      ),
      ...children.map(([word, from, child]) => [word, from, readChildren(resource, from, child)] as const),
    ],
    bare: resource.naming === 'name',
  };
  // What every object inherits would have to be told from what it has.
  const inherits = Object.keys(schemas).some((key) => key in Object.prototype);
  const bulk: BulkDecode = inherits ? (_items, from) => from : compileBulk(layout, unread);
  return { schemas, all, inlined, children, bulk, specimen: new Specimen() };
}

function readChildren(resource: AnyResource, from: string, child: AnyResource): ReadChildren {
  return (items, parent) => {
    const where = (): string => `${resource.path} ${fullPathOf(parent as Item, resource)}`;
    decodeAll(child, items as unknown[], {
      above: () => ` in ${where()}`,
      strange: (at) => `${where()}: ${from}.items.${at}: is not an object`,
    });
  };
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
export function decodeKeys(
  resource: AnyResource,
  model: Record<string, unknown>,
  where: () => string,
  selection?: Selection,
): void {
  for (const [key, read] of decoderOf(resource, selection).all) {
    const wire = model[key];
    if (wire === undefined || !Object.hasOwn(model, key)) continue;
    const value = read(wire);
    if (value === unread) model[key] = decodeSlowly(resource, key, wire, where());
    else if (value !== wire) model[key] = value;
  }
}

/**
 * Takes a wire object that nobody else holds and makes the values of it, in place. The objects of an expanded subcollection
 * become values too: they are the same objects under the word of their URL, `members`, and in the reference.
 */
export function decodeOwned(
  resource: AnyResource,
  model: Record<string, unknown>,
  above: () => string = () => '',
  selection?: Selection,
): Record<string, unknown> {
  const wire = model as Item;
  const { schemas, inlined, children } = decoderOf(resource);
  setNullFlags(model, schemas);
  modernise(resource, model);
  // A selection may leave it out.
  if (wire['name'] === undefined) Object.assign(model, namedByLink(wire, resource));
  for (const [key, from, child] of inlined) {
    const items = itemsIn(wire, from);
    if (items === undefined) continue;
    if (child !== undefined) readChildren(resource, from, child)(items, model);
    model[key] = items;
  }
  decodeKeys(resource, model, () => ` ${fullPathOf(wire, resource)}${above()}`, selection);
  for (const [word, from, child] of children) {
    const items = itemsIn(wire, from);
    if (items === undefined) continue;
    readChildren(resource, from, child)(items, model);
    model[word] = items;
  }
  const { name, fullPath } = wire;
  // What begins with a slash is whole; a bare name is only what was asked for.
  const whole = typeof name === 'string' && typeof fullPath === 'string' && fullPath.startsWith('/');
  if (!whole || resource.naming === 'name') model['fullPath'] = fullPathOf(wire, resource);
  return model;
}

/** An object whose subcollections were asked for says by what it leaves out that there is nothing in them. */
export function fillExpanded(resource: AnyResource, model: Record<string, unknown>): void {
  for (const [word] of decoderOf(resource).children) model[word] ??= [];
}

export interface ListContext {
  /** Only these properties were asked for; others that come along stay as they are. */
  readonly selection?: Selection;
  /** The objects of the subcollections were asked for too. */
  readonly expanded?: boolean;
  /** Where the list is, for what is said of its objects. */
  readonly above?: () => string;
  /** What is said of an element that is no object. */
  readonly strange: (at: number) => string;
}

/** As {@link decodeOwned}, for the objects of a list. */
export function decodeAll(
  resource: AnyResource,
  items: readonly unknown[],
  { selection, expanded = false, above, strange }: ListContext,
): void {
  const { bulk, specimen } = decoderOf(resource, selection);
  for (let at = bulk(items, 0); at < items.length; at = bulk(items, at + 1)) {
    const item = items[at];
    if (!isItem(item)) throw new ProtocolError(strange(at));
    decodeOwned(resource, item as Record<string, unknown>, above, selection);
  }
  specimen.after(items);
  if (expanded) for (const item of items) fillExpanded(resource, item as Record<string, unknown>);
}

/** A copy that has everything of its own that decoding changes. */
function copyOf(resource: AnyResource, wire: Item): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...wire };
  const { inlined, children } = decoderOf(resource);
  for (const [, from, child] of [...inlined, ...children]) {
    const items = itemsIn(wire, from);
    if (items === undefined || child === undefined) continue;
    copy[from] = { ...(wire[from] as Item), items: items.map((item) => (isItem(item) ? copyOf(child, item) : item)) };
  }
  return copy;
}

/**
 * A wire object as values. A known key of the wrong type is refused with its path; unknown keys are kept as they are.
 * Subcollections that were expanded are there by the word of their URL, `members`.
 */
export function decodeItem(resource: AnyResource, wire: Item): Record<string, unknown> {
  return decodeOwned(resource, copyOf(resource, wire));
}
