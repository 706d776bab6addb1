/**
 * A plan of a pair -> result. The overlay of the unit that stands by, then the active unit, then the copy to the group, then
 * what the other unit does not need any more. When the units change places in between, what is left is planned anew.
 */
import { checkDeletes, StalePlanError, TooManyDeletesError } from '../apply/index.ts';
import { BigIpError } from '../errors.ts';
import { callOptions } from '../icontrol/call-options.ts';
import type { CallOptions } from '../icontrol/requester.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { NotActiveError } from './errors.ts';
import { once, type PlannedPair, partOf, planPair, unreachable, withoutHeld, withoutWaiting } from './plan.ts';
import { isAway, isStillActive, type Standing } from './roles.ts';
import { PairRun } from './run.ts';
import { afterwards, pendingCopy, syncToGroup } from './sync.ts';
import type { Pair, PairApplyOptions, PairResult, SyncPlan, SyncResult, UnitPlanner } from './types.ts';
import { whileActive } from './while-active.ts';

/** How often the units may change places in one run, and others may write to them in the middle of it. */
const mostPicks = 3;
/** Milliseconds for each call: the unit that is written to may be the one that is restarting. */
const patience = 60_000;

class ApplyingPair {
  readonly #pair: Pair;
  readonly #planner: UnitPlanner;
  readonly #options: PairApplyOptions;
  readonly #call: CallOptions;
  readonly #run: PairRun;
  /** Anew when something came in between. */
  #planned: PlannedPair;

  constructor(planned: PlannedPair, pair: Pair, planner: UnitPlanner, options: PairApplyOptions) {
    this.#planned = planned;
    this.#pair = pair;
    this.#planner = planner;
    this.#options = options;
    this.#call = callOptions({ signal: options.signal, timeout: options.timeout ?? patience });
    this.#run = new PairRun(options, pair.units, this.#call);
  }

  async apply(): Promise<PairResult> {
    const { sync: before } = this.#planned.plan;
    let sync: SyncResult | undefined;
    try {
      await this.#serve(before);
      sync = await this.#sync(before);
      await this.#afterwards();
      if (await this.#last(sync)) sync = await this.#sync(before);
    } catch (error) {
      // Only what did nothing throws: what was done is told, and saved.
      if (!this.#hasResult(error)) throw error;
      sync = await this.#breakOff(error, before, sync);
    }
    await this.#run.save(this.#planned.plan);
    return this.#result(sync);
  }

  #hasResult(error: unknown): error is BigIpError {
    return error instanceof BigIpError && this.#run.hasDone;
  }

  /** Each unit what it has for itself, and traffic to the active one: planned anew when something comes in between. */
  async #serve(before: SyncPlan | undefined): Promise<void> {
    for (let pick = 1; ; pick += 1) {
      const { name } = this.#planned.active;
      const isLast = pick === mostPicks;
      try {
        await this.#beside();
        if (await this.#traffic()) return;
        if (isLast) throw this.#restless(name);
      } catch (error) {
        if (isLast || !(error instanceof StalePlanError) || !this.#hasResult(error)) throw error;
      }
      this.#run.forgetUndone();
      this.#planned = await planPair(this.#pair, this.#planner, this.#options, this.#call, before);
      const { name: now } = this.#planned.active;
      if (now === name) continue;
      const message = `${name} was active when this began, and ${now} is now: what was left was planned anew for it`;
      this.#run.diagnostics.push({ severity: 'info', object: `BigIp/${now}`, reason: 'FailedOver', message });
    }
  }

  #restless(name: string): NotActiveError {
    return new NotActiveError(`the units changed places ${mostPicks} times, at last away from ${name}`, {
      outcome: this.#run.hasDone ? 'maybe-applied' : 'not-sent',
    });
  }

  /** The rest is left as it is. What is not copied yet stays so. */
  async #breakOff(error: BigIpError, before: SyncPlan | undefined, sync: SyncResult | undefined) {
    const { name } = this.#planned.active;
    this.#say('RunNotFinished', name, `the run ended before all was done, and saves what was: ${error.message}`);
    if (sync !== undefined || !this.#run.wroteShared) return sync;
    if (before === undefined) return this.#tellPending();
    return before.refused === undefined ? this.#refuse(before, error.message) : undefined;
  }

  /** The overlay of the unit that stands by, before a member can arrive there. */
  async #beside(): Promise<void> {
    const { plan, other } = this.#planned;
    if (other.error !== undefined) return;
    try {
      await this.#run.apply(plan, other);
    } catch (error) {
      this.#lost(other, error);
    }
  }

