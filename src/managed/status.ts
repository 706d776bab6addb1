/** Whether what an owner publishes takes traffic. */

import { readType } from '../actual/collection.ts';
import { inPartition, readRouteDomains } from '../actual/partitions.ts';
import { memberStatistics, virtualStatistics } from '../actual/statistics.ts';
import { callOptions } from '../icontrol/call-options.ts';
import { nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { Statistics } from '../icontrol/stats.ts';
import { judge, otherOwners } from '../plan/index.ts';
import { pool as poolResource } from '../resources/ltm/pool.ts';
import { virtual as virtualResource } from '../resources/ltm/virtual.ts';
import type { Entry } from '../state.ts';
import { bareName } from '../values/full-path.ts';
import { uriName } from '../values/uri.ts';
import { takesTraffic } from './member-state.ts';
import type { ManagedOptions } from './options.ts';

export interface MemberStatus {
  readonly uri: string;
  /** `10.244.1.7:8080` */
  readonly name: string;
  /** Whether it takes new connections. */
  readonly available: boolean;
  /** What monitors found: `up`, `down`, `unchecked`, `checking`, or `user-down` where a hand did it. */
  readonly state: string;
  /** What a hand wishes. `forced-offline` takes not even persistent clients. */
  readonly session: 'enabled' | 'disabled' | 'forced-offline';
  /** Disabled by this owner because its pod is about to go, and not by an operator. */
  readonly draining: boolean;
  /** Open connections; absent where the device does not say. */
  readonly connections?: number;
}

export interface PoolStatus {
  readonly uri: string;
  /** Whether any member takes new connections. */
  readonly available: boolean;
  readonly members: readonly MemberStatus[];
}

export interface VirtualStatus {
  readonly uri: string;
  /** `/k8s/172.16.100.195:31400` */
  readonly destination: string;
  /** Whether a client gets through: it is enabled, not offline, and its pool has a member that takes connections. */
  readonly available: boolean;
  /** `available`, `offline`, `unknown` (nothing is monitored), `unavailable` (at a limit); `disabled` by hand. */
  readonly availability: string;
  /** Why, in the device's words. */
  readonly reason?: string;
  /** Open connections of clients; absent where the device does not say. */
  readonly connections?: number;
  /** Its pool when that is this owner's. */
  readonly pool?: PoolStatus;
}

/** Plain JSON. */
export interface ManagedStatus {
  readonly version: 1;
  readonly owner: string;
  readonly partition: string;
  /** Whether every virtual server and every member is available, but for members that are draining. */
  readonly available: boolean;
  readonly virtuals: readonly VirtualStatus[];
  /** Pools that no virtual server of this owner has. */
  readonly pools: readonly PoolStatus[];
  /** When this owner has nothing there: who has something. */
  readonly otherOwners?: readonly string[];
}

const drainedBy = /"name":"drained-by"/;

function sessionOf({ properties: { session, state } }: Entry): MemberStatus['session'] {
  if (state === 'user-down') return 'forced-offline';
  return session === 'user-disabled' ? 'disabled' : 'enabled';
}

function counted(statistics: Statistics | undefined, counter: string): { readonly connections?: number } {
  const found = statistics?.counters[counter];
  return found === undefined ? {} : { connections: Number(found) };
}

function memberStatus(member: Entry, pool: Entry, statistics: Statistics | undefined): MemberStatus {
  const { uri, properties } = member;
  const path = uriName(uri);
  const session = sessionOf(member);
  return {
    uri,
    name: bareName(path),
    available: takesTraffic(properties, pool.properties),
    state: typeof properties['state'] === 'string' ? properties['state'] : 'unknown',
    session,
    draining: session === 'disabled' && drainedBy.test(JSON.stringify(properties['metadata'] ?? null)),
    ...counted(statistics, 'serverside.curConns'),
  };
}

function virtualStatus(entry: Entry, statistics: Statistics | undefined, pool: PoolStatus | undefined): VirtualStatus {
  const { uri, properties } = entry;
  const enabled = properties['disabled'] !== true;
  const said = statistics?.texts['status.availabilityState'] ?? 'unknown';
  const reason = statistics?.texts['status.statusReason'];
  const listens = enabled && (said === 'available' || said === 'unknown');
  return {
    uri,
    destination: String(properties['destination'] ?? ''),
    available: listens && pool?.available !== false,
    availability: enabled ? said : 'disabled',
    ...(reason === undefined ? {} : { reason }),
    ...counted(statistics, 'clientside.curConns'),
    ...(pool === undefined ? {} : { pool }),
  };
}

async function readOwn(bigip: Requester, { owner = 'default', partition }: ManagedOptions, options: CallOptions) {
  const named = [...nameAndPlace, 'metadata', 'appService'];
  const ofVirtual = [...named, 'destination', 'pool', 'enabled', 'disabled'];
  const ofPool = [...named, 'monitor', 'membersReference'];
  const reading = Promise.all([
    readType(bigip, { ...virtualResource, children: {} }, partition, { ...options, select: ofVirtual }),
    readType(bigip, poolResource, partition, { ...options, select: ofPool, expandSubcollections: true }),
  ]);
  const [virtuals, pools] = await inPartition(reading, bigip, partition, options);
  const objects = [...virtuals, ...pools];
  // Nothing at all, because there is nothing, or because there is no such partition.
  if (objects.length === 0) await readRouteDomains(bigip, partition, options);
  const holderOf = judge({ objects, routeDomains: {}, membersElsewhere: [] }, owner);
  const own = objects.filter((entry) => holderOf(entry).kind === 'ours');
  return { own, others: own.length === 0 ? otherOwners(objects, holderOf) : [] };
}

async function poolStatus(bigip: Requester, pool: Entry, members: readonly Entry[], options: CallOptions) {
  const statistics = members.length === 0 ? undefined : await memberStatistics(bigip, uriName(pool.uri), options);
  const each = members.map((member) => memberStatus(member, pool, statistics?.(uriName(member.uri))));
  return { uri: pool.uri, available: each.some(({ available }) => available), members: each };
}

function isWell({ members }: PoolStatus): boolean {
  return members.every(({ available, draining }) => available || draining);
}

/**
 * The virtual servers of this owner with their pools and members, and how they are: two GETs, one a virtual server (or one
 * for all when they are many) and one a pool for the statistics. Throws PartitionNotFoundError.
 */
export async function readStatus(bigip: Requester, options: ManagedOptions): Promise<ManagedStatus> {
  const call = callOptions(options);
  const { owner = 'default', partition } = options;
  const { own: ours, others } = await readOwn(bigip, options, call);
  const virtuals = ours.filter(({ type }) => type === 'ltm/virtual');
  const pools = ours.filter(({ type }) => type === 'ltm/pool');
  const paths = virtuals.map(({ uri }) => uriName(uri));
  const [statistics, ...poolStatuses] = await Promise.all([
    virtualStatistics(bigip, paths, call),
    ...pools.map((pool) => {
      const members = ours.filter(({ uri, type }) => type === 'ltm/pool/members' && uri.startsWith(`${pool.uri}/`));
      return poolStatus(bigip, pool, members, call);
    }),
  ]);
  const byPath = new Map(poolStatuses.map((status) => [uriName(status.uri), status]));
  const published = virtuals.map((entry) => {
    const pool = byPath.get(String(entry.properties['pool'] ?? ''));
    return virtualStatus(entry, statistics.get(uriName(entry.uri)), pool);
  });
  const used = new Set(published.flatMap(({ pool }) => (pool === undefined ? [] : [pool.uri])));
  const well = published.every(({ available }) => available) && poolStatuses.every(isWell);
  const alone = poolStatuses.filter(({ uri }) => !used.has(uri));
  return {
    version: 1,
    owner,
    partition,
    available: well,
    virtuals: published,
    pools: alone,
    ...(others.length === 0 ? {} : { otherOwners: others }),
  };
}
