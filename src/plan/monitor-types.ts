/** A pool remembers in its metadata of which types monitors were made for it: one that is withdrawn is still ours. */
import type { Entry, Json } from '../state.ts';
import { monitorTypesName } from '../values/mark.ts';
import { metadataItems, metadataText } from '../values/metadata-items.ts';
import { poolOfMonitor } from './ownership.ts';

const prefix = 'ltm/monitor/';

/** The types of the wanted monitors of each pool, by the pool's URI. */
export function monitorTypes(objects: readonly Entry[]): ReadonlyMap<string, ReadonlySet<string>> {
  const types = new Map<string, Set<string>>();
  for (const entry of objects) {
    const pool = poolOfMonitor(entry);
    if (pool !== undefined) types.set(pool, (types.get(pool) ?? new Set()).add(entry.type.slice(prefix.length)));
  }
  return types;
}

/** The wanted metadata of a pool, with the types that it has had before. */
export function poolMetadata(
  wanted: Json | undefined,
  types: ReadonlySet<string> | undefined,
  found: Json | undefined,
): Json | undefined {
  if (wanted === undefined || types === undefined) return wanted;
  const before = metadataText(found, monitorTypesName)?.split(' ') ?? [];
  const value = [...new Set([...before, ...types])].sort().join(' ');
  return [...metadataItems(wanted), { name: monitorTypesName, persist: 'true', value }] as unknown as Json;
}
