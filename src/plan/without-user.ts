/**
 * New objects that only a virtual server or pool would use that cannot be had: its destination, or its name, is somebody else's. A
 * pool that nothing leads to serves nobody, its monitors would probe pods for nothing, and it would be left over when the
 * person who asked gives up. What is there already stays as it is wanted: something may use it.
 */
import type { Entry } from '../state.ts';
import { references } from './references.ts';
import type { Change } from './types.ts';

/** URIs of creations among `changes` that nothing but `refused` virtual servers and pools, or what only those use, refers to. */
export function withoutUser(
  wanted: readonly Entry[],
  changes: readonly Change[],
  refused: readonly { readonly uri: string; readonly type: string }[],
): ReadonlySet<string> {
  const lost = new Set<string>();
  const gone = new Set(refused.flatMap(({ uri, type }) => (/^ltm\/(?:virtual|pool)$/.test(type) ? [uri] : [])));
  if (gone.size === 0) return lost;
  const made = new Set(changes.flatMap(({ action, uri }) => (action === 'create' ? [uri] : [])));
  const users = new Map<string, string[]>();
  const members = new Map<string, string[]>();
  for (const entry of wanted) {
    const by = entry.type === 'ltm/pool/members' ? members : users;
    for (const used of references(entry)) by.set(used, [...(by.get(used) ?? []), entry.uri]);
  }
  // A set is walked in the order in which it grows: pools and profiles of the virtual servers, then monitors of the pools.
  const uses = new Map(wanted.map((entry) => [entry.uri, references(entry)]));
  for (const uri of gone) {
    for (const used of uses.get(uri) ?? []) {
      if (!made.has(used) || users.get(used)?.every((user) => gone.has(user)) !== true) continue;
      gone.add(used);
      lost.add(used);
      for (const member of members.get(used) ?? []) lost.add(member);
    }
  }
  return lost;
}
