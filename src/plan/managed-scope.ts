/** Where the objects of an owner are, and that nothing of them is wanted. */
import type { DesiredState } from '../state.ts';
import type { PlanScope } from './types.ts';

/** Whose objects, and where. `routes` is the managed partition unless it is said. */
export interface ManagedScope extends PlanScope {
  /** Default `default`. */
  readonly owner?: string;
}

/** The place alone, of a scope that says more. */
export function placeOf({ partition, tunnel, tunnelV6, routes }: PlanScope): PlanScope {
  return {
    partition,
    ...(tunnel === undefined ? {} : { tunnel }),
    ...(tunnelV6 === undefined ? {} : { tunnelV6 }),
    ...(routes === undefined ? {} : { routes }),
  };
}

/** That nothing is wanted any more: the state of an empty cluster. */
export function nothingWanted({ owner = 'default', ...place }: ManagedScope): DesiredState {
  const scope = { routes: place.partition, ...placeOf(place), heldPrefixes: [], heldEndpoints: [] };
  return { version: 1, owner, scope, objects: [], held: [], diagnostics: [] };
}
