/** Which object a call is about, as a caller writes it. */
import { BigIpValueError } from '../values/value-error.ts';

/**
 * Refuses a path that begins with no slash: it would be taken for a name in Common, and say that what exists does not.
 * Throws {@link BigIpValueError} with `path`, what the caller calls it.
 */
export function checkFullPath(name: unknown, path: string): asserts name is string {
  if (typeof name !== 'string') {
    throw new BigIpValueError('must be a full path such as /Common/name', { path });
  }
  if (name.startsWith('/') || !name.includes('/')) return;
  const given = JSON.stringify(name);
  const meant = JSON.stringify(`/${name}`);
  throw new BigIpValueError(`${given} is neither a name nor a full path; did you mean ${meant}?`, {
    value: name,
    path,
  });
}
