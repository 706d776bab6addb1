/** `bigip plan`: the difference between the input and a BIG-IP. Writes nothing. */
import { writeFile } from 'node:fs/promises';
import type { BigIp } from '../../bigip.ts';
import { readDeviceIdentity } from '../../managed/index.ts';
import { describePlan, type Plan } from '../../plan/index.ts';
import { withFlags } from '../apply-with.ts';
import { type Io, painterFor, print } from '../io.ts';
import { pairPlanCommand } from '../pair.ts';
import { checkOneDevice, type PairFlags } from '../pair-flags.ts';
import { hasWork, printDiagnostics, printJson } from '../report.ts';
import { UsageError } from '../usage-error.ts';
import { type PlanFlags, withPlan } from '../with-plan.ts';

/** Readable for its maker alone: it holds the configuration of the virtual servers, though no secret. */
async function writePlan(path: string, plan: Plan): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(plan, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new UsageError(`cannot write the plan: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A plan that goes through a file says which BIG-IP it is of. One that does nothing does no harm on any. */
async function ofDevice(plan: Plan, { out, output }: PlanFlags, bigip: BigIp, signal: AbortSignal): Promise<Plan> {
  const leaves = out !== undefined || output === 'json';
  return leaves && hasWork(plan) ? { ...plan, device: await readDeviceIdentity(bigip, { signal }) } : plan;
}

export function planCommand(flags: PlanFlags & PairFlags, io: Io): Promise<number> {
  if (flags.unit !== undefined) return pairPlanCommand(flags, io);
  checkOneDevice(flags);
  return withPlan(flags, io, {
    stopped: (plan) => withFlags(plan, flags),
    use: async (made, bigip, signal) => {
      const plan = withFlags(await ofDevice(made, flags, bigip, signal), flags);
      if (flags.out !== undefined) await writePlan(flags.out, plan);
      if (flags.output === 'json') printJson(plan, io);
      else print(io.stdout, describePlan(plan, painterFor(io.stdout, io.env)));
      printDiagnostics(plan.diagnostics, io);
      if (plan.conflicts.length > 0 || plan.diagnostics.some(({ reason }) => reason === 'TooManyDeletes')) return 1;
      return hasWork(plan) ? 2 : 0;
    },
  });
}
