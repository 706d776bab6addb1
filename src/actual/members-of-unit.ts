/** What the active unit of a pair knows, and the one that stands by may not yet: the members whose neighbours it has. */
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { ActualState, DesiredState } from '../state.ts';
import { isNeighbour } from '../values/overlay-types.ts';
import { hasDoubtfulNeighbour, readMembersElsewhere } from './members-elsewhere.ts';

/**
 * What was read of a unit, with the addresses of all pool members of the active one: these get to it with the next copy of
 * the configuration, so their neighbours are in use. `except` is a partition whose members do not count. One GET, where a
 * neighbour is there that nobody wants.
 */
export async function withMembersOf(
  active: Requester,
  desired: DesiredState,
  actual: ActualState,
  options: CallOptions,
  except?: string,
): Promise<ActualState> {
  const neighbours = actual.objects.filter(({ type }) => isNeighbour(type));
  if (!hasDoubtfulNeighbour(neighbours, desired)) return actual;
  const members = await readMembersElsewhere(active, except, options);
  return { ...actual, membersElsewhere: [...actual.membersElsewhere, ...members] };
}
