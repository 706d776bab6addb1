/**
 * A resource is data: one short file says path, fields, children, what must exist first and what cannot change.
 *
 * Type, validation, conversion, diff and reference are all made from it. Adding an object type is one file and one line
 * in tree.ts.
 */
import type { Json, Properties } from '../state.ts';
import type { OptionalKey, RequiredKey, Shape, Values, Written } from '../values/shape.ts';
import { BigIpValueError } from '../values/value-error.ts';

export type { Field, Shape } from '../values/shape.ts';

/** What an address without `%` means where an object lies. */
export interface AddressSpace {
  /** The partition's default route domain; 0 unless the partition says otherwise. */
  readonly defaultRouteDomain: number;
  /** Addresses by the full path of their virtual address, where a destination may say that instead. */
  readonly virtualAddresses?: Readonly<Record<string, string>>;
}

/** The name and the wire properties of one object, for the `identity` of its resource. */
export interface Named {
  /** Full path or bare name: the last segment of the URI. */
  readonly name: string;
  readonly properties: Properties;
}

/** What a hand can do to an object that takes traffic, as the properties that are written. */
export interface Switches {
  readonly enable: Properties;
  /** Takes no new connections; those that are open go on. */
  readonly disable: Properties;
  /** Down, whatever monitors say. */
  readonly forceOffline: Properties;
  /** The counter of its statistics that says how many connections are open. */
  readonly connections: string;
}

/** A resource whatever its fields: what the plan and the wire see of it. */
export interface AnyResource {
  /** The path under `/mgmt/tm/` without names: `ltm/pool`, `ltm/pool/members`. */
  readonly path: string;
  /** Called once, on first use. Properties that a creation must give are the ones that are not optional. */
  readonly schema: () => Shape;
  /** Subcollections by the word they have in the URL. */
  readonly children: Children;
  /**
   * `collection` (default): objects with names. `status`: one object that the device writes in the way of statistics
   * (`sys/version`). `command`: something that is run with a POST (`sys/config`).
   */
  readonly form?: 'collection' | 'status' | 'command';
  /** What a `command` can be told to do. */
  readonly commands?: readonly string[];
  /** False for what BIG-IP does not take in a transaction. Default true. */
  readonly transactional?: boolean;
  /** How BIG-IP's messages call one of these, `Virtual Server`. */
  readonly label?: string;
  /** Paths of the resources that must exist before one of these. */
  readonly dependsOn?: readonly string[];
  /** Properties that cannot change after creation: a change is a delete and a create. */
  readonly fixed?: readonly string[];
  /** Properties that the device states and nobody sets. */
  readonly readOnly?: readonly string[];
  /** Properties that are set and never returned. */
  readonly writeOnly?: readonly string[];
  /** Pairs of flags of which exactly one is present, and true: `{ enabled: 'disabled' }`. */
  readonly pairs?: Readonly<Record<string, string>>;
  /** Properties whose list has no order. */
  readonly unordered?: readonly string[];
  /** Properties that are sent under one name and returned inside a subcollection's reference. */
  readonly returnedIn?: Readonly<Record<string, string>>;
  /**
   * What is compared instead of the wire value, where the device returns another word than it was sent. `found` is the
   * object as it was read, where there is one.
   */
  readonly compareAs?: Readonly<Record<string, (wire: Json, found?: Readonly<Record<string, unknown>>) => Json>>;
  /** Objects inside that version 11 wrote with other types, as later versions write them. */
  readonly olderAs?: Readonly<Record<string, (wire: Properties) => Properties>>;
  /** What unsets a property in a PATCH, where `none` does not. */
  readonly unset?: Readonly<Record<string, Json>>;
  /** `path`: named by full path in a partition. `name`: named by a bare name, such as a MAC address. */
  readonly naming: 'path' | 'name';
  /** Refuses a name, without its folder, that the device takes for no object of this type. Throws BigIpValueError. */
  readonly checkName?: (name: string) => void;
  /** Whether one with a bare name lies in the partition of the object that it belongs to. Default: in Common. */
  readonly besideParent?: boolean;
  /** What makes two of them the same object, however they are spelt. Default: the full path. */
  readonly identity?: (object: Named, space: AddressSpace) => string;
  /** The property that carries the mark of whose it is. Types without one are owned by their name or their parent. */
  readonly mark?: 'metadata' | 'description';
  readonly switches?: Switches;
}

export type Children = { readonly [word: string]: AnyResource };
/** A resource without subcollections. */
export type NoChildren = Readonly<Record<never, never>>;

export type ResourceOptions = Omit<AnyResource, 'children' | 'naming'> & {
  readonly children?: Children;
  readonly naming?: 'path' | 'name';
};

