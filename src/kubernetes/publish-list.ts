/** A `publish:` list: Services to publish without an object in the cluster that says so (docs/publish.md). */

const publishApiVersion = 'bigip-icontrol/v1';
const publishKind = 'PublishList';

/** One list, as it stands in the input. */
export interface PublishList {
  /** Where it comes from, a file name for instance; stands in messages. */
  readonly source: string;
  readonly publish: unknown;
  /** Why the list is not read, as the end of a sentence about the document. */
  readonly problem?: string;
}

const group = 'bigip-icontrol/';

/** A document with `publish:` and nothing that says another kind; undefined for all others. */
export function asPublishList(
  value: Readonly<Record<string, unknown>>,
  apiVersion: unknown,
  kind: unknown,
  source: string,
): PublishList | undefined {
  const publish = value['publish'];
  if (typeof apiVersion === 'string' && apiVersion.startsWith(group)) {
    if (apiVersion === publishApiVersion && (kind === publishKind || kind === undefined)) return { source, publish };
    // A slip of the pen must never look like a list that asks for nothing any more.
    const problem = `says apiVersion ${JSON.stringify(apiVersion)} and kind ${JSON.stringify(kind)}; ${publishApiVersion} and ${publishKind} are read`;
    return { source, publish, problem };
  }
  if (apiVersion !== undefined) return undefined;
  return kind === publishKind || (kind === undefined && Object.hasOwn(value, 'publish'))
    ? { source, publish }
    : undefined;
}
