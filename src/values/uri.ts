/**
 * URIs of configuration objects, as they stand on the request line after `/mgmt/tm/`.
 *
 * A URI is a list of segments. A segment that is a full path begins with `/` and its folders are joined by `~` on the
 * wire: `['ltm', 'pool', '/k8s/web']` is `ltm/pool/~k8s~web`. The `%` of a route domain is the one character of a name
 * that has to be percent-encoded again: `10.0.0.1%10` is `10.0.0.1%2510` (facts: icontrol-rest 3.1, 3.2).
 */

import { BigIpValueError } from './value-error.ts';

/** One level of a full path or one bare name; refuses everything that could name another resource. */
function checkName(name: string, segment: string): void {
  const refuse = (why: string): never => {
    throw new BigIpValueError(`name ${JSON.stringify(segment)} ${why}`, { value: segment });
  };
  if (name === '') refuse('has an empty part');
  // What stands behind a ";" is a parameter to the Java servers of a BIG-IP, which drop it: "..;" is ".." to them.
  if (/^\.{1,2}(?:;|$)/.test(name)) refuse('is a relative path');
  if (name.length > 255) refuse('is longer than 255 characters');
  if (name.includes('~')) refuse('contains "~", which BIG-IP uses for "/" in a URI');
  if (name.includes('/')) refuse('contains "/"');
  for (const character of name) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) refuse('contains a control character');
    if (code >= 0xd800 && code <= 0xdfff) refuse('is not well-formed text');
  }
  const percent = name.indexOf('%');
  // A second "%" could be an encoded "/" or "." to a server that decodes twice.
  const domain = /^%(\d{1,5})(?:[:.][^%]*)?$/.exec(name.slice(percent))?.[1];
  if (percent === 0 || (percent > 0 && !(Number(domain) <= 65_534))) {
    refuse('contains "%" that is not a route domain such as 10.0.0.1%10');
  }
}

/** Characters that a path segment may carry as they are (RFC 3986 pchar without `%` and `;`), so `:` and `,` stay readable. */
function encode(name: string): string {
  // Nearly every name is one of these, and a plan asks for tens of thousands.
  if (/^[\w.:,=@$&+-]*$/.test(name)) return name;
  return encodeURIComponent(name).replace(/%(?:3A|40|24|26|2B|2C|3D)/g, (match) => decodeURIComponent(match));
}

/** The names of a full path, or the one bare name; none for the root folder, whose own full path is "/". */
function namesOf(segment: string): string[] {
  if (segment === '/') return [];
  const names = segment.startsWith('/') ? segment.slice(1).split('/') : [segment];
  for (const name of names) checkName(name, segment);
  return names;
}

/** The wire form of one segment. Throws {@link BigIpValueError} for a name that could reach another resource. */
export function encodeSegment(segment: string): string {
  // The root folder is "~" on the wire.
  if (segment === '/') return '~';
  const names = namesOf(segment).map(encode);
  return segment.startsWith('/') ? `~${names.join('~')}` : names.join('');
}

function decodeSegment(segment: string): string {
  let text: string;
  try {
    text = segment.includes('%') ? decodeURIComponent(segment) : segment;
  } catch {
    throw new BigIpValueError(`"${segment}" is not a percent-encoded name`, { value: segment });
  }
  return text.startsWith('~') ? text.replaceAll('~', '/') : text;
}

/** `['ltm', 'pool', '/k8s/web']` -> `ltm/pool/~k8s~web`. */
export function formatUri(segments: readonly string[]): string {
  return segments.map(encodeSegment).join('/');
}

/** `ltm/pool/~k8s~web` -> `['ltm', 'pool', '/k8s/web']`. The inverse of {@link formatUri}. */
export function parseUri(uri: string): string[] {
  const segments = uri.split('/').map(decodeSegment);
  for (const segment of segments) namesOf(segment);
  return segments;
}

/** The last segment of a URI: the full path or the bare name of the object. */
export function uriName(uri: string): string {
  return parseUri(uri).at(-1) ?? '';
}
