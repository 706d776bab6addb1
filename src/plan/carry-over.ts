/** What goes over from a found object into the one that is made in its place: all that the wanted one does not name. */
import { type AnyResource, shapeOf } from '../resources/define.ts';
import type { Entry, Json, Properties } from '../state.ts';
import { asMade } from './as-made.ts';
import { counterpart, isUnset } from './difference.ts';
import { mergeMetadata } from './ownership.ts';
import type { Plan } from './types.ts';

/** Of an object that is to have another parent the rest came from the old one, as far as anybody can tell. */
const always: ReadonlySet<string> = new Set(['description', 'metadata']);

/**
 * The operator's own properties of an object that is deleted and made again: his description, a member's `session`, what
 * was added to its metadata. `wanted` wins over them, and they over what is only sent at creation.
 */
export function carriedOver(resource: AnyResource, wanted: Properties, found: Entry, differs: Properties): Properties {
  const shape = shapeOf(resource);
  const stays = (key: string): boolean => !('defaultsFrom' in differs) || always.has(key);
  const entries = Object.entries(asMade(found).properties).flatMap(([key, value]): [string, Json][] => {
    if (key === 'appService' || !Object.hasOwn(shape, key) || isUnset(value) || !stays(key)) return [];
    if (key === 'metadata' && resource.mark === 'metadata') return [[key, mergeMetadata(wanted[key] ?? null, value)]];
    const other = counterpart(resource, key);
    const named = Object.hasOwn(wanted, key) || (other !== undefined && Object.hasOwn(wanted, other));
    return named ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

/** Whether a plan makes an object in the place of another: then all of that one has to be known. */
export function replacesAny({ changes }: Plan): boolean {
  const deleted = new Set(changes.flatMap(({ action, uri }) => (action === 'delete' ? [uri] : [])));
  return changes.some(({ action, uri }) => action === 'replace' || (action === 'create' && deleted.has(uri)));
}
