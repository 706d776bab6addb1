/**
 * Changes as requests. A new pool takes its members in its own POST, so that it never stands there empty, and a pool that
 * is deleted takes them along.
 */

import { parentUri, resourceFor } from '../plan/identity.ts';
import type { Change } from '../plan/types.ts';
import type { Json, Properties } from '../state.ts';
import { parseFullPath, partitionOf } from '../values/full-path.ts';
import { memberType } from '../values/member-name.ts';
import { parseUri } from '../values/uri.ts';

/** One write. It carries the change that it is made for, and those that go along in its body. */
export interface Command {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly segments: readonly string[];
  readonly body?: Properties;
  readonly changes: readonly Change[];
}

/** `name`, `partition` and `subPath` of an object, as a POST sends them. */
function naming(type: string, name: string): Properties {
  if (resourceFor(type).naming === 'name') return { name };
  const { folder, name: bare } = parseFullPath(name);
  const partition = partitionOf(folder);
  const subPath = folder.slice(partition.length + 2);
  return { name: bare, partition, ...(subPath === '' ? {} : { subPath }) };
}

/** `null` as the device takes it: `none`, or what the resource says. */
function onWire(type: string, properties: Properties): Properties {
  const unset = resourceFor(type).unset ?? {};
  const entries = Object.entries(properties).map(([key, value]): [string, Json] => [
    key,
    value ?? unset[key] ?? 'none',
  ]);
  return Object.fromEntries(entries);
}

function createBody({ uri, type, after = {} }: Change): Properties {
  return { ...naming(type, parseUri(uri).at(-1) ?? ''), ...after };
}

function commandsOf(change: Change, members: readonly Change[]): readonly Command[] {
  const { action, uri, type, after = {} } = change;
  const segments = parseUri(uri);
  const collection = segments.slice(0, -1);
  const inBody: Properties = members.length === 0 ? {} : { members: members.map(createBody) };
  const create: Command = {
    method: 'POST',
    segments: collection,
    body: { ...createBody(change), ...inBody },
    changes: [change, ...members],
  };
  switch (action) {
    case 'create':
      return [create];
    case 'modify':
      return [{ method: 'PATCH', segments, body: onWire(type, after), changes: [change] }];
    case 'delete':
      return [{ method: 'DELETE', segments, changes: [change, ...members] }];
    case 'replace':
      // Two requests for one change: only the second one says that it is done.
      return [{ method: 'DELETE', segments, changes: [] }, create];
  }
}

/** Fewer requests than these are not worth looking at the pool for. */
const fewest = 4;

/** A pool whose members may all be others after the plan: it could get them as one list. */
export function exchangedPools(changes: readonly Change[]): readonly string[] {
  const whole = wholePools(changes, 'delete');
  const counts = new Map<string, number>();
  for (const { type, uri, action } of changes) {
    if (type !== memberType) continue;
    const parent = parentUri(uri);
    const known = counts.get(parent) ?? 0;
    counts.set(parent, action === 'create' || action === 'delete' ? known + 1 : Number.NaN);
  }
  const created = wholePools(changes, 'create');
  return [...counts].flatMap(([uri, count]) => (count >= fewest && !whole.has(uri) && !created.has(uri) ? [uri] : []));
}

/** How many members pools have now, by the pool's URI, of those of which it is known. */
export type MemberCounts = ReadonlyMap<string, number>;

/**
 * Members of a pool that all go while others come: the new ones as one list. A list takes every member away that it does not
 * name and may take those that it names back to their defaults, so where only one member stays, its state and whatever an
 * operator does to it is left alone, and each of the others has a request of its own.
 */
function listsFor(changes: readonly Change[], counts: MemberCounts): ReadonlySet<string> {
  const candidates = exchangedPools(changes);
  const going = new Map<string, number>();
  for (const { type, uri, action } of changes) {
    if (type === memberType && action === 'delete') going.set(parentUri(uri), (going.get(parentUri(uri)) ?? 0) + 1);
  }
  return new Set(candidates.filter((uri) => counts.get(uri) === (going.get(uri) ?? 0)));
}

/** Whether a command gives a pool the list of its members. */
export function isList({ method, changes }: Command): boolean {
  return method === 'PATCH' && changes.length > 1;
}

function listCommand(pool: string, members: readonly Change[]): Command {
  const made = members.filter(({ action }) => action === 'create');
  return { method: 'PATCH', segments: parseUri(pool), body: { members: made.map(createBody) }, changes: members };
}

/** Pools that are made or deleted as a whole: their members come and go with them. */
function wholePools(changes: readonly Change[], action: 'create' | 'delete'): ReadonlySet<string> {
  return new Set(
    changes.filter((change) => change.action === action && change.type === 'ltm/pool').map(({ uri }) => uri),
  );
}

/** The requests of a plan, in its order. Those of one `replace` stay together. */
export function commandsFor(
  changes: readonly Change[],
  counts: MemberCounts = new Map(),
): readonly (readonly Command[])[] {
  const whole = { create: wholePools(changes, 'create'), delete: wholePools(changes, 'delete') };
  const listed = listsFor(changes, counts);
  const membersOf = new Map<string, Change[]>();
  const rest: Change[] = [];
  for (const change of changes) {
    const { action, type, uri } = change;
    const parent = parentUri(uri);
    const goesAlong = type === memberType && (action === 'create' || action === 'delete') && whole[action].has(parent);
    const isListed = type === memberType && listed.has(parent);
    if (!goesAlong && !isListed) {
      rest.push(change);
      continue;
    }
    const members = membersOf.get(parent);
    if (members !== undefined) {
      members.push(change);
      continue;
    }
    membersOf.set(parent, [change]);
    // The list is sent where the first of its changes stands.
    if (isListed) rest.push(change);
  }
  return rest.map((change) => {
    const pool = parentUri(change.uri);
    if (change.type === memberType && listed.has(pool)) return [listCommand(pool, membersOf.get(pool) ?? [])];
    return commandsOf(change, membersOf.get(change.uri) ?? []);
  });
}
