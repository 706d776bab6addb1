/** The changes of a plan on their way, with the pause in which members that go lose their connections. */
import type { Diagnostic } from '../diagnostic.ts';
import { BigIpError } from '../errors.ts';
import { callOptions } from '../icontrol/call-options.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { Change, Plan } from '../plan/types.ts';
import { Applying } from './applying.ts';
import { partedByDrain, planDrain, waitDrained } from './drain.ts';
import type { ApplyOptions } from './options.ts';
import { type OwnWrite, ownWritesOf } from './own-writes.ts';
import type { DrainedMember } from './types.ts';

export interface Drained {
  readonly diagnostics: readonly Diagnostic[];
  /** What was written besides the plan: members that were disabled and marked. */
  readonly marks: readonly OwnWrite[];
  readonly wrote: boolean;
  /** Absent when no member had to be drained. */
  readonly drains?: readonly DrainedMember[];
}

const nothing: Drained = { diagnostics: [], marks: [], wrote: false };

function notDrained({ uri }: Change, message: string): Diagnostic {
  const said = `could not be marked as draining, so it went without a drain: ${message}`;
  return { severity: 'warning', object: `BigIp/${uri}`, reason: 'NotDrained', message: said };
}

/** Disables and marks what goes, and waits. A drain that cannot go on ends the apply: what goes stays, disabled and marked. */
async function drain(
  applying: Applying,
  { owner }: Plan,
  goes: readonly Change[],
  timeout: number,
  requester: Requester,
  call: CallOptions,
): Promise<Drained> {
  let done = nothing;
  try {
    const { marking, watched } = await planDrain(requester, owner, goes, call);
    if (watched.length === 0) return nothing;
    const marker = new Applying(requester, marking, call);
    await marker.applyAll(marking);
    applying.run.transactions += marker.run.transactions;
    const failed = marker.run.steps.filter(({ outcome }) => outcome === 'failed');
    const diagnostics = marking.flatMap((change) => {
      const message = failed.find(({ uri }) => uri === change.uri)?.error?.message;
      return message === undefined ? [] : [notDrained(change, message)];
    });
    done = { marks: marker.run.writes, wrote: marker.run.wrote, diagnostics };
    if (marker.run.stopped !== undefined) throw marker.run.stopped;
    // Whoever still takes connections will not lose them.
    const unmarked = new Set(failed.map(({ uri }) => uri));
    const members = watched.filter((uri) => !unmarked.has(uri));
    const onLook = (connections: number, remaining: number) => applying.report('draining', { connections, remaining });
    const drains = members.length === 0 ? [] : await waitDrained(requester, members, { timeout, onLook }, call);
    return { ...done, drains };
  } catch (error) {
    if (!(error instanceof BigIpError)) throw error;
    applying.stop(goes, error);
    return done;
  }
}

/** Sends the changes. With `drain`, those that come last and take members away wait for the members' connections. */
export async function drainAndApply(
  applying: Applying,
  plan: Plan,
  requester: Requester,
  options: ApplyOptions,
): Promise<Drained> {
  const call = callOptions(options);
  const { run } = applying;
  const own = ownWritesOf(requester);
  const { before, after } =
    options.drain === undefined ? { before: plan.changes, after: [] } : partedByDrain(plan.changes);
  let drained = nothing;
  try {
    await applying.applyAll(before);
    const goes = after.filter((change) => run.isOpen(change) && change.type === 'ltm/pool/members');
    if (options.drain !== undefined && goes.length > 0 && run.stopped === undefined) {
      drained = await drain(applying, plan, goes, options.drain, requester, call);
      // Somebody may have taken an object over in the meantime; what we did to members ourselves is no reason to stop.
      const left = { ...plan, changes: openOf(applying, after) };
      if (run.stopped === undefined) await applying.leaveForeign(left, { ...options, allowStale: true });
    }
    await applying.applyAll(openOf(applying, after));
  } finally {
    own.note(plan.owner, [...drained.marks, ...run.writes]);
  }
  return drained;
}

function openOf({ run }: Applying, changes: readonly Change[]): readonly Change[] {
  return changes.filter((change) => run.isOpen(change));
}
