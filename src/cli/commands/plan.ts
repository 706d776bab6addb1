/** `bigip plan` and `bigip apply`: the difference between the input and a BIG-IP, and making it go away. */
import { applyPlan } from '../../apply/index.ts';
import type { BigIp } from '../../bigip.ts';
import { desiredState } from '../../desired/index.ts';
import { describePlan, type Plan } from '../../plan/index.ts';
import { planFor } from '../../reconcile.ts';
import { type DeviceFlags, openDevice } from '../device.ts';
import { readInput } from '../input.ts';
import { type Io, painterFor, print } from '../io.ts';
import { type MappingFlags, reconcileOptions } from '../mapping.ts';
import { describeSteps, isSerious, printDiagnostics, printJson } from '../report.ts';

type Flags = MappingFlags & DeviceFlags;

/** Runs `use` with a plan for the device that the flags name. Undefined when `--strict` stopped it. */
async function withPlan(flags: Flags, io: Io, use: (plan: Plan, bigip: BigIp) => Promise<number>): Promise<number> {
  const options = reconcileOptions(flags);
  const snapshot = await readInput(flags.file, io);
  if (flags.strict) {
    // Before anything is sent, even a login.
    const { diagnostics } = desiredState(snapshot, options);
    if (diagnostics.some(isSerious)) {
      printDiagnostics(diagnostics, io);
      print(io.stderr, 'nothing was sent, because of --strict');
      return 1;
    }
  }
  await using bigip = await openDevice(flags, io);
  const plan = await planFor(bigip, snapshot, options);
  if (flags.strict && plan.diagnostics.some(isSerious)) {
    if (flags.output === 'json') printJson(plan, io);
    printDiagnostics(plan.diagnostics, io);
    print(io.stderr, 'nothing was written, because of --strict');
    return 1;
  }
  // Awaited here: the client closes when this function returns.
  return await use(plan, bigip);
}

export function planCommand(flags: Flags, io: Io): Promise<number> {
  return withPlan(flags, io, async (plan) => {
    if (flags.output === 'json') printJson(plan, io);
    else print(io.stdout, describePlan(plan, painterFor(io.stdout, io.env)));
    printDiagnostics(plan.diagnostics, io);
    if (plan.conflicts.length > 0) return 1;
    return plan.changes.length > 0 ? 2 : 0;
  });
}

export function applyCommand(flags: Flags, io: Io): Promise<number> {
  return withPlan(flags, io, async (plan, bigip) => {
    const paint = painterFor(io.stdout, io.env);
    if (flags.output === 'text') print(io.stdout, describePlan(plan, paint));
    const result = await applyPlan(plan, bigip);
    if (flags.output === 'json') printJson(result, io);
    else print(io.stdout, describeSteps(result, paint));
    printDiagnostics(result.diagnostics, io);
    const unsaved = result.diagnostics.some(({ reason }) => reason === 'ConfigNotSaved');
    const trouble = result.steps.some(({ outcome }) => outcome === 'failed') || result.conflicts.length > 0 || unsaved;
    return trouble ? 1 : 0;
  });
}
