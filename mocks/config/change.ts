import { Refusal, refuse } from '../errors/refusal.ts';
import { isArray, type Json } from '../json.ts';
import type { Config } from './config.ts';
import type { Entry, Link } from './entry.ts';
import { findTarget } from './links.ts';
import type { Store } from './store.ts';
import { isSynced } from './synced.ts';

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

/** Whether a change touched anything that config-sync carries. */
export function touchesSynced(change: Change, store: Store): boolean {
  for (const uri of change.touched) {
    const entry = store.get(uri);
    if (entry !== undefined && isSynced(entry, store)) return true;
  }
  return [...change.removed.values()].some((entry) => isSynced(entry, store));
}

/** mcpd's checks at commit: references exist, what was deleted is used by nobody, each type's own rules. */
export function settle(change: Change, config: Config): void {
  each(change.touched, config, (entry) => resolveLinks(entry, change, config));
  for (const [uri, entry] of change.removed) {
    if (config.store.get(uri) !== undefined) continue;
    for (const user of config.store.referrers(uri)) release(entry, user, config);
  }
  each(change.touched, config, (entry) => entry.kind.life?.check?.(entry, config));
}

function each(uris: Iterable<string>, config: Config, act: (entry: Entry) => void): void {
  for (const uri of uris) {
    const entry = config.store.get(uri);
    if (entry === undefined) continue;
    try {
      act(entry);
    } catch (error) {
      if (error instanceof Refusal) error.about ??= uri;
      throw error;
    }
  }
}

function resolveLinks(entry: Entry, change: Change, config: Config): void {
  if (entry.links.every((link) => link.uri !== undefined)) return;
  const links = entry.links.map((link): Link => {
    if (link.uri !== undefined) return link;
    const uri = findTarget(link, config.store);
    if (uri === undefined && !change.direct && link.excused !== true) {
      if (link.routeDomain !== undefined)
        throw refuse('routeDomainMissing', { id: link.routeDomain, address: link.fullPath });
      throw missing(link, config);
    }
    return { ...link, uri };
  });
  config.store.put({ ...entry, links });
}

/** Refuses a deletion that leaves a reference behind; a weak reference goes with its target. */
function release(removed: Entry, holder: Entry, config: Config): void {
  const links = holder.links.filter((link) => link.uri === removed.uri);
  if (links.every((link) => link.weak)) {
    config.adjust(holder, without(holder, removed));
    return;
  }
  const { busy = 'inUse', busyLabel, label } = removed.kind;
  const { user, userPath } = userOf(holder, config);
  throw refuse(busy, {
    label: busyLabel ?? label,
    path: removed.fullPath,
    user: busyLabel === undefined ? user : user.toLowerCase(),
    userPath,
  });
}

/** Who holds a reference, as mcpd has it: the object that a child lies below, or the child by its whole way. */
function userOf(holder: Entry, config: Config): { user: string; userPath: string } {
  const { userLabel, label } = holder.kind;
  const above = holder.parent === undefined ? undefined : config.store.get(holder.parent);
  if (above === undefined) return { user: userLabel ?? label, userPath: holder.fullPath };
  if (userLabel === undefined) return userOf(above, config);
  const way = [holder.fullPath];
  for (let at: Entry | undefined = above; at !== undefined; at = config.store.get(at.parent ?? '')) {
    way.unshift(at.fullPath);
  }
  return { user: userLabel, userPath: way.join(' ') };
}

/** The refusal of a reference that leads nowhere. */
function missing({ types, fullPath }: Link, config: Config): Refusal {
  const { absent = 'referenceMissing' } = config.tree.kind(types[0] ?? '') ?? {};
  return refuse(absent, { label: referenceLabel(types, config), path: fullPath });
}

/** The settings of an object without a removed one that it refers to weakly. */
function without(holder: Entry, removed: Entry): Record<string, Json | undefined> {
  const settings: Record<string, Json | undefined> = {};
  for (const [name, value] of Object.entries(holder.own)) {
    if (value === removed.fullPath) settings[name] = undefined;
    if (!isArray(value) || !value.includes(removed.fullPath)) continue;
    const left = value.filter((item) => item !== removed.fullPath);
    settings[name] = left.length > 0 ? left : undefined;
  }
  return settings;
}

/** mcpd's word for what a reference points to: `Pool`, or `profile` where it may be one of many types. */
function referenceLabel(types: readonly string[], config: Config): string {
  const [first = ''] = types;
  if (first.startsWith('ltm/profile/')) return 'profile';
  if (first.startsWith('ltm/monitor/')) return 'monitor';
  return config.tree.kind(first)?.label ?? first;
}
