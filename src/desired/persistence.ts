/** Session affinity of a Service as persistence of a virtual server. */
import type { Service } from '../kubernetes/objects.ts';
import type { Notes } from './notes.ts';

export const sourceAddress = '/Common/source_addr';
/** What Kubernetes takes when the Service does not say (Kubernetes API, ClientIPConfig). */
const defaultTimeout = 10_800;

/**
 * `ClientIP` is BIG-IP's source address persistence. How long it lasts stands in the profile on the BIG-IP, which is not
 * made here: a profile with the Service's own timeout has to be named.
 */
export function sessionAffinity(service: Service | undefined, object: string, notes: Notes): readonly string[] {
  if (service?.spec?.sessionAffinity !== 'ClientIP') return [];
  const timeout = service.spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultTimeout;
  notes.add(
    object,
    'PersistenceTimeout',
    `sessionAffinity of the Service lasts ${timeout} s, and ${sourceAddress} as long as that profile says (180 s from the factory); name a persistence profile with a timeout of ${timeout} s to have the same`,
  );
  return [sourceAddress];
}
