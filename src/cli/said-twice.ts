/** An option with one value that is given twice, with two values: which of them is meant cannot be told. */
import type { Command } from 'commander';

/** For every command below this one. What may be repeated is collected, and has an empty list as its default. */
export function refuseSaidTwice(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean() || Array.isArray(option.defaultValue)) continue;
    let first: string | undefined;
    command.on(`option:${option.name()}`, (value: string | null) => {
      if (value === null) return;
      if (first !== undefined && first !== value)
        command.error(
          `error: option '${option.flags}' is given twice, as ${JSON.stringify(first)} and as ${JSON.stringify(value)}; give it once`,
        );
      first = value;
    });
  }
  for (const below of command.commands) refuseSaidTwice(below);
}
