/** What differs, seen from the device: the same words for a watch, a snapshot and manifests. */
import type { Properties } from '../state.ts';
import { registryType } from '../values/registry.ts';
import type { Holder } from './ownership.ts';
import type { Change, Conflict, Kept, Plan } from './types.ts';

/** Whose an object is. */
export interface HeldBy {
  readonly kind: 'ours' | 'another' | 'appService' | 'nobody';
  /** The mark of another owner, `bigip-icontrol/blue`, or the name of the application service, where it is known. */
  readonly name?: string;
}

export function heldBy(holder: Holder): HeldBy {
  const name = holder.kind === 'another' ? holder.mark : holder.kind === 'appService' ? holder.name : '';
  return { kind: holder.kind, ...(name === '' ? {} : { name }) };
}

/** One object that is not as it was, or as it is asked for. */
export interface Drift {
  /** `created`: there and not expected; `deleted`: expected and not there. */
  readonly change: 'created' | 'modified' | 'deleted';
  readonly uri: string;
  readonly type: string;
  /** As expected: of a `modified` object only the properties that differ, of a `deleted` one all. `null` is unset. */
  readonly before?: Properties;
  /** As it is now: of a `modified` object only the properties that differ, of a `created` one all. `null` is unset. */
  readonly after?: Properties;
  /** Whose it is now, by the mark that it carries; absent from what is gone. */
  readonly holder?: HeldBy;
  /** Why it cannot be as expected. */
  readonly message?: string;
  /** Which unit of a pair. */
  readonly unit?: string;
}

/** The properties of both that are not the same text. */
function differing(before: Properties = {}, after: Properties = {}): Pick<Drift, 'before' | 'after'> {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = keys.filter((key) => JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null));
  const pick = (from: Properties): Properties => Object.fromEntries(changed.map((key) => [key, from[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}

function driftOfChange({ action, uri, type, before, after }: Change): Drift {
  switch (action) {
    case 'create':
      return { change: 'deleted', uri, type, ...(after === undefined ? {} : { before: after }) };
    case 'delete':
      return {
        change: 'created',
        uri,
        type,
        ...(before === undefined ? {} : { after: before }),
        holder: { kind: 'ours' },
      };
    case 'modify':
    case 'replace':
      return { change: 'modified', uri, type, ...differing(after, before), holder: { kind: 'ours' } };
  }
}

function holderOf({ reason, holder = '' }: Conflict): Holder | undefined {
  switch (reason) {
    case 'NotOurs':
      return { kind: 'nobody' };
    case 'OwnedByAnother':
      return { kind: 'another', mark: holder };
    case 'AppService':
      return { kind: 'appService', name: holder };
    case 'AddressTaken':
    case 'NodeTaken':
      return undefined;
  }
}

function driftOfConflict(conflict: Conflict): Drift {
  const { uri, type, message } = conflict;
  const holder = holderOf(conflict);
  return { change: 'modified', uri, type, message, ...(holder === undefined ? {} : { holder: heldBy(holder) }) };
}

/** Not expected, and there for as long as something else needs it. */
function driftOfKept({ uri, type }: Kept): Drift {
  return { change: 'created', uri, type, holder: { kind: 'ours' }, message: 'something else refers to it' };
}

/**
 * What a plan that prunes would undo, and what stands in its way. The book-keeping of FDB records is no drift, and what is
 * held cannot be judged.
 */
export function driftOf({ changes, conflicts, kept }: Pick<Plan, 'changes' | 'conflicts' | 'kept'>): readonly Drift[] {
  const of = ({ unit }: { readonly unit?: string }): Pick<Drift, 'unit'> => (unit === undefined ? {} : { unit });
  const drifts: Drift[] = [
    ...changes.map((change) => ({ ...driftOfChange(change), ...of(change) })),
    ...conflicts.map((conflict) => ({ ...driftOfConflict(conflict), ...of(conflict) })),
    ...kept.map((one) => ({ ...driftOfKept(one), ...of(one) })),
  ];
  return drifts.filter(({ type }) => type !== registryType);
}
