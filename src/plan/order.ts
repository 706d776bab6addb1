/**
 * The order of a plan comes from what each resource depends on: overlay before members before traffic, and the other way
 * round on removal.
 */
import { resourceFor } from './identity.ts';
import type { Change } from './types.ts';

const ranks = new Map<string, number>();

/** How many layers of other objects must be there first. */
function rank(type: string): number {
  const known = ranks.get(type);
  if (known !== undefined) return known;
  const below = (resourceFor(type).dependsOn ?? []).map(rank);
  const own = below.length === 0 ? 0 : 1 + Math.max(...below);
  ranks.set(type, own);
  return own;
}

/**
 * Creations and modifications from the ground up, then deletions from the top down. What is in `first` makes room for
 * others: a deletion of it comes before everything, a modification before those of its kind.
 */
export function inOrder(changes: readonly Change[], first: ReadonlySet<string> = new Set()): Change[] {
  const phase = ({ action, uri }: Change): number => (action !== 'delete' ? 1 : first.has(uri) ? 0 : 2);
  const depth = ({ action, type }: Change): number => (action === 'delete' ? -rank(type) : rank(type));
  const turn = ({ uri }: Change): number => (first.has(uri) ? 0 : 1);
  return [...changes].sort(
    (a, b) =>
      phase(a) - phase(b) || depth(a) - depth(b) || turn(a) - turn(b) || (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0),
  );
}
