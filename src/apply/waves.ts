/** Changes that are sent by themselves, and which of them may be under way at the same time. */
import type { Group } from './batches.ts';

/**
 * Types whose objects do not stand in each other's way: of virtual servers and routes one may have to leave what another one
 * takes, so those keep their order.
 */
const independent = /^(?:net\/fdb\/tunnel\/records|net\/arp|net\/ndp|ltm\/monitor\/\w+|ltm\/pool|ltm\/pool\/members)$/;

function kindOf(group: Group): string | undefined {
  const [change] = group.flatMap(({ changes }) => changes);
  return change !== undefined && independent.test(change.type) ? `${change.action} ${change.type}` : undefined;
}

/** The groups in their order, those together that may be sent at once: neighbours that do the same to objects of one type. */
export function inWaves(groups: readonly Group[]): readonly (readonly Group[])[] {
  const waves: Group[][] = [];
  let last: string | undefined;
  for (const group of groups) {
    const kind = kindOf(group);
    const wave = waves.at(-1);
    if (wave !== undefined && kind !== undefined && kind === last) wave.push(group);
    else waves.push([group]);
    last = kind;
  }
  return waves;
}

/** Changes under way at most; the client lets fewer through when the device is busy. */
const atOnce = 8;

/** Runs `send` for each, some at a time, and no further once `stopped` says so. */
export async function sendEach(
  groups: readonly Group[],
  stopped: () => boolean,
  send: (group: Group) => Promise<void>,
): Promise<void> {
  const left = groups.values();
  const work = async (): Promise<void> => {
    for (const group of left) {
      if (stopped()) return;
      await send(group);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, groups.length) }, work));
}
