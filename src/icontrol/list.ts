/** What a list of a collection gives: an async iterable over its objects, and all of them at once. */

/** An async iterable over a collection; paging is invisible. `toArray()` reads it to the end. */
export interface List<T> extends AsyncIterable<T> {
  toArray(): Promise<T[]>;
}

/** One reading of a list: the bodies, and what is in each. */
interface Reading<T> {
  readonly pages: AsyncIterable<unknown>;
  readonly objectsIn: (body: unknown) => readonly T[];
}

/** A list from the pages of a collection. Every iteration reads anew. */
export function listOf<T>(read: () => Reading<T>): List<T> {
  return {
    async *[Symbol.asyncIterator]() {
      const { pages, objectsIn } = read();
      for await (const body of pages) yield* objectsIn(body);
    },
    async toArray() {
      const { pages, objectsIn } = read();
      const all: (readonly T[])[] = [];
      for await (const body of pages) all.push(objectsIn(body));
      return ([] as T[]).concat(...all);
    },
  };
}