/** A resource as it was declared, with its defaults. */
export type Resource<O extends ResourceOptions = ResourceOptions> = O & {
  readonly children: O extends { readonly children: infer C extends Children } ? C : NoChildren;
  readonly naming: 'path' | 'name';
};

/**
 * Declares an object type. `bigip.collection(defineResource({ … }))` works for types that are not in the catalogue:
 *
 * ```ts
 * const ftp = defineResource({
 *   path: 'ltm/profile/ftp',
 *   schema: () => ({ port: z.int().optional(), security: z.enum(['enabled', 'disabled']).optional() }),
 * });
 * await bigip.collection(ftp).create({ name: 'ftp', partition: 'k8s', port: 2121 });
 * ```
 */
export function defineResource<const O extends ResourceOptions>(options: O): Resource<O> {
  checkDeclaration(options);
  // The defaults that the type names are filled in here.
  return { naming: 'path', ...options, children: options.children ?? {} } as unknown as Resource<O>;
}

/** Words of a URL, as they stand behind `/mgmt/tm/`. */
const PATH = /^[a-z][\w-]*(?:\/[a-z][\w-]*)*$/i;

/** Refuses at once what would only fail, or reach something else, with the first request. */
function checkDeclaration({ path, schema }: ResourceOptions): void {
  const words = typeof path === 'string' ? path : '';
  if (!PATH.test(words) || words.startsWith('mgmt/')) {
    const meant = words.replace(/^\/*(?:mgmt\/tm\/)?|\/+$/g, '');
    const way = PATH.test(meant) ? `write ${meant}` : 'must be the words behind /mgmt/tm/, such as ltm/pool';
    throw new BigIpValueError(way, { value: path, path: 'path' });
  }
  if (typeof schema !== 'function') throw new BigIpValueError('must be a function', { path: 'schema' });
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
  /** The last part of the full path. */
  readonly name: string;
  readonly partition?: string;
  /** Folders below the partition, `app.app`. */
  readonly subPath?: string;
  /** `/k8s/app.app/web`, or the bare name of what lies in no partition. */
  readonly fullPath: string;
  /** `tm:ltm:pool:poolstate` */
  readonly kind?: string;
  /** Changes with every commit that touches the object; it is not an entity tag. */
  readonly generation?: number;
  readonly selfLink?: string;
}

type ShapeOf<R extends AnyResource> = ReturnType<R['schema']>;
type ReadOnlyKey<R> = R extends { readonly readOnly: readonly (infer K)[] } ? K : never;
type WriteOnlyKey<R> = R extends { readonly writeOnly: readonly (infer K)[] } ? K : never;

/** The properties of a resource as values, without the envelope. */
export type PropertiesOf<R extends AnyResource> =
  WriteOnlyKey<R> extends never ? Values<ShapeOf<R>> : Omit<Values<ShapeOf<R>>, WriteOnlyKey<R> & string>;

/** The links to the subcollections of an object, with their items where a read expanded them. */
type SubcollectionsOf<R extends AnyResource> = {
  readonly [Word in keyof R['children'] & string as `${Word}Reference`]?: {
    readonly link?: string;
    readonly items?: readonly object[];
  };
};

/** An object as the client returns it: properties as values. Properties that the catalogue does not know are kept. */
export type Model<R extends AnyResource> = Envelope & PropertiesOf<R> & SubcollectionsOf<R>;

type Nullable<T> = { readonly [K in keyof T]?: T[K] | null | undefined };

/** What a creation takes: values or F5's own spelling; `null` unsets, `undefined` is left out. */
export type Input<R extends AnyResource> = Pick<Written<ShapeOf<R>>, Exclude<RequiredKey<ShapeOf<R>>, ReadOnlyKey<R>>> &
  Nullable<Pick<Written<ShapeOf<R>>, Exclude<OptionalKey<ShapeOf<R>>, ReadOnlyKey<R>>>>;

type FixedKey<R> = R extends { readonly fixed: readonly (infer K)[] } ? K : never;

/** What a replacement takes: any of the properties that can be set. */
export type Settings<R extends AnyResource> = Nullable<
  Pick<Written<ShapeOf<R>>, Exclude<keyof ShapeOf<R>, ReadOnlyKey<R>>>
>;

/** What a change takes: any of the properties that can be set after the creation. */
export type Changes<R extends AnyResource> = Nullable<
  Pick<Written<ShapeOf<R>>, Exclude<keyof ShapeOf<R>, ReadOnlyKey<R> | FixedKey<R>>>
>;

/** The subcollections of an object that a read expanded, as properties; an empty list where there is none. */
export type Expanded<R extends AnyResource> = {
  readonly [Word in Exclude<keyof R['children'], keyof ShapeOf<R>>]: readonly Model<R['children'][Word]>[];
};
