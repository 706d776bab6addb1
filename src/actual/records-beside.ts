/** Which FDB records the other unit of a pair has: the list that names them is one for both. */
import { BigIpError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { ActualState, Scope } from '../state.ts';
import { registeredName, registeredNames } from '../values/registry.ts';
import { readRecords } from './overlay-tables.ts';

/**
 * What was read of the active unit, with the names of the records that the other ones have. One that does not answer may have
 * all that the list names. One GET for each tunnel and unit.
 */
export async function withRecordsOf(
  beside: readonly Requester[],
  scope: Scope,
  actual: ActualState,
  options: CallOptions,
): Promise<ActualState> {
  const read = await Promise.allSettled(beside.map((unit) => readRecords(unit, scope, options)));
  const names = read.flatMap((one) => {
    if (one.status === 'fulfilled') return one.value.flatMap(({ uri }) => registeredName(uri) ?? []);
    if (!(one.reason instanceof BigIpError) || options.signal?.aborted === true) throw one.reason;
    return registeredNames(actual.registries?.own?.properties['records']);
  });
  return { ...actual, recordsBeside: [...new Set(names)] };
}

/** What was read anew, with what the other unit of a pair has said before. */
export function besides(whole: ActualState, { membersElsewhere, recordsBeside }: ActualState): ActualState {
  const members = [...whole.membersElsewhere, ...membersElsewhere];
  return { ...whole, membersElsewhere: members, ...(recordsBeside === undefined ? {} : { recordsBeside }) };
}
