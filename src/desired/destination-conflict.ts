/** Two that ask for one address, port and protocol: BIG-IP takes only one of them (01070333). */
import type { Entry } from '../state.ts';
import { type Destination, formatDestination, parseDestination } from '../values/destination.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { listed } from '../values/words.ts';
import { virtualUri } from './names.ts';
import { byText, type Refusal, refuse } from './notes.ts';
import type { Settings } from './options.ts';
import { type PublishRequest, protocolOf } from './request.ts';

/** Without a route domain it is the partition's default one, which is 0 unless somebody changed it. */
function keyOf({ address: { ip, routeDomain = 0 }, port }: Destination, protocol: string): string {
  return `${ip}%${routeDomain} ${port} ${protocol.toUpperCase()}`;
}

function destinationOf({ frontend, mode }: PublishRequest): string | undefined {
  return frontend === undefined ? undefined : keyOf(frontend, protocolOf(mode));
}

/** `10.1.10.5:80 TCP`. */
function spell({ frontend, mode }: PublishRequest): string {
  if (frontend === undefined) return '';
  const { ip, family, routeDomain = 0 } = frontend.address;
  const address = routeDomain === 0 ? { ip, family } : { ip, family, routeDomain };
  return `${formatDestination({ address, port: frontend.port })} ${protocolOf(mode)}`;
}

/**
 * What the virtual servers of the device listen on, by URI: with the route domain that the device writes, and without, since
 * that may be the partition's default one.
 */
function publishedDestinations(published: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { uri, type, properties } of published) {
    const { destination, ipProtocol } = properties;
    if (type !== 'ltm/virtual' || typeof destination !== 'string') continue;
    try {
      const { address, port } = parseDestination(destination);
      const { routeDomain: _, ...plain } = address;
      const protocol = String(ipProtocol);
      found.set(uri, [keyOf({ address, port }, protocol), keyOf({ address: plain, port }, protocol)]);
    } catch (error) {
      // A device may hold a destination that none of ours could be.
      if (!(error instanceof BigIpValueError)) throw error;
    }
  }
  return found;
}

/** The older first, then those of unknown age, then by name. */
function byAge(a: PublishRequest, b: PublishRequest): number {
  const age = (request: PublishRequest): number => request.createdAt ?? Number.POSITIVE_INFINITY;
  if (age(a) === age(b)) return byText(a.object, b.object) || byText(a.names.virtual, b.names.virtual);
  return age(a) < age(b) ? -1 : 1;
}

/** How a request is called among others: by who asks, and by the Service port where that is not enough. */
function called(request: PublishRequest, all: readonly PublishRequest[]): string {
  const alone = all.every((other) => other === request || other.object !== request.object);
  return alone ? request.object : `${request.object} (port ${request.port})`;
}

/**
 * Who has to stand back, and why; by the name of the virtual server. The one that the device has at this destination
 * stays, else the older one, else the first by name. A claim counts whether or not its Service is there, so that a
 * destination does not change hands when a Service is gone for a moment.
 */
export function destinationConflicts(
  requests: readonly PublishRequest[],
  { folderUri }: Pick<Settings, 'folderUri'>,
  published: readonly Entry[] = [],
): ReadonlyMap<string, Refusal> {
  const onDevice = publishedDestinations(published);
  const claims = new Map<string, PublishRequest[]>();
  for (const request of requests) {
    const destination = destinationOf(request);
    if (destination === undefined) continue;
    const others = claims.get(destination);
    if (others === undefined) claims.set(destination, [request]);
    else others.push(request);
  }
  const conflicts = new Map<string, Refusal>();
  for (const [destination, claimants] of claims) {
    if (claimants.length === 1) continue;
    const has = (request: PublishRequest): number =>
      onDevice.get(virtualUri(folderUri, request.names))?.includes(destination) === true ? 0 : 1;
    const [first, ...rest] = claimants.sort((a, b) => has(a) - has(b) || byAge(a, b));
    if (first === undefined) continue;
    const all = [first, ...rest];
    const names = listed(all.map((request) => called(request, all)));
    for (const request of rest) {
      conflicts.set(
        request.names.virtual,
        refuse(
          'DestinationConflict',
          `${names} ask for the destination ${spell(first)}; ${called(first, all)} has it, and ${called(request, all)} is held`,
        ),
      );
    }
  }
  return conflicts;
}
