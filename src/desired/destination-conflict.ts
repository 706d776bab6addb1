/** Two that ask for one address, port and protocol: BIG-IP takes only one of them (01070333). */
import { formatDestination } from '../values/destination.ts';
import { byText, type Refusal, refuse } from './notes.ts';
import { type PublishRequest, protocolOf } from './request.ts';
import { listed } from './words.ts';

function destinationOf(request: PublishRequest): string | undefined {
  const { frontend } = request;
  if (frontend === undefined) return undefined;
  const { routeDomain, ...plain } = frontend.address;
  // Without a route domain it is the partition's default one, which is 0 unless somebody changed it.
  const address = routeDomain === undefined || routeDomain === 0 ? plain : { ...plain, routeDomain };
  return `${formatDestination({ address, port: frontend.port })} ${protocolOf(request.mode)}`;
}

/** The older first, then those of unknown age, then by name. */
function byAge(a: PublishRequest, b: PublishRequest): number {
  const age = (request: PublishRequest): number => request.createdAt ?? Number.POSITIVE_INFINITY;
  if (age(a) === age(b)) return byText(a.object, b.object);
  return age(a) < age(b) ? -1 : 1;
}

/**
 * Who has to stand back, and why; by `object`. A claim counts whether or not its Service is there, so that a destination
 * does not change hands when a Service is gone for a moment.
 */
export function destinationConflicts(requests: readonly PublishRequest[]): ReadonlyMap<string, Refusal> {
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
    const [first, ...rest] = claimants.sort(byAge);
    if (first === undefined) continue;
    for (const request of rest) {
      const all = listed([first, ...rest].map(({ object }) => object));
      conflicts.set(
        request.object,
        refuse(
          'DestinationConflict',
          `${all} ask for the destination ${destination}; ${first.object} has it, and ${request.object} is held`,
        ),
      );
    }
  }
  return conflicts;
}
