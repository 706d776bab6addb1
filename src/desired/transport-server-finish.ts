/** What the virtual server of a TransportServer has besides address, port and pool. */
import { type Refusal, refuse } from './notes.ts';
import { sourceAddress } from './persistence.ts';
import type { Finish, Profile } from './request.ts';
import type { TransportServerSpec } from './transport-server-schema.ts';

export const isFullPath = (text: string): boolean => /^(?:\/[^/\s]+){2,}$/.test(text);

/** References have to be full paths: CIS takes them from wherever AS3 would find them. */
function checkPaths(fields: Readonly<Record<string, readonly (string | undefined)[]>>): Refusal | undefined {
  for (const [field, names] of Object.entries(fields)) {
    const bad = names.find((name) => name !== undefined && !isFullPath(name));
    if (bad !== undefined)
      return refuse(
        'InvalidTransportServer',
        `${field} ${JSON.stringify(bad)} is not a full path such as /Common/name`,
        `spec.${field}`,
      );
  }
  return undefined;
}

function profilesOf(spec: TransportServerSpec): readonly Profile[] | undefined {
  const { mode, profileL4, profiles } = spec;
  const all = (name: string): readonly Profile[] => [{ name, context: 'all' }];
  if (mode === 'performance')
    return all(profileL4 === undefined || profileL4 === 'basic' ? '/Common/fastL4' : profileL4);
  if (spec.type === 'udp') return profiles?.udp === undefined ? undefined : all(profiles.udp);
  const { client, server } = profiles?.tcp ?? {};
  if (client === undefined)
    return server === undefined
      ? undefined
      : [
          { name: '/Common/tcp', context: 'clientside' },
          { name: server, context: 'serverside' },
        ];
  if (server === undefined) return all(client);
  return [
    { name: client, context: 'clientside' },
    { name: server, context: 'serverside' },
  ];
}

/** The words of AS3 for its own persistence profiles. */
const persistenceWords: ReadonlyMap<string, readonly string[]> = new Map([
  ['none', []],
  ['source-address', [sourceAddress]],
  ['destination-address', ['/Common/dest_addr']],
  ['tls-session-id', ['/Common/ssl']],
  ['cookie', ['/Common/cookie']],
  ['msrdp', ['/Common/msrdp']],
]);

function persistenceOf(name = 'source-address'): readonly string[] {
  return persistenceWords.get(name) ?? [name];
}

/** All of it, or the first reference that is none. */
export function finishOf(spec: TransportServerSpec, serverSslProfiles: readonly string[]): Finish | Refusal {
  const { snat = 'auto', persistenceProfile, allowVlans = [], iRules = [], profileL4, profiles } = spec;
  const wrong = checkPaths({
    snat: snat === 'auto' || snat === 'none' ? [] : [snat],
    allowVlans,
    iRules,
    persistenceProfile: persistenceOf(persistenceProfile),
    profileL4: profileL4 === 'basic' ? [] : [profileL4],
    'profiles.tcp': [profiles?.tcp?.client, profiles?.tcp?.server],
    'profiles.udp': [profiles?.udp],
  });
  if (wrong !== undefined) return wrong;
  return {
    profiles: profilesOf(spec),
    serverSslProfiles,
    persistence: persistenceOf(persistenceProfile),
    // `auto` is what CIS takes when nobody asks, so the mapping's own SNAT pool goes before it.
    snat: snat === 'auto' ? undefined : snat === 'none' ? 'none' : { pool: snat },
    rules: iRules,
    vlans: allowVlans,
    mirror: spec.connectionMirroring === 'L4',
  };
}
