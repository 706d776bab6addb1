/** TransportServers of CIS 2: what each asks for (facts: cis 5). */
import { parseLabelSelector, type Requirement } from '../kubernetes/label-selector.ts';
import { createdAt, namespaceOf, type TransportServer } from '../kubernetes/objects.ts';
import { type Address, parseAddress } from '../values/address.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { listed } from '../values/words.ts';
import { type CisMonitors, readCisMonitors } from './cis-monitor.ts';
import { unknownMode } from './load-balancing-modes.ts';
import { fitsBigIp, type RequestNames } from './names.ts';
import { isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';
import type { Asked, Backend, HeldAsking, PublishRequest } from './request.ts';
import { spellProblems } from './schema-problems.ts';
import { finishOf, isFullPath } from './transport-server-finish.ts';
import {
  limitingField,
  type TransportServerSpec,
  tlsFields,
  transportServerSpecSchema,
  unknownFields,
  unsupportedFields,
  unsupportedPoolFields,
  withoutNothing,
} from './transport-server-schema.ts';

export interface TransportServerContext {
  readonly settings: Settings;
  readonly notes: Notes;
}

export function transportServerNames(namespace: string, name: string): RequestNames {
  const virtual = `ts_${namespace}_${name}`;
  return { virtual, prefix: `${virtual}_`, pool: `${virtual}_pool` };
}

function hasField(value: unknown, field: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field);
}

function validate(spec: unknown): TransportServerSpec | Refusal {
  const read = transportServerSpecSchema().safeParse(spec);
  if (!read.success) {
    const { text, path } = spellProblems(read.error, 'spec');
    return refuse('InvalidTransportServer', `spec is not understood: ${text}`, path === '' ? 'spec' : `spec.${path}`);
  }
  const { pool, tls = {} } = read.data;
  const missing = [
    ...unsupportedFields.filter((field) => hasField(spec, field)),
    ...unsupportedPoolFields.filter((field) => hasField(pool, field)).map((field) => `pool.${field}`),
    ...Object.keys(tls).flatMap((field) => (tlsFields.includes(field) ? [] : [`tls.${field}`])),
    ...(read.data.type === 'sctp' ? ['type sctp'] : []),
  ];
  if (missing.length === 0) return read.data;
  return refuse(
    'FieldUnsupported',
    `${listed(missing)} cannot be done, and nothing is published without it`,
    `spec.${missing[0]?.split(' ')[0]}`,
  );
}

function readAddress({ virtualServerAddress: text, bigipRouteDomain }: TransportServerSpec): Address | Refusal {
  if (text === undefined)
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

function backendsOf({ pool }: TransportServerSpec, namespace: string): readonly Backend[] | Refusal {
  const { service, serviceNamespace, servicePort: port, weight, alternateBackends = [], nodeMemberLabel } = pool;
  const all = [{ service, serviceNamespace, weight }, ...alternateBackends];
  const nodeSelector = nodeMemberLabel === undefined ? undefined : readNodeLabel(nodeMemberLabel);
  if (isRefusal(nodeSelector)) return nodeSelector;
  return all.map((one) => ({
    namespace: one.serviceNamespace ?? namespace,
    service: one.service,
    port,
    weight: one.weight ?? 100,
    orTargetPort: true,
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
  }));
}

/** `env=dev`; an empty value may be written `""` (F5's examples of nodeMemberLabel). */
function readNodeLabel(text: string): readonly Requirement[] | Refusal {
  try {
    return parseLabelSelector(text.replace(/=\s*""\s*$/, '='));
  } catch (error) {
    if (!(error instanceof BigIpValueError)) throw error;
    return refuse('InvalidTransportServer', `pool.nodeMemberLabel: ${error.message}`, 'spec.pool.nodeMemberLabel');
  }
}

/** Client and server SSL profiles that are on the BIG-IP. Secrets are not turned into profiles. */
function tlsOf({ tls }: TransportServerSpec): { client: readonly string[]; server: readonly string[] } | Refusal {
  const { clientSSLs: client = [], serverSSLs: server = [], reference = 'bigip' } = tls ?? {};
  const bad = [...client, ...server].find((name) => !isFullPath(name));
  if (reference === 'secret')
    return refuse(
      'SslProfileIsSecret',
      'tls names Secrets; make SSL profiles of them on the BIG-IP and name those, with "reference": "bigip"',
      'spec.tls',
    );
  if (bad !== undefined)
    return refuse(
      'SslProfileUnresolved',
      `tls names ${JSON.stringify(bad)}, not a full path such as /Common/name`,
      'spec.tls',
    );
  if (tls !== undefined && client.length === 0 && server.length === 0)
    return refuse('SslProfileUnresolved', 'tls names no profile, so no virtual server is made without TLS', 'spec.tls');
  return { client, server };
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
  notes: Notes,
): PublishRequest | Refusal {
  const namespace = namespaceOf(server);
  const address = readAddress(spec);
  if (isRefusal(address)) return address;
  const tls = tlsOf(spec);
  if (isRefusal(tls)) return tls;
  const finish = finishOf(spec, tls.server);
  if (isRefusal(finish)) return finish;
  const monitors = monitorsOf(spec);
  if (isRefusal(monitors)) return monitors;
  for (const message of monitors.lowered)
    notes.add(object, 'MonitorIntervalLowered', `${object}: ${message}`, 'spec.pool.monitors');
  const backends = backendsOf(spec, namespace);
  if (isRefusal(backends)) return backends;
  const weighed = backends.length > 1;
  const {
    loadBalancingMethod = weighed ? 'ratio-member' : 'round-robin',
    reselectTries = 0,
    serviceDownAction = 'none',
    minimumMonitors,
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
    minimumMonitors: minimumMonitors === 'all' ? undefined : minimumMonitors,
    clientSslProfiles: tls.client,
    backends,
    finish,
    poolFinish: { reselectTries, serviceDownAction },
  };
}

/** An unknown field that may be meant to keep traffic safe, or out. */
function misspeltField(unknown: readonly string[]): Refusal | undefined {
  for (const field of unknown) {
    const meant = limitingField(field);
    if (meant !== undefined)
      return refuse(
        'FieldMisspelt',
        `${field} is not known; it looks like ${meant}, and nothing is published without what it may ask for`,
        `spec.${field}`,
      );
  }
  return undefined;
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
  const asked = withoutNothing(server.spec);
  const partition = hasField(asked, 'partition') ? (asked as { partition: unknown }).partition : undefined;
  if (typeof partition === 'string' && partition !== settings.partition) {
    const message = `${object} is for partition ${JSON.stringify(partition)}, not for ${JSON.stringify(settings.partition)}; nothing is done for it`;
    notes.add(object, 'WrongPartition', message, 'spec.partition');
    return undefined;
  }
  const spec = validate(asked);
  if (isRefusal(spec)) return held(spec);
  const unknown = unknownFields(asked);
  const misspelt = misspeltField(unknown);
  if (misspelt !== undefined) return held(misspelt);
  for (const field of unknown)
    notes.add(
      object,
      'FieldIgnored',
      `${object}: ${field} is not known here, and nothing is done for it`,
      `spec.${field}`,
    );
  if (spec.host !== undefined)
    notes.add(
      object,
      'HostIgnored',
      `${object}: host ${JSON.stringify(spec.host)} is for DNS alone, which is not written`,
    );
  const request = toRequest(server, spec, names, object, notes);
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
