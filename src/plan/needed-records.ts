/** FDB records that are not wanted any more, and that static neighbours which stay lead to all the same. */
import type { Diagnostic } from '../diagnostic.ts';
import type { ActualState, Json } from '../state.ts';
import { parseMac } from '../values/mac.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { registryType } from '../values/registry.ts';
import { uriName } from '../values/uri.ts';
import { orNone } from '../values/value-error.ts';
import type { Change, Plan } from './types.ts';

function macOf(wire: Json | undefined): string | undefined {
  return orNone(() => parseMac(wire));
}

function noteOf({ uri }: Change): Diagnostic {
  const message = 'static neighbours that stay lead to this FDB record, so it stays as well';
  return { severity: 'info', object: `BigIp/${uri}`, reason: 'RecordKept', message };
}

/**
 * A plan without the deletion of such records, and of the registry that names them: they may serve members that were made by
 * hand, or of another owner of the tunnel who has not registered them. `without` are neighbours that do not count.
 */
export function keepNeededRecords(
  plan: Plan,
  { objects }: ActualState,
  without: ReadonlySet<string> = new Set(),
): Plan {
  const gone = new Set(plan.changes.map(({ uri }) => uri));
  const staying = objects.filter(({ uri, type }) => isNeighbour(type) && !gone.has(uri) && !without.has(uri));
  const macs = new Set(staying.map(({ properties }) => macOf(properties['macAddress'])));
  const deletes = ({ action }: Change): boolean => action === 'delete';
  const needed = plan.changes.filter(
    (change) => deletes(change) && isRecord(change.type) && macs.has(macOf(uriName(change.uri))),
  );
  if (needed.length === 0) return plan;
  const kept = plan.changes.filter(
    (change) => needed.includes(change) || (deletes(change) && change.type === registryType),
  );
  return {
    ...plan,
    changes: plan.changes.filter((change) => !kept.includes(change)),
    kept: [...plan.kept, ...kept.map(({ uri, type }) => ({ uri, type }))],
    diagnostics: [...plan.diagnostics, ...needed.map(noteOf)],
  };
}
