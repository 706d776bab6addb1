/** `bigip diff`: what differs on the device from what it should be. Writes nothing. */
import { planRollback, rollbackWork } from '../../managed/index.ts';
import { describeDrift, driftOf, type Plan } from '../../plan/index.ts';
import { openDevice } from '../device.ts';
import { withDeviceHint } from '../hints.ts';
import { interruptible } from '../interrupt.ts';
import { type Io, painterFor, print } from '../io.ts';
import { withPair } from '../pair.ts';
import { checkOneDevice, type UnitFlags } from '../pair-flags.ts';
import { isTroubled } from '../pair-report.ts';
import { isSerious, printDiagnostics, printJson } from '../report.ts';
import { readSnapshot, refusePairSnapshot } from '../snapshot-file.ts';
import { type PlanFlags, withPlan } from '../with-plan.ts';
import { withUnits } from '../with-units.ts';

export type DiffFlags = PlanFlags &
  UnitFlags & {
    /** File with the snapshot to compare with. */
    readonly snapshot?: string;
  };

/** Of a plan that prunes because what nobody asks for differs too: nothing goes by a look. */
const allowed = ['PruneDeletesAll'];

/** What `-o json` prints. */
function drifted(plan: Plan) {
  const { owner, held } = plan;
  const diagnostics = plan.diagnostics.filter(({ reason }) => !allowed.includes(reason));
  return { version: 1, owner, drift: driftOf(plan), held, diagnostics };
}

function tell(plan: Plan, flags: DiffFlags, io: Io): number {
  const result = drifted(plan);
  if (flags.output === 'json') printJson(result, io);
  else print(io.stdout, describeDrift(result.drift, painterFor(io.stdout, io.env)));
  printDiagnostics(result.diagnostics, io);
  // What a unit that is away has cannot be compared.
  if (isTroubled(plan)) return 1;
  return result.drift.length > 0 ? 2 : 0;
}

async function againstSnapshot(path: string, flags: DiffFlags, io: Io): Promise<number> {
  if (flags.unit !== undefined)
    return withUnits(flags, io, async (pair, signal) => {
      const { plan } = await rollbackWork(pair, await readSnapshot(path), { signal });
      const status = tell(plan, flags, io);
      return flags.strict && plan.diagnostics.some(isSerious) ? 1 : status;
    });
  return interruptible(async (signal) => {
    const snapshot = await readSnapshot(path);
    refusePairSnapshot(snapshot);
    await using bigip = await openDevice(flags, io);
    const otherDevice = flags.otherDevice === true;
    const plan = await withDeviceHint(() => planRollback(bigip, snapshot, { signal, otherDevice }));
    const status = tell(plan, flags, io);
    return flags.strict && plan.diagnostics.some(isSerious) ? 1 : status;
  });
}

export async function diffCommand(flags: DiffFlags, io: Io): Promise<number> {
  if (flags.unit === undefined) checkOneDevice(flags);
  if (flags.snapshot !== undefined) return againstSnapshot(flags.snapshot, flags, io);
  // What is there and not asked for differs too.
  if (flags.unit !== undefined)
    return withPair({ ...flags, prune: true, sync: false }, io, {
      stopped: drifted,
      allowed,
      use: async ({ plan }) => tell(plan, flags, io),
    });
  return withPlan({ ...flags, prune: true }, io, {
    stopped: drifted,
    allowed,
    use: async (plan) => tell(plan, flags, io),
  });
}
