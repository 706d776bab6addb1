/** `bigip plan` and `bigip apply` with `--unit`: the two units of a pair as one. */
import type { ApplyResult } from '../apply/index.ts';
import type { BigIp } from '../bigip.ts';
import { desiredState } from '../desired/index.ts';
import { describePairPlan, type PairPlan, type PairWork } from '../pair/index.ts';
import { workFor } from '../reconcile.ts';
import type { PairReconcileOptions } from '../reconcile-options.ts';
import { withFlags } from './apply-with.ts';
import { openUnits } from './device.ts';
import { withHints } from './hints.ts';
import { readInput } from './input.ts';
import { interruptible } from './interrupt.ts';
import { type Io, painterFor, print } from './io.ts';
import { reconcileOptions } from './mapping.ts';
import { checkSyncFlags, type PairFlags, syncOptions } from './pair-flags.ts';
import { describeSync, isTroubled } from './pair-report.ts';
import { describeApplyProgress, withProgress } from './progress.ts';
import { describeSteps, hasWork, isSerious, notApplied, printDiagnostics, printJson, wentWrong } from './report.ts';
import { UsageError } from './usage-error.ts';
import type { PlanFlags } from './with-plan.ts';

type Flags = PlanFlags & PairFlags;

/** Throws UsageError for what goes with one device alone. */
function checkFlags(flags: Flags): void {
  checkSyncFlags(flags);
  const given = { '--plan': flags.plan, '--out': flags.out };
  for (const [flag, value] of Object.entries(given))
    if (value !== undefined) throw new UsageError(`${flag} is for one BIG-IP: a pair is planned when it is applied`);
  if (flags.overlayOnly) throw new UsageError('--overlay-only is for one unit: with --unit both get their overlay');
  if (flags.rollbackOnFailure === true) throw new UsageError('--rollback-on-failure is for one BIG-IP');
}

function optionsOf(flags: Flags, signal: AbortSignal): PairReconcileOptions {
  return {
    ...reconcileOptions(flags),
    signal,
    ...syncOptions(flags),
  };
}

interface Use {
  readonly use: (work: PairWork, options: PairReconcileOptions, units: readonly BigIp[]) => Promise<number>;
  readonly stopped: (plan: PairPlan) => object;
  /** Reasons of warnings that `--strict` does not mind. */
  readonly allowed?: readonly string[];
}

/** What commands with manifests have in common for a pair. */
export function withPair(flags: Flags, io: Io, { use, stopped, allowed = [] }: Use): Promise<number> {
  return interruptible(async (signal) => {
    checkFlags(flags);
    const options = optionsOf(flags, signal);
    const snapshot = await readInput(flags.file, io);
    const refuse = (diagnostics: PairPlan['diagnostics'], what: string): number => {
      printDiagnostics(diagnostics, io);
      print(io.stderr, `nothing was ${what}, because of --strict`);
      return 1;
    };
    if (flags.strict) {
      // Before anything is sent, even a login.
      const { diagnostics } = desiredState(snapshot, options);
      if (diagnostics.some(isSerious)) return refuse(diagnostics, 'sent');
    }
    const units = await openUnits(flags, io);
    await using _one = units[0];
    await using _two = units[1];
    const work = await workFor({ units }, snapshot, options);
    const { plan } = work;
    if (flags.strict && plan.diagnostics.some((one) => isSerious(one) && !allowed.includes(one.reason))) {
      if (flags.output === 'json') printJson(stopped(plan), io);
      return refuse(plan.diagnostics, 'written');
    }
    return await use(work, options, units);
  });
}

export function pairPlanCommand(flags: Flags, io: Io): Promise<number> {
  return withPair(flags, io, {
    stopped: (plan) => plan,
    use: async (work) => {
      const plan = withFlags(work.plan, flags);
      if (flags.output === 'json') printJson(plan, io);
      else print(io.stdout, describePairPlan(plan, painterFor(io.stdout, io.env)));
      printDiagnostics(plan.diagnostics, io);
      const tooMany = plan.diagnostics.some(({ reason }) => reason === 'TooManyDeletes');
      if (plan.conflicts.length > 0 || tooMany || isTroubled(plan)) return 1;
      return hasWork(plan) ? 2 : 0;
    },
  });
}

/** Waits for the members that were made, and tells which take no traffic. Undefined when nobody asked to wait. */
export type Wait = (result: ApplyResult, active: BigIp, signal: AbortSignal) => Promise<readonly object[] | undefined>;

export function pairApplyCommand(flags: Flags, io: Io, wait: Wait): Promise<number> {
  const paint = painterFor(io.stdout, io.env);
  return withPair(flags, io, {
    stopped: notApplied,
    use: async (work, options, units) => {
      const plan = withFlags(work.plan, flags);
      if (flags.output === 'text') print(io.stdout, describePairPlan(plan, paint));
      if (plan.diagnostics.some(({ reason }) => reason === 'TooManyDeletes')) {
        if (flags.output === 'json') printJson(notApplied(plan), io);
        printDiagnostics(plan.diagnostics, io);
        return 1;
      }
      const result = await withHints(() =>
        withProgress(io, (say) =>
          work.apply({
            ...options,
            ...(flags.drain === undefined ? {} : { drain: flags.drain }),
            allowStale: flags.allowStale === true,
            onProgress: (progress) => say(describeApplyProgress(progress)),
          }),
        ),
      );
      if (flags.output === 'text') print(io.stdout, [describeSteps(result, paint), ...describeSync(result)].join('\n'));
      printDiagnostics(result.diagnostics, io);
      const active = units[result.units.findIndex(({ role }) => role === 'active')] ?? units[0];
      const unavailable =
        active === undefined || options.signal === undefined ? [] : await wait(result, active, options.signal);
      if (flags.output === 'json') printJson({ ...result, ...(unavailable === undefined ? {} : { unavailable }) }, io);
      return wentWrong(result) || isTroubled(result) || (unavailable ?? []).length > 0 ? 1 : 0;
    },
  });
}
