/**
 * Plan -> result. One transaction where the device allows it; what the device refuses is taken out together with what
 * depends on it, and the rest is committed anew.
 */
import type { BigIpError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import type { Change, Plan } from '../plan/types.ts';
import { type Command, commandsFor } from './commands.ts';
import { type Attempt, sendSingly, sendTogether } from './commit.ts';
import { isApplied } from './confirm.ts';
import { dependantsOf } from './dependants.ts';
import { removeOrphanedNodes } from './nodes.ts';
import { saveConfig } from './save.ts';
import type { ApplyResult, Step, StepError } from './types.ts';

/** Commands in one transaction: it has to be committed before the device's own timeout (120 s; 30 s on 11.5). */
const largestTransaction = 200;

export interface ApplyOptions extends CallOptions {
  /** Save the running configuration when something was written. Default true. */
  readonly save?: boolean;
}

const outcomes = { create: 'created', modify: 'modified', replace: 'replaced', delete: 'deleted' } as const;

function stepError(error: BigIpError): StepError {
  const { message, deviceCode, status } = error;
  return { message, ...(deviceCode === undefined ? {} : { deviceCode }), ...(status === undefined ? {} : { status }) };
}

/** The steps of one run, and what may still be tried. */
class Run {
  readonly #steps = new Map<Change, Step>();
  transactions = 0;
  wrote = false;

  get steps(): readonly Step[] {
    return [...this.#steps.values()];
  }

  isOpen(change: Change): boolean {
    return !this.#steps.has(change);
  }

  deleted(): readonly Change[] {
    return [...this.#steps].filter(([, { outcome }]) => outcome === 'deleted').map(([change]) => change);
  }

  done(changes: readonly Change[]): void {
    this.wrote = true;
    for (const change of changes) {
      const { uri, type, action } = change;
      this.#steps.set(change, { uri, type, outcome: outcomes[action] });
    }
  }

  failed(change: Change, error: StepError): void {
    const { uri, type } = change;
    this.#steps.set(change, { uri, type, outcome: 'failed', error });
  }

  skipped(changes: Iterable<Change>, because: string): void {
    for (const change of changes) {
      const { uri, type } = change;
      if (this.isOpen(change)) this.#steps.set(change, { uri, type, outcome: 'skipped', error: { message: because } });
    }
  }
}

class Applying {
  readonly #requester: Requester;
  readonly #options: CallOptions;
  readonly #changes: readonly Change[];
  readonly run = new Run();

  constructor(requester: Requester, changes: readonly Change[], options: CallOptions) {
    this.#requester = requester;
    this.#changes = changes;
    this.#options = options;
  }

  /** Gets a group of commands applied, as far as the device lets it. */
  async apply(commands: readonly Command[]): Promise<void> {
    let left = this.#open(commands);
    let lost = false;
    while (left.length > 0) {
      const attempt = await this.#send(left);
      if (attempt.kind === 'done') {
        this.run.transactions += attempt.transactional ? 1 : 0;
        this.run.done(left.flatMap(({ changes }) => changes));
        return;
      }
      if (attempt.kind === 'failed') return this.#giveUp(left, attempt.error);
      if (attempt.kind === 'unknown') {
        await this.#readBack(left);
        left = this.#open(left);
        // What a lost commit did not apply is tried once more, and only once.
        if (lost && left.length > 0) return this.#giveUp(left, attempt.error);
        lost = true;
        continue;
      }
      if (attempt.change === undefined) return this.#oneByOne(left);
      this.#refuse(attempt.change, attempt.error);
      left = this.#open(left);
    }
  }

  /** Commands with the changes that are still to be made; a pool's POST loses the members that were taken out. */
  #open(commands: readonly Command[]): readonly Command[] {
    const open = this.#changes.filter((change) => this.run.isOpen(change));
    const wanted = new Set(commands.flatMap(({ changes }) => changes));
    return commandsFor(open.filter((change) => wanted.has(change))).flat();
  }

  async #send(commands: readonly Command[]): Promise<Attempt> {
    const [only, second] = commands;
    if (only !== undefined && second === undefined) return sendSingly(this.#requester, only, this.#options);
    return sendTogether(this.#requester, commands, this.#options);
  }

  /** The device refused the whole and did not say what: each command by itself, so that it has to. */
  async #oneByOne(commands: readonly Command[]): Promise<void> {
    for (const command of commands) {
      if (!command.changes.every((change) => this.run.isOpen(change))) continue;
      const attempt = await sendSingly(this.#requester, command, this.#options);
      if (attempt.kind === 'done') this.run.done(command.changes);
      else if (attempt.kind === 'refused') for (const change of command.changes) this.#refuse(change, attempt.error);
      else return this.#giveUp(commands, attempt.error);
    }
  }

  async #readBack(commands: readonly Command[]): Promise<void> {
    for (const change of commands.flatMap(({ changes }) => changes)) {
      if (await isApplied(this.#requester, change, this.#options)) this.run.done([change]);
    }
  }

  #refuse(change: Change, error: BigIpError): void {
    this.run.failed(change, stepError(error));
    this.run.skipped(dependantsOf(change, this.#changes), `${change.uri} was refused`);
  }

  #giveUp(commands: readonly Command[], error: BigIpError): void {
    for (const change of commands.flatMap(({ changes }) => changes)) {
      if (this.run.isOpen(change)) this.run.failed(change, stepError(error));
    }
  }
}

function inTransactions(groups: readonly (readonly Command[])[]): readonly (readonly Command[])[] {
  const batches: Command[][] = [];
  for (const group of groups) {
    const last = batches.at(-1);
    if (last === undefined || last.length + group.length > largestTransaction) batches.push([...group]);
    else last.push(...group);
  }
  return batches;
}

/**
 * Applies a plan. Resolves also when steps failed: the steps say which. Conflicts and held objects of the plan are left
 * alone; everything else is tried.
 */
export async function applyPlan(plan: Plan, requester: Requester, options: ApplyOptions = {}): Promise<ApplyResult> {
  const { save = true, ...call } = options;
  const applying = new Applying(requester, plan.changes, call);
  for (const batch of inTransactions(commandsFor(plan.changes))) await applying.apply(batch);
  const { run } = applying;
  const nodes = await removeOrphanedNodes(requester, run.deleted(), call);
  const saving = save && run.wrote;
  const unsaved = saving ? await saveConfig(requester, call) : undefined;
  return {
    ...plan,
    diagnostics: [...plan.diagnostics, ...(unsaved === undefined ? [] : [unsaved])],
    steps: [...run.steps, ...nodes],
    transactions: run.transactions,
    saved: saving && unsaved === undefined,
  };
}
