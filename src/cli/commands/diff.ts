/** `bigip diff`: what differs on the device from what it should be. Writes nothing. */
import { planRollback } from '../../managed/index.ts';
import { describeDrift, driftOf, type Plan } from '../../plan/index.ts';
import { openDevice } from '../device.ts';
import { withDeviceHint } from '../hints.ts';
import { interruptible } from '../interrupt.ts';
import { type Io, painterFor, print } from '../io.ts';
import { isSerious, printDiagnostics, printJson } from '../report.ts';
import { readSnapshot } from '../snapshot-file.ts';
import { type PlanFlags, withPlan } from '../with-plan.ts';

export type DiffFlags = PlanFlags & {
  /** File with the snapshot to compare with. */
  readonly snapshot?: string;
};

/** What `-o json` prints. */
function drifted(plan: Plan) {
  const { owner, held } = plan;
  // Nothing goes by a look.
  const diagnostics = plan.diagnostics.filter(({ reason }) => reason !== 'PruneDeletesAll');
  return { version: 1, owner, drift: driftOf(plan), held, diagnostics };
}

function tell(plan: Plan, flags: DiffFlags, io: Io): number {
  const result = drifted(plan);
  if (flags.output === 'json') printJson(result, io);
  else print(io.stdout, describeDrift(result.drift, painterFor(io.stdout, io.env)));
  printDiagnostics(result.diagnostics, io);
  return result.drift.length > 0 ? 2 : 0;
}

async function againstSnapshot(path: string, flags: DiffFlags, io: Io): Promise<number> {
  return interruptible(async (signal) => {
    const snapshot = await readSnapshot(path);
    await using bigip = await openDevice(flags, io);
    const otherDevice = flags.otherDevice === true;
    const plan = await withDeviceHint(() => planRollback(bigip, snapshot, { signal, otherDevice }));
    const status = tell(plan, flags, io);
    return flags.strict && plan.diagnostics.some(isSerious) ? 1 : status;
  });
}

export async function diffCommand(flags: DiffFlags, io: Io): Promise<number> {
  if (flags.snapshot !== undefined) return againstSnapshot(flags.snapshot, flags, io);
  // What is there and not asked for differs too.
  return withPlan({ ...flags, prune: true }, io, {
    stopped: drifted,
    use: async (plan) => tell(plan, flags, io),
  });
}
