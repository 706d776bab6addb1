/** `bigip apply`: brings a BIG-IP to what the input asks for. */
import { type ApplyResult, applyPlan } from '../../apply/index.ts';
import type { BigIp } from '../../bigip.ts';
import { BigIpError } from '../../errors.ts';
import { servingMembers, type Unavailable, waitAvailable } from '../../managed/index.ts';
import { describePlan, displayName, type Plan, tooManyDeletes } from '../../plan/index.ts';
import { withFlags } from '../apply-with.ts';
import { withDeviceHint, withHints } from '../hints.ts';
import { type Io, painterFor, print } from '../io.ts';
import { pairApplyCommand } from '../pair.ts';
import { checkOneDevice, type PairFlags } from '../pair-flags.ts';
import { describeApplyProgress, describeWaitProgress, withProgress } from '../progress.ts';
import { describeSteps, notApplied, printDiagnostics, printJson, wentWrong } from '../report.ts';
import { type PlanFlags, withPlan } from '../with-plan.ts';

export type ApplyFlags = PlanFlags;

/** Undefined when nobody asked to wait. What goes wrong is told, and no reason to lose the result of the apply. */
async function waitFor(
  result: ApplyResult,
  wait: number | undefined,
  bigip: BigIp,
  io: Io,
  signal: AbortSignal,
): Promise<readonly Unavailable[] | undefined> {
  if (wait === undefined) return undefined;
  let members: readonly string[] = [];
  try {
    members = await servingMembers(bigip, result, { signal });
    if (members.length === 0) return [];
    const { unavailable } = await withProgress(io, (say) =>
      waitAvailable(bigip, members, {
        timeout: wait,
        signal,
        onProgress: (progress) => say(describeWaitProgress(progress)),
      }),
    );
    for (const { uri, state } of unavailable) print(io.stderr, `not available: ${displayName(uri)} (${state})`);
    return unavailable;
  } catch (error) {
    if (!(error instanceof BigIpError)) throw error;
    print(io.stderr, `whether the pool members are available could not be found out: ${error.message}`);
    return members.length === 0
      ? [{ uri: 'ltm/pool', state: 'unknown' }]
      : members.map((uri) => ({ uri, state: 'unknown' }));
  }
}

function apply(plan: Plan, bigip: BigIp, flags: ApplyFlags, io: Io, signal: AbortSignal): Promise<ApplyResult> {
  const { drain, rollbackOnFailure } = plan.applyWith ?? {};
  return withProgress(io, (say) =>
    applyPlan(plan, bigip, {
      signal,
      allowStale: flags.allowStale === true,
      otherDevice: flags.otherDevice === true,
      rollbackOnFailure: rollbackOnFailure === true,
      onProgress: (progress) => say(describeApplyProgress(progress)),
      ...(drain === undefined ? {} : { drain }),
    }),
  );
}

/** The plan with what `--max-deletes` says of it now; one in a file keeps what was said when it was made. */
function limited(plan: Plan, { maxDeletes }: ApplyFlags): Plan {
  if (maxDeletes === undefined) return plan;
  const known = plan.diagnostics.filter(({ reason }) => reason !== 'TooManyDeletes');
  return { ...plan, diagnostics: [...known, ...tooManyDeletes(plan.changes, maxDeletes)] };
}

export function applyCommand(flags: ApplyFlags & PairFlags, io: Io): Promise<number> {
  if (flags.unit !== undefined)
    return pairApplyCommand(flags, io, (result, active, signal) => waitFor(result, flags.wait, active, io, signal));
  checkOneDevice(flags);
  const paint = painterFor(io.stdout, io.env);
  return withPlan(flags, io, {
    stopped: notApplied,
    use: async (made, bigip, signal) => {
      const plan = withFlags(limited(made, flags), flags);
      if (flags.output === 'text') print(io.stdout, describePlan(plan, paint));
      if (plan.diagnostics.some(({ reason }) => reason === 'TooManyDeletes')) {
        if (flags.output === 'json') printJson(notApplied(plan), io);
        printDiagnostics(plan.diagnostics, io);
        return 1;
      }
      const result = await withDeviceHint(() => withHints(() => apply(plan, bigip, flags, io, signal)));
      if (flags.output === 'text') print(io.stdout, describeSteps(result, paint));
      printDiagnostics(result.diagnostics, io);
      const unavailable = await waitFor(result, plan.applyWith?.wait, bigip, io, signal);
      if (flags.output === 'json') printJson({ ...result, ...(unavailable === undefined ? {} : { unavailable }) }, io);
      return wentWrong(result) || (unavailable ?? []).length > 0 ? 1 : 0;
    },
  });
}
