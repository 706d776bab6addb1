/** The four writes of a collection as requests, whether they are sent at once or queued in a transaction. */
import type { AnyResource, Input } from '../resources/define.ts';
import { encodeProperties } from './model.ts';
import type { CallOptions } from './requester.ts';
import type { RequestOptions } from './session.ts';
import type { Method } from './transport.ts';

/** Where and how a new object is called; `partition` and `subPath` only where it lies in one. Default partition Common. */
export interface NewName {
  readonly name: string;
  readonly partition?: string;
  readonly subPath?: string;
}

/** Properties of a write: values or F5's own spelling; `null` unsets, `undefined` is left out. */
export type Writable<R> = { readonly [K in keyof Input<R>]?: Input<R>[K] | null | undefined };

export interface Write {
  readonly method: Method;
  readonly segments: readonly string[];
  readonly options: RequestOptions;
}

export function callOptions({ signal, timeout }: CallOptions): CallOptions {
  return { ...(signal === undefined ? {} : { signal }), ...(timeout === undefined ? {} : { timeout }) };
}

/** Makes the requests of one collection. Throws BigIpValueError before anything is sent. */
export class Writes<R extends AnyResource> {
  readonly resource: R;
  readonly segments: readonly string[];

  constructor(resource: R, segments: readonly string[]) {
    this.resource = resource;
    this.segments = segments;
  }

  /** The path of one object. A bare name is one in Common, as on the device. */
  at(name: string): readonly string[] {
    const bare = this.resource.naming === 'path' && !name.startsWith('/');
    return [...this.segments, bare ? `/Common/${name}` : name];
  }

  /** The name by which a new object will be found. */
  nameOf({ name, partition, subPath }: NewName): string {
    if (this.resource.naming === 'name' || name.startsWith('/')) return name;
    return `/${partition ?? 'Common'}${subPath === undefined ? '' : `/${subPath}`}/${name}`;
  }

  create(object: NewName & Writable<R>, options: CallOptions): Write {
    return this.#write('POST', this.segments, options, object);
  }

  modify(name: string, properties: Writable<R>, options: CallOptions): Write {
    return this.#write('PATCH', this.at(name), options, properties);
  }

  replace(name: string, properties: Writable<R>, options: CallOptions): Write {
    return this.#write('PUT', this.at(name), options, properties);
  }

  delete(name: string, options: CallOptions): Write {
    return { method: 'DELETE', segments: this.at(name), options: callOptions(options) };
  }

  #write(method: Method, segments: readonly string[], options: CallOptions, properties: Writable<R>): Write {
    return {
      method,
      segments,
      options: { ...callOptions(options), body: encodeProperties(this.resource, properties) },
    };
  }
}
