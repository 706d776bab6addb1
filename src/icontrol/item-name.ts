/** How an item of the device is called, whichever way it says so. */
import { ProtocolError } from '../errors.ts';
import type { AnyResource } from '../resources/define.ts';
import { parseUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { Item } from './items.ts';
import type { NewName } from './write.ts';

/** Full path of an item. It cannot be read from `fullPath`, which is the bare name when that is what was asked for. */
export function fullPathOf(item: Item, resource: AnyResource): string {
  const { name, partition, subPath, fullPath } = item;
  if (typeof name !== 'string') throw new ProtocolError(`an item of ${resource.path} has no name`);
  if (resource.naming === 'name') return name;
  if (typeof partition === 'string')
    return `/${partition}${typeof subPath === 'string' && subPath !== '' ? `/${subPath}` : ''}/${name}`;
  return typeof fullPath === 'string' && fullPath.startsWith('/') ? fullPath : `/Common/${name}`;
}

/** What an object without a name is called: by the last word of the link to itself. Undefined when that names none. */
export function namedByLink({ selfLink }: Item, { path, naming }: AnyResource): NewName | undefined {
  if (typeof selfLink !== 'string') return undefined;
  const words = path.split('/');
  try {
    const segments = parseUri(selfLink.replace(/^.*\/mgmt\/tm\//, '').replace(/\?.*$/, ''));
    const last = segments.at(-1) ?? '';
    if (segments.length <= words.length || last === words.at(-1)) return undefined;
    if (naming === 'name' || !last.startsWith('/')) return { name: last };
    const [partition = '', ...rest] = last.slice(1).split('/');
    const name = rest.pop();
    if (name === undefined) return undefined;
    return { name, partition, ...(rest.length === 0 ? {} : { subPath: rest.join('/') }) };
  } catch (error) {
    if (error instanceof BigIpValueError) return undefined;
    throw error;
  }
}
