/** One collection of the device as entries, with one filtered GET, or with pages where that is too much for it. */
import { type Item, type ListOptions, listItems, nameAndPlace } from '../icontrol/items.ts';
import type { Requester } from '../icontrol/requester.ts';
import type { AnyResource } from '../resources/define.ts';
import type { Entry } from '../state.ts';
import { entriesOf } from './entries.ts';

export async function readItems(
  requester: Requester,
  segments: readonly string[],
  options: ListOptions,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of listItems(requester, segments, options)) items.push(item);
  return items;
}

/** Names, whose it is, and what is an operator's to write. */
const always = [...nameAndPlace, 'generation', 'metadata', 'description', 'appService'];

/** What a plan has to know of an object that nobody wants: what it refers to, and what it stands in the way of. */
const judgedBy: Readonly<Record<string, readonly string[]>> = {
  'ltm/virtual': ['destination', 'ipProtocol', 'pool', 'persist'],
  'ltm/pool': ['monitor'],
  'net/arp': ['ipAddress', 'macAddress'],
  'net/ndp': ['ipAddress', 'macAddress'],
  'net/route': ['network', 'gw'],
};

/**
 * The properties to ask for: besides those, the ones that any wanted entry of the type names. Subcollections come whole:
 * that `$select` reaches inside them is known from code, not from a recording (facts: icontrol-rest 4.4).
 */
export function selectionOf(resource: AnyResource, wanted: readonly Entry[]): readonly string[] {
  const { path, children, returnedIn = {}, pairs = {} } = resource;
  const keys = new Set([...always, ...(judgedBy[path] ?? [])]);
  for (const word of Object.keys(children)) keys.add(`${word}Reference`);
  for (const { type, properties } of wanted) {
    if (type !== path) continue;
    for (const key of Object.keys(properties)) keys.add(returnedIn[key] ?? key);
  }
  // Of such a pair the device returns the one that is true.
  for (const [one, other] of Object.entries(pairs)) if (keys.has(one) || keys.has(other)) keys.add(one).add(other);
  return [...keys];
}

/** The entries of a type in one partition. `onLeftOut` gets every object whose name cannot stand in a URI. */
export async function readType(
  requester: Requester,
  resource: AnyResource,
  partition: string,
  options: ListOptions,
  onLeftOut?: (item: Item, resource: AnyResource) => void,
): Promise<Entry[]> {
  const segments = resource.path.split('/');
  const items = await readItems(requester, segments, { ...options, partition });
  // What does not filter, as a proxy might not hand on the query, must not make another partition's objects ours.
  return items
    .filter((item) => typeof item['partition'] !== 'string' || item['partition'] === partition)
    .flatMap((item) => entriesOf(segments, resource, item, onLeftOut));
}
