/** A plan that needs no manifests: shown, asked about, applied, told. */
import { type ApplyOptions, type ApplyResult, applyPlan } from '../apply/index.ts';
import type { BigIp } from '../bigip.ts';
import { describePairPlan, type PairPlan, type PairResult, type PairWork } from '../pair/index.ts';
import { describePlan, type Painter, type Plan } from '../plan/index.ts';
import { withFlags } from './apply-with.ts';
import { canAsk, confirm } from './confirm.ts';
import { type Io, painterFor, print } from './io.ts';
import type { WritingFlags } from './managed-flags.ts';
import { describeSync, isTroubled as isPairTroubled } from './pair-report.ts';
import { describeApplyProgress, withProgress } from './progress.ts';
import { describeSteps, notApplied, printDiagnostics, printJson, wentWrong } from './report.ts';

export interface Wording {
  /** The question, `Delete all of this?` */
  readonly question: string;
  /** What is said when it is not done, `nothing was deleted`. */
  readonly undone: string;
}

/** A plan, and what applies it. */
export interface Work<P extends Plan = Plan, R extends ApplyResult = ApplyResult> {
  readonly plan: P;
  readonly describe: (plan: P, paint: Painter) => string;
  readonly apply: (options: ApplyOptions) => Promise<R>;
  /** What is told of the result besides. */
  readonly after?: (result: R) => readonly string[];
  /** What is wrong with the result besides. */
  readonly isTroubled?: (result: R) => boolean;
}

export function onOne(plan: Plan, bigip: BigIp): Work {
  return { plan, describe: describePlan, apply: (options) => applyPlan(plan, bigip, options) };
}

export function onPair({ plan, apply }: PairWork): Work<PairPlan, PairResult> {
  return {
    plan,
    describe: describePairPlan,
    apply,
    after: describeSync,
    isTroubled: isPairTroubled,
  };
}

/** Whether it may be done: `--yes`, or a person said so. Undefined when nobody can be asked. */
async function mayDo(flags: WritingFlags, wording: Wording, io: Io, signal: AbortSignal): Promise<boolean | undefined> {
  if (flags.yes) return true;
  return canAsk(io) ? confirm(wording.question, io, signal) : undefined;
}

/** Resolves with the exit status: 0 all done or nothing to do, else 1. */
export async function carryOut<P extends Plan, R extends ApplyResult>(
  { plan: made, describe, apply, after = () => [], isTroubled = () => false }: Work<P, R>,
  flags: WritingFlags,
  wording: Wording,
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const plan = withFlags(made, flags);
  const json = flags.output === 'json';
  const refuse = (why: string): number => {
    if (json) printJson(notApplied(plan), io);
    print(io.stderr, `${wording.undone}${why}`);
    return 1;
  };
  // Whoever is asked has to see what about; JSON is for others.
  const shown = json ? io.stderr : io.stdout;
  if (!json || (!flags.yes && canAsk(io))) print(shown, describe(plan, painterFor(shown, io.env)));
  // Before anybody is asked: that the BIG-IP stands by, for one.
  printDiagnostics(plan.diagnostics, io);
  if (plan.diagnostics.some(({ reason }) => reason === 'TooManyDeletes')) return refuse('');
  if (plan.changes.length > 0) {
    const may = await mayDo(flags, wording, io, signal);
    if (may === undefined) return refuse(': --yes is needed where nobody can be asked');
    if (!may) return refuse('');
  }
  const result = await withProgress(io, (say) =>
    apply({
      signal,
      onProgress: (progress) => say(describeApplyProgress(progress)),
      ...(flags.drain === undefined ? {} : { drain: flags.drain }),
    }),
  );
  if (json) printJson(result, io);
  else print(io.stdout, [describeSteps(result, painterFor(io.stdout, io.env)), ...after(result)].join('\n'));
  const told = new Set(plan.diagnostics.map((one) => JSON.stringify(one)));
  printDiagnostics(
    result.diagnostics.filter((one) => !told.has(JSON.stringify(one))),
    io,
  );
  return wentWrong(result) || isTroubled(result) ? 1 : 0;
}
