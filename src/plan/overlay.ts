/**
 * FDB records and static neighbours (ARP, NDP) carry no mark. Records follow the existence of Nodes; a neighbour
 * (`k8s-<address>` in the tunnel's partition) is there for as long as a pool member uses its address.
 */
import type { Diagnostic } from '../diagnostic.ts';
import type { ActualState, DesiredState, Entry, Held, Json } from '../state.ts';
import { parseAddress } from '../values/address.ts';
import { bareName } from '../values/full-path.ts';
import { macSpelling } from '../values/mac.ts';
import { memberType, parseMemberName } from '../values/member-name.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { uriName } from '../values/uri.ts';
import { orNone } from '../values/value-error.ts';
import { identityOf, parentUri } from './identity.ts';
import { neighbourHolders } from './neighbour-owner.ts';
import type { planHeldReasons } from './reasons.ts';
import type { Change } from './types.ts';

/** The address without route domain; undefined for what is no address, `any6` of a member named by DNS for one. */
export function bareIp(wire: Json | undefined): string | undefined {
  return typeof wire === 'string' ? orNone(() => parseAddress(wire).ip) : undefined;
}

/** The address of a pool member: as its properties say, since its node may have any name, or that name. */
export function memberIp({ uri, properties }: Pick<Entry, 'uri' | 'properties'>): string | undefined {
  return bareIp(properties['address']) ?? orNone(() => parseMemberName(bareName(uriName(uri))).address?.ip);
}

/** The address of a neighbour of ours: as its properties say, or its name where only a part of them is known. */
export function neighbourIp({ uri, properties }: Pick<Entry, 'uri' | 'properties'>): string | undefined {
  return bareIp(properties['ipAddress']) ?? bareIp(bareName(uriName(uri)).replace(/^k8s-/, ''));
}

/**
 * The address of a static neighbour that is named as ours are, `k8s-` and its own address; undefined for any other entry.
 * Another word behind the prefix, or another address, is somebody else's name.
 */
export function namedNeighbour({ uri, type, properties }: Entry): string | undefined {
  if (!isNeighbour(type)) return undefined;
  const ip = bareIp(properties['ipAddress']);
  return ip !== undefined && bareName(uriName(uri)) === `k8s-${ip}` ? ip : undefined;
}

/** Who made a record, as the registries say. `adopted`: nobody has registered it, and it is taken over. */
export type RecordHolder = 'ours' | 'adopted' | 'another' | 'nobody';

type Leftover = 'kept' | 'foreign' | { readonly held: keyof typeof planHeldReasons } | { readonly reason: string };

const otherVtep = 'has another VTEP MAC address now';
const adoptedRecord = 'no Node of the input has this VTEP, and nobody registered it';

/** Whether a plan may delete a record that its owner's registry does not name: the reason of the deletion says so. */
export function deletesUnregistered({ reason }: Change): boolean {
  return reason === adoptedRecord || reason?.endsWith(otherVtep) === true;
}

/**
 * Says what becomes of a record that the input does not want. What is held stays, whoever took its endpoint; what
 * another owner made stays too, and what nobody has registered, unless a Node of the input took its endpoint.
 */
export function recordJudge(
  { objects, scope }: DesiredState,
  prune: boolean,
  holderOf: (record: Entry) => RecordHolder,
): (record: Entry) => Leftover {
  const { heldEndpoints } = scope;
  const held = heldEndpoints === 'all' ? undefined : new Set(heldEndpoints.map((text) => bareIp(text) ?? text));
  const taken = new Set(
    objects.filter(({ type }) => isRecord(type)).map(({ properties }) => bareIp(properties['endpoint'])),
  );
  return (record) => {
    const endpoint = bareIp(record.properties['endpoint']);
    if (held === undefined) return { held: 'NoNodeWithVtep' };
    if (endpoint !== undefined && held.has(endpoint)) return { held: 'NodeNotUnderstood' };
    const holder = holderOf(record);
    if (holder === 'another') return 'foreign';
    if (endpoint !== undefined && taken.has(endpoint)) {
      return { reason: `the Node at ${endpoint} ${otherVtep}` };
    }
    if (holder === 'nobody') return 'foreign';
    if (!prune) return 'kept';
    return { reason: holder === 'adopted' ? adoptedRecord : 'no Node of the input has this VTEP' };
  };
}

/** What of an FDB record or a neighbour has to be as wanted. */
function overlayValue({ type, properties }: Entry): string | undefined {
  return isRecord(type) ? bareIp(properties['endpoint']) : macSpelling(properties['macAddress']);
}

/**
 * True when a wanted FDB record or neighbour is not there, or is there otherwise: then what the device says of its tunnel
 * makes a difference.
 */
export function overlayDiffers({ objects }: DesiredState, actual: ActualState): boolean {
  const concerned = ({ type }: Entry): boolean => isRecord(type) || isNeighbour(type);
  const found = new Map(
    actual.objects.filter(concerned).map((entry) => [identityOf(entry, actual), overlayValue(entry)]),
  );
  return objects.some((entry) => concerned(entry) && found.get(identityOf(entry, actual)) !== overlayValue(entry));
}

