import { refuse } from '../errors/refusal.ts';
import type { Config } from './config.ts';
import type { Entry, Link } from './entry.ts';
import { findPath } from './links.ts';

/** What a request or a transaction has done so far; settled when all of it is in place. */
export interface Change {
  readonly transaction: boolean;
  /** The test author's own write: nothing is refused for what it refers to. */
  readonly direct: boolean;
  readonly touched: Set<string>;
  readonly removed: Map<string, Entry>;
  /** Objects that lost a reference during this change. */
  readonly released: Set<string>;
}

/** A change that has done nothing yet. */
export function newChange(transaction: boolean, direct: boolean): Change {
  return { transaction, direct, touched: new Set(), removed: new Map(), released: new Set() };
}

/** mcpd's checks at commit: references exist, what was deleted is used by nobody, each type's own rules. */
export function settle(change: Change, config: Config): void {
  for (const uri of change.touched) {
    const entry = config.store.get(uri);
    if (entry !== undefined) resolveLinks(entry, change, config);
  }
  for (const [uri, entry] of change.removed) {
    if (config.store.get(uri) !== undefined) continue;
    for (const user of config.store.referrers(uri)) release(entry, user, config);
  }
  for (const uri of change.touched) {
    const entry = config.store.get(uri);
    if (entry !== undefined) entry.kind.life?.check?.(entry, config);
  }
}

function resolveLinks(entry: Entry, change: Change, config: Config): void {
  if (entry.links.every((link) => link.uri !== undefined)) return;
  const links = entry.links.map((link): Link => {
    if (link.uri !== undefined) return link;
    const uri = findPath(link.fullPath, link.types, config.store);
    if (uri === undefined && !change.direct) {
      throw refuse('referenceMissing', { label: config.referenceLabel(link.types), path: link.fullPath });
    }
    return { ...link, uri };
  });
  config.store.put({ ...entry, links });
}

/** Refuses a deletion that leaves a reference behind; a weak reference goes with its target. */
function release(removed: Entry, user: Entry, config: Config): void {
  const links = user.links.filter((link) => link.uri === removed.uri);
  if (links.every((link) => link.weak)) {
    config.forget(user, removed);
    return;
  }
  const owner = user.parent === undefined ? user : (config.store.get(user.parent) ?? user);
  throw refuse(removed.kind.busy ?? 'inUse', {
    label: removed.kind.label,
    path: removed.fullPath,
    user: owner.kind.userLabel ?? owner.kind.label,
    userPath: owner.fullPath,
  });
}
