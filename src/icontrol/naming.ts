/** How a new object is called in a body: by the same rules as in a path, so that it can be addressed afterwards. */
import { encodeSegment } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { shown } from './shown.ts';

/** The properties by which an object is called. */
export type NamingKey = 'name' | 'partition' | 'subPath';

const keys: ReadonlySet<string> = new Set<NamingKey>(['name', 'partition', 'subPath']);

export function isNamingKey(key: string): key is NamingKey {
  return keys.has(key);
}

/** A name may be a full path, but not that of the root folder; a partition is one word, a subPath the folders below it. */
function segmentsOf(key: NamingKey, value: string): readonly string[] {
  if (key === 'subPath') return value.split('/');
  return [value === '/' || (key === 'partition' && value.startsWith('/')) ? '' : value];
}

/**
 * Refuses what no request could name, or what could be taken for another object. Throws {@link BigIpValueError} with
 * `path`, where it stands in the caller's input.
 */
export function checkNaming(key: NamingKey, value: unknown, path: string = key): void {
  if (typeof value !== 'string') throw new BigIpValueError('must be a string', { value: shown(key, value), path });
  try {
    for (const segment of segmentsOf(key, value)) encodeSegment(segment);
  } catch (error) {
    if (error instanceof BigIpValueError) throw new BigIpValueError(error.message, { value, path });
    throw error;
  }
}
