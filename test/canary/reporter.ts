import type { Reporter } from 'vitest/node';
import { secretsIn } from './canary.ts';

/** Enough of the end of a chunk to find a secret that the next one completes. */
const OVERLAP = 256;

/** Reads along with everything that the run prints; when a secret was in it, says so and fails the run. */
export default class CanaryReporter implements Reporter {
  readonly #found = new Set<string>();
  readonly #restore: (() => void)[] = [];

  onInit(): void {
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write;
      let tail = '';
      const watched = (...args: Parameters<typeof stream.write>): boolean => {
        const [chunk] = args;
        const text = tail + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
        for (const name of secretsIn(text)) this.#found.add(name);
        tail = text.slice(-OVERLAP);
        return write.apply(stream, args);
      };
      stream.write = watched as typeof stream.write;
      this.#restore.push(() => {
        stream.write = write;
      });
    }
  }

  onTestRunEnd(): void {
    for (const end of this.#restore) end();
    process.stdout.write(`\n${this.#found.size} secrets in the output of this run\n`);
    if (this.#found.size === 0) return;
    process.stdout.write(`${[...this.#found].join(', ')}\n`);
    process.exitCode = 1;
  }
}
