import { resourceOf } from '../resources/tree.ts';
import { parseUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';

/** The path without names of what a URI names; undefined when the catalogue has no such type. */
export function typeOfUri(uri: string): string | undefined {
  try {
    const words = parseUri(uri).filter((segment) => !segment.startsWith('/'));
    const whole = resourceOf(words.join('/'));
    if (whole !== undefined && whole.naming === 'path') return whole.path;
    const parent = resourceOf(words.slice(0, -1).join('/'));
    return parent?.naming === 'name' ? parent.path : undefined;
  } catch (error) {
    if (error instanceof BigIpValueError) return undefined;
    throw error;
  }
}
