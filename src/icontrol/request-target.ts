import { encodeSegment } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';

/** Roots of the two servers of a BIG-IP: `/mgmt/tm` is mcpd's, `/mgmt/shared` restjavad's (facts: icontrol-rest 1.1). */
const ROOT = /^\/mgmt(?:\/[a-z][a-z0-9-]*)*$/;

/** The words of F5's own tree: nothing in them needs encoding. */
const WORD = /^[a-z][a-z0-9-]*$/;

function encodeAt(segment: unknown, index: number): string {
  const path = `segments[${index}]`;
  if (typeof segment !== 'string') throw new BigIpValueError('must be a string', { value: segment, path });
  if (WORD.test(segment) && segment.length < 64) return segment;
  try {
    return encodeSegment(segment);
  } catch (error) {
    if (error instanceof BigIpValueError) throw new BigIpValueError(error.message, { value: segment, path });
    throw error;
  }
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
  query: Readonly<Record<string, string>> = {},
  root = '/mgmt/tm',
): string {
  if (!ROOT.test(root)) throw new BigIpValueError('is not a root such as /mgmt/tm', { value: root, path: 'root' });
  const path = [root, ...segments.map(encodeAt)].join('/');
  const parameters = Object.entries(query).map(([name, value]) => encodeQuery(name, value));
  return parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
}
