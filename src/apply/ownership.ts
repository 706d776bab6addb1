/**
 * Whose the objects of a plan are now. A plan may be old, or come from a file: what somebody else has marked since is left
 * alone.
 */

import { entriesOf } from '../actual/entries.ts';
import { UnnamedMembers } from '../actual/members-elsewhere.ts';
import { listItems, nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { parentUri, resourceFor } from '../plan/identity.ts';
import { type Holder, holders } from '../plan/ownership.ts';
import type { Change, Plan } from '../plan/types.ts';
import type { Entry } from '../state.ts';
import { partitionOf } from '../values/full-path.ts';
import { memberType } from '../values/member-name.ts';
import { uriName } from '../values/uri.ts';
import { movedOverlay } from './moved-overlay.ts';
import type { ApplyOptions } from './options.ts';
import { checksUse, stillNeeded } from './still-needed.ts';

/** The object whose mark decides about a change: a member's pool, or the object itself where its type carries a mark. */
function decisive({ uri, type, action }: Change): { readonly uri: string; readonly type: string } | undefined {
  if (type === memberType) return { uri: parentUri(uri), type: 'ltm/pool' };
  return action !== 'create' && resourceFor(type).mark !== undefined ? { uri, type } : undefined;
}

/** The words of the holder when an object is not, or no longer, ours to change; undefined when it is. */
function objection(holder: Holder, adopted: boolean): string | undefined {
  switch (holder.kind) {
    case 'ours':
      return undefined;
    case 'nobody':
      return adopted ? undefined : 'it carries no mark of ours any more';
    case 'another':
      return `it belongs to ${holder.mark} now`;
    case 'appService':
      return `it belongs to the application service ${holder.name} now`;
  }
}

/** What is looked at before anything is written: one list of a type. */
interface Place {
  readonly type: string;
  /** Undefined for all partitions. */
  readonly partition?: string;
  /** With the members of pools. */
  readonly expanded?: boolean;
}

/** The lists to read. A creation by itself is looked at only where two would share a name: pools and virtual servers. */
function placesOf(changes: readonly Change[]): readonly Place[] {
  const places = new Map<string, Place>();
  const add = (place: Place): void => {
    const key = `${place.type} ${place.partition}`;
    places.set(key, { ...places.get(key), ...place });
  };
  for (const change of changes) {
    const { uri, type } = decisive(change) ?? {};
    if (uri !== undefined && type !== undefined) {
      const partition = partitionOf(uriName(uri));
      add(change.type === memberType ? { type, partition, expanded: true } : { type, partition });
      // A monitor is judged by its pool, a persistence profile by its virtual server.
      add({ type: type.startsWith('ltm/persistence/') ? 'ltm/virtual' : 'ltm/pool', partition });
    } else if (change.type === 'ltm/pool' || change.type === 'ltm/virtual') {
      add({ type: change.type, partition: partitionOf(uriName(change.uri)) });
    }
  }
  const all = [...places.values()];
  // The members of all partitions tell who uses an address.
  return checksUse(changes)
    ? [...all.filter(({ type }) => type !== 'ltm/pool'), { type: 'ltm/pool', expanded: true }]
    : all;
}

/** Names, whose it is, and whether it is the one that the plan saw. */
const judgedBy = [...nameAndPlace, 'generation', 'metadata', 'description', 'appService'];

async function readPlace(
  requester: Requester,
  { type, partition, expanded = false }: Place,
  unnamed: UnnamedMembers,
  options: CallOptions,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const segments = type.split('/');
  const resource = resourceFor(type);
  const looked = expanded ? resource : { ...resource, children: {} };
  const select = expanded
    ? [...judgedBy, ...Object.keys(resource.children).map((word) => `${word}Reference`)]
    : judgedBy;
  const place = partition === undefined ? {} : { partition };
  const list = { ...options, ...place, select, expandSubcollections: expanded };
  for await (const item of listItems(requester, segments, list)) {
    entries.push(...entriesOf(segments, looked, item, unnamed.add));
  }
  return entries;
}

/** Objects to be made that are there, and objects to be changed that are gone, as far as they were looked at. */
function isOutdated(places: readonly Place[], there: ReadonlySet<string>): (change: Change) => boolean {
  return ({ action, uri, type }) => {
    if (action === 'create') return there.has(uri);
    const listed = type === memberType ? 'ltm/pool' : type;
    return places.some((place) => place.type === listed) && !there.has(uri);
  };
}

/** With `allowStale` nobody asks what moved. `beside`: see ApplyOptions. */
export type Looking = Pick<ApplyOptions, 'allowStale' | 'beside'>;

/** What is to be known of the device before anything of a plan is written to it. */
export interface Standing {
  /** The changes that must not be made, each with the reason. */
  readonly foreign: ReadonlyMap<Change, string>;
  /** The deletions of what somebody uses by now, each with the reason. They are among `moved`. */
  readonly needed: ReadonlyMap<Change, string>;
  /** The other changes whose object is not the one that the plan saw. */
  readonly moved: readonly Change[];
}

/** Whose the objects are, and whether they are as the plan saw them. One GET for each type and partition that is changed. */
export async function standingOf(
  requester: Requester,
  plan: Plan,
  { beside = [], allowStale = false }: Looking,
  options: CallOptions,
): Promise<Standing> {
  const { owner, changes, generations } = plan;
  const places = placesOf(changes);
  const unnamed = new UnnamedMembers();
  const [otherwise, ...read] = await Promise.all([
    allowStale ? new Set<Change>() : movedOverlay(requester, changes, options),
    ...places.map((place) => readPlace(requester, place, unnamed, options)),
  ]);
  const objects = read.flat();
  const holderOf = holders({ objects, routeDomains: {}, membersElsewhere: [] }, owner);
  const byUri = new Map(objects.map((entry) => [entry.uri, entry]));
  const foreign = new Map<Change, string>();
  const adopted = new Set(changes.filter(({ reason }) => reason === 'adopted').map(({ uri }) => uri));
  for (const change of changes) {
    const entry = byUri.get(decisive(change)?.uri ?? '');
    // What is gone, or not there yet, belongs to nobody: the device will say so.
    const why = entry === undefined ? undefined : objection(holderOf(entry), adopted.has(entry.uri));
    if (why !== undefined) foreign.set(change, why);
  }
  const deleted = new Set(changes.filter(({ action }) => action === 'delete').map(({ uri }) => uri));
  const outdated = isOutdated(places, new Set(byUri.keys()));
  const staying = await stillNeeded(
    [requester, ...beside],
    plan,
    { objects, membersElsewhere: unnamed.addresses },
    options,
  );
  const { needed } = staying;
  for (const [change, why] of staying.foreign) foreign.set(change, why);
  const moved = changes.filter((change) => {
    const { uri, type, action } = change;
    const { generation } = type === memberType ? {} : (byUri.get(uri) ?? {});
    const isOther = generation !== undefined && uri in generations && generations[uri] !== generation;
    // What goes first may be made again under its name.
    const isMadeAnew = action === 'create' && deleted.has(uri);
    return isOther || otherwise.has(change) || needed.has(change) || (!isMadeAnew && outdated(change));
  });
  return { foreign, needed, moved: moved.filter((change) => !foreign.has(change)) };
}
