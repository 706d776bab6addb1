/** TransportServers of CIS 2: what each asks for (facts: cis 5). */
import { createdAt, namespaceOf, type TransportServer } from '../kubernetes/objects.ts';
import { type Address, parseAddress } from '../values/address.ts';
import { type CisMonitors, readCisMonitors } from './cis-monitor.ts';
import { unknownMode } from './load-balancing-modes.ts';
import { fitsBigIp, type RequestNames } from './names.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';
import { sourceAddress } from './persistence.ts';
import type { Asked, Backend, Finish, HeldAsking, Profile, PublishRequest } from './request.ts';
import {
  type TransportServerSpec,
  transportServerSpecSchema,
  unsupportedFields,
  unsupportedPoolFields,
} from './transport-server-schema.ts';
import { listed } from './words.ts';

export interface TransportServerContext {
  readonly settings: Settings;
  readonly notes: Notes;
}

export function transportServerNames(namespace: string, name: string): RequestNames {
  const virtual = `ts_${namespace}_${name}`;
  return { virtual, prefix: `${virtual}_`, pool: `${virtual}_pool` };
}

const isFullPath = (text: string): boolean => /^(?:\/[^/\s]+){2,}$/.test(text);

function hasField(value: unknown, field: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field);
}

function validate(spec: unknown): TransportServerSpec | Refusal {
  const read = transportServerSpecSchema().safeParse(spec);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.') || 'spec'}: ${message}`);
    const path = ['spec', ...(read.error.issues[0]?.path ?? [])].join('.');
    return refuse('InvalidTransportServer', `spec is not understood: ${problems.join('; ')}`, path);
  }
  const { pool } = read.data;
  const missing = [
    ...unsupportedFields.filter((field) => hasField(spec, field)),
    ...unsupportedPoolFields.filter((field) => hasField(pool, field)).map((field) => `pool.${field}`),
    ...(read.data.type === 'sctp' ? ['type sctp'] : []),
  ];
  if (missing.length === 0) return read.data;
  return refuse(
    'FieldUnsupported',
    `${listed(missing)} cannot be done, and nothing is published without it`,
    `spec.${missing[0]}`,
  );
}

function readAddress({ virtualServerAddress: text, bigipRouteDomain }: TransportServerSpec): Address | Refusal {
  if (text === undefined || text === '')
    return refuse('AddressMissing', 'it has no virtualServerAddress; addresses are not handed out here, so state one');
  try {
    const address = parseAddress(text);
    return bigipRouteDomain === undefined || address.routeDomain !== undefined
      ? address
      : { ...address, routeDomain: bigipRouteDomain };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('InvalidTransportServer', `virtualServerAddress: ${why}`, 'spec.virtualServerAddress');
  }
}

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
]);

function persistenceOf(name = 'source-address'): readonly string[] {
  return persistenceWords.get(name) ?? [name];
}

function finishOf(spec: TransportServerSpec): Finish | Refusal {
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
    serverSslProfiles: [],
    persistence: persistenceOf(persistenceProfile),
    // `auto` is what CIS takes when nobody asks, so the mapping's own SNAT pool goes before it.
    snat: snat === 'auto' ? undefined : snat === 'none' ? 'none' : { pool: snat },
    rules: iRules,
    vlans: allowVlans,
  };
}

function backendsOf({ pool }: TransportServerSpec, namespace: string): readonly Backend[] {
  const { service, serviceNamespace = namespace, servicePort: port, weight, alternateBackends = [] } = pool;
  return [
    { namespace: serviceNamespace, service, port, weight: weight ?? 100 },
    ...alternateBackends.map((other) => {
      return {
        namespace: other.serviceNamespace ?? namespace,
        service: other.service,
        port,
        weight: other.weight ?? 100,
      };
    }),
  ];
}

function monitorsOf({ pool, type }: TransportServerSpec): CisMonitors | Refusal {
  // The list goes before the single one, as in CIS.
  const asked = pool.monitors ?? (pool.monitor === undefined ? [] : [pool.monitor]);
  return readCisMonitors(asked, type === 'udp' ? 'udp' : 'tcp', 'spec.pool.monitors');
}

function toRequest(
  server: TransportServer,
  spec: TransportServerSpec,
  names: RequestNames,
  object: string,
): PublishRequest | Refusal {
  const namespace = namespaceOf(server);
  const address = readAddress(spec);
  if (isRefusal(address)) return address;
  const finish = finishOf(spec);
  if (isRefusal(finish)) return finish;
  const monitors = monitorsOf(spec);
  if (isRefusal(monitors)) return monitors;
  const backends = backendsOf(spec, namespace);
  const weighed = backends.length > 1;
  const {
    loadBalancingMethod = weighed ? 'ratio-member' : 'round-robin',
    reselectTries = 0,
    serviceDownAction = 'none',
  } = spec.pool;
  const unknown = unknownMode('loadBalancingMethod', loadBalancingMethod, 'spec.pool.loadBalancingMethod');
  if (unknown !== undefined) return unknown;
  return {
    object,
    createdAt: createdAt(server),
    names,
    namespace: backends[0]?.namespace ?? namespace,
    service: spec.pool.service,
    port: spec.pool.servicePort,
    mode: spec.type === 'udp' ? 'udp' : 'tcp',
    loadBalancingMode: loadBalancingMethod,
    monitors: monitors.made,
    foreignMonitors: monitors.foreign,
    frontend: { address, port: spec.virtualServerPort },
    clientSslProfiles: [],
    backends,
    finish,
    poolFinish: { reselectTries, serviceDownAction },
  };
}

function readTransportServer(
  server: TransportServer,
  { settings, notes }: TransportServerContext,
): PublishRequest | HeldAsking | undefined {
  const namespace = namespaceOf(server);
  const object = `TransportServer/${namespace}/${server.metadata.name}`;
  const names = transportServerNames(namespace, server.metadata.name);
  if (!fitsBigIp(names)) {
    notes.add(object, 'NameTooLong', `${object}: the names of its objects would be longer than 255 characters`);
    return undefined;
  }
  const held = ({ refused, message, path }: Refusal): HeldAsking => {
    return { object, names, refusal: refuse(refused, `${object}: ${message}`, path) };
  };
  const partition = hasField(server.spec, 'partition') ? (server.spec as { partition: unknown }).partition : undefined;
  if (typeof partition === 'string' && partition !== '' && partition !== settings.partition) {
    const message = `${object} is for partition ${JSON.stringify(partition)}, not for ${JSON.stringify(settings.partition)}; nothing is done for it`;
    notes.add(object, 'WrongPartition', message, 'spec.partition');
    return undefined;
  }
  const spec = validate(server.spec);
  if (isRefusal(spec)) return held(spec);
  if (spec.host !== undefined)
    notes.add(
      object,
      'HostIgnored',
      `${object}: host ${JSON.stringify(spec.host)} is for DNS alone, which is not written`,
    );
  const request = toRequest(server, spec, names, object);
  return isRefusal(request) ? held(request) : request;
}

export function readTransportServers(servers: readonly TransportServer[], context: TransportServerContext): Asked {
  const requests: PublishRequest[] = [];
  const held: HeldAsking[] = [];
  for (const server of servers) {
    const read = readTransportServer(server, context);
    if (read === undefined) continue;
    if ('refusal' in read) held.push(read);
    else requests.push(read);
  }
  return { requests, held };
}