  /** Writes to the active unit. False when it was not active to the end. */
  async #traffic(): Promise<boolean> {
    const { plan: whole, active, other } = this.#planned;
    const plan = this.#lacksItsPart(other) ? withoutWaiting(whole, this.#planner) : whole;
    const { changes, unsaved = [] } = partOf(plan, active.name);
    if (changes.length === 0 && unsaved.length === 0) return true;
    try {
      await this.#run.apply(plan, active, whileActive(active.unit, active.name, this.#call));
    } catch (error) {
      if (!this.#isLost(error) || (await isStillActive(active.unit, this.#call))) throw error;
      return false;
    }
    return isStillActive(active.unit, this.#call);
  }

  #isLost(error: unknown): error is BigIpError {
    // The unit answers: it is the plan that cannot be applied.
    if (error instanceof StalePlanError || error instanceof TooManyDeletesError) return false;
    return isAway(error, this.#call);
  }

  #lost(standing: Standing, error: unknown): void {
    if (!this.#isLost(error)) throw error;
    this.#run.diagnostics.push(unreachable({ ...standing, error }));
  }

  /** Whether a unit was away at some time, or refused something. */
  #lacksItsPart({ name, error }: Standing): boolean {
    const isSilent = this.#run.diagnostics.some(({ reason }) => reason === 'UnitUnreachable');
    return error !== undefined || isSilent || this.#run.hasTrouble(name);
  }

  async #sync(before: SyncPlan | undefined): Promise<SyncResult | undefined> {
    const { active, other, plan } = this.#planned;
    if (before === undefined) return this.#tellPending();
    const { status, group, refused } = before;
    // What was refused in the plan is told in the plan.
    if (refused !== undefined) return { outcome: 'refused', status, group, message: refused };
    if (!this.#run.wroteShared) return { outcome: 'not-needed', status, group };
    if (this.#lacksItsPart(other))
      return this.#refuse(before, `the FDB records and neighbours of ${other.name} are not as they should be`);
    if (!(await isStillActive(active.unit, this.#call)))
      return this.#refuse(before, `${active.name} is not active any more`);
    const result = await syncToGroup(active, before, this.#options.syncTimeout ?? 60_000, this.#call);
    if (result.outcome === 'failed') this.#say('SyncFailed', active.name, result.message ?? plan.owner);
    if (result.outcome === 'synced') this.#run.copiedTo(other);
    return result;
  }

  #refuse(before: SyncPlan, why: string): SyncResult {
    const { name } = this.#planned.active;
    const { status, group } = before;
    const message = afterwards(`the configuration was not copied: ${why}`, name, before);
    this.#say('SyncRefused', name, message);
    return { outcome: 'refused', status, group, message };
  }

  /** Nobody asked for a copy: what is pending now, and how it gets to the other unit. */
  async #tellPending(): Promise<undefined> {
    const { unit, name } = this.#planned.active;
    if (!this.#run.wroteShared) return undefined;
    const pending = await pendingCopy(unit, this.#options, this.#call);
    if (pending === undefined) return undefined;
    const message = `the virtual servers and pools are on ${name} alone until they are copied. On ${name}: ${pending}`;
    this.#run.diagnostics.push({ severity: 'info', object: `BigIp/${name}`, reason: 'NotCopied', message });
    return undefined;
  }

  #say(reason: 'SyncRefused' | 'SyncFailed' | 'RunNotFinished', unit: string, message: string): void {
    this.#run.diagnostics.push({ severity: 'error', object: `BigIp/${unit}`, reason, message });
  }

  /** What no member of the other unit needs any more, once it has the members. */
  async #afterwards(): Promise<void> {
    const { other } = this.#planned;
    if (other.error !== undefined || !this.#run.wroteShared) return;
    for (let look = 1; ; look += 1) {
      try {
        return await this.#clear();
      } catch (error) {
        if (look === mostPicks || !(error instanceof StalePlanError)) return this.#lost(other, error);
      }
    }
  }

  async #clear(): Promise<void> {
    const { plan, active, other } = this.#planned;
    const part = withoutHeld(await this.#planner.overlay(other.unit, active.unit), plan.held);
    const changes = part.changes.map((change) => ({ ...change, unit: other.name }));
    if (changes.length === 0 || this.#run.hasTrouble(other.name)) return;
    const units = [{ unit: other.name, role: other.role, generations: part.generations }, plan.units[1]] as const;
    await this.#run.apply({ ...plan, changes, units }, other);
  }

  /** What the other unit needed until now goes from the active one. Whether there was any, so that it is copied too. */
  async #last(sync: SyncResult | undefined): Promise<boolean> {
    const { plan, active, other, waiting } = this.#planned;
    if (sync?.outcome !== 'synced' || this.#lacksItsPart(other)) return false;
    const changes = waiting
      .filter((change) => this.#planner.needs?.(change, other.unit) !== true)
      .map((change) => ({ ...change, unit: active.name }));
    if (changes.length === 0) return false;
    const { unsaved: _unsaved, ...rest } = plan;
    await this.#run.apply({ ...rest, changes }, active, whileActive(active.unit, active.name, this.#call));
    return true;
  }

  #result(sync: SyncResult | undefined): PairResult {
    const { sync: _sync, ...rest } = this.#planned.plan;
    const { drains, savedPartitions } = this.#run;
    return {
      ...rest,
      changes: this.#run.changes,
      diagnostics: once([...rest.diagnostics, ...this.#run.diagnostics]),
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
 * Applies a plan of a pair. Resolves also when steps failed, a unit could not be reached, or the run had to end early: steps
 * and diagnostics (`RunNotFinished`) say so.
 *
 * Only before anything is written it throws: TooManyDeletesError, StalePlanError when a unit has moved on, UnitRolesError and
 * NotActiveError when no unit stays active.
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
  return new ApplyingPair(planned, pair, planner, options).apply();
}
