/** Which FDB records were made by whom, as the registries on the device say. */
import { nameAndPlace } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { dataGroupInternal } from '../resources/ltm/data-group.ts';
import type { DesiredState, Entry, Registries, Scope } from '../state.ts';
import { ipWithoutDomain } from '../values/address.ts';
import { macSpelling } from '../values/mac.ts';
import { isNeighbour, isRecord } from '../values/overlay-types.ts';
import { isRegistryName, registeredName, registeredNames, registryType, registryUri } from '../values/registry.ts';
import { readItems } from './collection.ts';
import { entriesOf } from './entries.ts';

const collection = registryType.split('/');
const select = [...nameAndPlace, 'generation', 'type', 'description', 'appService', 'records'];

function endpointOf({ properties: { endpoint } }: Entry): string {
  return ipWithoutDomain(String(endpoint)) ?? String(endpoint);
}

/** The neighbours lead where they are wanted to lead. */
function leadAsWanted(desired: DesiredState, neighbours: readonly Entry[]): boolean {
  const found = new Map(neighbours.map(({ uri, properties }) => [uri, macSpelling(properties['macAddress'])]));
  return desired.objects.every(
    ({ uri, type, properties }) => !isNeighbour(type) || found.get(uri) === macSpelling(properties['macAddress']),
  );
}

/**
 * True when a wanted record is missing or has another endpoint, or one is there that nobody wants: only then it matters who made
 * which. Also when a wanted neighbour is missing or leads elsewhere: this owner may begin to use records that another one
 * made, or take the neighbour of one.
 */
export function needsRegistries(
  desired: DesiredState,
  records: readonly Entry[],
  neighbours: readonly Entry[],
): boolean {
  if (!leadAsWanted(desired, neighbours)) return true;
  const wanted = new Map(
    desired.objects.flatMap((entry) => (isRecord(entry.type) ? [[registeredName(entry.uri), endpointOf(entry)]] : [])),
  );
  const found = new Map(records.map((entry) => [registeredName(entry.uri), endpointOf(entry)]));
  return wanted.size !== found.size || [...wanted].some(([name, endpoint]) => found.get(name) !== endpoint);
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
  const theirs = all
    .filter(({ entry }) => entry?.uri !== uri)
    .flatMap(({ item }) =>
      registeredNames(item['records']).map((name): [string, string] => [name, String(item['fullPath'])]),
    );
  const others = theirs.map(([name]) => name);
  return { ...(own === undefined ? {} : { own }), others, dataGroups: Object.fromEntries(theirs) };
}
