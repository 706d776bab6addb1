import type { JsonObject } from '../json.ts';

/** Recorded answers that are given back as they are: stats, and what the mock does not have. */
export class Answers {
  readonly #bodies = new Map<string, JsonObject>();
  #atStart: ReadonlyMap<string, JsonObject> = new Map();

  get(path: string): JsonObject | undefined {
    return this.#bodies.get(path);
  }

  set(path: string, body: JsonObject): void {
    this.#bodies.set(path, body);
  }

  /** From here on `reset` returns to the present state. */
  baseline(): void {
    this.#atStart = new Map(this.#bodies);
  }

  /** Back to the baseline. */
  reset(): void {
    this.#bodies.clear();
    for (const [path, body] of this.#atStart) this.#bodies.set(path, body);
  }
}
