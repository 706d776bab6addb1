/** Which FDB records were made by whom, as the registries on the device say. */
import { NotFoundError } from '../errors.ts';
import { type Item, isItem } from '../icontrol/items.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { dataGroupInternal } from '../resources/ltm/data-group.ts';
import type { DesiredState, Entry, Registries } from '../state.ts';
import { isRegistryName, registeredName, registryType, registryUri } from '../values/registry.ts';
import { parseUri } from '../values/uri.ts';
import { readItems } from './collection.ts';
import { entriesOf } from './entries.ts';

const recordType = 'net/fdb/tunnel/records';
const collection = registryType.split('/');
const select = [
  'name',
  'partition',
  'subPath',
  'fullPath',
  'generation',
  'type',
  'description',
  'appService',
  'records',
];

/**
 * Which registries matter: the own one when a wanted record is missing, all of them when one is there that nobody wants.
 */
export function registriesNeeded(desired: DesiredState, records: readonly Entry[]): 'none' | 'own' | 'all' {
  const wanted = new Set(
    desired.objects.flatMap(({ uri, type }) => (type === recordType ? [registeredName(uri)] : [])),
  );
  const found = new Set(records.map(({ uri }) => registeredName(uri)));
  if ([...found].some((name) => !wanted.has(name))) return 'all';
  return [...wanted].some((name) => !found.has(name)) ? 'own' : 'none';
}

function namesIn({ records }: Item): readonly string[] {
  if (!Array.isArray(records)) return [];
  return records.flatMap((record) => (isItem(record) && typeof record['name'] === 'string' ? [record['name']] : []));
}

async function readOwn(requester: Requester, uri: string, options: CallOptions): Promise<Item | undefined> {
  try {
    const { body } = await requester.request('GET', parseUri(uri), {
      ...options,
      query: { $select: select.join(',') },
    });
    return isItem(body) ? body : undefined;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** The registry of this owner; with `all` also what the other owners of the device have registered. */
export async function readRegistries(
  requester: Requester,
  { scope, owner }: DesiredState,
  which: 'own' | 'all',
  options: CallOptions,
): Promise<Registries> {
  const uri = registryUri(scope.partition, owner);
  const toEntry = (item: Item): Entry | undefined => entriesOf(collection, dataGroupInternal, item)[0];
  if (which === 'own') {
    const item = await readOwn(requester, uri, options);
    const own = item === undefined ? undefined : toEntry(item);
    return own === undefined ? { others: [] } : { own, others: [] };
  }
  const items = (await readItems(requester, collection, { ...options, select })).filter(({ name }) =>
    isRegistryName(name),
  );
  const own = items.map(toEntry).find((entry) => entry?.uri === uri);
  const theirs = items.filter((item) => toEntry(item)?.uri !== uri).flatMap(namesIn);
  return own === undefined ? { others: theirs } : { own, others: theirs };
}
