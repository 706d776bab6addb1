/**
 * Client SSL profiles of a ConfigMap: `/partition/name`, `partition/name`, or a bare name.
 *
 * CIS takes a bare name for a Secret, and drops the profile in silence when there is none: the virtual server then answers
 * in plaintext. Here a bare name is the profile of that name in the managed partition. When it does not exist BIG-IP
 * refuses the virtual server, so plaintext never stands where TLS was asked for.
 */
import { parseFullPath } from '../values/full-path.ts';
import type { ConfigMapSslProfile } from './configmap-schema.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';

export interface SslContext {
  readonly object: string;
  readonly namespace: string;
  readonly partition: string;
  /** `namespace/name` of the Secrets of the input. */
  readonly secrets: ReadonlySet<string>;
  readonly notes: Notes;
}

const path = 'data.data.virtualServer.frontend.sslProfile';

function resolve(name: string, context: SslContext): string | Refusal {
  const { namespace, partition, secrets } = context;
  if (!name.includes('/')) {
    if (name === '')
      return refuse(
        'SslProfileUnresolved',
        'sslProfile names no profile, so no virtual server is made without TLS',
        path,
      );
    if (secrets.has(`${namespace}/${name}`)) {
      return refuse(
        'SslProfileIsSecret',
        `sslProfile ${JSON.stringify(name)} is the Secret ${namespace}/${name}; make a client SSL profile of it on the BIG-IP and name that one with its partition, /${partition}/${name} for instance`,
        path,
      );
    }
    const full = `/${partition}/${name}`;
    context.notes.add(
      context.object,
      'SslProfileAssumed',
      `sslProfile ${JSON.stringify(name)} has no partition, so it is taken for the client SSL profile ${full}; if it is the name of a Secret, make a profile of it on the BIG-IP first`,
      path,
    );
    return full;
  }
  const full = name.startsWith('/') ? name : `/${name}`;
  try {
    parseFullPath(full);
    return full;
  } catch {
    return refuse(
      'SslProfileUnresolved',
      `sslProfile ${JSON.stringify(name)} is not a profile such as /Common/clientssl`,
      path,
    );
  }
}

/** Full paths of the profiles that are asked for, or why the virtual server has to wait. */
export function resolveSslProfiles(
  asked: ConfigMapSslProfile | undefined,
  context: SslContext,
): readonly string[] | Refusal {
  if (asked === undefined) return [];
  const names = [...(asked.f5ProfileName === undefined ? [] : [asked.f5ProfileName]), ...(asked.f5ProfileNames ?? [])];
  if (names.length === 0)
    return refuse(
      'SslProfileUnresolved',
      'sslProfile names no profile, so no virtual server is made without TLS',
      path,
    );
  const resolved: string[] = [];
  for (const name of names) {
    const full = resolve(name, context);
    if (isRefusal(full)) return full;
    resolved.push(full);
  }
  return [...new Set(resolved)];
}
