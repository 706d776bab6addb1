/** Which FDB records were made by whom, as the registries on the device say. */
import { nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { dataGroupInternal } from '../resources/ltm/data-group.ts';
import type { DesiredState, Entry, Registries, Scope } from '../state.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { isRegistryName, registeredName, registeredNames, registryType, registryUri } from '../values/registry.ts';
import { readItems } from './collection.ts';
import { entriesOf } from './entries.ts';

const collection = registryType.split('/');
const select = [...nameAndPlace, 'generation', 'type', 'description', 'appService', 'records'];

/**
 * True when a wanted record is missing, or one is there that nobody wants: only then it matters who made which. Also when a
 * wanted neighbour is missing: this owner may begin to use records that another one made.
 */
export function needsRegistries(
  desired: DesiredState,
  records: readonly Entry[],
  neighbours: readonly Entry[],
): boolean {
  const known = new Set(neighbours.map(({ uri }) => uri));
  if (desired.objects.some(({ uri, type }) => isNeighbour(type) && !known.has(uri))) return true;
  const wanted = new Set(desired.objects.flatMap(({ uri, type }) => (isRecord(type) ? [registeredName(uri)] : [])));
  const found = new Set(records.map(({ uri }) => registeredName(uri)));
  return wanted.size !== found.size || [...wanted].some((name) => !found.has(name));
}

/** The registries of all owners, in whichever partition each has its own. */
export async function readRegistries(
  requester: Requester,
  { scope, owner }: { readonly owner: string; readonly scope: Pick<Scope, 'partition'> },
  options: CallOptions,
): Promise<Registries> {
  const items = (await readItems(requester, collection, { ...options, select })).filter(({ name }) =>
    isRegistryName(name),
  );
  const uri = registryUri(scope.partition, owner);
  const all = items.map((item) => ({ item, entry: entriesOf(collection, dataGroupInternal, item)[0] }));
  const own = all.find(({ entry }) => entry?.uri === uri)?.entry;
  const others = all.filter(({ entry }) => entry?.uri !== uri).flatMap(({ item }) => registeredNames(item['records']));
  return own === undefined ? { others } : { own, others };
}
