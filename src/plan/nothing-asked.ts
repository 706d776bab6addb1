/** `--prune` with an input that asks for nothing: meant by one who takes all away, and a slip of one whose input is cut. */
import type { Diagnostic } from '../diagnostic.ts';
import type { DesiredState } from '../state.ts';
import type { Change } from './types.ts';

/** Whether anything of the input asks for virtual servers or pools, also where it could not be understood. */
function asks({ objects, held, scope }: DesiredState): boolean {
  const isTraffic = ({ type }: { readonly type: string }): boolean => type.startsWith('ltm/');
  const { heldPrefixes, decidedPrefixes = [] } = scope;
  return objects.some(isTraffic) || held.some(isTraffic) || heldPrefixes.length + decidedPrefixes.length > 0;
}

/** A warning when virtual servers or pools go because no object of the input asks for any. */
export function nothingAsked(desired: DesiredState, changes: readonly Change[]): readonly Diagnostic[] {
  const deleted = changes.filter(({ action }) => action === 'delete');
  if (asks(desired) || !deleted.some(({ type }) => type === 'ltm/virtual' || type === 'ltm/pool')) return [];
  const count = deleted.length === 1 ? 'one object' : `${deleted.length} objects`;
  const message = `deletes ${count} of owner ${desired.owner}: no object of the input asks for any virtual server or pool`;
  return [{ severity: 'warning', object: 'BigIp/plan', reason: 'PruneDeletesAll', message }];
}
