/** The command `bigip`, wherever it reads and writes. */
import { CommanderError } from 'commander';
import { InterruptedError } from './interrupt.ts';
import { type Io, print } from './io.ts';
import { buildProgram } from './program.ts';

/** The library's words for its options, as the flags of the command. */
function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replaceAll('tls.fingerprint256', '--fingerprint')
    .replaceAll('tls.ca', '--ca')
    .replace(/^url: /, '--url: ')
    .replace(/^loginProvider: /, '--login-provider: ');
}

/** Does what the arguments (after `bigip`) say, and tells the exit status. What went wrong stands on stderr. */
export async function runCommand(args: readonly string[], io: Io): Promise<number> {
  let status = 0;
  try {
    await buildProgram(io, (ended) => {
      status = ended;
    }).parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    // commander has printed its own message; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    print(io.stderr, `error: ${explain(error)}`);
    return error instanceof InterruptedError ? error.status : 1;
  }
}
