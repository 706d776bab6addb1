/** Two looks at a device: what others have done in between. */
import type { OwnWrite } from '../../apply/index.ts';
import { asMade, type Drift, heldBy, judge } from '../../plan/index.ts';
import type { ActualState, Properties } from '../../state.ts';
import { departure, readingsOf } from './expectation.ts';

/** What one look saw. */
export interface Seen {
  /** Every object, as a POST would send it. */
  readonly all: ReadonlyMap<
    string,
    { readonly type: string; readonly properties: Properties; readonly holder: Drift['holder'] }
  >;
  /** URIs of those that are this owner's. */
  readonly ours: ReadonlySet<string>;
}

export function seenIn(actual: ActualState, owner: string): Seen {
  const holderOf = judge(actual, owner);
  // The list of the FDB records that this owner made is his, and no object of the plan's.
  const own = actual.registries?.own;
  const all = new Map(
    [...actual.objects, ...(own === undefined ? [] : [own])].map((entry) => {
      const { uri, type, properties } = asMade(entry);
      return [uri, { type, properties, holder: heldBy(holderOf(entry)) }];
    }),
  );
  const ours = [...all].flatMap(([uri, { holder }]) => (holder?.kind === 'ours' ? [uri] : []));
  return { all, ours: new Set(ours) };
}

function compareOne(uri: string, before: Seen, now: Seen, writes: readonly OwnWrite[]): Drift | undefined {
  const was = before.all.get(uri);
  const is = now.all.get(uri);
  const type = is?.type ?? was?.type ?? '';
  const readings = readingsOf(was?.properties, writes);
  const [last] = readings.slice(-1);
  if (is === undefined) {
    if (readings.includes(undefined)) return undefined;
    return { change: 'deleted', uri, type, ...(last === undefined ? {} : { before: last.properties }) };
  }
  const { properties, holder } = is;
  const held = holder === undefined ? {} : { holder };
  const wrote = writes.length > 0;
  const departures = readings.map((one) => (one === undefined ? 'absent' : departure(type, one, properties, wrote)));
  if (departures.includes(undefined)) return undefined;
  const final = departures.at(-1);
  if (final === undefined || final === 'absent') return { change: 'created', uri, type, after: properties, ...held };
  return { change: 'modified', uri, type, ...final, ...held };
}

/** What happened to the objects that were this owner's, or are now, but for what this process did itself. */
export function driftBetween(before: Seen, now: Seen, writes: readonly OwnWrite[]): readonly Drift[] {
  const own = new Map<string, OwnWrite[]>();
  for (const write of writes) own.set(write.change.uri, [...(own.get(write.change.uri) ?? []), write]);
  // Also what was made and is gone again, without any look in between.
  const uris = [...new Set([...before.ours, ...now.ours, ...own.keys()])].sort();
  return uris.flatMap((uri) => compareOne(uri, before, now, own.get(uri) ?? []) ?? []);
}
