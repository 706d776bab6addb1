/** The schemas of a whole object as the device sends it: its properties, its envelope and its subcollections. */
import { type AnyResource, shapeOf } from '../resources/define.ts';
import { once } from '../values/codec.ts';
import { flag, integer, list, open, optional, text } from '../values/fields.ts';
import { unread, withReader } from '../values/reader.ts';
import type { Shape } from '../values/shape.ts';
import { isItem } from './items.ts';

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
  withReader(open(optional({ link: text(), isSubcollection: flag(), items: list(open({})) })), (wire) => {
    if (!isItem(wire)) return unread;
    const { link: to = '', isSubcollection = true, items = [] } = wire;
    // What the items are is looked at by the resource that they are of.
    return typeof to === 'string' && typeof isSubcollection === 'boolean' && Array.isArray(items) ? wire : unread;
  }),
);

/** The schemas of everything that is known of an object: its properties, its envelope and its subcollections. */
export function schemasOf(resource: AnyResource): Shape {
  const words = [...Object.values(resource.returnedIn ?? {}), ...Object.keys(resource.children).map(referenceOf)];
  const references = Object.fromEntries(words.map((word) => [word, subcollection()]));
  const own = resource.form === undefined || resource.form === 'collection' ? { ...envelope(), ...references } : {};
  return { ...own, ...shapeOf(resource) };
}

/** `membersReference`: under what an object has the link to a subcollection. */
export function referenceOf(word: string): string {
  return `${word}Reference`;
}
