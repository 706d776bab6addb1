/** `publish:` lists and `MappingOptions.publish`: which items there are, and whose they are (docs/publish.md). */
import { nameSchema } from '../kubernetes/objects.ts';
import type { PublishList } from '../kubernetes/publish-list.ts';
import { byText, type Notes, refuse } from './notes.ts';
import { heldItem, type NamedItem, type PublishListContext, readItem } from './publish-reader.ts';
import type { Asked } from './request.ts';

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Namespace and name of an item, however broken the rest of it is; undefined when it does not say them. */
function identify(item: unknown, place: string): NamedItem | undefined {
  if (!isObject(item)) return undefined;
  const [first] = Array.isArray(item['services']) ? item['services'] : [];
  const name = item['name'] ?? item['service'] ?? (isObject(first) ? first['service'] : undefined);
  const namespace = item['namespace'] ?? 'default';
  if (![namespace, name].every((text) => nameSchema().safeParse(text).success)) return undefined;
  return { namespace: String(namespace), name: String(name), item, place };
}

interface Broken {
  readonly place: string;
  readonly why: string;
}

function illegible(broken: readonly Broken[], notes: Notes): Asked {
  for (const { place, why } of broken) {
    const message = `${place} ${why}; nothing is done for any item, because what it may have cannot be told`;
    notes.add('Publish', 'InvalidPublish', message);
  }
  const places = broken.map(({ place }) => place).join(', ');
  const refusal = refuse('InvalidPublish', `all that was published by lists is held, because of ${places}`);
  return { requests: [], held: [{ object: 'Publish', names: { everything: 'publish_' }, refusal }] };
}

/** What all lists ask for. Items of one name are refused together: which of them is meant cannot be told. */
export function readPublishLists(lists: readonly PublishList[], context: PublishListContext): Asked {
  const broken: Broken[] = [];
  const byName = new Map<string, NamedItem[]>();
  for (const { source, publish, problem } of lists) {
    if (problem !== undefined) broken.push({ place: `the publish list of ${source}`, why: problem });
    else if (!Array.isArray(publish)) broken.push({ place: `publish of ${source}`, why: 'is not a list' });
    for (const [index, value] of (Array.isArray(publish) ? publish : []).entries()) {
      const place = `publish[${index}] of ${source}`;
      const item = identify(value, place);
      if (item === undefined) {
        broken.push({ place, why: 'does not say its name' });
        continue;
      }
      const key = `${item.namespace}/${item.name}`;
      const same = byName.get(key);
      if (same === undefined) byName.set(key, [item]);
      else same.push(item);
    }
  }
  if (broken.length > 0)
    return illegible(
      broken.sort((a, b) => byText(a.place, b.place)),
      context.notes,
    );
  const all = [...byName]
    .sort(([a], [b]) => byText(a, b))
    .map(([key, items]): Asked => {
      const [item] = items;
      if (item !== undefined && items.length === 1) return readItem(item, context);
      const places = items.map(({ place }) => place).sort(byText);
      const message = `${places.join(' and ')} are both called ${key}; give each a name of its own`;
      return item === undefined
        ? { requests: [], held: [] }
        : heldItem(item, refuse('InvalidPublish', message, 'name'));
    });
  return {
    requests: all.flatMap(({ requests }) => requests),
    held: all.flatMap(({ held }) => held),
    decided: all.flatMap(({ decided }) => decided ?? []),
  };
}
