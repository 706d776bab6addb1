/** The endpoints of a Service: from its EndpointSlices, else from its Endpoints object, never from both. */
import {
  annotationOf,
  type EndpointSlice,
  type Endpoints,
  namespaceOf,
  type ServicePort,
} from '../kubernetes/objects.ts';
import { canonicalIp } from '../values/address.ts';
import { listed } from '../values/words.ts';
import type { Inventory } from './inventory.ts';
import type { Notes, Refusal } from './notes.ts';
import { refuse } from './notes.ts';

type SlicePort = NonNullable<EndpointSlice['ports']>[number];
type SliceEndpoint = NonNullable<EndpointSlice['endpoints']>[number];

export type EndpointState = 'enabled' | 'draining';

/** One address that can serve, whatever the port. */
export interface ServingEndpoint {
  /** The object that says so: `EndpointSlice web-1`. */
  readonly source: string;
  readonly ip: string;
  readonly family: 4 | 6;
  readonly state: EndpointState;
  readonly nodeName: string | undefined;
  /** `namespace/name` of the Pod that it is, where the object says so. */
  readonly pod: string | undefined;
  /** The ports of the slice that it is in. */
  readonly ports: readonly SlicePort[];
}

/** One that cannot, and why, as the end of a sentence about it. */
export interface IdleEndpoint {
  readonly source: string;
  readonly ip: string;
  readonly nodeName: string | undefined;
  /** `namespace/name` of the Pod that it is, where the object says so. */
  readonly pod: string | undefined;
  readonly why: string;
}

export interface EndpointsReading {
  readonly serving: readonly ServingEndpoint[];
  readonly idle: readonly IdleEndpoint[];
}

/**
 * ready absent is ready; a terminating endpoint that still serves is drained; all else is out
 * (facts: vxlan-and-members 9). publishNotReadyAddresses shows as ready.
 */
function stateOf(conditions: SliceEndpoint['conditions']): EndpointState | 'out' {
  if (conditions?.ready ?? true) return 'enabled';
  return conditions?.serving === true && conditions.terminating === true ? 'draining' : 'out';
}

function idleBecause(conditions: SliceEndpoint['conditions']): string {
  if (conditions?.terminating !== true) return 'it is not ready';
  return 'it is terminating and does not serve any more';
}

function podOf(target: SliceEndpoint['targetRef'], of: EndpointSlice | Endpoints): string | undefined {
  if (target?.kind !== 'Pod' || target.name == null) return undefined;
  return `${target.namespace ?? namespaceOf(of)}/${target.name}`;
}

function readSlices(slices: readonly EndpointSlice[], object: string, notes: Notes): EndpointsReading {
  const serving: ServingEndpoint[] = [];
  const idle: IdleEndpoint[] = [];
  for (const slice of slices) {
    const source = `EndpointSlice ${slice.metadata.name}`;
    const ports = slice.ports ?? [];
    const family = slice.addressType === 'IPv6' ? 6 : 4;
    for (const endpoint of slice.endpoints ?? []) {
      // The other addresses of an endpoint have no defined meaning (facts: vxlan-and-members 9).
      const text = endpoint.addresses?.[0];
      if (text === undefined) continue;
      const ip = canonicalIp(text);
      if (ip === undefined || ip.includes(':') !== (family === 6)) {
        notes.add(
          object,
          'InvalidEndpointAddress',
          `${source} has the endpoint ${JSON.stringify(text)}, which is not an IPv${family} address`,
        );
        continue;
      }
      const nodeName = endpoint.nodeName ?? endpoint.topology?.['kubernetes.io/hostname'] ?? undefined;
      const state = stateOf(endpoint.conditions);
      const pod = podOf(endpoint.targetRef, slice);
      if (state === 'out') idle.push({ source, ip, nodeName, pod, why: idleBecause(endpoint.conditions) });
      else serving.push({ source, ip, family, state, nodeName, pod, ports });
    }
  }
  return { serving, idle };
}

