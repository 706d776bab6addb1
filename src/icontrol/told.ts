/** What an object that was read says: only what was asked for, so that what it lacks need not be unset on the device. */
import type { AnyResource } from '../resources/define.ts';
import { isItem } from './items.ts';

type Properties = Readonly<Record<string, unknown>>;

/** A read with `select` leaves out what every object has; so does one that was put together by hand. */
export function isWhole(current: Properties): boolean {
  return current['kind'] !== undefined || current['selfLink'] !== undefined;
}

/** The reference that a property is returned in; undefined for one that stands in the object itself. */
function referenceOf(resource: AnyResource, key: string): string | undefined {
  const child = Object.hasOwn(resource.children, key) ? `${key}Reference` : undefined;
  return resource.returnedIn?.[key] ?? child;
}

/** The link of an object repeats the query; objects of a list are told by their items. */
function isExpanded(resource: AnyResource, current: Properties): boolean {
  const words = [...Object.keys(resource.children), ...Object.keys(resource.returnedIn ?? {})];
  const hasItems = words.some((word) => {
    const reference = current[referenceOf(resource, word) ?? word];
    return isItem(reference) && reference['items'] !== undefined;
  });
  return hasItems || /[?&]expandSubcollections=true/.test(String(current['selfLink']));
}

/** Whether an object says of a property what it is, or by its absence that there is none. */
export function isTold(resource: AnyResource, key: string, current: Properties): boolean {
  if (Object.hasOwn(current, key)) return true;
  if (!isWhole(current)) return false;
  const reference = referenceOf(resource, key);
  return reference === undefined || current[reference] === undefined || isExpanded(resource, current);
}
