/** What was done to the units of a pair so far, and what is left to save. */
import {
  type ApplyResult,
  applyPlan,
  type DrainedMember,
  partitionsToSave,
  type Saved,
  type Step,
  saveConfig,
} from '../apply/index.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { Change, Plan } from '../plan/index.ts';
import { isShared, type PlannedPair, partOf } from './plan.ts';
import type { Standing } from './roles.ts';
import type { PairApplyOptions } from './types.ts';

export function isDone({ outcome }: Step): boolean {
  return outcome !== 'failed' && outcome !== 'skipped';
}

/** URIs that were written to a unit since it was saved. */
interface Unsaved {
  readonly unit: Requester;
  readonly written: readonly string[];
}

export class PairRun {
  readonly #call: CallOptions;
  readonly #options: PairApplyOptions;
  readonly #units: readonly Requester[];
  readonly #unsaved = new Map<string, Unsaved>();
  readonly #saves: Saved[] = [];
  /** Whether the sign of a save that failed was taken away: a change like any other. */
  #tookSign = false;
  readonly diagnostics: Diagnostic[] = [];
  readonly drains: DrainedMember[] = [];
  changes: Change[] = [];
  steps: Step[] = [];
  transactions = 0;

  constructor(options: PairApplyOptions, units: readonly Requester[], call: CallOptions) {
    this.#options = options;
    this.#units = units;
    this.#call = call;
  }

  /** Whether anything was written to a unit. */
  get hasDone(): boolean {
    return this.#tookSign || this.drains.length > 0 || this.steps.some(isDone);
  }

  /** Whether something was written that the group shares. */
  get wroteShared(): boolean {
    return this.#tookSign || this.steps.some((step) => isShared(step) && isDone(step));
  }

  /** Whether everything that had to be saved is. */
  get saved(): boolean {
    return this.#saves.length > 0 && this.#saves.every(({ partitions }) => partitions !== undefined);
  }

  /** Undefined when a unit saved everything, or one did not save. */
  get savedPartitions(): readonly string[] | undefined {
    const all = new Set<string>();
    for (const { partitions } of this.#saves) {
      if (partitions === undefined || partitions === 'all') return undefined;
      for (const partition of partitions) all.add(partition);
    }
    return all.size === 0 ? undefined : [...all].sort();
  }

  /** Applies the part of a plan that is for one unit. Throws what keeps it from being begun. */
  async apply(planned: PlannedPair['plan'], { unit, name }: Standing, requester = unit): Promise<ApplyResult> {
    const part = partOf(planned, name);
    const { sync: _sync, syncGroup: _group, syncTimeout: _time, roleTimeout: _role, ...options } = this.#options;
    // The sign of a save that failed goes before the copy to the group: afterwards it would be one more pending change.
    const save = this.#options.save !== false && (part.unsaved ?? []).length > 0;
    const beside = this.#units.filter((one) => one !== unit);
    const result = await applyPlan(part, requester, { ...options, ...this.#call, beside, save });
    this.changes.push(...result.changes);
    this.steps.push(...result.steps.map((step) => ({ ...step, unit: name })));
    this.drains.push(...(result.drains ?? []));
    this.transactions += result.transactions;
    this.#note(
      result.diagnostics.filter((one) => !part.diagnostics.includes(one)),
      name,
    );
    if (save) {
      this.#saves.push(result.saved ? { partitions: result.savedPartitions ?? 'all' } : {});
      this.#tookSign ||= result.saved;
    }
    if (!save) this.#toSave({ unit, name }, result.steps.filter(isDone));
    return result;
  }

  #toSave({ unit, name }: Pick<Standing, 'unit' | 'name'>, steps: readonly Step[]): void {
    if (steps.length === 0) return;
    const before = this.#unsaved.get(name)?.written ?? [];
    this.#unsaved.set(name, { unit, written: [...before, ...steps.map(({ uri }) => uri)] });
  }

  /** A unit got a copy of what was written to the other: it runs it, and has not saved it by itself. */
  copiedTo(standing: Standing): void {
    this.#toSave(
      standing,
      this.steps.filter((step) => isShared(step) && isDone(step)),
    );
  }

  #note(diagnostics: readonly Diagnostic[], name: string): void {
    for (const one of diagnostics) {
      const object = one.reason === 'ConfigNotSaved' ? `BigIp/${name}/sys/config` : one.object;
      this.diagnostics.push({ ...one, object });
    }
  }

  /** What was not done on either unit, and is to be planned anew. */
  forgetUndone(): void {
    const named = ({ unit, uri }: { readonly unit?: string; readonly uri: string }): string => `${unit} ${uri}`;
    const left = new Set(this.steps.filter((step) => !isDone(step)).map(named));
    this.steps = this.steps.filter(isDone);
    this.changes = this.changes.filter((change) => !left.has(named(change)));
  }

  hasTrouble(unit: string): boolean {
    return this.steps.some((step) => step.unit === unit && step.type !== 'ltm/node' && !isDone(step));
  }

  /** Saves what was written to each unit. No sign is left when it fails: it would be a pending change of the group. */
  async save({ scope }: Plan): Promise<void> {
    if (this.#options.save === false) return;
    const found = scope === undefined ? {} : { scope };
    const saves = [...this.#unsaved].map(async ([name, { unit, written }]) => {
      const saved = await saveConfig(unit, partitionsToSave(found, written), this.#call);
      this.#note(saved.diagnostic === undefined ? [] : [saved.diagnostic], name);
      return saved;
    });
    this.#saves.push(...(await Promise.all(saves)));
  }
}
