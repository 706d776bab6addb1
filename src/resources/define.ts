/**
 * A resource is data: one short file says path, fields, children, what must exist first and what cannot change.
 *
 * Type, validation, conversion, diff and reference are all made from it. Adding an object type is one file and one line
 * in tree.ts.
 */
import type { z } from 'zod';
import type { Json, Properties } from '../state.ts';

/** Properties by name, each a reversible schema: wire value <-> value. */
export type Shape = Readonly<Record<string, z.ZodType>>;

/** What an address without `%` means where an object lies. */
export interface AddressSpace {
  /** The partition's default route domain; 0 unless the partition says otherwise. */
  readonly defaultRouteDomain: number;
}

/** The name and the wire properties of one object, for {@link Resource.identity}. */
export interface Named {
  /** Full path or bare name: the last segment of the URI. */
  readonly name: string;
  readonly properties: Properties;
}

/** A resource whatever its fields: what the plan and the wire see of it. */
export interface AnyResource {
  /** The path under `/mgmt/tm/` without names: `ltm/pool`, `ltm/pool/members`. */
  readonly path: string;
  /** Called once, on first use. Properties that a creation must give are the ones that are not optional. */
  readonly schema: () => Shape;
  /** Subcollections by the word they have in the URL. */
  readonly children: Children;
  /** Paths of the resources that must exist before one of these. */
  readonly dependsOn?: readonly string[];
  /** Properties that cannot change after creation: a change is a delete and a create. */
  readonly fixed?: readonly string[];
  /** Properties that the device states and nobody sets. */
  readonly readOnly?: readonly string[];
  /** Properties whose list has no order. */
  readonly unordered?: readonly string[];
  /** Properties that are sent under one name and returned inside a subcollection's reference. */
  readonly returnedIn?: Readonly<Record<string, string>>;
  /** What is compared instead of the wire value, where the device returns another word than it was sent. */
  readonly compareAs?: Readonly<Record<string, (wire: Json) => Json>>;
  /** What unsets a property in a PATCH, where `none` does not. */
  readonly unset?: Readonly<Record<string, Json>>;
  /** `path`: named by full path in a partition. `name`: named by a bare name, such as a MAC address. */
  readonly naming: 'path' | 'name';
  /** What makes two of them the same object, however they are spelt. Default: the full path. */
  readonly identity?: (object: Named, space: AddressSpace) => string;
  /** The property that carries the mark of whose it is. Types without one are owned by their name or their parent. */
  readonly mark?: 'metadata' | 'description';
}

export type Children = { readonly [word: string]: AnyResource };
/** A resource without subcollections. */
export type NoChildren = Readonly<Record<never, never>>;

export interface Resource<S extends Shape = Shape, C extends Children = Children> extends AnyResource {
  readonly schema: () => S;
  readonly children: C;
}

export type ResourceOptions<S extends Shape, C extends Children> = Omit<Resource<S, C>, 'children' | 'naming'> & {
  readonly children?: C;
  readonly naming?: 'path' | 'name';
};

/** Declares an object type. `bigip.collection(defineResource({ … }))` works for types that are not in the catalogue. */
export function defineResource<S extends Shape, C extends Children = NoChildren>(
  options: ResourceOptions<S, C>,
): Resource<S, C> {
  return { naming: 'path', ...options, children: options.children ?? ({} as C) };
}

/** Tells a resource from a folder of the catalogue. */
export function isResource(node: object): node is AnyResource {
  return 'path' in node && typeof node.path === 'string' && 'schema' in node && typeof node.schema === 'function';
}

const shapes = new WeakMap<AnyResource, Shape>();

/** The fields of a resource, built on first use and kept. */
export function shapeOf(resource: AnyResource): Shape {
  let shape = shapes.get(resource);
  if (shape === undefined) {
    shape = resource.schema();
    shapes.set(resource, shape);
  }
  return shape;
}

/** Every object has these; `partition` and `subPath` only where it lies in one. */
export interface Envelope {
  readonly name: string;
  readonly partition?: string;
  readonly subPath?: string;
  readonly fullPath: string;
  readonly kind?: string;
  readonly generation?: number;
  readonly selfLink?: string;
}

/** An object as the client returns it: properties as values. Properties that the catalogue does not know are kept. */
export type Model<R> = R extends Resource<infer S> ? Envelope & z.output<z.ZodObject<S>> : never;

type Either<Out, In> = { [K in keyof Out]: Out[K] | (K extends keyof In ? In[K] : never) };

/** Properties as a creation takes them: values, or F5's own spelling. */
export type Input<R> = R extends Resource<infer S> ? Either<z.output<z.ZodObject<S>>, z.input<z.ZodObject<S>>> : never;
