/** Gets batches of changes onto a device, one after the other, as far as the device lets it. */
import { AlreadyExistsError, BigIpError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { asMade } from '../plan/index.ts';
import type { Change, Plan } from '../plan/types.ts';
import { type Group, inTransactions } from './batches.ts';
import { commandsFor, exchangedPools, isList, type MemberCounts } from './commands.ts';
import { type Attempt, sendSingly, sendTogether } from './commit.ts';
import { isApplied } from './confirm.ts';
import { dependencies } from './dependants.ts';
import { countMembers } from './member-counts.ts';
import { type Looking, type Standing, standingOf } from './ownership.ts';
import type { ApplyProgress, OnProgress } from './progress.ts';
import { stalePlan } from './refusals.ts';
import { Run } from './run.ts';
import type { StepError } from './types.ts';
import { inWaves, sendEach } from './waves.ts';

/** Refusals of one batch after which each command is sent by itself: a transaction tells only its first error. */
const mostRefusals = 8;
/** `The requested … already exists`, also as the reason of a failed commit. */
const alreadyExists = '01020066';

/** A device that takes the deletion and the creation of one object in one transaction for a second object of its name. */
function isInTheWay({ action }: Change, error: BigIpError): boolean {
  return action === 'replace' && (error instanceof AlreadyExistsError || error.deviceCode === alreadyExists);
}

function changesOf(groups: readonly Group[]): readonly Change[] {
  return groups.flatMap((group) => group.flatMap(({ changes }) => changes));
}

/** The attempts to get changes onto a device, and what became of each change. */
export class Applying {
  readonly #requester: Requester;
  readonly #options: CallOptions;
  readonly #report: (phase: ApplyProgress['phase'], queued?: number, more?: Partial<ApplyProgress>) => void;
  readonly #dependantsOf: (failed: Change) => ReadonlySet<Change>;
  #counts: MemberCounts = new Map();
  readonly run: Run;

  constructor(requester: Requester, changes: readonly Change[], options: CallOptions, onProgress?: OnProgress) {
    this.#requester = requester;
    this.#options = options;
    this.#dependantsOf = dependencies(changes);
    this.run = new Run(changes);
    const total = changes.length;
    this.#report = (phase, queued = 0, more = {}) =>
      onProgress?.({ phase, sent: this.run.settled + queued, total, ...more });
  }

  report(phase: ApplyProgress['phase'], more: Partial<ApplyProgress> = {}): void {
    this.#report(phase, 0, more);
  }

  /** Gets a batch applied, as far as the device lets it. */
  async #apply(batch: readonly Group[]): Promise<void> {
    let left = this.#open(batch);
    let again = false;
    let refusals = 0;
    while (left.length > 0) {
      const attempt = await this.#send(left);
      switch (attempt.kind) {
        case 'done':
          this.run.transactions += attempt.transactional ? 1 : 0;
          this.run.done(changesOf(left));
          return;
        case 'failed':
          return this.stop(changesOf(left), attempt.error);
        case 'unknown':
          // What a lost commit did not apply is tried once more, in a new transaction, and only once.
          if (!(await this.#settle(left, attempt)) || again) return this.stop(changesOf(left), attempt.error);
          again = true;
          break;
        case 'refused':
          if (left.flat().some(isList)) {
            // Which of many it means would be a guess: each member by itself.
            this.#counts = new Map();
            break;
          }
          refusals += 1;
          if (attempt.transaction === true && left.length === 1) {
            const [change] = changesOf(left);
            if (change?.action === 'replace') return this.#inTwoSteps(left, change, attempt.error);
          }
          if (attempt.change !== undefined && isInTheWay(attempt.change, attempt.error))
            return this.#inTwoSteps(left, attempt.change, attempt.error);
          if (left.length > 1 && (attempt.change === undefined || refusals > mostRefusals))
            return this.#eachAlone(left);
          // Of one group that is refused without a word, all of it is meant.
          for (const change of attempt.change === undefined ? changesOf(left) : [attempt.change])
            await this.#refuse(change, attempt.error);
      }
      left = this.#open(left);
    }
  }

  /** Groups with the changes that are still to be made; a pool's POST loses the members that were taken out. */
  #open(groups: readonly Group[]): readonly Group[] {
    return commandsFor(
      changesOf(groups).filter((change) => this.run.isOpen(change)),
      this.#counts,
    );
  }

  #send(groups: readonly Group[]): Promise<Attempt> {
    const commands = groups.flat();
    const [only, second] = commands;
    this.#report('writing');
    if (only !== undefined && second === undefined) return sendSingly(this.#requester, only, this.#options);
    let queued = 0;
    return sendTogether(this.#requester, commands, this.#options, {
      queued: ({ changes }) => {
        queued += changes.length;
        this.#report('writing', queued);
      },
      committing: () => this.#report('committing', queued),
    });
  }

  /** The device refused the whole and did not say what: each change by itself, so that it has to. */
  async #eachAlone(groups: readonly Group[]): Promise<void> {
    for (const wave of inWaves(groups)) {
      await sendEach(
        wave,
        () => this.run.stopped !== undefined,
        (group) => this.#apply([group]),
      );
    }
    this.#skipRest(groups);
  }

  /** After a lost reply: what is there is done. False when that cannot be told. */
  async #settle(groups: readonly Group[], { settled }: { readonly settled: boolean }): Promise<boolean> {
    const applied = new Set<Change>();
    try {
      for (const change of changesOf(groups))
        if (await isApplied(this.#requester, change, this.#options)) applied.add(change);
    } catch (error) {
      if (error instanceof BigIpError) return false;
      throw error;
    }
    this.run.done([...applied]);
    this.run.transactions += applied.size > 0 && groups.flat().length > 1 ? 1 : 0;
    return settled;
  }

  /**
   * For a device that does not take both requests of a `replace` in one transaction: what comes before it and the deletion,
   * then the creation and what comes after it. When the new object is refused, the old one is made again.
   */
  async #inTwoSteps(groups: readonly Group[], change: Change, refusal: BigIpError): Promise<void> {
    const { uri, type, before = {}, after = {} } = change;
    const deletion: Change = { action: 'delete', uri, type, before };
    const creation: Change = { action: 'create', uri, type, after };
    const at = groups.findIndex((group) => group.some(({ changes }) => changes.includes(change)));
    await this.#apply([...groups.slice(0, at), ...commandsFor([deletion])]);
    const deleted = this.run.reopen(deletion);
    if (deleted?.outcome === 'deleted') {
      await this.#apply([...commandsFor([creation]), ...groups.slice(at + 1)]);
      const created = this.run.reopen(creation);
      if (created?.outcome === 'created') this.run.done([change]);
      else this.run.failedAs(change, { ...created?.error, message: await this.#putBack(change, created?.error) });
      return;
    }
    this.run.failed(change, refusal);
    this.run.skipped(this.#dependantsOf(change), `${uri} was refused`);
    if (this.run.stopped === undefined) await this.#apply(groups.slice(at + 1));
    else this.#skipRest(groups);
  }

  /** Makes the old object of a `replace` again; says how that went, after what the device said of the new one. */
  async #putBack({ uri, type, before = {} }: Change, error: StepError | undefined): Promise<string> {
    // It may be there after all: nothing is made in its place on a guess.
    if (this.run.stopped !== undefined) return error?.message ?? this.run.stopped.message;
    const { properties: after } = asMade({ uri, type, properties: before });
    const [command] = commandsFor([{ action: 'create', uri, type, after }]).flat();
    const attempt = command === undefined ? undefined : await sendSingly(this.#requester, command, this.#options);
    const back = attempt?.kind === 'done' ? 'the old one was made again' : 'the old one is gone';
    return `${error?.message ?? 'the new one was not made'}; ${back}`;
  }

  async #refuse(change: Change, error: BigIpError): Promise<void> {
    // Up to 13.1 a list may leave out ARP entries that exist (facts: icontrol-rest 8.9).
    const exists = error instanceof AlreadyExistsError || error.deviceCode === alreadyExists;
    try {
      if (exists && change.action === 'create' && (await isApplied(this.#requester, change, this.#options)))
        return this.run.done([change]);
    } catch (cause) {
      if (!(cause instanceof BigIpError)) throw cause;
      // Then the refusal is all that is known.
    }
    this.run.failed(change, error);
    this.run.skipped(this.#dependantsOf(change), `${change.uri} was refused`);
  }

  /** Nothing more is tried: what comes later in a plan relies on what comes first. */
  stop(changes: readonly Change[], error: BigIpError): void {
    for (const change of changes) if (this.run.isOpen(change)) this.run.failed(change, error);
    this.run.stopped = error;
  }

  #skipRest(groups: readonly Group[]): void {
    const { stopped } = this.run;
    if (stopped !== undefined) this.run.skipped(changesOf(groups), `not tried after: ${stopped.message}`);
  }

  /** Takes out what is no longer ours to change. When that cannot be found out, nothing is tried. */
  async leaveForeign(plan: Plan, looking: Looking): Promise<void> {
    const { changes } = plan;
    let standing: Standing;
    try {
      standing = await standingOf(this.#requester, plan, looking, this.#options);
    } catch (error) {
      if (!(error instanceof BigIpError)) throw error;
      for (const change of changes) this.run.failed(change, error);
      this.run.stopped = error;
      return;
    }
    if (standing.moved.length > 0 && looking.allowStale !== true) throw stalePlan(standing.moved);
    const leave = (change: Change, why: string, because: string): void => {
      this.run.failed(change, new BigIpError(why, { outcome: 'not-sent' }));
      this.run.skipped(this.#dependantsOf(change), `${change.uri} ${because}`);
    };
    for (const [change, why] of standing.foreign) leave(change, `${why}, so nothing was written to it`, 'is not ours');
    for (const [change, why] of standing.needed) leave(change, `${why}, so it stays`, 'stays');
  }

  /** Applies changes of the plan, in its order, with as few transactions as there can be. */
  async applyAll(changes: readonly Change[]): Promise<void> {
    this.#counts = await countMembers(this.#requester, exchangedPools(changes), this.#options);
    for (const batch of inTransactions(commandsFor(changes, this.#counts))) {
      if (this.run.stopped === undefined) await this.#apply(batch);
      this.#skipRest(batch);
    }
  }
}
