/** Static ARP entries that this process deleted: a CIS that still runs makes its own again, and is told by that. */
import type { Requester } from '../icontrol/requester.ts';
import { type Conflict, cisWrites, type Plan } from '../plan/index.ts';
import type { ApplyResult } from './types.ts';

const deleted = new WeakMap<Requester, Set<string>>();

export function rememberDeleted(bigip: Requester, { steps }: ApplyResult): void {
  const gone = deleted.get(bigip) ?? new Set();
  for (const { uri, type, outcome } of steps) if (type === 'net/arp' && outcome === 'deleted') gone.add(uri);
  deleted.set(bigip, gone);
}

/** What is wanted again may be there again. */
export function forgetDeleted(bigip: Requester, wanted: readonly { readonly uri: string }[]): void {
  const gone = deleted.get(bigip);
  if (gone !== undefined) for (const { uri } of wanted) gone.delete(uri);
}

/** Whoever asked to adopt is not to be told that asking does it. */
function notWhileCisRuns(conflict: Conflict): Conflict {
  const message = 'exists and carries no mark of ours; it is not taken over while CIS runs (--adopt-beside-cis does)';
  return conflict.reason === 'NotOurs' ? { ...conflict, message } : conflict;
}

/** What else says that CIS is still there: that neighbours are back, and that nothing is adopted because of it. */
export function withCisSigns(plan: Plan, bigip: Requester, held: boolean): Plan {
  const gone = deleted.get(bigip);
  const back = plan.changes.filter(({ action, uri }) => action === 'delete' && gone?.has(uri) === true);
  const signs = back.map(({ uri }) => cisWrites(uri, 'it was deleted, no pool member uses it, and it is there again'));
  const message = 'nothing is taken over while CIS runs; stop it first, or say --adopt-beside-cis';
  const adoption = { severity: 'error', object: 'BigIp/adoption', reason: 'AdoptionHeld', message } as const;
  const added = [...signs, ...(held ? [adoption] : [])];
  if (added.length === 0) return plan;
  const conflicts = held ? plan.conflicts.map(notWhileCisRuns) : plan.conflicts;
  return { ...plan, conflicts, diagnostics: [...plan.diagnostics, ...added] };
}
