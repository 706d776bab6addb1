/** Where the objects of an owner can be: no plan and no snapshot is about others. */
import { partitionOf } from '../values/full-path.ts';
import { isRecord } from '../values/overlay-types.ts';
import { registryType, registryUri } from '../values/registry.ts';
import { parseUri } from '../values/uri.ts';
import type { PlanScope } from './types.ts';
import { typeOfUri } from './uri-type.ts';

const inPartition = /^ltm\/(?:virtual|pool|pool\/members|monitor\/(?:http|tcp|udp)|persistence\/source-addr)$/;

/** The partition of the objects of a type; undefined when an owner has none of it. */
function partitionFor(type: string, { partition, tunnel, tunnelV6 = tunnel, routes = partition }: PlanScope) {
  const inPartitionOf = (path: string | undefined) => (path === undefined ? undefined : partitionOf(path));
  if (type === 'net/arp') return inPartitionOf(tunnel);
  if (type === 'net/ndp') return inPartitionOf(tunnelV6);
  if (type === 'net/route') return routes;
  return inPartition.test(type) ? partition : undefined;
}

/** Why an object cannot be one of an owner there, `of` a plan or a snapshot; undefined when it can. */
export function misplaced(
  { uri, type }: { readonly uri: string; readonly type: string },
  { owner, ...scope }: PlanScope & { readonly owner: string },
  of: 'plan' | 'snapshot',
): string | undefined {
  if (typeOfUri(uri) !== type) return 'its type is not that of its uri';
  const [path = ''] = parseUri(uri).filter((segment) => segment.startsWith('/'));
  if (isRecord(type)) {
    return path === scope.tunnel || path === scope.tunnelV6 ? undefined : `is not of a tunnel of the ${of}`;
  }
  // The registry is the plan's own book: no snapshot has it.
  const isRegistry = of === 'plan' && type === registryType && uri === registryUri(scope.partition, owner);
  return isRegistry || partitionFor(type, scope) === partitionOf(path)
    ? undefined
    : `is not in the place that the ${of} is of`;
}
