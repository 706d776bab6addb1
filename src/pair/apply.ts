/**
 * A plan of a pair -> result. The overlay of the unit that stands by, then the active unit, then the copy to the group, then
 * what the other unit does not need any more. When the units change places in between, what is left is planned anew.
 */
import {
  type ApplyResult,
  applyPlan,
  checkDeletes,
  StalePlanError,
  type Step,
  saveConfig,
  TooManyDeletesError,
} from '../apply/index.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { BigIpError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { Change } from '../plan/index.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { NotActiveError } from './errors.ts';
import { once, type PlannedPair, partOf, planPair, unreachable } from './plan.ts';
import { roleOf, type Standing } from './roles.ts';
import { syncToGroup } from './sync.ts';
import type { Pair, PairApplyOptions, PairResult, SyncPlan, SyncResult, UnitPlanner } from './types.ts';
import { whileActive } from './while-active.ts';

/** How often the units may change places in one run. */
const mostPicks = 3;
/** Milliseconds for each call: the unit that is written to may be the one that is restarting. */
const patience = 60_000;

function isDone({ outcome }: Step): boolean {
  return outcome !== 'failed' && outcome !== 'skipped';
}

function isShared({ type }: { readonly type: string }): boolean {
  return type.startsWith('ltm/');
}

/** What has been done so far, to whichever unit. */
class PairRun {
  readonly #call: CallOptions;
  readonly #options: PairApplyOptions;
  readonly diagnostics: Diagnostic[] = [];
  changes: Change[] = [];
  steps: Step[] = [];
  transactions = 0;
  unsaved = false;
  #toSave = new Map<string, Requester>();

  constructor(options: PairApplyOptions, call: CallOptions) {
    this.#options = options;
    this.#call = call;
  }

  /** Whether something was written that the group shares. */
  get wroteShared(): boolean {
    return this.steps.some((step) => isShared(step) && isDone(step));
  }

  /** Applies the part of a plan that is for one unit. Throws what keeps it from being begun. */
  async apply(planned: PlannedPair['plan'], { unit, name }: Standing, requester = unit): Promise<ApplyResult> {
    const part = partOf(planned, name);
    const { sync: _sync, syncGroup: _group, syncTimeout: _time, roleTimeout: _role, ...options } = this.#options;
    const result = await applyPlan(part, requester, { ...options, ...this.#call, save: false });
    this.changes.push(...result.changes);
    this.steps.push(...result.steps.map((step) => ({ ...step, unit: name })));
    this.transactions += result.transactions;
    if (result.steps.some(isDone)) this.#toSave.set(name, unit);
    return result;
  }

  /** What was not done, and is to be planned anew. */
  forget(unit: string): void {
    const left = new Set(this.steps.filter((step) => step.unit === unit && !isDone(step)).map(({ uri }) => uri));
    this.steps = this.steps.filter((step) => step.unit !== unit || isDone(step));
    this.changes = this.changes.filter(({ uri, unit: of }) => of !== unit || !left.has(uri));
  }

  hasTrouble(unit: string): boolean {
    return this.steps.some((step) => step.unit === unit && step.type !== 'ltm/node' && !isDone(step));
  }

  /** Resolves whether all that was written is saved. */
  async save(): Promise<boolean> {
    if (this.#options.save === false || this.#toSave.size === 0) return false;
    const said = await Promise.all(
      [...this.#toSave].map(async ([name, unit]) => {
        const unsaved = await saveConfig(unit, this.#call);
        return unsaved === undefined ? [] : [{ ...unsaved, object: `BigIp/${name}/sys/config` }];
      }),
    );
    this.diagnostics.push(...said.flat());
    return said.flat().length === 0;
  }
}

/** Whether the unit that was written to is still the active one. One that does not answer is not. */
async function isStillActive(unit: Requester, call: CallOptions): Promise<boolean> {
  try {
    return (await roleOf(unit, call)) === 'active';
  } catch (error) {
    if (!(error instanceof BigIpError) || call.signal?.aborted === true) throw error;
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
    this.#call = { timeout, ...(signal === undefined ? {} : { signal }) };
    this.#run = new PairRun(options, this.#call);
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
    await this.#afterwards(planned);
    const saved = await this.#run.save();
    return this.#result(planned, sync, saved);
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
  async #traffic({ plan, active }: PlannedPair): Promise<boolean> {
    if (partOf(plan, active.name).changes.length === 0) return true;
    await this.#run.apply(plan, active, whileActive(active.unit, active.name, this.#call));
    return isStillActive(active.unit, this.#call);
  }

  #lost(standing: Standing, error: unknown): void {
    if (!(error instanceof BigIpError) || this.#call.signal?.aborted === true) throw error;
    // The unit answers: it is the plan that cannot be applied.
    if (error instanceof StalePlanError || error instanceof TooManyDeletesError) throw error;
    this.#run.diagnostics.push(unreachable({ ...standing, error }));
  }

  async #sync({ active, other, plan }: PlannedPair, before: SyncPlan | undefined): Promise<SyncResult | undefined> {
    if (before === undefined) return undefined;
    const { status, refused } = before;
    // What was refused in the plan is told in the plan.
    if (refused !== undefined) return { outcome: 'refused', status, message: refused };
    if (!this.#run.wroteShared) return { outcome: 'not-needed', status };
    const silent =
      other.error !== undefined || this.#run.diagnostics.some(({ reason }) => reason === 'UnitUnreachable');
    if (silent || this.#run.hasTrouble(other.name)) {
      const message = `the configuration was not copied: ${other.name} lacks FDB records or neighbours that its members would need`;
      this.#say('SyncRefused', active.name, message);
      return { outcome: 'refused', status, message };
    }
    if (!(await isStillActive(active.unit, this.#call))) {
      const message = `the configuration was not copied: ${active.name} is not active any more`;
      this.#say('SyncRefused', active.name, message);
      return { outcome: 'refused', status, message };
    }
    const result = await syncToGroup(active.unit, this.#options, this.#call);
    if (result.outcome === 'failed') this.#say('SyncFailed', active.name, result.message ?? plan.owner);
    return result;
  }

  #say(reason: 'SyncRefused' | 'SyncFailed', unit: string, message: string): void {
    this.#run.diagnostics.push({ severity: 'error', object: `BigIp/${unit}`, reason, message });
  }

  /** What no member of the other unit needs any more, once it has the members. */
  async #afterwards(planned: PlannedPair): Promise<void> {
    const { other } = planned;
    if (other.error !== undefined || !this.#run.wroteShared) return;
    try {
      const part = await this.#planner.overlay(other.unit);
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

  #result({ plan }: PlannedPair, sync: SyncResult | undefined, saved: boolean): PairResult {
    const { sync: _sync, ...rest } = plan;
    return {
      ...rest,
      changes: this.#run.changes,
      diagnostics: once([...plan.diagnostics, ...this.#run.diagnostics]),
      steps: this.#run.steps,
      transactions: this.#run.transactions,
      saved,
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
