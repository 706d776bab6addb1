/** BigIp -> State: what stands on the device, as far as a desired state concerns it. Only GETs are sent. */
import { NotFoundError } from '../errors.ts';
import { type Item, type ListOptions, listItems } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { AnyResource } from '../resources/define.ts';
import { monitorHttp, monitorTcp, monitorUdp } from '../resources/ltm/monitor.ts';
import { pool } from '../resources/ltm/pool.ts';
import { poolMember } from '../resources/ltm/pool-member.ts';
import { virtual } from '../resources/ltm/virtual.ts';
import { arp } from '../resources/net/arp.ts';
import { fdbRecord } from '../resources/net/fdb-tunnel.ts';
import type { ActualState, DesiredState, Entry } from '../state.ts';
import { partitionOf } from '../values/full-path.ts';
import { entriesOf } from './entries.ts';
import { PartitionNotFoundError, TunnelNotFoundError } from './errors.ts';

async function readAll(requester: Requester, segments: readonly string[], options: ListOptions): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of listItems(requester, segments, options)) items.push(item);
  return items;
}

async function readType(
  requester: Requester,
  resource: AnyResource,
  partition: string,
  options: ListOptions,
  onLeftOut?: (item: Item, resource: AnyResource) => void,
): Promise<Entry[]> {
  const segments = resource.path.split('/');
  const items = await readAll(requester, segments, { ...options, partition });
  // What does not filter, as a proxy might not hand on the query, must not make another partition's objects ours.
  return items
    .filter((item) => typeof item['partition'] !== 'string' || item['partition'] === partition)
    .flatMap((item) => entriesOf(segments, resource, item, onLeftOut));
}

async function readRecords(requester: Requester, tunnel: string, options: CallOptions): Promise<Entry[]> {
  const segments = ['net', 'fdb', 'tunnel', tunnel, 'records'];
  try {
    const items = await readAll(requester, segments, options);
    return items.flatMap((item) => entriesOf(segments, fdbRecord, item));
  } catch (error) {
    if (error instanceof NotFoundError) throw tunnelNotFound(tunnel, error);
    throw error;
  }
}

export function tunnelNotFound(tunnel: string, cause: unknown): TunnelNotFoundError {
  return new TunnelNotFoundError(
    `the tunnel ${tunnel} does not exist on this BIG-IP; nothing was written. Create it (net tunnels tunnel), or name the one that exists`,
    { cause },
  );
}

/** Default route domain of every partition; the managed one must be among them. */
async function readRouteDomains(
  requester: Requester,
  partition: string,
  options: CallOptions,
): Promise<Record<string, number>> {
  const items = await readAll(requester, ['auth', 'partition'], options);
  const domains: Record<string, number> = Object.create(null);
  for (const { name, defaultRouteDomain } of items) {
    if (typeof name === 'string') domains[name] = typeof defaultRouteDomain === 'number' ? defaultRouteDomain : 0;
  }
  if (!(partition in domains)) {
    const known = Object.keys(domains).sort().join(', ');
    throw new PartitionNotFoundError(
      `the partition ${partition} does not exist on this BIG-IP (it has: ${known}); nothing was written. Create it first (auth partition)`,
    );
  }
  return { ...domains };
}

/** All that we make: a monitor that no pool names any more is still ours, and listed as kept. */
const monitors: readonly AnyResource[] = [monitorHttp, monitorTcp, monitorUdp];

/** Addresses of the pool members outside the managed partition, for an ARP entry that might have to go. */
async function readMembersElsewhere(requester: Requester, partition: string, options: CallOptions): Promise<string[]> {
  const segments = ['ltm', 'pool'];
  const items = await readAll(requester, segments, { ...options, expandSubcollections: true });
  const unnamed = new UnnamedMembers();
  const addresses = items
    .filter((item) => item['partition'] !== partition)
    .flatMap((item) => entriesOf(segments, pool, item, unnamed.add))
    .flatMap(({ type, properties: { address } }) =>
      type === 'ltm/pool/members' && typeof address === 'string' ? [address] : [],
    );
  return [...addresses, ...unnamed.addresses];
}

/** Members that are left out because of their name, or their pool's, use their addresses all the same. */
class UnnamedMembers {
  readonly addresses: string[] = [];

  readonly add = ({ address }: Item, resource: AnyResource): void => {
    if (resource === poolMember && typeof address === 'string') this.addresses.push(address);
  };
}

/** True when a static ARP entry of ours is neither wanted nor obviously used: then other partitions have to be asked. */
function hasDoubtfulArp(entries: readonly Entry[], desired: DesiredState): boolean {
  const wanted = new Set(desired.objects.map(({ uri }) => uri));
  return entries.some(({ uri, type }) => type === 'net/arp' && uri.includes('~k8s-') && !wanted.has(uri));
}

/**
 * Reads what a desired state concerns: virtual servers, pools with members and monitors of its partition, and the FDB
 * records and static ARP entries of its tunnel.
 *
 * Throws PartitionNotFoundError and TunnelNotFoundError: F5's own code reports success there and writes nothing.
 */
export async function readActual(
  requester: Requester,
  desired: DesiredState,
  options: CallOptions = {},
): Promise<ActualState> {
  const { partition, tunnel } = desired.scope;
  const routeDomains = await readRouteDomains(requester, partition, options);
  const expanded = { ...options, expandSubcollections: true };
  const unnamed = new UnnamedMembers();
  const [virtuals, pools, records, arps, ...monitorEntries] = await Promise.all([
    readType(requester, virtual, partition, expanded),
    readType(requester, pool, partition, expanded, unnamed.add),
    tunnel === undefined ? [] : readRecords(requester, tunnel, options),
    tunnel === undefined ? [] : readType(requester, arp, partitionOf(tunnel), options),
    ...monitors.map((monitor) => readType(requester, monitor, partition, options)),
  ]);
  const membersElsewhere = hasDoubtfulArp(arps, desired)
    ? await readMembersElsewhere(requester, partition, options)
    : [];
  return {
    objects: [...virtuals, ...pools, ...records, ...arps, ...monitorEntries.flat()],
    routeDomains,
    membersElsewhere: [...unnamed.addresses, ...membersElsewhere],
  };
}
