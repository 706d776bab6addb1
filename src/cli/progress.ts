/** What a person sees while something takes its time: one line on stderr that moves, and goes. Nothing elsewhere. */
import yoctoSpinner from 'yocto-spinner';
import type { ApplyProgress } from '../apply/index.ts';
import type { WaitProgress } from '../managed/index.ts';
import type { Io } from './io.ts';

/** Says what is going on now. */
export type Say = (text: string) => void;

function moves({ stderr, env }: Io): boolean {
  return stderr.isTTY === true && env['TERM'] !== 'dumb' && env['CI'] === undefined;
}

/** Runs `work` with a line that tells what it says. The line is gone when the work is over, however it ends. */
export async function withProgress<T>(io: Io, work: (say: Say) => Promise<T>): Promise<T> {
  if (!moves(io)) return work(() => {});
  // Ctrl-C is ours to handle: the token is given back.
  const spinner = yoctoSpinner({ stream: io.stderr, handleSignals: false });
  try {
    return await work((text) => {
      if (spinner.isSpinning) spinner.text = text;
      else spinner.start(text);
    });
  } finally {
    spinner.stop();
  }
}

const words = {
  checking: 'looking whose the objects are',
  writing: 'sending',
  committing: 'waiting for the commit',
  draining: 'draining pool members that go',
  nodes: 'deleting orphaned ltm nodes',
  restoring: 'going back to the state before',
  saving: 'saving the configuration',
} as const satisfies Record<ApplyProgress['phase'], string>;

export function describeApplyProgress(progress: ApplyProgress): string {
  const { phase, sent, total, connections, remaining } = progress;
  if (connections !== undefined && remaining !== undefined)
    return `${words[phase]}: ${connections} connection${connections === 1 ? '' : 's'} open, ${Math.ceil(remaining / 1_000)} s left`;
  const counted = phase === 'writing' || phase === 'committing';
  return counted ? `${words[phase]}: ${sent} of ${total} changes` : words[phase];
}

export function describeWaitProgress({ waiting, total, elapsed }: WaitProgress): string {
  return `waiting for pool members: ${total - waiting} of ${total} available after ${Math.floor(elapsed / 1_000)} s`;
}
