/** The verbs of one collection, typed by its resource. It knows no object type by name. */
import { NotFoundError, ProtocolError } from '../errors.ts';
import type { AnyResource, Model } from '../resources/define.ts';
import type { Reply } from './exchange.ts';
import { type Item, isItem, type ListOptions, listItems } from './items.ts';
import { decodeItem } from './model.ts';
import type { CallOptions, Requester } from './requester.ts';
import { callOptions, type NewName, type Writable, type Write, Writes } from './write.ts';

/** An async iterable over a collection; paging is invisible. `toArray()` reads it to the end. */
export interface List<T> extends AsyncIterable<T> {
  toArray(): Promise<T[]>;
}

const gone: Reply = { status: 200, body: undefined, headers: {} };

export class Collection<R extends AnyResource> {
  readonly #requester: Requester;
  readonly #writes: Writes<R>;

  /** `segments` is the collection's path: `['ltm', 'pool']`, `['ltm', 'pool', '/k8s/web', 'members']`. */
  constructor(requester: Requester, resource: R, segments: readonly string[]) {
    this.#requester = requester;
    this.#writes = new Writes(resource, segments);
  }

  list(options: ListOptions = {}): List<Model<R>> {
    const items = (): AsyncGenerator<Item> => listItems(this.#requester, this.#writes.segments, options);
    const decode = (item: Item): Model<R> => this.#decode(item);
    return {
      async *[Symbol.asyncIterator]() {
        for await (const item of items()) yield decode(item);
      },
      async toArray() {
        const all: Model<R>[] = [];
        for await (const item of items()) all.push(decode(item));
        return all;
      },
    };
  }

  /** Throws NotFoundError. `name` is the full path, `/k8s/web`, or a bare name in Common. */
  async get(name: string, options: CallOptions = {}): Promise<Model<R>> {
    return this.#decode((await this.#read(name, options)).body);
  }

  async exists(name: string, options: CallOptions = {}): Promise<boolean> {
    return (await this.#find(name, options)) !== undefined;
  }

  /**
   * Creates an object and returns what the device made of it. When the reply is lost, the object is read back and never
   * sent a second time while it may be there. Throws AlreadyExistsError, ValidationError.
   */
  async create(object: NewName & Writable<R>, options: CallOptions = {}): Promise<Model<R>> {
    const name = this.#writes.nameOf(object);
    const readBack = async (): Promise<Reply | 'absent'> => (await this.#find(name, options)) ?? 'absent';
    return this.#decode(await this.#send(this.#writes.create(object, options), readBack));
  }

  /** Changes the given properties (PATCH); `null` unsets one. A list is replaced as a whole, as the device does. */
  async modify(name: string, properties: Writable<R>, options: CallOptions = {}): Promise<Model<R>> {
    return this.#decode(await this.#send(this.#writes.modify(name, properties, options)));
  }

  /** Replaces the object (PUT): what is not given goes back to its default. */
  async replace(name: string, properties: Writable<R>, options: CallOptions = {}): Promise<Model<R>> {
    return this.#decode(await this.#send(this.#writes.replace(name, properties, options)));
  }

  /** Throws NotFoundError, and InUseError while another object uses it. A lost reply is answered by reading back. */
  async delete(name: string, options: CallOptions = {}): Promise<void> {
    const readBack = async (): Promise<Reply | 'absent'> =>
      (await this.#find(name, options)) === undefined ? gone : 'absent';
    await this.#send(this.#writes.delete(name, options), readBack);
  }

  async #send({ method, segments, options }: Write, resolve?: () => Promise<Reply | 'absent'>): Promise<unknown> {
    const { body } = await this.#requester.request(method, segments, {
      ...options,
      ...(resolve === undefined ? {} : { resolve }),
    });
    return body;
  }

  async #read(name: string, options: CallOptions): Promise<Reply> {
    const expand = this.#writes.resource.returnedIn !== undefined;
    const query = expand ? { expandSubcollections: 'true' } : {};
    return this.#requester.request('GET', this.#writes.at(name), { ...callOptions(options), query });
  }

  async #find(name: string, options: CallOptions): Promise<Reply | undefined> {
    try {
      return await this.#read(name, options);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  #decode(body: unknown): Model<R> {
    if (!isItem(body)) throw new ProtocolError(`the answer for ${this.#writes.segments.join('/')} is not an object`);
    // decodeItem checks every known key against the resource's own schema: this is the one place where tsc is told so.
    return decodeItem(this.#writes.resource, body) as Model<R>;
  }
}

/** A collection inside a transaction. Reads do not exist in it: they would not see what is queued. */
export class QueuedCollection<R extends AnyResource> {
  readonly #requester: Requester;
  readonly #writes: Writes<R>;

  constructor(requester: Requester, resource: R, segments: readonly string[]) {
    this.#requester = requester;
    this.#writes = new Writes(resource, segments);
  }

  create(object: NewName & Writable<R>, options: CallOptions = {}): Promise<void> {
    return this.#queue(this.#writes.create(object, options));
  }

  modify(name: string, properties: Writable<R>, options: CallOptions = {}): Promise<void> {
    return this.#queue(this.#writes.modify(name, properties, options));
  }

  replace(name: string, properties: Writable<R>, options: CallOptions = {}): Promise<void> {
    return this.#queue(this.#writes.replace(name, properties, options));
  }

  delete(name: string, options: CallOptions = {}): Promise<void> {
    return this.#queue(this.#writes.delete(name, options));
  }

  async #queue({ method, segments, options }: Write): Promise<void> {
    await this.#requester.request(method, segments, options);
  }
}
