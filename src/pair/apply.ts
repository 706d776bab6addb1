/**
 * A plan of a pair -> result. The overlay of the unit that stands by, then the active unit, then the copy to the group, then
 * what the other unit does not need any more. When the units change places in between, what is left is planned anew.
 */
import { checkDeletes, StalePlanError, TooManyDeletesError } from '../apply/index.ts';
import { callOptions } from '../icontrol/call-options.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { NotActiveError } from './errors.ts';
import { once, type PlannedPair, partOf, planPair, unreachable, withoutWaiting } from './plan.ts';
import { isAway, roleOf, type Standing } from './roles.ts';
import { isDone, PairRun } from './run.ts';
import { afterwards, pendingCopy, syncToGroup } from './sync.ts';
import type { Pair, PairApplyOptions, PairResult, SyncPlan, SyncResult, UnitPlanner } from './types.ts';
import { whileActive } from './while-active.ts';

/** How often the units may change places in one run. */
const mostPicks = 3;
/** Milliseconds for each call: the unit that is written to may be the one that is restarting. */
const patience = 60_000;

/** Whether the unit that was written to is still the active one. One that does not answer is not. */
async function isStillActive(unit: Requester, call: CallOptions): Promise<boolean> {
  try {
    return (await roleOf(unit, call)) === 'active';
  } catch (error) {
    if (!isAway(error, call)) throw error;
    return false;
  }
}

class ApplyingPair {
  readonly #pair: Pair;
  readonly #planner: UnitPlanner;
  readonly #options: PairApplyOptions;
  readonly #call: CallOptions;
  readonly #run: PairRun;

  constructor(pair: Pair, planner: UnitPlanner, options: PairApplyOptions) {
    const { signal, timeout = patience } = options;
    this.#pair = pair;
    this.#planner = planner;
    this.#options = options;
    this.#call = callOptions({ signal, timeout });
    this.#run = new PairRun({ ...options, beside: pair.units }, this.#call);
  }

