/** Looking at a device again and again: names and generations of what lies in a partition, and whole objects of what moved. */
import { readItems, readType } from '../../actual/collection.ts';
import { entriesOf } from '../../actual/entries.ts';
import { managedTypes, readManaged } from '../../actual/index.ts';
import { readNeighbours, readRecords } from '../../actual/overlay-tables.ts';
import { readRegistries } from '../../actual/registry.ts';
import { readUnlisted } from '../../actual/unlisted-neighbours.ts';
import { NotFoundError } from '../../errors.ts';
import { type Item, isItem, nameAndPlace } from '../../icontrol/items.ts';
import type { CallOptions, Requester } from '../../icontrol/requester.ts';
import type { AnyResource } from '../../resources/define.ts';
import { pool } from '../../resources/ltm/pool.ts';
import { virtual } from '../../resources/ltm/virtual.ts';
import { arp } from '../../resources/net/arp.ts';
import { fdbRecord } from '../../resources/net/fdb-tunnel.ts';
import { route } from '../../resources/net/route.ts';
import type { ActualState, DesiredState, Entry } from '../../state.ts';
import { registryType } from '../../values/registry.ts';
import { parseUri } from '../../values/uri.ts';

/** When more objects of a type moved than these, all of the type are read anew. */
const fewMoved = 10;

/** An absence is believed by those who look twice, not here. */
async function orNone<T>(read: Promise<T[]>): Promise<T[]> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

export class Looker {
  readonly #requester: Requester;
  readonly #place: DesiredState;
  readonly #options: CallOptions;
  /** What the last look saw. */
  #state: ActualState = { objects: [], routeDomains: {}, membersElsewhere: [] };

  /** This process wrote the registry, or it was found to be otherwise. */
  #registriesDoubted = false;

  /** Of the place only `owner` and `scope` count. */
  constructor(requester: Requester, place: DesiredState, options: CallOptions) {
    this.#requester = requester;
    this.#place = place;
    this.#options = options;
  }

  /** Everything, whole. Throws PartitionNotFoundError and TunnelNotFoundError. */
  async whole(): Promise<ActualState> {
    this.#state = await readManaged(this.#requester, this.#place, this.#options);
    return this.#state;
  }

  /** Has the next look read these objects anew, also when their generation stands still, or it would not read them. */
  forget(uris: ReadonlySet<string>): void {
    if ([...uris].some((uri) => uri.startsWith(`${registryType}/`))) this.#registriesDoubted = true;
    const objects = this.#state.objects.map((entry) => {
      const { generation: _generation, ...rest } = entry;
      return uris.has(entry.uri) ? rest : entry;
    });
    this.#state = { ...this.#state, objects };
  }

  /** The same, cheaply: one list of names and generations a type. An object whose generation stands still is as it was. */
  async again(): Promise<ActualState> {
    const known = new Map(this.#state.objects.map((entry) => [entry.uri, entry]));
    // A monitor that is new belongs to a pool that moved, or to nobody: every whole look finds it.
    const present = new Set(this.#state.objects.map(({ type }) => type));
    const types = managedTypes.filter((type) => type === virtual || type === pool || present.has(type.path));
    const { partition, routes = partition } = this.#place.scope;
    const [overlay, ways, ...found] = await Promise.all([
      this.#overlay(present),
      present.has(route.path) ? this.#type(route, routes, known) : [],
      ...types.map((resource) => this.#type(resource, partition, known)),
    ]);
    const objects = [...found.flat(), ...overlay, ...ways];
    const registries = await this.#registries(overlay);
    this.#state = { ...this.#state, objects, ...(registries === undefined ? {} : { registries }) };
    return this.#state;
  }

  async #type(resource: AnyResource, partition: string, known: ReadonlyMap<string, Entry>): Promise<Entry[]> {
    const segments = resource.path.split('/');
    // A monitor always says generation 0, so it is compared by its value.
    if (resource.path.startsWith('ltm/monitor/'))
      return orNone(readType(this.#requester, resource, partition, this.#options));
    const withMembers = resource === pool;
    const select = [...nameAndPlace, 'generation', ...(withMembers ? ['membersReference'] : [])];
    const listed = await orNone(
      readItems(this.#requester, segments, { ...this.#options, partition, select, expandSubcollections: withMembers }),
    );
    const items = listed.filter((item) => typeof item['partition'] !== 'string' || item['partition'] === partition);
    const entries = items.flatMap((item) => entriesOf(segments, resource, item));
    const isOwn = ({ type }: Entry): boolean => type === resource.path;
    const still = ({ uri, generation }: Entry): Entry | undefined => {
      const before = known.get(uri);
      return generation && before?.generation === generation ? before : undefined;
    };
    const moved = entries.filter((entry) => isOwn(entry) && still(entry) === undefined);
    const fresh = await this.#fresh(resource, partition, moved);
    // Members came whole, as they stand.
    return entries.flatMap((entry) => (isOwn(entry) ? (still(entry) ?? fresh.get(entry.uri) ?? []) : [entry]));
  }

  /** The objects that moved, whole, by their URIs. */
  async #fresh(resource: AnyResource, partition: string, moved: readonly Entry[]): Promise<ReadonlyMap<string, Entry>> {
    if (moved.length === 0) return new Map();
    const options = { ...this.#options, expandSubcollections: true };
    const read =
      moved.length > fewMoved
        ? await orNone(readType(this.#requester, resource, partition, options))
        : (await Promise.all(moved.map(({ uri }) => this.#one(resource, uri)))).flat();
    return new Map(read.map((entry) => [entry.uri, entry]));
  }

  async #one(resource: AnyResource, uri: string): Promise<Entry[]> {
    const segments = parseUri(uri);
    const query = { expandSubcollections: 'true' };
    const read = async (): Promise<Item[]> => {
      const { body } = await this.#requester.request('GET', segments, { ...this.#options, query });
      return isItem(body) ? [body] : [];
    };
    return (await orNone(read())).flatMap((item) => entriesOf(segments.slice(0, -1), resource, item));
  }

  /** By value: a neighbour has no generation, and the records of a tunnel share one (facts: icontrol-rest 8.5, 8.9). */
  async #overlay(present: ReadonlySet<string>): Promise<Entry[]> {
    const isThere = (type: string): boolean => type === arp.path || present.has(type);
    const [records, neighbours] = await Promise.all([
      readRecords(this.#requester, this.#place.scope, this.#options),
      readNeighbours(this.#requester, this.#place, isThere, () => this.#options),
    ]);
    const before = this.#state.objects.map(({ uri }) => uri);
    return [...records, ...neighbours, ...(await readUnlisted(this.#requester, neighbours, before, this.#options))];
  }

  /** Read anew when there is a record that was not there before, and every time that all is read whole. */
  async #registries(overlay: readonly Entry[]): Promise<ActualState['registries']> {
    const known = new Set(this.#state.objects.map(({ uri }) => uri));
    const isNew = ({ uri, type }: Entry): boolean => type === fdbRecord.path && !known.has(uri);
    if (!this.#registriesDoubted && !overlay.some(isNew)) return this.#state.registries;
    const registries = await readRegistries(this.#requester, this.#place, this.#options);
    this.#registriesDoubted = false;
    return registries;
  }
}
