/** The verbs of one collection, typed by its resource. It knows no object type by name. */
import { NotFoundError, ProtocolError } from '../errors.ts';
import { type AnyResource, type Expanded, type Model, shapeOf } from '../resources/define.ts';
import { checkedCallOptions, READ_OPTIONS } from './call-options.ts';
import type { Reply, Resolve } from './exchange.ts';
import { elementsOf, isItem, type ListOptions, nameAndPlace, queryOf, strangeItems } from './items.ts';
import { type List, listOf } from './list.ts';
import { checkListOptions } from './list-options.ts';
import { decodeAll, decodeOwned, fillExpanded } from './model.ts';
import { Pages } from './pages.ts';
import { afterChange, afterCreate, childrenIn, type Wanted } from './read-back.ts';
import type { CallOptions, Requester } from './requester.ts';
import { type Statistics, statisticsIn } from './stats.ts';
import { type New, type Replacement, type Target, type Writable, type Write, Writes } from './write.ts';

/** What every object of a list has, whatever was selected: without it nobody could say which object it is. */
type Identity = (typeof nameAndPlace)[number];

/** Options of {@link Collection.list}. `select` takes property names of the resource, and narrows the type. */
export type ListQuery<R extends AnyResource> = Omit<ListOptions, 'select'> & {
  readonly select?: readonly (keyof Model<R> & string)[];
};

export interface ReadOptions extends CallOptions {
  /** With the objects of the subcollections inside, in the same answer: `members`, which is `[]` where there are none. */
  readonly expandSubcollections?: boolean;
}

/** The objects of a read: narrowed to what was selected, with the subcollections that were expanded. */
export type Read<R extends AnyResource, O> = (O extends { readonly select: readonly (infer K)[] }
  ? Pick<Model<R>, (K | Identity) & keyof Model<R>>
  : Model<R>) &
  (O extends { readonly expandSubcollections: true } ? Expanded<R> : unknown);

type Properties = Readonly<Record<string, unknown>>;

const gone: Reply = { status: 200, body: undefined, headers: {} };

export class Collection<R extends AnyResource> {
  readonly #requester: Requester;
  readonly #writes: Writes<R>;

  /** `segments` is the collection's path: `['ltm', 'pool']`, `['ltm', 'pool', '/k8s/web', 'members']`. */
  constructor(requester: Requester, resource: R, segments: readonly string[]) {
    this.#requester = requester;
    this.#writes = new Writes(resource, segments);
  }

