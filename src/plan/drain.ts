/**
 * A member that is draining is disabled by us and marked, so that only our own drain is ever undone: a member that an
 * operator disabled stays disabled.
 */
import type { Json, Properties } from '../state.ts';
import { markOf } from '../values/mark.ts';
import { metadataItems } from '../values/metadata-items.ts';

const drainName = 'drained-by';

function isDisabled(properties: Properties): boolean {
  return properties['session'] === 'user-disabled';
}

/** What disables a member with our mark on it; undefined when it is disabled already, by us or by an operator. */
export function drainMark(found: Properties, owner: string): Properties | undefined {
  const { session, metadata } = memberProperties({ session: 'user-disabled' }, found, owner);
  return session === undefined || metadata === undefined ? undefined : { session, metadata };
}

/** The wanted properties of a member, given what the device says of it. */
export function memberProperties(wanted: Properties, found: Properties | undefined, owner: string): Properties {
  const mark: Json = { name: drainName, persist: 'true', value: markOf(owner) };
  const items = metadataItems(found?.['metadata']);
  const others = items.filter(({ name }) => name !== drainName) as unknown as readonly Json[];
  const drained = items.some(({ name, value }) => name === drainName && value === markOf(owner));
  if (isDisabled(wanted)) {
    if (found === undefined) return { ...wanted, metadata: [mark] };
    // Whether a member that is there is forced down is the operator's to say.
    const { session, state: _state, ...rest } = wanted;
    // Already disabled, by us or by an operator: nothing to add.
    return session === undefined || isDisabled(found) ? rest : { ...rest, session, metadata: [...others, mark] };
  }
  if (found === undefined || !drained) return wanted;
  return isDisabled(found) ? { ...wanted, session: 'user-enabled', metadata: others } : { ...wanted, metadata: others };
}
