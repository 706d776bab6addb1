import type { Config } from '../../config/config.ts';
import { type Entry, textAt } from '../../config/entry.ts';
import { refuse } from '../../errors/refusal.ts';
import { isV6, maskOf, type Network, networkAddress, parseNetwork } from '../../values/address.ts';

/** The key of a network within its route domain: a self IP implies a route to its own, and no other may be there. */
function keyOf(network: Network): string {
  return `${networkAddress(network)}%${network.routeDomain ?? 0}/${network.length}`;
}

/** The key of the route that a self IP implies. */
export function impliedRoute(self: Entry): string | undefined {
  const network = parseNetwork(textAt(self, 'address'));
  return network === undefined ? undefined : `implied route ${keyOf(network)}`;
}

/** The key of a route to a network; default routes have none. */
export function explicitRoute(route: Entry): string | undefined {
  const network = parseNetwork(textAt(route, 'network'));
  return network === undefined ? undefined : `route ${keyOf(network)}`;
}

/** Refuses a route to the network of a self IP, whichever came first. */
export function checkImpliedRoute(network: Network, config: Config): void {
  const key = keyOf(network);
  if (config.store.byKey(`route ${key}`).length === 0 || config.store.byKey(`implied route ${key}`).length === 0)
    return;
  const mask = maskOf(network.length, isV6(network.address));
  throw refuse('routeOfSelf', { network: networkAddress(network), mask });
}
