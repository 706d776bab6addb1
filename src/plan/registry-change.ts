/** What is done to the own registry of FDB records: it is written before them, and goes after the last of them. */
import type { Diagnostic } from '../diagnostic.ts';
import type { DesiredState, Entry } from '../state.ts';
import { markDescription } from '../values/mark.ts';
import { isRecord } from '../values/overlay-types.ts';
import { registryType } from '../values/registry.ts';
import { withoutReadOnly } from './as-made.ts';
import { type Comparing, compareEntry } from './compare.ts';
import { otherTunnels, wantedRegistry } from './registry.ts';
import type { Change, Conflict } from './types.ts';

export interface RegistryOutcome {
  readonly changes: readonly Change[];
  readonly conflicts: readonly Conflict[];
  readonly diagnostics: readonly Diagnostic[];
}

const nothing: RegistryOutcome = { changes: [], conflicts: [], diagnostics: [] };

/** A data group holds one kind of names, which cannot change: one of addresses or of numbers takes no FDB record. */
function otherType(own: Entry | undefined): Conflict | undefined {
  const type = own?.properties['type'];
  if (own === undefined || typeof type !== 'string' || type === 'string') return undefined;
  const message = `is a data group of type ${type} in the place of our registry, which is of type string; give it another name, or delete it`;
  return { uri: own.uri, type: registryType, reason: 'NotOurs', message };
}

/** The registry is written when it lacks one of the records that are made. */
function writing(desired: DesiredState, comparing: Comparing): RegistryOutcome {
  const { actual, exact, adopt, prune } = comparing;
  const wanted = wantedRegistry(desired, actual, { always: exact, adopt, prune: prune && !exact });
  const own = actual.registries?.own;
  if (wanted === undefined) return nothing;
  const isTakenOver = adopt && own !== undefined && comparing.holderOf(own).kind === 'nobody';
  const properties = { ...wanted.properties, ...(isTakenOver ? { description: markDescription(desired.owner) } : {}) };
  const differing = compareEntry({ ...wanted, properties }, own, { ...comparing, exact: false });
  const isOfAnother = differing !== undefined && 'message' in differing && differing.reason !== 'NotOurs';
  const outcome = differing === undefined || isOfAnother ? differing : (otherType(own) ?? differing);
  if (outcome === undefined) return nothing;
  return 'action' in outcome ? { ...nothing, changes: [outcome] } : { ...nothing, conflicts: [outcome] };
}

/** It goes with the last record that it names. What it names of another tunnel was not read, so then it stays. */
function removing({ scope }: DesiredState, { actual, holderOf }: Comparing): RegistryOutcome {
  const own = actual.registries?.own;
  if (own === undefined) return nothing;
  const { uri } = own;
  if (holderOf(own).kind !== 'ours') {
    const message = 'is named as our registry and carries no mark of ours';
    return { ...nothing, conflicts: [{ uri, type: registryType, reason: 'NotOurs', message }] };
  }
  const others = otherTunnels(own, scope);
  if (others.length === 0) {
    return { ...nothing, changes: [{ action: 'delete', uri, type: registryType, before: withoutReadOnly(own) }] };
  }
  const message = `it names FDB records of ${others.join(', ')}, which stay with it; --tunnel ${others[0]} deletes them`;
  return { ...nothing, diagnostics: [{ severity: 'info', object: `BigIp/${uri}`, reason: 'RegistryKept', message }] };
}

/** With `exact` and no wanted record nothing is left that a registry would be for. */
export function compareRegistry(desired: DesiredState, comparing: Comparing): RegistryOutcome {
  const last = comparing.exact && !desired.objects.some(({ type }) => isRecord(type));
  return last ? removing(desired, comparing) : writing(desired, comparing);
}
