/** What stands in a partition and in tunnels, whole, whatever anybody wants of it. */
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { AnyResource } from '../resources/define.ts';
import { monitorHttp, monitorTcp, monitorUdp } from '../resources/ltm/monitor.ts';
import { persistenceSourceAddr } from '../resources/ltm/persistence/source-addr.ts';
import { pool } from '../resources/ltm/pool.ts';
import { virtual } from '../resources/ltm/virtual.ts';
import { route } from '../resources/net/route.ts';
import type { ActualState, DesiredState } from '../state.ts';
import { readType } from './collection.ts';
import { readNeighbours, readRecords } from './overlay-tables.ts';
import { inPartition, readRouteDomains } from './partitions.ts';
import { readRegistries } from './registry.ts';
import { neighbourUrisOf, readUnlisted } from './unlisted-neighbours.ts';

/** The types of which an owner has objects in its partition. */
export const managedTypes: readonly AnyResource[] = [
  virtual,
  pool,
  monitorHttp,
  monitorTcp,
  monitorUdp,
  persistenceSourceAddr,
];

/**
 * Reads all objects of these types in the partition, the FDB records and static neighbours of the tunnels, the static
 * routes, and the registries: one GET a type. What the state wants makes no difference. `routeDomains` and
 * `membersElsewhere` are empty. Throws PartitionNotFoundError and TunnelNotFoundError.
 */
export async function readManaged(
  requester: Requester,
  desired: DesiredState,
  options: CallOptions = {},
): Promise<ActualState> {
  const { scope } = desired;
  const { partition, tunnel, routes: place = partition } = scope;
  const expanded = { ...options, expandSubcollections: true };
  const every = (): boolean => true;
  const reading = Promise.all([
    tunnel === undefined ? undefined : readRegistries(requester, desired, options),
    readRecords(requester, scope, options),
    readNeighbours(requester, desired, every, () => options),
    readType(requester, route, place, options),
    ...managedTypes.map((resource) => readType(requester, resource, partition, expanded)),
  ]);
  const [registries, records, neighbours, routes, ...found] = await inPartition(reading, requester, partition, options);
  // Nothing at all, because there is nothing, or because there is no such partition.
  if (found.flat().length === 0) await readRouteDomains(requester, partition, options);
  const uris = tunnel === undefined ? [] : neighbourUrisOf(found.flat(), tunnel);
  const unlisted = await readUnlisted(requester, neighbours, uris, options);
  return {
    objects: [...found.flat(), ...records, ...neighbours, ...unlisted, ...routes],
    routeDomains: {},
    membersElsewhere: [],
    ...(registries === undefined ? {} : { registries }),
  };
}
