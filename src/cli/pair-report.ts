/** What is told of a pair besides what is told of one device. */
import type { PairPlan, PairResult } from '../pair/index.ts';

/** What makes the exit status 1, besides what does for one device. */
const troubles: ReadonlySet<string> = new Set(['UnitUnreachable', 'SyncRefused', 'SyncFailed']);

export function isTroubled({ diagnostics }: Pick<PairPlan, 'diagnostics'>): boolean {
  return diagnostics.some(({ reason }) => troubles.has(reason));
}

/** How the copy ended, in one line; none when nobody asked for one. */
export function describeSync({ sync }: PairResult): readonly string[] {
  if (sync === undefined) return [];
  const words = { synced: 'copied', 'not-needed': 'as it was', refused: 'not copied', failed: 'not in sync' } as const;
  const to = sync.group === undefined ? '' : ` to ${sync.group}`;
  return [`Configuration of the group: ${words[sync.outcome]}${sync.outcome === 'synced' ? to : ''} (${sync.status})`];
}
