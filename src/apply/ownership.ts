/**
 * Whose the objects of a plan are now. A plan may be old, or come from a file: what somebody else has marked since is left
 * alone.
 */
import { entriesOf } from '../actual/entries.ts';
import { listItems } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { parentUri, resourceFor } from '../plan/identity.ts';
import { type Holder, holders } from '../plan/ownership.ts';
import type { Change, Plan } from '../plan/types.ts';
import type { Entry } from '../state.ts';
import { partitionOf } from '../values/full-path.ts';
import { uriName } from '../values/uri.ts';

const memberType = 'ltm/pool/members';

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

async function readType(requester: Requester, type: string, partition: string, options: CallOptions): Promise<Entry[]> {
  const entries: Entry[] = [];
  const segments = type.split('/');
  const resource = { ...resourceFor(type), children: {} };
  for await (const item of listItems(requester, segments, { ...options, partition })) {
    entries.push(...entriesOf(segments, resource, item));
  }
  return entries;
}

/** What is to be known of the device before anything of a plan is written to it. */
export interface Standing {
  /** The changes that must not be made, each with the reason. */
  readonly foreign: ReadonlyMap<Change, string>;
  /** The other changes whose object is not the one that the plan saw. */
  readonly moved: readonly Change[];
}

/** Whose the objects are, and whether they are as the plan saw them. One GET for each type and partition that is changed. */
export async function standingOf(
  requester: Requester,
  { owner, changes, generations }: Pick<Plan, 'owner' | 'changes' | 'generations'>,
  options: CallOptions,
): Promise<Standing> {
  const places = new Map<string, { readonly type: string; readonly partition: string }>();
  for (const change of changes) {
    const { uri, type } = decisive(change) ?? {};
    if (uri === undefined || type === undefined) continue;
    const partition = partitionOf(uriName(uri));
    // A monitor is judged by its pool, a persistence profile by its virtual server.
    for (const each of [type, type.startsWith('ltm/persistence/') ? 'ltm/virtual' : 'ltm/pool'])
      places.set(`${each} ${partition}`, { type: each, partition });
  }
  const read = [...places.values()].map(({ type, partition }) => readType(requester, type, partition, options));
  const objects = (await Promise.all(read)).flat();
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
  const moved = changes.filter(({ uri }) => {
    const { generation } = byUri.get(uri) ?? {};
    return generation !== undefined && uri in generations && generations[uri] !== generation;
  });
  return { foreign, moved: moved.filter((change) => !foreign.has(change)) };
}
