/** FDB records and static neighbours: what the tunnels of a desired state have. */
import { NotFoundError } from '../errors.ts';
import type { ListOptions } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { AnyResource } from '../resources/define.ts';
import { poolMember } from '../resources/ltm/pool-member.ts';
import { arp } from '../resources/net/arp.ts';
import { fdbRecord } from '../resources/net/fdb-tunnel.ts';
import { ndp } from '../resources/net/ndp.ts';
import type { DesiredState, Entry, Scope } from '../state.ts';
import { partitionOf } from '../values/full-path.ts';
import { readItems, readType } from './collection.ts';
import { entriesOf } from './entries.ts';
import { TunnelNotFoundError } from './errors.ts';

export function tunnelNotFound(tunnel: string, cause: unknown): TunnelNotFoundError {
  return new TunnelNotFoundError(
    `the tunnel ${tunnel} does not exist on this BIG-IP; nothing was written. Create it (net tunnels tunnel), or name the one that exists`,
    { cause },
  );
}

/** The records of one tunnel. Throws TunnelNotFoundError. */
export async function readRecordsOf(requester: Requester, tunnel: string, options: CallOptions): Promise<Entry[]> {
  const segments = ['net', 'fdb', 'tunnel', tunnel, 'records'];
  try {
    const items = await readItems(requester, segments, options);
    return items.flatMap((item) => entriesOf(segments, fdbRecord, item));
  } catch (error) {
    if (error instanceof NotFoundError) throw tunnelNotFound(tunnel, error);
    throw error;
  }
}

function tunnelsOf({ tunnel, tunnelV6 }: Scope): readonly string[] {
  return [tunnel, tunnelV6].filter((path) => path !== undefined);
}

/** The records of all tunnels. Throws TunnelNotFoundError. */
export async function readRecords(requester: Requester, scope: Scope, options: CallOptions): Promise<Entry[]> {
  return (await Promise.all(tunnelsOf(scope).map((tunnel) => readRecordsOf(requester, tunnel, options)))).flat();
}

/** True when neighbours of IPv6 pods are wanted or held, or a tunnel is there for them. */
export function concernsNdp({ objects, held, scope }: DesiredState): boolean {
  return scope.tunnelV6 !== undefined || [...objects, ...held].some(({ type }) => type === ndp.path);
}

/** True when a pool has a member that may have a neighbour entry of IPv6. */
export function hasIpv6Members(entries: readonly Entry[]): boolean {
  return entries.some(
    ({ type, properties: { address } }) =>
      type === poolMember.path && typeof address === 'string' && address.includes(':') && !address.startsWith('any6'),
  );
}

/** Static neighbours of the types that are asked for, each where its tunnel is. */
export async function readNeighbours(
  requester: Requester,
  { scope }: DesiredState,
  wants: (type: string) => boolean,
  options: (resource: AnyResource) => ListOptions,
): Promise<Entry[]> {
  const { tunnel, tunnelV6 = tunnel } = scope;
  const read = [[arp, tunnel] as const, [ndp, tunnelV6] as const].map(([resource, path]) =>
    path === undefined || !wants(resource.path)
      ? []
      : readType(requester, resource, partitionOf(path), options(resource)),
  );
  return (await Promise.all(read)).flat();
}
