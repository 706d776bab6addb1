/** What an address without a route domain means in each partition. Asked for only where it can make a difference. */
import { NotFoundError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { DesiredState, Entry } from '../state.ts';
import { isRecord } from '../values/overlay-types.ts';
import { readItems } from './collection.ts';
import { PartitionNotFoundError } from './errors.ts';

const addresses = ['destination', 'source', 'address', 'ipAddress', 'network'] as const;

function isExplicit({ uri, type, properties }: Entry): boolean {
  // The endpoints of one tunnel are all in its route domain, and always say so (facts: icontrol-rest 8.6).
  if (isRecord(type)) return false;
  return uri.includes('%25') || addresses.some((key) => String(properties[key] ?? '').includes('%'));
}

/** True when a wanted or found address says its route domain: only then it matters which one the others are in. */
export function saysRouteDomain({ objects }: DesiredState, found: readonly Entry[]): boolean {
  return objects.some(isExplicit) || found.some(isExplicit);
}

/** {@link saysRouteDomain}, or nothing of the partition was found, which may be because there is no such partition. */
export function needsRouteDomains(desired: DesiredState, found: readonly Entry[]): boolean {
  const { partition } = desired.scope;
  const inPartition = found.some(({ uri }) => uri.includes(`/~${encodeURIComponent(partition)}~`));
  return !inPartition || saysRouteDomain(desired, found);
}

/**
 * What was read of a partition. A list of one that does not exist may be a 404 (facts: icontrol-rest 4.3), which is told
 * as a PartitionNotFoundError.
 */
export async function inPartition<T>(
  read: Promise<T>,
  requester: Requester,
  partition: string,
  options: CallOptions,
): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof NotFoundError) await readRouteDomains(requester, partition, options);
    throw error;
  }
}

/** Default route domain of every partition that the user may see. Throws PartitionNotFoundError. */
export async function readRouteDomains(
  requester: Requester,
  partition: string,
  options: CallOptions,
): Promise<Readonly<Record<string, number>>> {
  const items = await readItems(requester, ['auth', 'partition'], options);
  const domains: Record<string, number> = Object.create(null);
  for (const { name, defaultRouteDomain } of items) {
    if (typeof name === 'string') domains[name] = typeof defaultRouteDomain === 'number' ? defaultRouteDomain : 0;
  }
  if (!(partition in domains)) {
    const known = Object.keys(domains).sort().join(', ');
    throw new PartitionNotFoundError(
      `the partition ${partition} does not exist on this BIG-IP (it has: ${known}); create it first (auth partition), or name one that exists`,
    );
  }
  return { ...domains };
}
