#!/usr/bin/env node
/** The command `bigip`. Thin: it parses, calls the library, prints, and tells how it went by its exit status. */
import { runCommand } from './command.ts';
import { processIo } from './io.ts';

// A reader that went away (`bigip … | head`) is no reason for a stack trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void runCommand(process.argv.slice(2), processIo).then((status) => {
  process.exitCode = status;
});