  /**
   * The objects of the collection. Nothing is asked before the iteration begins. A page that the device cannot answer in
   * time is asked for again in smaller ones.
   */
  list<const O extends ListQuery<R> = Record<never, never>>(options?: O): List<Read<R, O>> {
    const { segments, resource } = this.#writes;
    return listOf(() => {
      checkListOptions('list', options ?? {});
      const asked = this.#ask(options ?? {});
      const selection = asked.select === undefined ? undefined : [...(options?.select ?? []), ...asked.select];
      const expanded = options?.expandSubcollections === true;
      const what = segments.join('/');
      const objectsIn = (body: unknown): readonly Read<R, O>[] => {
        const items = elementsOf(body, what);
        decodeAll(resource, items, { selection, expanded, strange: () => strangeItems(what) });
        // decodeAll checks every known key that was asked for against the resource's own schema.
        return items as readonly Read<R, O>[];
      };
      return { pages: new Pages(this.#requester, segments, queryOf(asked), asked), objectsIn };
    });
  }

  /**
   * Throws NotFoundError. `name` is the full path, `/k8s/web`, or a bare name: in Common, for a member in the partition of
   * its pool.
   */
  async get<const O extends ReadOptions = CallOptions>(name: string, options?: O): Promise<Read<R, O>> {
    return this.#decode((await this.#read(name, options ?? {})).body, options) as Read<R, O>;
  }

  /** As `get`, and undefined instead of NotFoundError. */
  async find<const O extends ReadOptions = CallOptions>(name: string, options?: O): Promise<Read<R, O> | undefined> {
    const found = await this.#find(name, options ?? {});
    return found === undefined ? undefined : (this.#decode(found.body, options) as Read<R, O>);
  }

  async exists(name: string, options: CallOptions = {}): Promise<boolean> {
    return (await this.#find(name, options)) !== undefined;
  }

  /**
   * Creates an object and returns what the device made of it. When the reply is lost, the object is read back and never
   * sent a second time while it may be there. Throws AlreadyExistsError, ValidationError.
   */
  async create(object: New<R>, options: CallOptions = {}): Promise<Model<R>> {
    const write = this.#writes.create(object, options);
    const name = this.#writes.nameOf(object);
    const wanted = this.#wanted(write);
    const inside = childrenIn(wanted).length > 0 ? { expandSubcollections: true } : {};
    const readBack: Resolve = async ({ signal }) => afterCreate(wanted, await this.#find(name, { ...inside, signal }));
    return this.#decode(await this.#send(write, readBack));
  }

  /**
   * Changes the given properties (PATCH); `null` unsets one. A list is replaced as a whole, as the device does.
   *
   * Given the object as it was read instead of its name, only what differs is sent, and nothing when nothing does. What was
   * not read of it, because of `select` or because a subcollection was not expanded, is sent.
   */
  async modify(target: Target<R>, properties: Writable<R>, options: CallOptions = {}): Promise<Model<R>> {
    const write = this.#writes.modify(target, properties, options);
    // Only an object that was read can say that there is nothing to do.
    if (write === undefined) return target as Model<R>;
    return this.#decode(await this.#send(write, this.#readBack(target, write)));
  }

  /**
   * Replaces the object (PUT): what is not given goes back to its default. Given the object as it was read instead of its
   * name, what is not given stays as it was, also what the catalogue does not know. Throws BigIpValueError for an object of
   * which only a part was read: the rest would be reset. A subcollection such as a pool's members is not sent along.
   */
  async replace(target: Target<R>, properties: Replacement<R>, options: CallOptions = {}): Promise<Model<R>> {
    const write = this.#writes.replace(target, properties, options);
    // Whether what is not named went back to its default cannot be read.
    const readBack = typeof target === 'string' ? undefined : this.#readBack(target, write);
    return this.#decode(await this.#send(write, readBack));
  }

  /** Throws NotFoundError, and InUseError while another object uses it. A lost reply is answered by reading back. */
  async delete(target: Target<R>, options: CallOptions = {}): Promise<void> {
    const readBack: Resolve = async ({ signal }) =>
      (await this.#find(target, { signal })) === undefined ? gone : 'absent';
    await this.#send(this.#writes.delete(target, options), readBack);
  }

  /** The statistics of one object. Counters that a number cannot hold exactly are bigints. Throws NotFoundError. */
  async stats(target: Target<R>, options: CallOptions = {}): Promise<Statistics> {
    const path = this.#writes.at(target);
    const { body } = await this.#requester.request('GET', [...path, 'stats'], checkedCallOptions(options));
    const [found] = statisticsIn(body, this.#writes.segments);
    if (found === undefined) throw new ProtocolError(`the statistics of ${path.join('/')} are empty`);
    return { ...found, name: path.at(-1) ?? '' };
  }

  /** The statistics of all objects of the collection, page by page. */
  listStats(options: Omit<ListOptions, 'select' | 'expandSubcollections'> = {}): List<Statistics> {
    const { segments } = this.#writes;
    return listOf(() => {
      checkListOptions('listStats', options);
      const pages = new Pages(this.#requester, [...segments, 'stats'], queryOf(options), options);
      return { pages, objectsIn: (body) => statisticsIn(body, segments) };
    });
  }

  /** A selection always carries what tells the object, and what its properties are returned in. */
  #ask(options: ListQuery<R>): ListOptions {
    const { resource } = this.#writes;
    const { select, ...rest } = options;
    if (select === undefined) return rest;
    const inside = new Map(Object.entries(resource.returnedIn ?? {}));
    const telling = resource.naming === 'name' ? ['name'] : nameAndPlace;
    const asked = new Set([...select.map((key) => inside.get(key) ?? key), ...telling]);
    if (options.expandSubcollections === true) {
      const shape = shapeOf(resource);
      for (const word of Object.keys(resource.children)) if (!(word in shape)) asked.add(`${word}Reference`);
    }
    const expand = select.some((key) => inside.has(key)) ? { expandSubcollections: true } : {};
    return { ...rest, ...expand, select: [...asked] };
  }

  #wanted({ options }: Write, before?: Properties): Wanted {
    return { resource: this.#writes.resource, body: { ...(options.body as Properties) }, before };
  }

  #readBack(target: Target<R>, write: Write): Resolve {
    const wanted = this.#wanted(write, typeof target === 'string' ? undefined : target);
    const inside = childrenIn(wanted).length > 0 ? { expandSubcollections: true } : {};
    return async ({ signal }) => afterChange(wanted, await this.#find(target, { ...inside, signal }));
  }

  async #send({ method, segments, options }: Write, resolve?: Resolve): Promise<unknown> {
    const { body } = await this.#requester.request(method, segments, {
      ...options,
      ...(resolve === undefined ? {} : { resolve }),
    });
    return body;
  }

  async #read(target: Target<R>, options: ReadOptions): Promise<Reply> {
    const expand = options.expandSubcollections ?? this.#writes.resource.returnedIn !== undefined;
    const query = expand ? { expandSubcollections: 'true' } : {};
    return this.#requester.request('GET', this.#writes.at(target), {
      ...checkedCallOptions(options, READ_OPTIONS),
      query,
    });
  }

  async #find(target: Target<R>, options: ReadOptions): Promise<Reply | undefined> {
    try {
      return await this.#read(target, options);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  #decode(body: unknown, { expandSubcollections }: ReadOptions = {}): Model<R> {
    if (!isItem(body)) throw new ProtocolError(`the answer for ${this.#writes.segments.join('/')} is not an object`);
    // decodeOwned checks every known key against the resource's own schema: here tsc is told so.
    // The body was made for this call, so nobody else holds it.
    const model = decodeOwned(this.#writes.resource, body as Record<string, unknown>);
    if (expandSubcollections === true) fillExpanded(this.#writes.resource, model);
    return model as unknown as Model<R>;
  }
}
