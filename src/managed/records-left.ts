/** Which FDB records a unit has once its plan is applied: the list that names one of them is still needed. */
import type { Requester } from '../icontrol/requester.ts';
import { type Change, type Plan, registered } from '../plan/index.ts';
import type { ActualState } from '../state.ts';
import { isRecord } from '../values/overlay-types.ts';
import { registeredName } from '../values/registry.ts';

export class RecordsLeft {
  readonly #names = new Map<Requester, ReadonlySet<string>>();

  /** What the last plan for a unit leaves there. What another owner has registered is found by that one's list. */
  note(unit: Requester, { objects, registries }: ActualState, { changes }: Plan): void {
    const gone = new Set(changes.filter(({ action }) => action === 'delete').map(({ uri }) => uri));
    const names = new Set(
      [...objects, ...changes].flatMap(({ uri, type }) =>
        isRecord(type) && !gone.has(uri) ? (registeredName(uri) ?? []) : [],
      ),
    );
    for (const name of registries?.others ?? []) names.delete(name);
    this.#names.set(unit, names);
  }

  /** Whether the list that goes with a change names one of them. */
  isNamed(unit: Requester, { before = {}, uri, type }: Change): boolean {
    const names = this.#names.get(unit) ?? new Set();
    return [...registered({ uri, type, properties: before })].some((name) => names.has(name));
  }
}
