/** FDB records that nobody has registered: made by hand, or by CIS before its partition was taken over. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Entry } from '../state.ts';
import { parentUri } from './identity.ts';

/** One sentence for every tunnel that has some. `exact`: everything of an owner goes, and these do not. */
export function unregisteredDiagnostics(records: readonly Entry[], exact: boolean): readonly Diagnostic[] {
  const byTunnel = new Map<string, number>();
  for (const { uri } of records) byTunnel.set(parentUri(uri), (byTunnel.get(parentUri(uri)) ?? 0) + 1);
  return [...byTunnel].map(([tunnel, count]): Diagnostic => {
    const which =
      count === 1 ? '1 FDB record that nobody registered stays' : `${count} FDB records that nobody registered stay`;
    const how = exact
      ? 'bigip apply with --adopt --prune deletes those that no Node of its input has'
      : '--adopt --prune deletes what no Node of the input has';
    return { severity: 'info', object: `BigIp/${tunnel}`, reason: 'RecordsUnregistered', message: `${which}: ${how}` };
  });
}
