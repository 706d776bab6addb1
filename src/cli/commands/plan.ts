/** `bigip plan`: the difference between the input and a BIG-IP. Writes nothing. */
import { describePlan } from '../../plan/index.ts';
import { type Io, painterFor, print } from '../io.ts';
import { printDiagnostics, printJson } from '../report.ts';
import { type PlanFlags, withPlan } from '../with-plan.ts';

export function planCommand(flags: PlanFlags, io: Io): Promise<number> {
  return withPlan(flags, io, {
    stopped: (plan) => plan,
    use: async (plan) => {
      if (flags.output === 'json') printJson(plan, io);
      else print(io.stdout, describePlan(plan, painterFor(io.stdout, io.env)));
      printDiagnostics(plan.diagnostics, io);
      if (plan.conflicts.length > 0) return 1;
      return plan.changes.length > 0 ? 2 : 0;
    },
  });
}
