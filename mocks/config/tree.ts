import type { Kind } from '../kinds/kind.ts';

/** A node of the URI tree: an organising collection, an object type, or both. */
export interface Node {
  readonly path: string;
  readonly branches: Map<string, Node>;
  kind: Kind | undefined;
}

/** The URI tree below `/mgmt/tm`, made of the object types. */
export class Tree {
  readonly root: Node = { path: '', branches: new Map(), kind: undefined };
  readonly #kinds = new Map<string, Kind>();

  constructor(kinds: readonly Kind[]) {
    for (const kind of kinds) this.#add(kind, kind.type.split('/'));
  }

  /** The object type of a path without names, also of a subcollection. */
  kind(type: string): Kind | undefined {
    return this.#kinds.get(type);
  }

  /** All object types, subcollections too. */
  kinds(): IterableIterator<Kind> {
    return this.#kinds.values();
  }

  #add(kind: Kind, path: readonly string[]): void {
    let node = this.root;
    for (const segment of path) {
      const next = node.branches.get(segment) ?? {
        path: node.path === '' ? segment : `${node.path}/${segment}`,
        branches: new Map<string, Node>(),
        kind: undefined,
      };
      node.branches.set(segment, next);
      node = next;
    }
    node.kind = kind;
    this.#register(kind);
  }

  #register(kind: Kind): void {
    this.#kinds.set(kind.type, kind);
    for (const property of Object.values(kind.properties)) {
      if (property.kind !== undefined) this.#register(property.kind);
    }
  }
}
