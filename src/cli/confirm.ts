/** Asking a person before something is written. */
import { createInterface } from 'node:readline';
import type { Io } from './io.ts';

/** Whether there is a person to be asked: both what is typed and what is shown is a terminal. */
export function canAsk({ stdin, stderr }: Io): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Only `y` and `yes` are yes. The end of the input, Ctrl-C and an aborted signal are no. */
export async function confirm(question: string, { stdin, stderr }: Io, signal: AbortSignal): Promise<boolean> {
  const reader = createInterface({ input: stdin, output: stderr, terminal: true });
  const stop = (): void => reader.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<boolean>((resolve) => {
      const refuse = (): void => {
        stderr.write('\n');
        resolve(false);
      };
      reader.once('close', refuse);
      reader.once('SIGINT', () => reader.close());
      if (signal.aborted) resolve(false);
      else
        reader.question(`${question} (y/N) `, (answer) => {
          reader.off('close', refuse);
          resolve(/^y(?:es)?$/i.test(answer.trim()));
        });
    });
  } finally {
    signal.removeEventListener('abort', stop);
    reader.close();
  }
}
