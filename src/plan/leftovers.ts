/**
 * Objects of the device that the input does not mention: which stay, which go.
 *
 * Pool members go, because the input decides fully about the pools that it mentions. Virtual servers, pools and monitors
 * of this owner go only with `prune`, or where the input decides about all that has such a name. What is held, or covered
 * by something that is held, is not touched at all.
 */
import type { ActualState, DesiredState, Entry, Held } from '../state.ts';
import { isRecord } from '../values/overlay-types.ts';
import { withoutReadOnly } from './as-made.ts';
import { heldOnDevice, prefixTest } from './held.ts';
import { parentUri } from './identity.ts';
import { recordJudge } from './overlay.ts';
import type { Holder } from './ownership.ts';
import { references } from './references.ts';
import { recordHolders } from './registry.ts';
import { routeType, takenNetworks } from './routes.ts';
import type { Change, Kept } from './types.ts';

export interface LeftoverInput {
  readonly desired: DesiredState;
  readonly actual: ActualState;
  /** Objects of the device that match neither a wanted nor a held object. */
  readonly rest: readonly Entry[];
  /** What is done to the wanted objects. */
  readonly changes: readonly Change[];
  /** Wanted objects that stay out of this plan. */
  readonly withheld: ReadonlySet<string>;
  readonly prune: boolean;
  readonly adopt: boolean;
  /** Only what is ours goes, also where a wanted record has the endpoint of another. */
  readonly exact: boolean;
  readonly holderOf: (entry: Entry) => Holder;
}

export interface Leftovers {
  readonly deletions: readonly Change[];
  readonly kept: readonly Kept[];
  /** FDB records of which the input does not say enough. */
  readonly held: readonly Held[];
  /** FDB records that no input wants and nobody has registered: whose they are is not known. */
  readonly unregistered: readonly Entry[];
}

function deletion(entry: Entry, reason?: string): Change {
  const { uri, type } = entry;
  return { action: 'delete', uri, type, before: withoutReadOnly(entry), ...(reason === undefined ? {} : { reason }) };
}

export function leftovers(input: LeftoverInput): Leftovers {
  const { desired, actual, withheld, prune, holderOf } = input;
  const held = heldOnDevice(desired, actual);
  const deciding = input.exact ? { ...desired, objects: [] } : desired;
  const recordOf = recordHolders(actual, input.adopt);
  const judgeRecord = recordJudge(deciding, prune, recordOf);
  const unregistered: Entry[] = [];
  const mentioned = new Set(desired.objects.filter(({ type }) => type === 'ltm/pool').map(({ uri }) => uri));
  const deletions: Change[] = [];
  const kept: Kept[] = [];
  const heldRecords: Held[] = [];
  const candidates: Entry[] = [];
  for (const entry of input.rest) {
    const { uri, type, properties } = entry;
    if (held.has(uri)) continue;
    if (type === 'ltm/pool/members') {
      const parent = parentUri(uri);
      // A pool that is a conflict or held is not ours to empty; a member that DNS made is BIG-IP's own.
      if (mentioned.has(parent) && !withheld.has(parent) && !held.has(parent) && properties['ephemeral'] !== 'true') {
        deletions.push(deletion(entry));
      }
    } else if (isRecord(type)) {
      const outcome = judgeRecord(entry);
      if (outcome === 'foreign') {
        if (recordOf(entry) === 'nobody') unregistered.push(entry);
        continue;
      }
      if (outcome === 'kept') kept.push({ uri, type });
      else if ('held' in outcome) heldRecords.push({ uri, type, reason: outcome.held });
      else deletions.push(deletion(entry, outcome.reason));
    } else if (holderOf(entry).kind === 'ours') {
      candidates.push(entry);
    }
  }
  const isDecided = prefixTest(desired.scope.decidedPrefixes ?? []);
  const isTaken = takenNetworks(desired, actual);
  const takenRoutes = candidates.filter((entry) => entry.type === routeType && isTaken(entry));
  const goes = (entry: Entry): boolean => prune || isDecided(entry.uri);
  const rest = candidates.filter((entry) => !takenRoutes.includes(entry));
  const leaving = rest.filter(goes);
  const others = rest.filter((entry) => !goes(entry)).map(({ uri, type }) => ({ uri, type }));
  const { go, stay } = deletable(leaving, input);
  for (const entry of takenRoutes) deletions.push(deletion(entry, 'another Node of the input has its network now'));
  const pools = new Set(go.map(({ uri }) => uri));
  // A pool takes its members along; they are shown because their nodes and ARP entries may go too.
  const members = actual.objects.filter(({ uri, type }) => type === 'ltm/pool/members' && pools.has(parentUri(uri)));
  return {
    deletions: [...deletions, ...[...go, ...members].map((entry) => deletion(entry))],
    kept: [...kept, ...others, ...stay],
    held: heldRecords,
    unregistered,
  };
}

/**
 * What something else still refers to once the changes are made cannot go: BIG-IP would refuse, and take the whole
 * transaction with it.
 */
function deletable(
  candidates: readonly Entry[],
  { actual, changes }: LeftoverInput,
): { go: readonly Entry[]; stay: readonly Kept[] } {
  const changed = new Map(changes.map(({ uri, after }) => [uri, after ?? {}]));
  const users = actual.objects
    .filter(({ type }) => type !== 'ltm/pool/members')
    .map((entry) => ({
      uri: entry.uri,
      uses: references({ ...entry, properties: { ...entry.properties, ...changed.get(entry.uri) } }),
    }));
  let go = candidates;
  for (;;) {
    const leaving = new Set(go.map(({ uri }) => uri));
    const needed = new Set(users.filter(({ uri }) => !leaving.has(uri)).flatMap(({ uses }) => uses));
    const next = go.filter(({ uri }) => !needed.has(uri));
    if (next.length === go.length) break;
    go = next;
  }
  const leaving = new Set(go.map(({ uri }) => uri));
  return { go, stay: candidates.filter(({ uri }) => !leaving.has(uri)).map(({ uri, type }) => ({ uri, type })) };
}
