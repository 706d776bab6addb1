#!/usr/bin/env node
/** The command `bigip`. Thin: it parses, calls the library, prints, and tells how it went by its exit status. */
import { CommanderError } from 'commander';
import { print, processIo } from './io.ts';
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

async function main(): Promise<void> {
  // A reader that went away (`bigip … | head`) is no reason for a stack trace.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const exit = (status: number): void => {
    process.exitCode = status;
  };
  try {
    await buildProgram(processIo, exit).parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      // commander has printed its own message; help and version are no errors.
      exit(error.exitCode === 0 ? 0 : 1);
      return;
    }
    print(process.stderr, `error: ${explain(error)}`);
    exit(1);
  }
}

void main();
