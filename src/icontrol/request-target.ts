import { encodeSegment } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';

/** Roots of the two servers of a BIG-IP: `/mgmt/tm` is mcpd's, `/mgmt/shared` restjavad's (facts: icontrol-rest 1.1). */
const ROOT = /^\/mgmt(?:\/[a-z][a-z0-9-]*)*$/;

const NO_QUERY: Readonly<Record<string, string>> = {};

/** The words of F5's own tree: nothing in them needs encoding. */
const WORD = /^[a-z][a-z0-9-]*$/;

/** The same objects are asked for again and again. */
const known = new Map<string, string>();
const MOST_KNOWN = 1_000;

function encodeAt(segment: unknown, index: number): string {
  if (typeof segment !== 'string') throw refusal('must be a string', segment, index);
  if (segment.length < 64 && WORD.test(segment)) return segment;
  const before = known.get(segment);
  if (before !== undefined) return before;
  try {
    const encoded = encodeSegment(segment);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(segment, encoded);
    return encoded;
  } catch (error) {
    throw error instanceof BigIpValueError ? refusal(error.message, segment, index) : error;
  }
}

function refusal(why: string, value: unknown, index: number): BigIpValueError {
  return new BigIpValueError(why, { value, path: `segments[${index}]` });
}

function encodeQuery(name: string, value: string): string {
  // A lone surrogate is not text, and cannot be encoded.
  if (!/^\$?[A-Za-z][A-Za-z0-9_.-]*$/.test(name) || typeof value !== 'string' || /\p{Surrogate}/u.test(value)) {
    throw new BigIpValueError('is not a query parameter', { value, path: `query.${name}` });
  }
  // Commas, slashes and colons stay readable, as in `$select=name,partition`.
  return `${name}=${encodeURIComponent(value).replace(/%(?:2C|2F|3A)/g, decodeURIComponent)}`;
}

/**
 * The request target for an object: `['ltm', 'pool', '/k8s/web']` -> `/mgmt/tm/ltm/pool/~k8s~web`.
 *
 * It is joined from encoded segments and never resolved as a URL, so no name can reach another resource; a name that
 * could is refused with a {@link BigIpValueError} that says which one.
 */
export function requestTarget(
  segments: readonly string[],
  query: Readonly<Record<string, string>> = NO_QUERY,
  root = '/mgmt/tm',
): string {
  if (!ROOT.test(root)) throw new BigIpValueError('is not a root such as /mgmt/tm', { value: root, path: 'root' });
  let path = root;
  for (const [index, segment] of segments.entries()) path += `/${encodeAt(segment, index)}`;
  if (query === NO_QUERY) return path;
  const parameters = Object.entries(query).map(([name, value]) => encodeQuery(name, value));
  return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}
