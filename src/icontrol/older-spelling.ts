/** What BIG-IP 11 wrote otherwise, read as later versions write it. */
import type { AnyResource } from '../resources/define.ts';
import type { Shape } from '../values/shape.ts';
import { isItem } from './items.ts';

/** The link of an object of BIG-IP 11.4 or 11.5.0. */
const NULL_FLAGS = /[?&]ver=11\.(?:4|5\.0)/;

/** There a flag that is set is null, and one that is not is left out (iControl REST User Guide 11.4, null values for flags). */
export function setNullFlags(model: Record<string, unknown>, schemas: Shape): void {
  const link = model['selfLink'];
  if (typeof link !== 'string' || !NULL_FLAGS.test(link)) return;
  for (const key of Object.keys(model)) if (model[key] === null && Object.hasOwn(schemas, key)) model[key] = true;
}

/** The link of an object of BIG-IP 11. */
const VERSION_11 = /[?&]ver=11\./;

/** What version 11 wrote in another type is read as later ones write it. */
export function modernise({ olderAs }: AnyResource, model: Record<string, unknown>): void {
  if (olderAs === undefined || !VERSION_11.test(String(model['selfLink']))) return;
  for (const [key, modern] of Object.entries(olderAs)) {
    const wire = model[key];
    if (isItem(wire)) model[key] = modern(wire);
  }
}
