/** The catalogue as accessors: every resource of a tree becomes a collection, every folder of it an object. */
import { type AnyResource, isResource } from '../resources/define.ts';
import { Collection } from './collection.ts';
import { SwitchedCollection, type SwitchedResource } from './drain.ts';
import { QueuedCollection } from './queued-collection.ts';
import type { Requester } from './requester.ts';
import { type CommandsOf, commandsOf, Status } from './status.ts';
import { checkFullPath } from './target.ts';

type ChildrenOf<R extends AnyResource> = {
  readonly [Word in keyof R['children']]: (parent: string) => CollectionOf<R['children'][Word]>;
};

/** A collection with its subcollections as functions of the parent's full path: `pool.members('/k8s/web')`. */
export type CollectionOf<R extends AnyResource> = R extends { readonly form: 'status' }
  ? Status<R>
  : R extends { readonly form: 'command' }
    ? CommandsOf<R>
    : (R extends SwitchedResource ? SwitchedCollection<R> : Collection<R>) & ChildrenOf<R>;

export type QueuedCollectionOf<R extends AnyResource> = QueuedCollection<R> & {
  readonly [Word in keyof R['children']]: (parent: string) => QueuedCollectionOf<R['children'][Word]>;
};

export type Catalogue = { readonly [word: string]: AnyResource | Catalogue };

export type Tree<T> = {
  readonly [Word in keyof T]: T[Word] extends AnyResource ? CollectionOf<T[Word]> : Tree<T[Word]>;
};

/** What BIG-IP does not take in a transaction, and what is only read. */
type Unqueueable = { readonly transactional: false } | { readonly form: 'status' | 'command' };

export type QueuedTree<T> = {
  readonly [Word in keyof T as T[Word] extends Unqueueable ? never : Word]: T[Word] extends AnyResource
    ? QueuedCollectionOf<T[Word]>
    : QueuedTree<T[Word]>;
};

type Make = (resource: AnyResource, segments: readonly string[]) => object;

function withChildren(make: Make, resource: AnyResource, segments: readonly string[]): object {
  const functions = Object.entries(resource.children).map(([word, child]) => [
    word,
    (parent: string) => {
      checkFullPath(parent, word);
      const bare = resource.naming === 'path' && !parent.startsWith('/');
      return withChildren(make, child, [...segments, bare ? `/Common/${parent}` : parent, word]);
    },
  ]);
  return Object.assign(make(resource, segments), Object.fromEntries(functions));
}

function isQueueable({ transactional, form }: AnyResource): boolean {
  return transactional !== false && form !== 'status' && form !== 'command';
}

function branch(make: Make, node: AnyResource | Catalogue, wanted: (resource: AnyResource) => boolean): object {
  if (isResource(node)) return withChildren(make, node, node.path.split('/'));
  const words = Object.entries(node).filter(([, child]) => !isResource(child) || wanted(child));
  return Object.fromEntries(words.map(([word, child]) => [word, branch(make, child, wanted)]));
}

function isSwitched(resource: AnyResource): resource is SwitchedResource {
  return resource.switches !== undefined;
}

function accessor(requester: Requester, resource: AnyResource, segments: readonly string[]): object {
  if (resource.form === 'status') return new Status(requester, resource);
  if (resource.form === 'command') return commandsOf(requester, resource);
  if (isSwitched(resource)) return new SwitchedCollection(requester, resource, segments);
  return new Collection(requester, resource, segments);
}

/** Accessors that send at once. */
export function collections<T extends Catalogue>(requester: Requester, catalogue: T): Tree<T> {
  // The shape is made from the catalogue itself, word by word.
  return branch(
    (resource, segments) => accessor(requester, resource, segments),
    catalogue,
    () => true,
  ) as Tree<T>;
}

/** The accessor of one resource. */
export function collectionOf<R extends AnyResource>(requester: Requester, resource: R): CollectionOf<R> {
  return collections(requester, { resource }).resource as unknown as CollectionOf<R>;
}

/** Accessors that queue in a transaction; what cannot be in one is left out. */
export function queuedCollections<T extends Catalogue>(requester: Requester, catalogue: T): QueuedTree<T> {
  return branch(
    (resource, segments) => new QueuedCollection(requester, resource, segments),
    catalogue,
    isQueueable,
  ) as QueuedTree<T>;
}
