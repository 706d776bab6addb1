/** A `publish:` list: Services to publish without an object in the cluster that says so (docs/publish.md). */

export const publishApiVersion = 'bigip-icontrol/v1';
export const publishKind = 'PublishList';

/** One list, as it stands in the input. */
export interface PublishList {
  /** Where it comes from, a file name for instance; stands in messages. */
  readonly source: string;
  readonly publish: unknown;
}

/** A document with `publish:` and nothing that says another kind. */
export function isPublishList(value: Readonly<Record<string, unknown>>, apiVersion: unknown, kind: unknown): boolean {
  if (apiVersion !== undefined && apiVersion !== publishApiVersion) return false;
  // One that says its kind and lacks the list is a list that is not understood, and never nothing at all.
  return kind === publishKind || (kind === undefined && Object.hasOwn(value, 'publish'));
}
