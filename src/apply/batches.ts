/** Which commands go into one transaction. */
import type { Command } from './commands.ts';

/** The requests of one change: one, or the two of a `replace`, which are never parted. */
export type Group = readonly Command[];

/** Commands in one transaction: it has to be committed before the device's own timeout (120 s; 30 s on 11.5). */
const largestTransaction = 200;

const afterwards: readonly (string | undefined)[] = ['monitor', 'persistence'];

/**
 * From 13 on a monitor cannot be deleted in the transaction that takes it from its pool (facts: icontrol-rest 7.8); that
 * a persistence profile can be in the one that takes it from its virtual server is not known, so it waits as well.
 * Deletions of both come last in a plan.
 */
function waitsForOthers([first]: Group): boolean {
  return first?.method === 'DELETE' && afterwards.includes(first.segments[1]);
}

/** A setting of the device is in force before what relies on it is made: a tunnel must not be copied to the other unit. */
function isSetting(group: Group | undefined): boolean {
  const [module, collection] = group?.[0]?.segments ?? [];
  return module === 'sys' && collection === 'db';
}

/** The groups in their order, as few transactions as the device allows. */
export function inTransactions(groups: readonly Group[]): readonly (readonly Group[])[] {
  const batches: Group[][] = [];
  let size = 0;
  let waiting = false;
  for (const group of groups) {
    const last = batches.at(-1);
    const fits =
      size + group.length <= largestTransaction && waitsForOthers(group) === waiting && !isSetting(last?.at(-1));
    if (last !== undefined && fits) {
      last.push(group);
      size += group.length;
      continue;
    }
    batches.push([group]);
    size = group.length;
    waiting = waitsForOthers(group);
  }
  return batches;
}