/** Addresses of all pool members that there will be once the changes are made, but for those that are left out. */
export function addressesInUse(
  actual: ActualState,
  changes: readonly Change[],
  without: ReadonlySet<string> = new Set(),
): Set<string> {
  const gone = new Set(changes.filter(({ action }) => action === 'delete').map(({ uri }) => uri));
  const used = new Set(actual.membersElsewhere.map((address) => bareIp(address) ?? address));
  const members = [
    ...actual.objects.filter(({ uri, type }) => type === memberType && !gone.has(uri) && !gone.has(parentUri(uri))),
    ...changes
      .filter(({ action, type }) => type === memberType && action !== 'delete')
      .map(({ uri, after }) => ({ uri, properties: after ?? {} })),
  ];
  for (const member of members) {
    const ip = without.has(member.uri) ? undefined : memberIp(member);
    if (ip !== undefined) used.add(ip);
  }
  return used;
}

/** Addresses of the members that are deleted. */
function addressesLeft(changes: readonly Change[]): ReadonlySet<string> {
  const members = changes.filter(({ action, type }) => action === 'delete' && type === memberType);
  return new Set(members.flatMap(({ uri, before = {} }) => memberIp({ uri, properties: before }) ?? []));
}

export interface NeighbourInput {
  readonly desired: DesiredState;
  readonly actual: ActualState;
  readonly changes: readonly Change[];
  /** A wanted member has the neighbour that is wanted, or none: one that it uses besides goes. */
  readonly exact: boolean;
}

/** On a device that lists none of its neighbours those of no member are not seen, and stay for ever. */
export function unlistedDiagnostics({ scope }: DesiredState, { listsNoNeighbours }: ActualState): Diagnostic[] {
  if (listsNoNeighbours !== true || scope.tunnel === undefined) return [];
  const message =
    'this version of BIG-IP lists no static ARP entries, so those of the pool members were asked for by name; what no pool member uses any more is not seen (tmsh list net arp)';
  return [{ severity: 'info', object: 'BigIp/net/arp', reason: 'NeighboursNotListed', message }];
}

/** Says which neighbours stay though nobody uses them and they are named as ours are. */
function stayingDiagnostics(staying: readonly Entry[]): Diagnostic[] {
  const [first] = staying;
  if (first === undefined) return [];
  const some = staying.slice(0, 3).map(({ uri }) => bareName(uriName(uri)));
  const names =
    staying.length > some.length ? `${some.join(', ')} and ${staying.length - some.length} more` : some.join(', ');
  const message = `no pool member uses ${names}; nothing says that ${staying.length === 1 ? 'it leads' : 'they lead'} into the tunnel, so ${staying.length === 1 ? 'it stays' : 'they stay'}`;
  return [{ severity: 'info', object: `BigIp/${first.uri}`, reason: 'NeighbourKept', message }];
}

/**
 * Adds the deletion of neighbours of ours that nobody uses any more, and holds the new ones whose member stays out of the
 * plan.
 */
export function settleNeighbours({ desired, actual, changes, exact }: NeighbourInput): {
  readonly changes: Change[];
  readonly held: Held[];
  readonly diagnostics: Diagnostic[];
} {
  if (desired.scope.tunnel === undefined) return { changes: [...changes], held: [], diagnostics: [] };
  const used = addressesInUse(actual, changes);
  const spoken = new Set(desired.held.map(({ uri }) => uri));
  const wanted = new Set<string | undefined>();
  for (const { uri, type, properties } of desired.objects) {
    if (!isNeighbour(type)) continue;
    spoken.add(uri);
    wanted.add(bareIp(properties['ipAddress']));
  }
  const unused = (wire: Json | undefined): boolean => {
    const ip = bareIp(wire);
    return ip !== undefined && !used.has(ip);
  };
  const needed = exact ? addressesInUse(actual, changes, new Set(desired.objects.map(({ uri }) => uri))) : used;
  // One that is wanted for itself needs no member.
  const members = new Set(desired.objects.flatMap((entry) => (entry.type === memberType ? memberIp(entry) : [])));
  const idle = new Set(
    changes.filter(
      ({ type, action, after }) =>
        isNeighbour(type) &&
        action === 'create' &&
        members.has(bareIp(after?.['ipAddress'])) &&
        unused(after?.['ipAddress']),
    ),
  );
  const unasked = actual.objects.filter((entry) => {
    const ip = spoken.has(entry.uri) ? undefined : namedNeighbour(entry);
    return ip !== undefined && !wanted.has(ip) && !needed.has(ip);
  });
  const holderOf = neighbourHolders(desired, actual, addressesLeft(changes));
  const deletions = unasked
    .filter((entry) => holderOf(entry) === 'ours')
    .map(({ uri, type, properties }): Change => {
      const reason = 'no pool member uses this address';
      return { action: 'delete', uri, type, before: properties, reason };
    });
  return {
    changes: [...changes.filter((change) => !idle.has(change)), ...deletions],
    held: [...idle].map(({ uri, type }) => ({ uri, type, reason: 'DependencyConflict' })),
    diagnostics: stayingDiagnostics(unasked.filter((entry) => holderOf(entry) === 'elsewhere')),
  };
}