  async apply(first: PlannedPair): Promise<PairResult> {
    let planned = first;
    for (let pick = 1; ; pick += 1) {
      await this.#beside(planned);
      if (await this.#traffic(planned)) break;
      const { name } = planned.active;
      if (pick === mostPicks)
        throw new NotActiveError(`the units changed places ${mostPicks} times, at last away from ${name}`, {
          outcome: this.#run.steps.some(isDone) ? 'maybe-applied' : 'not-sent',
        });
      this.#run.forget(name);
      planned = await planPair(this.#pair, this.#planner, this.#options, this.#call, first.plan.sync);
      const { name: now } = planned.active;
      if (now !== name) {
        const message = `${name} was active when this began, and ${now} is now: what was left was planned anew for it`;
        this.#run.diagnostics.push({ severity: 'info', object: `BigIp/${now}`, reason: 'FailedOver', message });
      }
    }
    const sync = await this.#sync(planned, first.plan.sync);
    if (sync?.outcome === 'synced') this.#run.copiedTo(planned.other);
    await this.#afterwards(planned);
    await this.#run.save(planned.plan);
    return this.#result(planned, sync);
  }

  /** The overlay of the unit that stands by, before a member can arrive there. */
  async #beside({ plan, other }: PlannedPair): Promise<void> {
    if (other.error !== undefined) return;
    try {
      await this.#run.apply(plan, other);
    } catch (error) {
      this.#lost(other, error);
    }
  }

  /** Writes to the active unit. False when it was not active to the end. */
  async #traffic({ plan: whole, active, other }: PlannedPair): Promise<boolean> {
    const plan = this.#lacksItsPart(other) ? withoutWaiting(whole, this.#planner) : whole;
    const { changes, unsaved = [] } = partOf(plan, active.name);
    if (changes.length === 0 && unsaved.length === 0) return true;
    await this.#run.apply(plan, active, whileActive(active.unit, active.name, this.#call));
    return isStillActive(active.unit, this.#call);
  }

  #lost(standing: Standing, error: unknown): void {
    if (!isAway(error, this.#call)) throw error;
    // The unit answers: it is the plan that cannot be applied.
    if (error instanceof StalePlanError || error instanceof TooManyDeletesError) throw error;
    this.#run.diagnostics.push(unreachable({ ...standing, error }));
  }

  /** Whether a unit was away at some time, or refused something. */
  #lacksItsPart({ name, error }: Standing): boolean {
    const isSilent = this.#run.diagnostics.some(({ reason }) => reason === 'UnitUnreachable');
    return error !== undefined || isSilent || this.#run.hasTrouble(name);
  }

  async #sync({ active, other, plan }: PlannedPair, before: SyncPlan | undefined): Promise<SyncResult | undefined> {
    if (before === undefined) {
      await this.#tellPending(active);
      return undefined;
    }
    const { status, group, refused } = before;
    // What was refused in the plan is told in the plan.
    if (refused !== undefined) return { outcome: 'refused', status, group, message: refused };
    if (!this.#run.wroteShared) return { outcome: 'not-needed', status, group };
    const refuse = (why: string): SyncResult => {
      const message = afterwards(`the configuration was not copied: ${why}`, active.name, before);
      this.#say('SyncRefused', active.name, message);
      return { outcome: 'refused', status, group, message };
    };
    if (this.#lacksItsPart(other))
      return refuse(`the FDB records and neighbours of ${other.name} are not as they should be`);
    if (!(await isStillActive(active.unit, this.#call))) return refuse(`${active.name} is not active any more`);
    const result = await syncToGroup(active, before, this.#options.syncTimeout ?? 60_000, this.#call);
    if (result.outcome === 'failed') this.#say('SyncFailed', active.name, result.message ?? plan.owner);
    return result;
  }

  /** Nobody asked for a copy: what is pending now, and how it gets to the other unit. */
  async #tellPending({ unit, name }: Standing): Promise<void> {
    if (!this.#run.wroteShared) return;
    const pending = await pendingCopy(unit, this.#options, this.#call);
    if (pending === undefined) return;
    const message = `the virtual servers and pools are on ${name} alone until they are copied. On ${name}: ${pending}`;
    this.#run.diagnostics.push({ severity: 'info', object: `BigIp/${name}`, reason: 'NotCopied', message });
  }

  #say(reason: 'SyncRefused' | 'SyncFailed', unit: string, message: string): void {
    this.#run.diagnostics.push({ severity: 'error', object: `BigIp/${unit}`, reason, message });
  }

  /** What no member of the other unit needs any more, once it has the members. */
  async #afterwards(planned: PlannedPair): Promise<void> {
    const { other } = planned;
    if (other.error !== undefined || !this.#run.wroteShared) return;
    try {
      const part = await this.#planner.overlay(other.unit, planned.active.unit);
      const changes = part.changes.map((change) => ({ ...change, unit: other.name }));
      if (changes.length === 0 || this.#run.hasTrouble(other.name)) return;
      const units = [
        { unit: other.name, role: other.role, generations: part.generations },
        planned.plan.units[1],
      ] as const;
      await this.#run.apply({ ...planned.plan, changes, units }, other);
    } catch (error) {
      this.#lost(other, error);
    }
  }

  #result({ plan }: PlannedPair, sync: SyncResult | undefined): PairResult {
    const { sync: _sync, ...rest } = plan;
    const { drains, savedPartitions } = this.#run;
    return {
      ...rest,
      changes: this.#run.changes,
      diagnostics: once([...plan.diagnostics, ...this.#run.diagnostics]),
      steps: this.#run.steps,
      transactions: this.#run.transactions,
      saved: this.#run.saved,
      ...(savedPartitions === undefined ? {} : { savedPartitions }),
      ...(drains.length === 0 ? {} : { drains }),
      ...(sync === undefined ? {} : { sync }),
    };
  }
}

/**
 * Applies a plan of a pair. Resolves also when steps failed or a unit could not be reached: steps and diagnostics say which.
 *
 * Throws TooManyDeletesError before anything is written, StalePlanError when the active unit has moved on, UnitRolesError
 * and NotActiveError when no unit stays active.
 */
export async function applyPairPlan(
  planned: PlannedPair,
  pair: Pair,
  planner: UnitPlanner,
  options: PairApplyOptions = {},
): Promise<PairResult> {
  if (options.rollbackOnFailure === true)
    throw new BigIpValueError('rollbackOnFailure is for one device: of a pair each unit would go back by itself');
  for (const { name } of [planned.active, planned.other]) checkDeletes(partOf(planned.plan, name), options.maxDeletes);
  return new ApplyingPair(pair, planner, options).apply(planned);
}
