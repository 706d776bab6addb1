/** Objects of the device as entries: URI, type and wire properties, without the envelope. */
import { z } from 'zod';
import { fullPathOf } from '../icontrol/item-name.ts';
import { type Item, isItem } from '../icontrol/items.ts';
import { withInlined } from '../icontrol/model.ts';
import { debugLog } from '../log.ts';
import { type AnyResource, shapeOf } from '../resources/define.ts';
import type { Entry, Json } from '../state.ts';
import { formatUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';

const log = debugLog('bigip:actual');
const envelope = new Set(['kind', 'name', 'partition', 'subPath', 'fullPath', 'generation', 'selfLink']);

/** A link to another object, `poolReference: { link }`: it repeats what the property beside it says. */
function isReference(key: string, value: Json): boolean {
  return key.endsWith('Reference') && isItem(value);
}

/** A state may be printed: what the device returns of a secret, encrypted or not, is no part of it. */
function isSecret(key: string): boolean {
  return /password|passphrase|secret/i.test(key);
}

/** What is returned inside a subcollection, as a POST would send it: without links, names and paths of its own. */
function asSent(resource: AnyResource, item: Item): Item {
  const shape = shapeOf(resource);
  const sent: Record<string, Json> = {};
  for (const key of Object.keys(resource.returnedIn ?? {})) {
    const schema = shape[key];
    const decoded = schema === undefined || item[key] === undefined ? undefined : z.safeDecode(schema, item[key]);
    if (schema !== undefined && decoded?.success === true) sent[key] = z.encode(schema, decoded.data) as Json;
  }
  return { ...item, ...sent };
}

/** The items of a list have links of their own, `persist: [{ nameReference }]`. */
function withoutLinks(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutLinks);
  if (!isItem(value)) return value;
  const entries = Object.entries(value).filter(([key, inner]) => !isReference(key, inner));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutLinks(inner)]));
}

/** An item's own properties: no envelope, no links, no secrets. */
export function propertiesOf(item: Item): Entry['properties'] {
  return Object.fromEntries(
    Object.entries(item)
      .filter(([key, value]) => !envelope.has(key) && !isReference(key, value) && !isSecret(key))
      .map(([key, value]) => [key, withoutLinks(value)]),
  );
}

/** The items of a subcollection that the read expanded. */
function childrenOf(wire: Item, word: string): readonly Item[] {
  const reference = wire[`${word}Reference`];
  return isItem(reference) && Array.isArray(reference['items']) ? reference['items'].filter(isItem) : [];
}

/**
 * Undefined for an object whose name cannot stand in a URI that means it alone. Such an object is never ours, because we
 * refuse to write such names.
 */
function uriOf(collection: readonly string[], resource: AnyResource, item: Item): string | undefined {
  try {
    return formatUri([...collection, fullPathOf(item, resource)]);
  } catch (error) {
    if (!(error instanceof BigIpValueError)) throw error;
    log('left out an object of %s: %s', resource.path, error.message);
    return undefined;
  }
}

/**
 * The object and, where the read expanded them, its subcollections. `collection` is the path it was read from.
 * `onLeftOut` gets every object that is left out because of its name, each with its resource.
 */
export function entriesOf(
  collection: readonly string[],
  resource: AnyResource,
  wire: Item,
  onLeftOut: (item: Item, resource: AnyResource) => void = () => {},
): Entry[] {
  const uri = uriOf(collection, resource, wire);
  if (uri === undefined) {
    onLeftOut(wire, resource);
    for (const [word, child] of Object.entries(resource.children)) {
      for (const item of childrenOf(wire, word)) onLeftOut(item, child);
    }
    return [];
  }
  const leftOut = Object.keys(wire).filter(isSecret);
  const own: Entry = {
    uri,
    type: resource.path,
    properties: propertiesOf(asSent(resource, withInlined(resource, wire))),
    ...(typeof wire['generation'] === 'number' ? { generation: wire['generation'] } : {}),
    ...(leftOut.length === 0 ? {} : { leftOut }),
  };
  // What is sent with the object itself is one of its properties, and no entry of its own.
  const inlined = resource.returnedIn ?? {};
  const words = Object.entries(resource.children).filter(([word]) => !(word in inlined));
  const children = words.flatMap(([word, child]) => {
    const path = [...collection, fullPathOf(wire, resource), word];
    return childrenOf(wire, word).flatMap((item) => entriesOf(path, child, item, onLeftOut));
  });
  return [own, ...children];
}
