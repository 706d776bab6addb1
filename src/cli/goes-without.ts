/** A file that was made before has an answer to most options: one that is given beside it would be ignored in silence. */
import { Command } from 'commander';
import { listed } from '../values/words.ts';
import { withMappingOptions } from './mapping.ts';
import { UsageError } from './usage-error.ts';

/** What still means something: what is printed, and whether a diagnostic of the plan stops it. */
const stays: ReadonlySet<string> = new Set(['output', 'strict']);

/** Throws UsageError for `--other-device` where no file says which BIG-IP it is of. */
export function checkOtherDevice(otherDevice: boolean | undefined, file: string | undefined, option: string): void {
  if (otherDevice === true && file === undefined) throw new UsageError(`--other-device goes with ${option}`);
}

/** Throws UsageError for `--other-device` with a pair: its snapshot names both units, and they are compared by that. */
export function checkNoPair({ otherDevice, unit }: { readonly otherDevice?: boolean; readonly unit?: string }): void {
  if (otherDevice === true && unit !== undefined)
    throw new UsageError('--other-device is for one BIG-IP: the snapshot of a pair is of the units that it names');
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
