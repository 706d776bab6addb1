/**
 * Changes as requests. A new pool takes its members in its own POST, so that it never stands there empty, and a pool that
 * is deleted takes them along.
 */
import { parentUri, resourceFor } from '../plan/identity.ts';
import type { Change } from '../plan/types.ts';
import type { Json, Properties } from '../state.ts';
import { parseFullPath, partitionOf } from '../values/full-path.ts';
import { parseUri } from '../values/uri.ts';

/** One write. It carries the change that it is made for, and those that go along in its body. */
export interface Command {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly segments: readonly string[];
  readonly body?: Properties;
  readonly changes: readonly Change[];
}

/** `name`, `partition` and `subPath` of an object, as a POST sends them. */
export function naming(type: string, name: string): Properties {
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

/** Pools that are made or deleted as a whole: their members come and go with them. */
function wholePools(changes: readonly Change[], action: 'create' | 'delete'): ReadonlySet<string> {
  return new Set(
    changes.filter((change) => change.action === action && change.type === 'ltm/pool').map(({ uri }) => uri),
  );
}

/** The requests of a plan, in its order. Those of one `replace` stay together. */
export function commandsFor(changes: readonly Change[]): readonly (readonly Command[])[] {
  const whole = { create: wholePools(changes, 'create'), delete: wholePools(changes, 'delete') };
  const membersOf = new Map<string, Change[]>();
  const rest: Change[] = [];
  for (const change of changes) {
    const { action, type, uri } = change;
    const goesAlong =
      type === 'ltm/pool/members' && (action === 'create' || action === 'delete') && whole[action].has(parentUri(uri));
    if (!goesAlong) {
      rest.push(change);
      continue;
    }
    const members = membersOf.get(parentUri(uri));
    if (members === undefined) membersOf.set(parentUri(uri), [change]);
    else members.push(change);
  }
  return rest.map((change) => commandsOf(change, membersOf.get(change.uri) ?? []));
}
