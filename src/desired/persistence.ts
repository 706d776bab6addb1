/** Persistence of a virtual server, and the profile that the session affinity of a Service needs. */
import type { Service } from '../kubernetes/objects.ts';
import type { Entry, Json } from '../state.ts';
import { parseFullPath } from '../values/full-path.ts';
import { markDescription } from '../values/mark.ts';
import { persistenceName, persistenceType, persistenceUri } from './names.ts';
import type { Settings } from './options.ts';
import type { Finish, PublishRequest } from './request.ts';

export const sourceAddress = '/Common/source_addr';
/** What Kubernetes takes when the Service does not say (Kubernetes API, ClientIPConfig). */
const defaultTimeout = 10_800;

/** `ClientIP` is BIG-IP's source address persistence; how long it lasts is a matter of the profile, so one is made. */
export function sessionAffinity(service: Service | undefined): Finish['persistence'] {
  if (service?.spec?.sessionAffinity !== 'ClientIP') return [];
  return { timeout: service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultTimeout };
}

/**
 * The profile of a virtual server that asks for a timeout: its own, so that what two of them ask for never meets in one
 * object. Undefined where none is made.
 */
export function persistenceEntry({ names, finish }: PublishRequest, settings: Settings): Entry | undefined {
  if (finish === undefined || !('timeout' in finish.persistence)) return undefined;
  return {
    uri: persistenceUri(settings.folderUri, names),
    type: persistenceType,
    properties: { timeout: String(finish.persistence.timeout) },
    initial: { description: markDescription(settings.owner) },
  };
}

/** As BIG-IP returns it: bare name and partition, and which of several is the default. */
export function persistOf({ names }: PublishRequest, { persistence }: Finish, { partition }: Settings): Json {
  const paths = 'timeout' in persistence ? [`/${partition}/${persistenceName(names)}`] : persistence;
  if (paths.length === 0) return null;
  return paths.map((full, index) => {
    const { folder, name } = parseFullPath(full);
    return { name, partition: folder.slice(1), tmDefault: index === 0 ? 'yes' : 'no' };
  });
}
