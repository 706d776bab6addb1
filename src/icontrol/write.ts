/** The four writes of a collection as requests, whether they are sent at once or queued in a transaction. */
import type { AnyResource, Changes, Input, Model, Settings } from '../resources/define.ts';
import { partitionOf } from '../values/full-path.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { checkedCallOptions } from './call-options.ts';
import { checkName, encodeCurrent, encodeProperties, isProperties } from './encode.ts';
import { checkNaming, isNamingKey } from './naming.ts';
import type { CallOptions } from './requester.ts';
import { isSaid } from './same-object.ts';
import type { RequestOptions } from './session.ts';
import { checkFullPath } from './target.ts';
import { isTold, isWhole } from './told.ts';
import type { Method } from './transport.ts';

/**
 * Where and how a new object is called; `partition` and `subPath` only where it lies in one. Default partition Common, for
 * a member that of its pool.
 */
export interface NewName {
  readonly name: string;
  readonly partition?: string;
  readonly subPath?: string;
}

/** Objects of the subcollections, in the same request: `members` of a pool. */
export type WithChildren<R extends AnyResource> = {
  readonly [Word in Exclude<keyof R['children'], keyof ReturnType<R['schema']>>]?: readonly New<R['children'][Word]>[];
};

/** A new object: its name, and properties as values or in F5's own spelling; `null` unsets, `undefined` is left out. */
export type New<R extends AnyResource> = NameOf<R> & Input<R> & WithChildren<R>;

/** What lies in no partition has a name alone. */
type NameOf<R extends AnyResource> = R extends { readonly naming: 'name' } ? Pick<NewName, 'name'> : NewName;

/** Properties of a change: values or F5's own spelling; `null` unsets, `undefined` is left out. */
export type Writable<R extends AnyResource> = Changes<R> & WithChildren<R>;

/** Properties of a replacement: as of a change, and what is fixed after the creation, which has to be as it is. */
export type Replacement<R extends AnyResource> = Settings<R> & WithChildren<R>;

/** An object by its full path, its bare name in Common, or as it was read. */
export type Target<R extends AnyResource> = string | Model<R>;

export interface Write {
  readonly method: Method;
  readonly segments: readonly string[];
  readonly options: RequestOptions;
}

type Properties = Readonly<Record<string, unknown>>;

/** Makes the requests of one collection. Throws BigIpValueError before anything is sent. */
export class Writes<R extends AnyResource> {
  readonly resource: R;
  readonly segments: readonly string[];

  constructor(resource: R, segments: readonly string[]) {
    this.resource = resource;
    this.segments = segments;
  }

  /** The path of one object. A bare name is one in Common, as on the device, or beside the object that it belongs to. */
  at(target: Target<R>): readonly string[] {
    const given: unknown = isProperties(target) ? target['fullPath'] : target;
    if (typeof given !== 'string' || given === '') {
      const why = 'must be a full path such as /Common/name, or an object that was read, with its fullPath';
      throw new BigIpValueError(why, { path: 'target' });
    }
    return [...this.segments, this.#whole(given)];
  }

  /** The name by which a new object will be found. */
  nameOf({ name, partition, subPath }: NewName): string {
    if (this.resource.naming === 'name' || name.startsWith('/')) return name;
    return `/${partition ?? this.#home}${subPath === undefined ? '' : `/${subPath}`}/${name}`;
  }

  create(object: New<R>, options: CallOptions): Write {
    if (!isProperties(object)) throw new BigIpValueError('must be an object with a name', { path: 'object' });
    const body = encodeProperties(this.resource, object);
    checkNaming('name', body['name']);
    checkName(this.resource, body['name']);
    return this.#write('POST', this.segments, options, this.#placed(body));
  }

  /** Undefined when the object that was read says all of it already: there is nothing to send. */
  modify(target: Target<R>, properties: Writable<R>, options: CallOptions): Write | undefined {
    this.#checkProperties(properties);
    if (typeof target === 'string') {
      return this.#write('PATCH', this.at(target), options, encodeProperties(this.resource, properties));
    }
    const current = this.#asRead(target);
    const wanted = Object.entries(encodeProperties(this.resource, properties, current));
    const differing = wanted.filter(
      ([key, wire]) =>
        !isNamingKey(key) && !(isTold(this.resource, key, current) && isSaid(this.resource, key, wire, current)),
    );
    if (differing.length === 0) return undefined;
    return this.#write('PATCH', this.at(target), options, Object.fromEntries(differing));
  }

  /** What is not given goes back to its default; given the object that was read, it stays as it was. */
  replace(target: Target<R>, properties: Replacement<R>, options: CallOptions): Write {
    this.#checkProperties(properties);
    if (typeof target === 'string') {
      return this.#write('PUT', this.at(target), options, encodeProperties(this.resource, properties));
    }
    const current = this.#asRead(target);
    const changed = encodeProperties(this.resource, properties, current);
    this.#checkWhole(current, changed);
    const kept = encodeCurrent(this.resource, current);
    for (const [one, other] of Object.entries(this.resource.pairs ?? {})) {
      if (one in changed) delete kept[other];
      if (other in changed) delete kept[one];
    }
    return this.#write('PUT', this.at(target), options, { ...kept, ...changed });
  }

  delete(target: Target<R>, options: CallOptions): Write {
    return { method: 'DELETE', segments: this.at(target), options: checkedCallOptions(options) };
  }

  /** The partition of bare names. */
  get #home(): string {
    return this.resource.besideParent === true ? partitionOf(this.segments.at(-2) ?? '') : 'Common';
  }

  #whole(name: string): string {
    if (this.resource.naming === 'name' || name.startsWith('/')) return name;
    checkFullPath(name, 'target');
    return `/${this.#home}/${name}`;
  }

  /**
   * Where a new member will be is said: 11.5.4 and 12.1.1 answer 404 for one without partition that they have made (facts:
   * icontrol-rest 5.18). Where both are said, name and partition have to agree.
   */
  #placed(body: Properties): Properties {
    const { name, partition } = body;
    if (this.resource.naming === 'name' || typeof name !== 'string') return body;
    if (!name.startsWith('/')) {
      return partition === undefined && this.resource.besideParent === true ? { ...body, partition: this.#home } : body;
    }
    if (partition === undefined || partition === partitionOf(name)) return body;
    throw new BigIpValueError(`is another one than that of the name ${JSON.stringify(name)}`, {
      value: partition,
      path: 'partition',
    });
  }

  #asRead(target: Target<R>): Properties {
    this.at(target);
    return { ...(target as Model<R>) };
  }

  #checkProperties(properties: unknown): void {
    if (!isProperties(properties)) throw new BigIpValueError('must be an object', { path: 'properties' });
  }

  /** What was not read would be reset by a request that does not say it. */
  #checkWhole(current: Properties, changed: Properties): void {
    const { returnedIn = {} } = this.resource;
    const lacking = Object.keys(returnedIn).filter((key) => !(key in changed) && !isTold(this.resource, key, current));
    if (isWhole(current) && lacking.length === 0) return;
    const what = lacking.length === 0 ? '' : `, and its ${lacking.join(' and ')} would be reset`;
    throw new BigIpValueError(`was not read whole${what}: replace what get returns`, {
      value: current['fullPath'],
      path: 'target',
    });
  }

  #write(method: Method, segments: readonly string[], options: CallOptions, body: Properties): Write {
    return { method, segments, options: { ...checkedCallOptions(options), body } };
  }
}
