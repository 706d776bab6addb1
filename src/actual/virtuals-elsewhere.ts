/** Virtual servers of other partitions, so that an address that one of them has is known before anything is sent. */
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { virtual } from '../resources/ltm/virtual.ts';
import type { DesiredState, Entry } from '../state.ts';
import { readItems } from './collection.ts';
import { entriesOf } from './entries.ts';

const select = ['name', 'partition', 'subPath', 'fullPath', 'destination', 'ipProtocol', 'source', 'vlansEnabled'];

/** True when a virtual server is wanted that is not there, or is there with another destination. */
export function takesDestination({ objects }: DesiredState, found: readonly Entry[]): boolean {
  const destinations = new Map(
    found.flatMap(({ uri, type, properties }) => (type === virtual.path ? [[uri, properties['destination']]] : [])),
  );
  return objects.some(
    ({ uri, type, properties }) => type === virtual.path && destinations.get(uri) !== properties['destination'],
  );
}

/** Those outside the managed partition that the user may see. */
export async function readVirtualsElsewhere(
  requester: Requester,
  partition: string,
  options: CallOptions,
): Promise<readonly Entry[]> {
  const segments = virtual.path.split('/');
  const items = await readItems(requester, segments, { ...options, select });
  return items
    .filter((item) => item['partition'] !== partition)
    .flatMap((item) => entriesOf(segments, { ...virtual, children: {} }, item));
}
