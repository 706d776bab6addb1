/** The items of a `metadata` property as they stand on the wire. */
export interface MetadataItem {
  readonly name: string;
  readonly value?: unknown;
  readonly [key: string]: unknown;
}

/** Anything else in its place is no metadata. */
export function metadataItems(wire: unknown): readonly MetadataItem[] {
  if (!Array.isArray(wire)) return [];
  return wire.filter(
    (item): item is MetadataItem =>
      typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string',
  );
}

/** The text of one item; undefined when there is none. */
export function metadataText(wire: unknown, wanted: string): string | undefined {
  const value = metadataItems(wire).find(({ name }) => name === wanted)?.value;
  return typeof value === 'string' ? value : undefined;
}
