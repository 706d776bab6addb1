/** `bigip apply`: brings a BIG-IP to what the input asks for. */
import { type ApplyResult, applyPlan } from '../../apply/index.ts';
import { describePlan } from '../../plan/index.ts';
import { type Io, painterFor, print } from '../io.ts';
import { describeSteps, printDiagnostics, printJson } from '../report.ts';
import { type PlanFlags, withPlan } from '../with-plan.ts';

function wentWrong({ steps, conflicts, diagnostics }: ApplyResult): boolean {
  const unsaved = diagnostics.some(({ reason }) => reason === 'ConfigNotSaved');
  return steps.some(({ outcome }) => outcome === 'failed') || conflicts.length > 0 || unsaved;
}

export function applyCommand(flags: PlanFlags, io: Io): Promise<number> {
  const paint = painterFor(io.stdout, io.env);
  return withPlan(flags, io, {
    stopped: (plan): ApplyResult => ({ ...plan, steps: [], transactions: 0, saved: false }),
    use: async (plan, bigip, signal) => {
      if (flags.output === 'text') print(io.stdout, describePlan(plan, paint));
      const result = await applyPlan(plan, bigip, {
        signal,
        allowStale: flags.allowStale === true,
        ...(flags.maxDeletes === undefined ? {} : { maxDeletes: flags.maxDeletes }),
      });
      if (flags.output === 'json') printJson(result, io);
      else print(io.stdout, describeSteps(result, paint));
      printDiagnostics(result.diagnostics, io);
      return wentWrong(result) ? 1 : 0;
    },
  });
}
