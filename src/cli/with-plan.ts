/** What `bigip plan` and `bigip apply` have in common: input, `--strict`, a device, and a plan for it. */
import { readFile } from 'node:fs/promises';
import type { BigIp } from '../bigip.ts';
import { desiredState } from '../desired/index.ts';
import { type Plan, parsePlan } from '../plan/index.ts';
import { planFor } from '../reconcile.ts';
import { BigIpValueError } from '../values/value-error.ts';
import type { ApplyWithFlags } from './apply-with.ts';
import { type DeviceFlags, openDevice } from './device.ts';
import { whyUnreadable } from './file-error.ts';
import { readInput } from './input.ts';
import { interruptible } from './interrupt.ts';
import { type Io, print } from './io.ts';
import { type MappingFlags, reconcileOptions } from './mapping.ts';
import { isSerious, printDiagnostics, printJson } from './report.ts';
import { UsageError } from './usage-error.ts';

export type PlanFlags = MappingFlags &
  DeviceFlags &
  ApplyWithFlags & {
    /** File with the plan to apply. */
    readonly plan?: string;
    /** File to write the plan to. */
    readonly out?: string;
    readonly allowStale?: boolean;
    /** What a file says of another BIG-IP is meant for this one. */
    readonly otherDevice?: boolean;
  };

export interface PlanUse {
  /** What `-o json` prints of a plan that `--strict` stopped. */
  readonly stopped: (plan: Plan) => object;
  /** Reasons of warnings that `--strict` does not mind. Default: none. */
  readonly allowed?: readonly string[];
  readonly use: (plan: Plan, bigip: BigIp, signal: AbortSignal) => Promise<number>;
}

/** The plan of a file. */
async function readPlan(path: string): Promise<Plan> {
  try {
    return parsePlan(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof BigIpValueError) throw new UsageError(`${path} is no plan of this program: ${error.message}`);
    throw new UsageError(`cannot read the plan ${path}: ${whyUnreadable(error)}`);
  }
}

/** As {@link withPlan}, with a plan that was made before. */
function withPlanOf(path: string, flags: PlanFlags, io: Io, { stopped, use }: PlanUse): Promise<number> {
  return interruptible(async (signal) => {
    const plan = await readPlan(path);
    if (flags.strict && plan.diagnostics.some(isSerious)) {
      if (flags.output === 'json') printJson(stopped(plan), io);
      printDiagnostics(plan.diagnostics, io);
      print(io.stderr, 'nothing was sent, because of --strict');
      return 1;
    }
    await using bigip = await openDevice(flags, io);
    return await use(plan, bigip, signal);
  });
}

/** Resolves with the exit status. */
export function withPlan(flags: PlanFlags, io: Io, { stopped, use, allowed = [] }: PlanUse): Promise<number> {
  if (flags.plan !== undefined) return withPlanOf(flags.plan, flags, io, { stopped, use });
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
    if (flags.strict && plan.diagnostics.some((one) => isSerious(one) && !allowed.includes(one.reason))) {
      if (flags.output === 'json') printJson(stopped(plan), io);
      printDiagnostics(plan.diagnostics, io);
      print(io.stderr, 'nothing was written, because of --strict');
      return 1;
    }
    // Awaited here: the client closes when this function returns.
    return await use(plan, bigip, signal);
  });
}
