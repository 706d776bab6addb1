/**
 * Services of type LoadBalancer with CIS's annotations: one virtual server for every port (facts: cis 5). A Service with a
 * loadBalancerClass is ours only when the mapping is told so.
 */
import { z } from 'zod';
import { annotationOf, createdAt, keyOf, namespaceOf, type Service, type ServicePort } from '../kubernetes/objects.ts';
import { type Address, parseAddress } from '../values/address.ts';
import { listed } from '../values/words.ts';
import { type CisMonitors, cisMonitorSchema, readCisMonitors } from './cis-monitor.ts';
import { askerPrefix, fitsBigIp, portNames } from './names.ts';
import { byText, isRefusal, type Notes, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';
import { sessionAffinity } from './persistence.ts';
import type { Asked, Finish, HeldAsking, PublishRequest } from './request.ts';
import { resembling } from './resembling.ts';
import { limitedTo } from './source-ranges.ts';

const prefix = 'cis.f5.com/';
const known: readonly string[] = [
  'ip',
  'ipamLabel',
  'host',
  'health',
  'partition',
  'policyName',
  'multiClusterServices',
];
const pathOf = (annotation: string): string => `metadata.annotations["${prefix}${annotation}"]`;

export interface LoadBalancerContext {
  readonly settings: Settings;
  readonly notes: Notes;
}

/** Whether a Service asks for anything here; the others are somebody else's, and not spoken of. */
function isAsking(service: Service, { loadBalancerClass }: Settings): boolean {
  if (service.spec?.type !== 'LoadBalancer') return false;
  const own = service.spec.loadBalancerClass ?? undefined;
  if (own !== undefined) return own === loadBalancerClass;
  return ['ip', 'ipamLabel'].some((name) => annotationOf(service, `${prefix}${name}`) !== undefined);
}

function readAddress(service: Service): Address | Refusal {
  const text = annotationOf(service, `${prefix}ip`);
  if (text === undefined)
    return refuse(
      'AddressMissing',
      `it has no annotation ${prefix}ip; addresses are not handed out here, so state one`,
    );
  try {
    return parseAddress(text.trim());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse('InvalidAnnotation', `annotation ${prefix}ip: ${why}`, pathOf('ip'));
  }
}

function readHealth(service: Service, protocol: 'tcp' | 'udp'): CisMonitors | Refusal {
  const text = annotationOf(service, `${prefix}health`);
  if (text === undefined) return { made: [], foreign: [], lowered: [] };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('InvalidAnnotation', `annotation ${prefix}health is not JSON`, pathOf('health'));
  }
  const read = z.array(cisMonitorSchema()).safeParse(Array.isArray(json) ? json : [json]);
  if (read.success) return readCisMonitors(read.data, protocol, pathOf('health'));
  const [first] = read.error.issues;
  const where = first?.path.join('.') ?? '';
  return refuse(
    'InvalidAnnotation',
    `annotation ${prefix}health: ${where}: ${first?.message ?? 'invalid'}`,
    pathOf('health'),
  );
}

/** Annotations of CIS that are not known, without their prefix. */
function unknownAnnotations({ metadata }: Service): readonly string[] {
  return Object.keys(metadata.annotations ?? {})
    .flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))
    .filter((name) => !known.includes(name))
    .sort(byText);
}

function looksLikePolicy(annotation: string): boolean {
  return resembling(annotation, ['policyName']) !== undefined || /policy|waf|firewall|tls|ssl/i.test(annotation);
}

/** What holds all ports of a Service; undefined when nothing does. */
function refusalOf(service: Service): Refusal | undefined {
  const misspelt = unknownAnnotations(service).find(looksLikePolicy);
  if (misspelt !== undefined) {
    return refuse(
      'FieldMisspelt',
      `annotation ${prefix}${misspelt} is not known; it looks like one that keeps traffic out or safe, such as ${prefix}policyName, and nothing is published without what it may ask for`,
      pathOf(misspelt),
    );
  }
  const policy = annotationOf(service, `${prefix}policyName`);
  if (policy !== undefined) {
    // A Policy may be a firewall: published without it, a Service is open to more than was asked for.
    return refuse(
      'PolicyUnsupported',
      `annotation ${prefix}policyName asks for the Policy ${JSON.stringify(policy)}, which is not read; say what it does in a publish list instead`,
      pathOf('policyName'),
    );
  }
  const clusters = annotationOf(service, `${prefix}multiClusterServices`);
  if (clusters !== undefined && clusters.trim() !== '') {
    return refuse(
      'FieldUnsupported',
      `annotation ${prefix}multiClusterServices asks for Services of other clusters, which are not read`,
      pathOf('multiClusterServices'),
    );
  }
  const ranges = limitedTo(service);
  if (ranges.length > 0) {
    return refuse(
      'FieldUnsupported',
      `spec.loadBalancerSourceRanges lets in ${listed(ranges, 5)} alone, which is not done; say rules in a publish list instead`,
      'spec.loadBalancerSourceRanges',
    );
  }
  return service.spec?.ports?.length ? undefined : refuse('ServicePortNotFound', 'it has no ports');
}

