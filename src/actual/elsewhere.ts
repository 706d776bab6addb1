/** Objects of other partitions, so that an address or a network that one of them has is known before anything is sent. */
import { nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { virtual } from '../resources/ltm/virtual.ts';
import { route } from '../resources/net/route.ts';
import type { DesiredState, Entry } from '../state.ts';
import { readItems } from './collection.ts';
import { entriesOf } from './entries.ts';

/** What they take of the device, by type. */
const taking = {
  [virtual.path]: ['destination', 'ipProtocol', 'source', 'vlansEnabled'],
  [route.path]: ['network', 'gw'],
};

/** True when a virtual server is wanted that is not there, or is there with another destination. */
export function takesDestination({ objects }: DesiredState, found: readonly Entry[]): boolean {
  const destinations = new Map(
    found.flatMap(({ uri, type, properties }) => (type === virtual.path ? [[uri, properties['destination']]] : [])),
  );
  return objects.some(
    ({ uri, type, properties }) => type === virtual.path && destinations.get(uri) !== properties['destination'],
  );
}

/** True when a route is wanted that is not there, or leads to another network. */
export function takesNetwork({ objects }: DesiredState, found: readonly Entry[]): boolean {
  const networks = new Map(
    found.map(({ uri, properties }) => [uri, String(properties['network']).replace(/%\d+/, '')]),
  );
  return objects.some(
    ({ uri, type, properties }) => type === route.path && networks.get(uri) !== properties['network'],
  );
}

/** Those outside a partition that the user may see. */
export async function readElsewhere(
  requester: Requester,
  resource: typeof virtual | typeof route,
  partition: string,
  options: CallOptions,
): Promise<readonly Entry[]> {
  const segments = resource.path.split('/');
  const select = [...nameAndPlace, ...(taking[resource.path] ?? [])];
  const items = await readItems(requester, segments, { ...options, select });
  return items
    .filter((item) => item['partition'] !== partition)
    .flatMap((item) => entriesOf(segments, { ...resource, children: {} }, item));
}
