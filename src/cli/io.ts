/** Where the command reads and writes, so that the demo and the tests can run it without a process of its own. */
import { styleText } from 'node:util';
import { type Painter, plain } from '../plan/index.ts';

export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export const processIo: Io = { env: process.env, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr };

/** Writes one line, or several. */
export function print(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${text}\n`);
}

const colours = { green: 'green', yellow: 'yellow', red: 'red', cyan: 'cyan', dim: 'dim', bold: 'bold' } as const;
// Whether it is a terminal is asked of the stream that is written to: by itself styleText asks process.stdout.
const paint: Painter = (colour, text) => styleText(colours[colour], text, { validateStream: false });

/** Colours on a terminal, unless NO_COLOR says otherwise (no-color.org). */
export function painterFor(stream: NodeJS.WriteStream, env: Io['env']): Painter {
  const wanted = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const unwanted = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  return wanted || (stream.isTTY === true && !unwanted) ? paint : plain;
}
