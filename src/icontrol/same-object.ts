/** Whether an object that was read says what a body asks for, with the objects of its subcollections. */
import { type AnyResource, shapeOf } from '../resources/define.ts';
import { sameValue } from './encode.ts';
import { isItem } from './items.ts';
import { isNamingKey } from './naming.ts';

type Properties = Readonly<Record<string, unknown>>;

/** `/k8s/10.0.0.1:80` and `10.0.0.1:80` name one object inside of another. */
function lastName(name: unknown): string {
  return String(name).split('/').at(-1) ?? '';
}

/** A profile or a policy may be said by its name alone. */
function named(one: unknown): Properties {
  return isItem(one) ? one : { name: one };
}

/** Each object that was sent is among those that are there. */
function hasChildren(child: AnyResource, sent: readonly unknown[], there: unknown): boolean {
  const found = Array.isArray(there) ? there.map(named) : [];
  return sent.map(named).every((one) => {
    const same = found.find(({ name }) => lastName(name) === lastName(one['name']));
    return same !== undefined && differingKeys(child, one, same).length === 0;
  });
}

/**
 * Whether one property of a body is as it was read. A list of objects of a subcollection is the whole of it; of one that
 * was just made, it may have got more from the device by itself.
 */
export function isSaid(resource: AnyResource, key: string, wire: unknown, current: Properties, made = false): boolean {
  const child = Object.hasOwn(resource.children, key) ? resource.children[key] : undefined;
  const isOwn = Object.hasOwn(shapeOf(resource), key);
  if (child === undefined || !Array.isArray(wire) || (isOwn && !made)) return sameValue(resource, key, wire, current);
  const there = current[key];
  const count = Array.isArray(there) ? there.length : 0;
  return (made || count === wire.length) && hasChildren(child, wire, there);
}

/** The properties of a body that an object does not have as they were sent. What is never returned cannot be compared. */
export function differingKeys(
  resource: AnyResource,
  body: Properties,
  current: Properties,
  made = false,
): readonly string[] {
  return Object.entries(body).flatMap(([key, wire]) => {
    const isCompared = !isNamingKey(key) && resource.writeOnly?.includes(key) !== true;
    return isCompared && !isSaid(resource, key, wire, current, made) ? [key] : [];
  });
}