/** Undefined for a port that is of no protocol of ours. */
function readPort(
  service: Service,
  { port, protocol: stated }: ServicePort,
  { address, persistence, notes }: { address: Address; persistence: Finish['persistence']; notes: Notes },
): PublishRequest | HeldAsking | undefined {
  const object = `Service/${keyOf(service)}`;
  const protocol = stated ?? 'TCP';
  if (protocol === 'SCTP') {
    notes.add(object, 'PublishedPortDoubtful', `${object}: port ${port} is SCTP, which is not published`);
    return undefined;
  }
  const namespace = namespaceOf(service);
  const names = portNames('lb', namespace, service.metadata.name, protocol, port);
  const mode = protocol === 'UDP' ? 'udp' : 'tcp';
  const health = fitsBigIp(names)
    ? readHealth(service, mode)
    : refuse('NameTooLong', 'the names of its objects would be longer than 255 characters');
  for (const message of isRefusal(health) ? [] : health.lowered)
    notes.add(object, 'MonitorIntervalLowered', `${object}: ${message}`, pathOf('health'));
  if (isRefusal(health))
    return { object, names, refusal: refuse(health.refused, `${object}: ${health.message}`, health.path) };
  return {
    object,
    createdAt: createdAt(service),
    names,
    namespace,
    service: service.metadata.name,
    port,
    mode,
    loadBalancingMode: 'round-robin',
    monitors: health.made,
    foreignMonitors: health.foreign,
    frontend: { address, port },
    clientSslProfiles: [],
    finish: { profiles: undefined, serverSslProfiles: [], persistence, snat: undefined, rules: [], vlans: [] },
  };
}

function noteUnknown(service: Service, notes: Notes): void {
  const object = `Service/${keyOf(service)}`;
  for (const name of unknownAnnotations(service)) {
    const meant = resembling(name, known);
    const question = meant === undefined ? '' : `; is ${prefix}${meant} meant?`;
    const message = `${object}: annotation ${prefix}${name} is not known here, and nothing is done for it${question}`;
    notes.add(object, 'FieldIgnored', message, pathOf(name));
  }
}

/** One that would ask, were the annotation for its address spelt as it is. */
function isMisspelt(service: Service): boolean {
  if (service.spec?.type !== 'LoadBalancer' || (service.spec.loadBalancerClass ?? undefined) !== undefined)
    return false;
  return unknownAnnotations(service).some((name) => /^ip(?:am[-_]?label)?$/i.test(name));
}

function readLoadBalancer(service: Service, { settings, notes }: LoadBalancerContext): Asked {
  const object = `Service/${keyOf(service)}`;
  const held = ({ refused, message, path }: Refusal): Asked => {
    const everything = askerPrefix('lb', namespaceOf(service), service.metadata.name);
    const refusal = refuse(refused, `${object}: ${message}`, path);
    return { requests: [], held: [{ object, names: { everything }, refusal }] };
  };
  const partition = annotationOf(service, `${prefix}partition`);
  if (partition !== undefined && partition !== settings.partition) {
    const message = `${object} is for partition ${JSON.stringify(partition)}, not for ${JSON.stringify(settings.partition)}; nothing is done for it`;
    notes.add(object, 'WrongPartition', message, pathOf('partition'));
    return { requests: [], held: [] };
  }
  const refusal = refusalOf(service);
  if (refusal !== undefined) return held(refusal);
  noteUnknown(service, notes);
  const host = annotationOf(service, `${prefix}host`);
  if (host !== undefined) {
    const message = `${object}: ${prefix}host ${JSON.stringify(host)} is for DNS alone, which is not written`;
    notes.add(object, 'HostIgnored', message, pathOf('host'));
  }
  const address = readAddress(service);
  if (isRefusal(address)) return held(address);
  const persistence = sessionAffinity(service);
  const read = (service.spec?.ports ?? []).flatMap(
    (port) => readPort(service, port, { address, persistence, notes }) ?? [],
  );
  return {
    requests: read.filter((one): one is PublishRequest => !('refusal' in one)),
    held: read.filter((one): one is HeldAsking => 'refusal' in one),
    decided: [askerPrefix('lb', namespaceOf(service), service.metadata.name)],
  };
}

export function readLoadBalancers(services: Iterable<Service>, context: LoadBalancerContext): Asked {
  const sorted = [...services].sort((a, b) => byText(keyOf(a), keyOf(b)));
  for (const service of sorted)
    if (!isAsking(service, context.settings) && isMisspelt(service)) noteUnknown(service, context.notes);
  const all = sorted
    .filter((service) => isAsking(service, context.settings))
    .map((service) => readLoadBalancer(service, context));
  return {
    requests: all.flatMap(({ requests }) => requests),
    held: all.flatMap(({ held }) => held),
    decided: all.flatMap(({ decided }) => decided ?? []),
  };
}
