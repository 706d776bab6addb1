/** Source of time below the mock's clock. Both are optional in `MockOptions.clock`. */
export interface TimeSource {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Waits; used for latency and delay faults. Default: a timer. */
  sleep?(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration: a number of milliseconds, or `500ms`, `30s`, `20m`, `2h`, `1d`. */
export function milliseconds(duration: number | string): number {
  if (typeof duration === 'number') return duration;
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(duration.trim());
  const unit = units[match?.[2] ?? ''];
  if (match === null || unit === undefined) throw new TypeError(`not a duration: ${duration}`);
  return Number(match[1]) * unit;
}

/** The device's clock: real time plus an offset; it can be frozen and moved. Never goes back by itself. */
export class MockClock {
  readonly #source: TimeSource;
  #offset = 0;
  #frozen: number | undefined;

  constructor(source: TimeSource = { now: Date.now }) {
    this.#source = source;
  }

  /** Milliseconds since the epoch, on the device. */
  now(): number {
    return this.#frozen ?? this.#source.now() + this.#offset;
  }

  /** Moves the clock forward (or back, with a negative number) by milliseconds or `'20m'`. `TypeError` for no duration. */
  advance(duration: number | string): void {
    const step = milliseconds(duration);
    if (!Number.isFinite(step)) throw new TypeError(`not a duration: ${duration}`);
    if (this.#frozen !== undefined) this.#frozen += step;
    else this.#offset += step;
  }

  /** Stops the clock; `advance` still moves it. */
  freeze(): void {
    this.#frozen ??= this.now();
  }

  /** Lets a frozen clock run on from where it stands. */
  unfreeze(): void {
    if (this.#frozen === undefined) return;
    this.#offset = this.#frozen - this.#source.now();
    this.#frozen = undefined;
  }

  /** Back to real time, running. */
  reset(): void {
    this.#offset = 0;
    this.#frozen = undefined;
  }
}

/** The device's own way to print a time: `2020-11-07T11:56:23.498+0000`. */
export function deviceTime(now: number): string {
  return new Date(now).toISOString().replace('Z', '+0000');
}

/** A time without fractions, as in `creationTime`: `2019-11-13T19:29:49Z`. */
export function deviceSecond(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`;
}
