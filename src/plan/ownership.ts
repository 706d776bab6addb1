/**
 * Whose an object is. What carries metadata carries our mark there (`managed-by` = `bigip-icontrol/<owner>`), monitors in
 * their description. Objects of an iApp or AS3 (`appService`) always belong to it.
 */
import type { AnyResource } from '../resources/define.ts';
import type { Entry, Json } from '../state.ts';

const product = 'bigip-icontrol/';
const markName = 'managed-by';

/** The mark of an owner: `bigip-icontrol/default`. */
export function markOf(owner: string): string {
  return `${product}${owner}`;
}

export type Holder =
  | { readonly kind: 'ours' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'another'; readonly mark: string }
  | { readonly kind: 'appService'; readonly name: string };

interface MetadataItem {
  readonly name: string;
  readonly value?: Json;
  readonly [key: string]: Json | undefined;
}

/** The items of a `metadata` property; anything else in its place is no metadata. */
export function metadataItems(wire: Json | undefined): readonly MetadataItem[] {
  if (!Array.isArray(wire)) return [];
  return wire.filter(
    (item): item is MetadataItem =>
      typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string',
  );
}

function markText(entry: Entry, place: 'metadata' | 'description'): string | undefined {
  if (place === 'description') {
    const wire = entry.properties['description'];
    return typeof wire === 'string' && wire.startsWith(`${markName} ${product}`)
      ? wire.slice(markName.length + 1)
      : undefined;
  }
  const value = metadataItems(entry.properties['metadata']).find(({ name }) => name === markName)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Who holds an object of the device, as its mark says. */
export function holderOf(entry: Entry, resource: AnyResource, owner: string): Holder {
  const appService = entry.properties['appService'];
  if (typeof appService === 'string' && appService !== '' && appService !== 'none') {
    return { kind: 'appService', name: appService };
  }
  const mark = resource.mark === undefined ? undefined : markText(entry, resource.mark);
  if (mark === undefined) return { kind: 'nobody' };
  return mark === markOf(owner) ? { kind: 'ours' } : { kind: 'another', mark };
}

/** The wanted metadata, with the operator's own items kept: BIG-IP replaces the list as a whole. */
export function mergeMetadata(wanted: Json, found: Json | undefined): Json {
  const items = metadataItems(wanted);
  const names = new Set(items.map(({ name }) => name));
  const others = metadataItems(found).filter(({ name }) => !names.has(name));
  return [...items, ...others].sort((a, b) => (a.name < b.name ? -1 : 1)) as unknown as Json;
}
