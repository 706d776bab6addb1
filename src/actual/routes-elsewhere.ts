/** Routes of other partitions, so that a network that one of them has is known before anything is sent. */
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { route } from '../resources/net/route.ts';
import type { DesiredState, Entry } from '../state.ts';
import { readItems } from './collection.ts';
import { entriesOf } from './entries.ts';

const select = ['name', 'partition', 'subPath', 'fullPath', 'network', 'gw'];

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
export async function readRoutesElsewhere(
  requester: Requester,
  partition: string,
  options: CallOptions,
): Promise<readonly Entry[]> {
  const segments = route.path.split('/');
  const items = await readItems(requester, segments, { ...options, select });
  return items.filter((item) => item['partition'] !== partition).flatMap((item) => entriesOf(segments, route, item));
}
