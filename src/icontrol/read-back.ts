/** What an object that is read back says of a write whose answer was lost. */
import type { AnyResource } from '../resources/define.ts';
import type { Differs, Reply } from './exchange.ts';
import { isItem } from './items.ts';
import { decodeItem } from './model.ts';
import { isNamingKey } from './naming.ts';
import { differingKeys } from './same-object.ts';

type Properties = Readonly<Record<string, unknown>>;

/** What a write asked for, as it stood in its body. */
export interface Wanted {
  readonly resource: AnyResource;
  readonly body: Properties;
  /** The object as the caller had read it, where he had. */
  readonly before?: Properties | undefined;
}

/** The words of the subcollections whose objects were sent in the same body. */
export function childrenIn({ resource, body }: Wanted): readonly string[] {
  return Object.keys(resource.children).filter((word) => Array.isArray(body[word]) && !isNamingKey(word));
}

function read(resource: AnyResource, { body }: Reply): Properties {
  return isItem(body) ? decodeItem(resource, body) : {};
}

const differ = (what: string, keys: readonly string[]): Differs => ({ differs: `${what} (${keys.join(', ')})` });

/** Done when the object that was sent is there; another object of that name is somebody else's. */
export function afterCreate(wanted: Wanted, found: Reply | undefined): Reply | 'absent' | Differs {
  if (found === undefined) return 'absent';
  const { resource, body } = wanted;
  const keys = differingKeys(resource, body, read(resource, found), true);
  return keys.length === 0 ? found : differ('another object of that name is there', keys);
}

/**
 * Done when the object says what was asked for. It may be asked for again when the object is still as the caller had read
 * it; otherwise somebody else may have changed it after us, and that would be undone.
 */
export function afterChange(wanted: Wanted, found: Reply | undefined): Reply | 'absent' | Differs {
  if (found === undefined) return { differs: 'the object is gone' };
  const { resource, body, before } = wanted;
  const current = read(resource, found);
  const keys = differingKeys(resource, body, current);
  if (keys.length === 0) return found;
  const isUntouched = before !== undefined && differingKeys(resource, pick(before, body), current).length === 0;
  return isUntouched ? 'absent' : differ('the object says something else', keys);
}

/** What an object had in the places that a body speaks of. */
function pick(before: Properties, body: Properties): Properties {
  return Object.fromEntries(Object.keys(body).map((key) => [key, before[key]]));
}
