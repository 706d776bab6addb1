/**
 * What is proved by quantity (random cases, every byte, every request) is done whole by `npm run test:thorough`. The usual
 * run does a share of it, the same one each time; which one depends on the seed, which the run prints at its end.
 * TEST_SEED=<seed> chooses another.
 */
import fc from 'fast-check';

/** One case of so many is done. vitest.config.ts decides. */
const ONE_OF = Number(process.env['TEST_ONE_OF'] ?? 1);
const SEED = Number(process.env['TEST_SEED'] ?? 1);

/** The fewest of many: fewer random cases would say nothing. */
const LEAST = 5;

fc.configureGlobal({ seed: SEED });

/** How many of that many equal or random cases are done. */
export function runs(all: number): number {
  return Math.max(Math.min(all, LEAST), Math.ceil(all / ONE_OF));
}

/** Which of the places 1 to `count` are done, where each costs much: all, or `few` of them. */
export function places(count: number, few: number): readonly number[] {
  const length = ONE_OF === 1 ? count : Math.min(few, count);
  return Array.from({ length }, (_, index) => 1 + ((Math.floor((index * count) / length) + SEED) % count));
}

/** Whether the case at this place is done, where the cases are all different. */
export function isDone(at: number): boolean {
  return (at + SEED) % ONE_OF === 0;
}
