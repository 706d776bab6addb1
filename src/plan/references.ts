/** What an entry refers to, as URIs of other entries. A reference that is no name of ours is none. */
import type { Entry, Json, Properties } from '../state.ts';
import { parseMonitorRule } from '../values/monitor-rule.ts';
import { formatUri } from '../values/uri.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { parentUri } from './identity.ts';

const monitorTypes = ['http', 'tcp', 'udp'];

/** URIs of the monitors of a pool. The rule does not say their type, so every type that we write is meant. */
function monitorUris(rule: string): string[] {
  return parseMonitorRule(rule).monitors.flatMap((path) =>
    path.startsWith('/') ? monitorTypes.map((type) => formatUri(['ltm', 'monitor', type, path])) : [],
  );
}

/** URIs of the persistence profiles of a virtual server. The list does not say their type; we write one. */
function persistenceUris(persist: Json | undefined): string[] {
  if (!Array.isArray(persist)) return [];
  return (persist as readonly Json[]).flatMap((item) => {
    if (typeof item !== 'object' || item === null) return [];
    const { name, partition } = item as Properties;
    if (typeof name !== 'string' || typeof partition !== 'string') return [];
    return [formatUri(['ltm', 'persistence', 'source-addr', `/${partition}/${name}`])];
  });
}

function named({ uri, type, properties }: Entry): readonly string[] {
  const { pool, monitor, persist } = properties;
  if (type === 'ltm/virtual') {
    const pools = typeof pool === 'string' && pool.startsWith('/') ? [formatUri(['ltm', 'pool', pool])] : [];
    return [...pools, ...persistenceUris(persist)];
  }
  if (type === 'ltm/pool') return typeof monitor === 'string' ? monitorUris(monitor) : [];
  return type === 'ltm/pool/members' ? [parentUri(uri)] : [];
}

/** URIs of the objects that must be there, and be what was wanted, for this one to make sense. */
export function references(entry: Entry): readonly string[] {
  try {
    return named(entry);
  } catch (error) {
    // A device may hold a rule or a name that nothing of ours could have.
    if (error instanceof BigIpValueError) return [];
    throw error;
  }
}
