/** The catalogue as accessors: every resource of a tree becomes a collection, every folder of it an object. */
import { type AnyResource, type Children, isResource } from '../resources/define.ts';
import { Collection, QueuedCollection } from './collection.ts';
import type { Requester } from './requester.ts';

/** A collection with its subcollections as functions of the parent's full path: `pool.members('/k8s/web')`. */
export type CollectionOf<R extends AnyResource> = Collection<R> & {
  readonly [Word in keyof R['children']]: (parent: string) => CollectionOf<R['children'][Word]>;
};

export type QueuedCollectionOf<R extends AnyResource> = QueuedCollection<R> & {
  readonly [Word in keyof R['children']]: (parent: string) => QueuedCollectionOf<R['children'][Word]>;
};

export type Catalogue = { readonly [word: string]: AnyResource | Catalogue };

export type Tree<T> = {
  readonly [Word in keyof T]: T[Word] extends AnyResource ? CollectionOf<T[Word]> : Tree<T[Word]>;
};
export type QueuedTree<T> = {
  readonly [Word in keyof T]: T[Word] extends AnyResource ? QueuedCollectionOf<T[Word]> : QueuedTree<T[Word]>;
};

type Make = (resource: AnyResource, segments: readonly string[]) => object;

function withChildren(make: Make, resource: AnyResource, segments: readonly string[]): object {
  const children: Children = resource.children;
  const functions = Object.entries(children).map(([word, child]) => [
    word,
    (parent: string) =>
      withChildren(make, child, [...segments, parent.startsWith('/') ? parent : `/Common/${parent}`, word]),
  ]);
  return Object.assign(make(resource, segments), Object.fromEntries(functions));
}

function branch(make: Make, node: AnyResource | Catalogue): object {
  if (isResource(node)) return withChildren(make, node, node.path.split('/'));
  return Object.fromEntries(Object.entries(node).map(([word, child]) => [word, branch(make, child)]));
}

/** Accessors that send at once. */
export function collections<T extends Catalogue>(requester: Requester, catalogue: T): Tree<T> {
  // The shape is made from the catalogue itself, word by word.
  return branch((resource, segments) => new Collection(requester, resource, segments), catalogue) as Tree<T>;
}

/** Accessors that queue in a transaction. */
export function queuedCollections<T extends Catalogue>(requester: Requester, catalogue: T): QueuedTree<T> {
  return branch(
    (resource, segments) => new QueuedCollection(requester, resource, segments),
    catalogue,
  ) as QueuedTree<T>;
}
