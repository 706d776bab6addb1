/**
 * Names of objects, as CIS gives them, so that its partition can be taken over (facts: cis 1.3).
 *
 * One difference: in a namespace that begins with a digit CIS leaves the ConfigMap out of the pool's name, so two
 * ConfigMaps of one Service share a pool, and one gets the members of the other's port.
 */

/** BIG-IP takes names of up to 255 characters. */
const longestName = 255;
/** `_<index>_http`: what a monitor's name adds to that of its pool. */
const longestMonitorSuffix = 8;
export const persistenceType = 'ltm/persistence/source-addr';

export interface RequestNames {
  /** Name of the virtual server. */
  readonly virtual: string;
  /** How the name of every pool and monitor of the request begins. */
  readonly prefix: string;
  /** Name of the pool, where it is not that of the Service behind the prefix. */
  readonly pool?: string;
}

export function configMapNames(namespace: string, name: string): RequestNames {
  const plain = `${namespace}_${name}`;
  // A name that begins with a digit gets a prefix in CIS, and for its partitions' sake here.
  const virtual = /^\d/.test(namespace) ? `cfgmap_${plain}` : plain;
  return { virtual, prefix: `cfgmap_${plain}_` };
}

/** Who asks other than by a ConfigMap; the word in front of all names. */
export type Asker = 'publish' | 'lb' | 'ts';

/**
 * How all names of one asker begin: `publish_istio-system_gateway_`. Names of Kubernetes hold no underscore, so no other
 * name begins like this, and none of a ConfigMap does.
 */
export function askerPrefix(asker: Asker, namespace: string, name: string): string {
  return `${asker}_${namespace}_${name}_`;
}

/**
 * `publish_istio-system_gateway_tcp_80`, its pool `publish_istio-system_gateway_tcp_80_pool`. The Service is not in the
 * name of the pool, so that another one can take its place behind the same virtual server.
 */
export function portNames(
  asker: Asker,
  namespace: string,
  name: string,
  protocol: 'TCP' | 'UDP',
  port: number | string,
): RequestNames {
  const virtual = `${askerPrefix(asker, namespace, name)}${protocol.toLowerCase()}_${port}`;
  return { virtual, prefix: `${virtual}_`, pool: `${virtual}_pool` };
}

export function poolName(names: RequestNames, service: string): string {
  return names.pool ?? `${names.prefix}${service}`;
}

export function monitorName(pool: string, index: number, protocol: string): string {
  return `${pool}_${index}_${protocol}`;
}

/** `publish_istio-system_gateway_tcp_80_source_addr`: shorter than the name of a monitor of the same request. */
export function persistenceName({ prefix }: RequestNames): string {
  return `${prefix}source_addr`;
}

export function fitsBigIp(names: RequestNames, service = ''): boolean {
  return poolName(names, service).length + longestMonitorSuffix <= longestName && names.virtual.length <= longestName;
}

/**
 * URI of an object in the managed partition. The names here are made of names of Kubernetes, none of whose characters
 * has to be encoded.
 */
function objectUri(type: string, folderUri: string, name: string): string {
  return `${type}/${folderUri}~${name}`;
}

export function virtualUri(folderUri: string, names: RequestNames): string {
  return objectUri('ltm/virtual', folderUri, names.virtual);
}

export function poolUri(folderUri: string, pool: string): string {
  return objectUri('ltm/pool', folderUri, pool);
}

/** `type` is `ltm/monitor/http` and so on. */
export function monitorUri(type: string, folderUri: string, monitor: string): string {
  return objectUri(type, folderUri, monitor);
}

export function persistenceUri(folderUri: string, names: RequestNames): string {
  return objectUri(persistenceType, folderUri, persistenceName(names));
}

const backendTypes = ['ltm/pool', 'ltm/monitor/http', 'ltm/monitor/tcp', 'ltm/monitor/udp', persistenceType];

/** Begins the URI of every pool, member, monitor and profile that a request can have. */
export function heldPrefixes(folderUri: string, { prefix }: RequestNames): string[] {
  return backendTypes.map((type) => objectUri(type, folderUri, prefix));
}

/** Begins the URI of everything that has a name with this beginning. */
export function allPrefixes(folderUri: string, beginning: string): string[] {
  return ['ltm/virtual', ...backendTypes].map((type) => objectUri(type, folderUri, beginning));
}
