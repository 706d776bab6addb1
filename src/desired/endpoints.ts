/** The endpoints of a Service: from its EndpointSlices, else from its Endpoints object, never from both. */
import { annotationOf, type EndpointSlice, type Endpoints } from '../kubernetes/objects.ts';
import { canonicalIp } from '../values/address.ts';
import type { Inventory } from './inventory.ts';
import type { Notes, Refusal } from './notes.ts';
import { refuse } from './notes.ts';

type SlicePort = NonNullable<EndpointSlice['ports']>[number];
type SliceEndpoint = NonNullable<EndpointSlice['endpoints']>[number];

export type EndpointState = 'enabled' | 'draining';

/** One address that can serve, whatever the port. */
export interface ServingEndpoint {
  readonly ip: string;
  readonly family: 4 | 6;
  readonly state: EndpointState;
  readonly nodeName: string | undefined;
  /** The ports of the slice that it is in. */
  readonly ports: readonly SlicePort[];
}

export interface EndpointsReading {
  readonly serving: readonly ServingEndpoint[];
  /** How many addresses there are that cannot serve. */
  readonly notReady: number;
}

/**
 * ready absent is ready; a terminating endpoint that still serves is drained; all else is out
 * (facts: vxlan-and-members 9). publishNotReadyAddresses shows as ready.
 */
function stateOf(conditions: SliceEndpoint['conditions']): EndpointState | 'out' {
  if (conditions?.ready ?? true) return 'enabled';
  return conditions?.serving === true && conditions.terminating === true ? 'draining' : 'out';
}

function readSlices(slices: readonly EndpointSlice[], object: string, notes: Notes): EndpointsReading {
  const serving: ServingEndpoint[] = [];
  let notReady = 0;
  for (const slice of slices) {
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
          `EndpointSlice ${slice.metadata.name} has the endpoint ${JSON.stringify(text)}, which is not an IPv${family} address`,
        );
        continue;
      }
      const state = stateOf(endpoint.conditions);
      if (state === 'out') {
        notReady += 1;
        continue;
      }
      const nodeName = endpoint.nodeName ?? endpoint.topology?.['kubernetes.io/hostname'] ?? undefined;
      serving.push({ ip, family, state, nodeName, ports: slice.ports ?? [] });
    }
  }
  return { serving, notReady };
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
  for (const subset of endpoints.subsets ?? []) {
    for (const address of subset.addresses ?? []) {
      const ip = canonicalIp(address.ip);
      if (ip === undefined) {
        notes.add(
          object,
          'InvalidEndpointAddress',
          `Endpoints ${endpoints.metadata.name} has the address ${JSON.stringify(address.ip)}, which is not an IP address`,
        );
        continue;
      }
      serving.push({
        ip,
        family: ip.includes(':') ? 6 : 4,
        state: 'enabled',
        nodeName: address.nodeName ?? undefined,
        ports: subset.ports ?? [],
      });
    }
  }
  // Addresses that are not ready are not read at all; that the object exists is the answer.
  return { serving, notReady: 0 };
}

function holdsAddresses({ addressType }: EndpointSlice): boolean {
  return addressType === 'IPv4' || addressType === 'IPv6';
}

/** Every endpoint of `namespace/service` that can serve, on whatever port. Refused when the input does not say. */
export function readServingEndpoints(
  inventory: Inventory,
  key: string,
  object: string,
  notes: Notes,
): EndpointsReading | Refusal {
  const broken = inventory.unreadableSlices.get(key);
  if (broken !== undefined) {
    return refuse('InvalidObject', `${broken.object} of Service ${key} cannot be read, so its members are not known`);
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
  return refuse(
    'EndpointsNotFound',
    `neither an EndpointSlice nor an Endpoints object of Service ${key} is in the input`,
  );
}
