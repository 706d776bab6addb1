/** All numbers at one moment. */
export interface CounterState {
  readonly generation: number;
  /** How many numbers of each were given. */
  readonly sequences: ReadonlyMap<string, number>;
}

/** The numbers that the device counts: the generation of the configuration, and sequences such as `vsIndex`. */
export class Counters {
  #generation = 1;
  readonly #sequences = new Map<string, number>();
  #base: CounterState = { generation: 1, sequences: new Map() };

  /** The generation of objects that the change under way touches. */
  get next(): number {
    return this.#generation + 1;
  }

  /** A change was kept. */
  step(): void {
    this.#generation++;
  }

  /** The next number of a sequence. */
  sequence(name: string, first: number, step: number): number {
    const given = this.#sequences.get(name) ?? 0;
    this.#sequences.set(name, given + 1);
    return first + given * step;
  }

  /** The numbers as they are, for `adopt`. */
  state(): CounterState {
    return { generation: this.#generation, sequences: new Map(this.#sequences) };
  }

  /** Takes over the numbers of another device. */
  adopt(state: CounterState): void {
    this.#base = state;
    this.reset();
  }

  /** Takes back the numbers that a refused change has used up. */
  rollback({ generation, sequences }: CounterState): void {
    this.#generation = generation;
    this.#sequences.clear();
    for (const [name, given] of sequences) this.#sequences.set(name, given);
  }

  /** Goes on behind the numbers of objects that came back: a device never counts down. */
  reach({ generation, sequences }: CounterState): void {
    this.#generation = Math.max(this.#generation, generation);
    for (const [name, given] of sequences) this.#sequences.set(name, Math.max(given, this.#sequences.get(name) ?? 0));
  }

  /** From here on `reset` returns to the present numbers. */
  baseline(): void {
    this.#base = this.state();
  }

  reset(): void {
    this.rollback(this.#base);
  }
}
