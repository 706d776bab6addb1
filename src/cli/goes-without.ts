/** A file that was made before has an answer to most options: one that is given beside it would be ignored in silence. */
import { Command } from 'commander';
import { withMappingOptions } from './mapping.ts';
import { UsageError } from './usage-error.ts';

/** What still means something: what is printed, and whether a diagnostic of the plan stops it. */
const stays: ReadonlySet<string> = new Set(['output', 'strict']);

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** Throws UsageError for options of the mapping that were given to `command` although the file has decided about them. */
export function checkGoesWithout(command: Command, option: '--plan' | '--snapshot'): void {
  const given = withMappingOptions(new Command()).options.filter((one) => {
    const name = one.attributeName();
    return !stays.has(name) && command.getOptionValueSource(name) === 'cli';
  });
  if (given.length === 0) return;
  const names = given.map(({ short, long }) => short ?? long ?? '');
  const what = names.length === 1 ? 'it says' : 'they say';
  throw new UsageError(`${option} goes without ${listed(names)}: what ${what} is in the ${option.slice(2)}`);
}
