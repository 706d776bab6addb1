/** What changes in one property, as text: of a list what comes and goes, and not all that stays. */
import type { Json, Properties } from '../state.ts';
import { metadataItems } from '../values/metadata-items.ts';

export function shortValue(value: Json | undefined): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value);
}

function itemsOf(value: Json | undefined): readonly Json[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Json[]) : undefined;
}

/** What a device says of an item besides, and nobody asks for. */
function isStated(key: string, value: Json): boolean {
  return /Reference$|^(?:kind|fullPath|generation|selfLink|subPath)$/.test(key) || value === 'yes';
}

/** A profile is told by its path and its side, a persistence profile by its path, however they are spelt. */
function itemText(item: Json): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return shortValue(item);
  const { name, partition, context, ...rest } = item as Properties;
  const isNamed = typeof name === 'string' && Object.entries(rest).every(([key, value]) => isStated(key, value));
  if (!isNamed) return JSON.stringify(item);
  const path = typeof partition === 'string' && !name.startsWith('/') ? `/${partition}/${name}` : name;
  return typeof context === 'string' && context !== 'all' ? `${path} (${context})` : path;
}

/** One text for each item that is new, gone or another. Undefined when only the order differs. */
function listDifference(key: string, before: readonly Json[], after: readonly Json[]): string | undefined {
  const [old, now] = [before.map(itemText), after.map(itemText)];
  const come = now.filter((item) => !old.includes(item)).map((item) => `+ ${item}`);
  const go = old.filter((item) => !now.includes(item)).map((item) => `- ${item}`);
  return come.length + go.length === 0 ? undefined : `${key}: ${[...go, ...come].join(' ')}`;
}

function metadataDifference(before: Json | undefined, after: Json | undefined): string | undefined {
  const [old, now] = [before, after].map((value) => new Map(metadataItems(value).map((item) => [item.name, item])));
  const names = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
  const texts = names.flatMap((name) => {
    const [was, is] = [old, now].map((items) => items?.get(name)?.value as Json | undefined);
    return was === is ? [] : [`metadata ${name}: ${shortValue(was)} -> ${shortValue(is)}`];
  });
  return texts.length === 0 ? undefined : texts.join(', ');
}

/** `monitor: none -> /Common/tcp`, `metadata managed-by: none -> bigip-icontrol/default`, `rules: - /Common/a + /Common/b`. */
export function describeDifference(key: string, before: Json | undefined, after: Json | undefined): string {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  const lists = old !== undefined && now !== undefined && (Array.isArray(before) || Array.isArray(after));
  const inList = !lists
    ? undefined
    : key === 'metadata'
      ? metadataDifference(before, after)
      : listDifference(key, old, now);
  return inList ?? `${key}: ${shortValue(before)} -> ${shortValue(after)}`;
}
