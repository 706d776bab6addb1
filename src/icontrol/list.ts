/** What a list of a collection gives: an async iterable over its objects, and all of them at once. */

/** An async iterable over a collection; paging is invisible. `toArray()` reads it to the end. */
export interface List<T> extends AsyncIterable<T> {
  toArray(): Promise<T[]>;
}

/** A list from the pages of a collection. Every iteration reads anew. */
export function listOf<T>(pages: () => AsyncIterable<unknown>, objectsIn: (body: unknown) => readonly T[]): List<T> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const body of pages()) yield* objectsIn(body);
    },
    async toArray() {
      const all: (readonly T[])[] = [];
      for await (const body of pages()) all.push(objectsIn(body));
      return ([] as T[]).concat(...all);
    },
  };
}
