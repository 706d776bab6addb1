/** What `bigip plan` and `bigip apply` have in common: input, `--strict`, a device, and a plan for it. */
import type { BigIp } from '../bigip.ts';
import { desiredState } from '../desired/index.ts';
import type { Plan } from '../plan/index.ts';
import { planFor } from '../reconcile.ts';
import { type DeviceFlags, openDevice } from './device.ts';
import { readInput } from './input.ts';
import { interruptible } from './interrupt.ts';
import { type Io, print } from './io.ts';
import { type MappingFlags, reconcileOptions } from './mapping.ts';
import { isSerious, printDiagnostics, printJson } from './report.ts';

export type PlanFlags = MappingFlags & DeviceFlags;

export interface PlanUse {
  /** What `-o json` prints of a plan that `--strict` stopped. */
  readonly stopped: (plan: Plan) => object;
  readonly use: (plan: Plan, bigip: BigIp, signal: AbortSignal) => Promise<number>;
}

/** Resolves with the exit status. */
export function withPlan(flags: PlanFlags, io: Io, { stopped, use }: PlanUse): Promise<number> {
  return interruptible(async (signal) => {
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
    const plan = await planFor(bigip, snapshot, { ...options, signal });
    if (flags.strict && plan.diagnostics.some(isSerious)) {
      if (flags.output === 'json') printJson(stopped(plan), io);
      printDiagnostics(plan.diagnostics, io);
      print(io.stderr, 'nothing was written, because of --strict');
      return 1;
    }
    // Awaited here: the client closes when this function returns.
    return await use(plan, bigip, signal);
  });
}