function readEndpoints(endpoints: Endpoints, object: string, notes: Notes): EndpointsReading {
  if (annotationOf(endpoints, 'endpoints.kubernetes.io/over-capacity') === 'truncated') {
    notes.add(
      object,
      'EndpointsTruncated',
      `Endpoints ${endpoints.metadata.name} is cut at 1000 addresses; put the EndpointSlices of the Service into the input`,
    );
  }
  const serving: ServingEndpoint[] = [];
  const idle: IdleEndpoint[] = [];
  const source = `Endpoints ${endpoints.metadata.name}`;
  for (const subset of endpoints.subsets ?? []) {
    for (const address of subset.addresses ?? []) {
      const ip = canonicalIp(address.ip);
      if (ip === undefined) {
        notes.add(
          object,
          'InvalidEndpointAddress',
          `${source} has the address ${JSON.stringify(address.ip)}, which is not an IP address`,
        );
        continue;
      }
      serving.push({
        source,
        ip,
        family: ip.includes(':') ? 6 : 4,
        state: 'enabled',
        nodeName: address.nodeName ?? undefined,
        pod: podOf(address.targetRef, endpoints),
        ports: subset.ports ?? [],
      });
    }
    for (const { ip: text, nodeName, targetRef } of subset.notReadyAddresses ?? []) {
      const ip = canonicalIp(text);
      if (ip !== undefined)
        idle.push({
          source,
          ip,
          nodeName: nodeName ?? undefined,
          pod: podOf(targetRef, endpoints),
          why: 'it is not ready',
        });
    }
  }
  return { serving, idle };
}

function holdsAddresses({ addressType }: EndpointSlice): boolean {
  return addressType === 'IPv4' || addressType === 'IPv6';
}

/**
 * The ports of an endpoint's slice that are the Service's port: by name, and an absent name is the empty one; and by
 * protocol where the slice says it, as kube-proxy does.
 */
export function portsFor({ ports }: ServingEndpoint, { name, protocol }: ServicePort): readonly SlicePort[] {
  const wanted = name ?? '';
  return ports.filter(
    (port) => (port.name ?? '') === wanted && (port.protocol == null || port.protocol === (protocol ?? 'TCP')),
  );
}

/** The ports of endpoints, for a sentence: `the ports "dns" (UDP) and "http"`; undefined when they have none. */
export function spellPorts(ports: readonly SlicePort[]): string | undefined {
  const spelt = ports.map(({ name, protocol }) => {
    return `${JSON.stringify(name ?? '')}${protocol == null || protocol === 'TCP' ? '' : ` (${protocol})`}`;
  });
  const all = [...new Set(spelt)].sort();
  return all.length === 0 ? undefined : `the port${all.length === 1 ? '' : 's'} ${listed(all)}`;
}

/** Every endpoint of `namespace/service` that can serve, on whatever port. Refused when the input does not say. */
export function readServingEndpoints(
  inventory: Inventory,
  key: string,
  object: string,
  notes: Notes,
): EndpointsReading | Refusal {
  const own = inventory.unreadableSlices.get(key);
  const broken = own ?? inventory.unreadableSlices.get(key.slice(0, key.indexOf('/') + 1));
  if (broken !== undefined) {
    const which = own === undefined ? `, which may be of Service ${key},` : ` of Service ${key}`;
    return refuse('InvalidObject', `${broken.object}${which} cannot be read, so its members are not known`);
  }
  const slices = inventory.slices.get(key) ?? [];
  const usable = slices.filter(holdsAddresses);
  for (const slice of slices) {
    if (holdsAddresses(slice)) continue;
    notes.add(
      object,
      'FqdnSliceIgnored',
      `EndpointSlice ${slice.metadata.name} of Service ${key} has addresses of type ${JSON.stringify(slice.addressType)}, which are not turned into members`,
    );
  }
  if (usable.length > 0) return readSlices(usable, object, notes);
  const endpoints = inventory.endpoints.get(key);
  if (endpoints !== undefined) return readEndpoints(endpoints, object, notes);
  const why =
    slices.length === 0
      ? `neither an EndpointSlice nor an Endpoints object of Service ${key} is in the input`
      : `no EndpointSlice of Service ${key} holds IP addresses, and no Endpoints object of it is in the input`;
  return refuse('EndpointsNotFound', why);
}
