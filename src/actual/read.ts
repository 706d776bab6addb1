/** BigIp -> State: what stands on the device, as far as a desired state concerns it. Only GETs are sent. */
import { NotFoundError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { AnyResource } from '../resources/define.ts';
import { monitorHttp, monitorTcp, monitorUdp } from '../resources/ltm/monitor.ts';
import { persistenceSourceAddr } from '../resources/ltm/persistence/source-addr.ts';
import { pool } from '../resources/ltm/pool.ts';
import { virtual } from '../resources/ltm/virtual.ts';
import { arp } from '../resources/net/arp.ts';
import { ndp } from '../resources/net/ndp.ts';
import { route } from '../resources/net/route.ts';
import type { ActualState, DesiredState, Entry } from '../state.ts';
import { monitorTypesName } from '../values/mark.ts';
import { metadataText } from '../values/metadata-items.ts';
import { readType, selectionOf } from './collection.ts';
import { readElsewhere, takesDestination, takesNetwork } from './elsewhere.ts';
import { hasDoubtfulNeighbour, hasStrayNeighbour, readMembersElsewhere, UnnamedMembers } from './members-elsewhere.ts';
import { isOfAnotherSpace, membersToMake, readNodes } from './nodes.ts';
import { readOverlaySelfs } from './overlay-networks.ts';
import { concernsNdp, hasIpv6Members, readNeighbours, readRecords } from './overlay-tables.ts';
import { needsRouteDomains, readRouteDomains, saysRouteDomain } from './partitions.ts';
import { needsRegistries, readRegistries } from './registry.ts';
import { neighboursToAskFor, readUnlisted } from './unlisted-neighbours.ts';
import { addressesNamed } from './virtual-addresses.ts';

export interface ReadOptions extends CallOptions {
  /** Read objects whole, not only what a plan needs of them. Default false. */
  readonly whole?: boolean;
  /**
   * Look also for monitors and persistence profiles of what is gone. Default false: for those that a pool or a virtual
   * server names, or remembers.
   */
  readonly orphans?: boolean;
  /**
   * Read what concerns the FDB records and static neighbours alone: of the rest those that say who uses a neighbour, and
   * nothing that only tells whether the rest can be made. Default false.
   */
  readonly overlay?: boolean;
  /** Read the registries of FDB records in any case. Default false: where a record is missing or leads elsewhere, or nobody wants it. */
  readonly registries?: boolean;
}

/** All that we make. */
const monitors: readonly AnyResource[] = [monitorHttp, monitorTcp, monitorUdp];

function typeWord({ path }: AnyResource): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The types of which a monitor of ours may be there: wanted, named by a pool, or made for one that names it no more. */
function monitorsToRead({ objects }: DesiredState, pools: readonly Entry[]): readonly AnyResource[] {
  const said = pools.map(({ type, properties: { monitor, metadata } }) => {
    if (type !== pool.path) return '';
    const named = typeof monitor === 'string' ? [...monitor.matchAll(/_\d+_([a-z]+)\b/g)].map(([, word]) => word) : [];
    return [metadataText(metadata, monitorTypesName) ?? '', ...named].join(' ');
  });
  const words = new Set(said.flatMap((text) => text.split(' ')));
  const wanted = new Set(objects.map(({ type }) => type));
  return monitors.filter((monitor) => wanted.has(monitor.path) || words.has(typeWord(monitor)));
}

/** True when a persistence profile of ours may be there: wanted, or named by a virtual server. */
function wantsPersistence({ objects }: DesiredState, virtuals: readonly Entry[]): boolean {
  return (
    objects.some(({ type }) => type === persistenceSourceAddr.path) ||
    virtuals.some(({ properties: { persist } }) => JSON.stringify(persist ?? null).includes('_source_addr"'))
  );
}

function resourcesMadeFor(
  desired: DesiredState,
  orphans: boolean,
  virtuals: readonly Entry[],
  pools: readonly Entry[],
): readonly AnyResource[] {
  return [
    ...(orphans ? monitors : monitorsToRead(desired, pools)),
    ...(orphans || wantsPersistence(desired, virtuals) ? [persistenceSourceAddr] : []),
  ];
}

/**
 * Reads what a desired state concerns: virtual servers, pools with members, monitors and persistence profiles of its
 * partition, the FDB records and static neighbours of its tunnels, and the static routes to Nodes. One GET a type; the rest only where it can make a difference.
 *
 * Throws PartitionNotFoundError and TunnelNotFoundError: F5's own code reports success there and writes nothing.
 */
export async function readActual(
  requester: Requester,
  desired: DesiredState,
  { whole = false, orphans = false, registries: always = false, overlay = false, ...options }: ReadOptions = {},
): Promise<ActualState> {
  const { partition, tunnel, routes: place } = desired.scope;
  const selected = (resource: AnyResource) => (whole ? {} : { select: selectionOf(resource, desired.objects) });
  const expanded = { ...options, expandSubcollections: true };
  const readOne = (resource: AnyResource) => ({ ...options, ...selected(resource) });
  const unnamed = new UnnamedMembers();
  const [virtuals, pools, records, known, routes] = await Promise.all([
    readType(requester, virtual, partition, { ...expanded, ...selected(virtual) }),
    readType(requester, pool, partition, { ...expanded, ...selected(pool) }, unnamed.add),
    readRecords(requester, desired.scope, options),
    readNeighbours(requester, desired, (type) => type === arp.path || orphans || concernsNdp(desired), readOne),
    place === undefined || overlay ? [] : readType(requester, route, place, { ...options, ...selected(route) }),
  ]).catch(async (error: unknown) => {
    // A list of an unknown partition may be a 404 (facts: icontrol-rest 4.3).
    if (error instanceof NotFoundError) await readRouteDomains(requester, partition, options);
    throw error;
  });
  // Only the members tell that neighbours of IPv6 pods may have to go.
  const late = !orphans && !concernsNdp(desired) && hasIpv6Members(pools);
  const [ndps, unlisted] = await Promise.all([
    late ? readNeighbours(requester, desired, (type) => type === ndp.path, readOne) : [],
    readUnlisted(requester, known, neighboursToAskFor(desired, pools, orphans), options),
  ]);
  const neighbours = [...known, ...ndps, ...unlisted];
  const main = [...virtuals, ...pools, ...records, ...neighbours, ...routes];
  const registered = always || (tunnel !== undefined && needsRegistries(desired, records, neighbours));
  const takes = !overlay && takesDestination(desired, virtuals);
  const leads = !overlay && place !== undefined && takesNetwork(desired, routes);
  const toMake = overlay ? [] : membersToMake(desired, pools);
  const stands = toMake.length > 0;
  // A unit that stands by may have nothing of the partition yet.
  const inSpace = overlay ? saysRouteDomain : needsRouteDomains;
  const reading = registered ? readRegistries(requester, desired, options) : undefined;
  // Those that the registries say to be another owner's stay, whoever uses them.
  const elsewhere = async (): Promise<readonly string[]> =>
    hasDoubtfulNeighbour(neighbours, desired) && hasDoubtfulNeighbour(neighbours, desired, pools, await reading)
      ? readMembersElsewhere(requester, partition, options)
      : [];
  const [
    readDomains,
    membersElsewhere,
    overlayNetworks,
    registries,
    virtualsElsewhere,
    routesElsewhere,
    nodes,
    virtualAddresses,
    ...madeFor
  ] = await Promise.all([
    takes || leads || inSpace(desired, main) ? readRouteDomains(requester, partition, options) : {},
    elsewhere(),
    hasStrayNeighbour(neighbours, records, desired)
      ? readOverlaySelfs(requester, [tunnel, desired.scope.tunnelV6], options)
      : undefined,
    reading,
    takes ? readElsewhere(requester, virtual, partition, options) : undefined,
    leads ? readElsewhere(requester, route, place, options) : undefined,
    stands ? readNodes(requester, toMake, options) : undefined,
    overlay ? undefined : addressesNamed(requester, virtuals, options),
    ...(overlay ? [] : resourcesMadeFor(desired, orphans, virtuals, pools)).map((resource) =>
      readType(requester, resource, partition, { ...options, ...selected(resource) }),
    ),
  ]);
  const named = virtualAddresses ?? (await addressesNamed(requester, virtualsElsewhere, options));
  const unknown = Object.keys(readDomains).length === 0 && isOfAnotherSpace(nodes, partition);
  const routeDomains = unknown ? await readRouteDomains(requester, partition, options) : readDomains;
  return {
    objects: [...main, ...madeFor.flat()],
    routeDomains,
    membersElsewhere: [...unnamed.addresses, ...membersElsewhere],
    ...(unlisted.length === 0 ? {} : { listsNoNeighbours: true }),
    ...(overlayNetworks === undefined ? {} : { overlayNetworks }),
    ...(registries === undefined ? {} : { registries }),
    ...(virtualsElsewhere === undefined ? {} : { virtualsElsewhere }),
    ...(routesElsewhere === undefined ? {} : { routesElsewhere }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(named === undefined ? {} : { virtualAddresses: named }),
  };
}
