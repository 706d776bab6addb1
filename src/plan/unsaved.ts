/**
 * The sign that the last save of this owner failed: metadata on one of its objects, `unsaved-by`, which is in the running
 * configuration alone (`persist` is `false`). A reboot takes it away together with what was not saved.
 */
import type { Diagnostic } from '../diagnostic.ts';
import type { Entry, Json } from '../state.ts';
import { markOf, unsavedName } from '../values/mark.ts';
import { type MetadataItem, metadataItems, metadataText } from '../values/metadata-items.ts';

/** URIs of the objects that bear the sign of this owner. */
export function unsavedObjects(objects: readonly Entry[], owner: string): readonly string[] {
  return objects.flatMap(({ uri, properties: { metadata } }) =>
    metadataText(metadata, unsavedName) === markOf(owner) ? [uri] : [],
  );
}

/** Metadata with the sign, or without it. */
export function signed(metadata: unknown, owner: string, unsaved: boolean): Json {
  const others = metadataItems(metadata).filter(({ name }) => name !== unsavedName);
  const sign: MetadataItem = { name: unsavedName, persist: 'false', value: markOf(owner) };
  return (unsaved ? [...others, sign] : others) as unknown as Json;
}

/** What a plan says of it. */
export function unsavedDiagnostics(unsaved: readonly string[]): readonly Diagnostic[] {
  const [uri] = unsaved;
  if (uri === undefined) return [];
  const message =
    'what an earlier apply changed is running but was not saved, and a reboot would lose it; the next apply saves it';
  // No warning: with --strict the apply that saves would be refused.
  return [{ severity: 'info', object: `BigIp/${uri}`, reason: 'SaveIsDue', message }];
}
