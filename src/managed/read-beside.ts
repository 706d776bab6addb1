/** What a unit of a pair has of an owner, and what the active one knows of it besides. */
import { readActual, readManaged, readWhole, withMembersOf } from '../actual/index.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { ActualState, DesiredState } from '../state.ts';

export interface Beside {
  readonly own: ActualState;
  readonly shared: ActualState;
}

/** For a plan: what the state wants and what stands there, with the users of neighbours on either unit. */
export async function readBeside(
  unit: Requester,
  active: Requester,
  desired: DesiredState,
  call: CallOptions,
): Promise<Beside> {
  const read = (one: Requester) =>
    readWhole(
      one,
      desired,
      () => readActual(one, desired, { ...call, whole: true, orphans: true, registries: true }),
      call,
    );
  const [own, shared] = await Promise.all([read(unit), read(active)]);
  return { own: await withMembersOf(active, desired, own, call, desired.scope.partition), shared };
}

/** For a snapshot: all that stands there, whole. */
export async function readManagedBeside(
  unit: Requester,
  active: Requester,
  desired: DesiredState,
  call: CallOptions,
): Promise<Beside> {
  const read = (one: Requester) => readWhole(one, desired, () => readManaged(one, desired, call), call);
  const [own, shared] = await Promise.all([read(unit), read(active)]);
  return { own, shared };
}
