/** What has become of each change so far. */
import type { BigIpError } from '../errors.ts';
import type { Change } from '../plan/types.ts';
import type { OwnWrite } from './own-writes.ts';
import type { Step, StepError } from './types.ts';

const outcomes = { create: 'created', modify: 'modified', replace: 'replaced', delete: 'deleted' } as const;

function stepError({ message, deviceCode, status }: BigIpError): StepError {
  return { message, ...(deviceCode === undefined ? {} : { deviceCode }), ...(status === undefined ? {} : { status }) };
}

/** The steps of one apply. A change is open until it has one. */
export class Run {
  readonly #steps = new Map<Change, Step>();
  readonly #order: ReadonlyMap<Change, number>;
  /** Transactions that the device committed. */
  transactions = 0;
  /** Whether anything was written. */
  wrote = false;
  /** Set when nothing more is tried: the device does not answer, or does not let us in. */
  stopped: BigIpError | undefined;

  /** `changes` are those of the plan, in its order. */
  constructor(changes: readonly Change[]) {
    this.#order = new Map(changes.map((change, index) => [change, index]));
  }

  /** In the order of the plan, whatever the order in which they were settled. */
  get steps(): readonly Step[] {
    const place = (change: Change): number => this.#order.get(change) ?? Number.POSITIVE_INFINITY;
    return [...this.#steps].sort(([a], [b]) => place(a) - place(b)).map(([, step]) => step);
  }

  isOpen(change: Change): boolean {
    return !this.#steps.has(change);
  }

  /** Takes back what has become of a change, so that it is open again. */
  reopen(change: Change): Step | undefined {
    const step = this.#steps.get(change);
    this.#steps.delete(change);
    return step;
  }

  get settled(): number {
    return this.#steps.size;
  }

  /** Whether a change was refused, or not tried because of one that was. */
  get hasFailed(): boolean {
    return this.steps.some(({ outcome }) => outcome === 'failed' || outcome === 'skipped');
  }

  /** What the device made, and what may be there all the same though it failed. */
  get writes(): readonly OwnWrite[] {
    return [...this.#steps].flatMap(([change, { outcome }]) =>
      outcome === 'skipped' ? [] : [{ change, certain: outcome !== 'failed' }],
    );
  }

  /** The changes that took an object away. */
  get deleted(): readonly Change[] {
    return [...this.#steps].filter(([, { outcome }]) => outcome === 'deleted').map(([change]) => change);
  }

  done(changes: readonly Change[]): void {
    for (const change of changes) {
      const { uri, type, action } = change;
      this.wrote = true;
      this.#steps.set(change, { uri, type, outcome: outcomes[action] });
    }
  }

  failed(change: Change, error: BigIpError): void {
    this.failedAs(change, stepError(error));
  }

  failedAs(change: Change, error: StepError): void {
    const { uri, type } = change;
    this.#steps.set(change, { uri, type, outcome: 'failed', error });
  }

  /** Those of the changes that are still open are not tried. */
  skipped(changes: Iterable<Change>, because: string): void {
    for (const change of changes) {
      const { uri, type } = change;
      if (this.isOpen(change)) this.#steps.set(change, { uri, type, outcome: 'skipped', error: { message: because } });
    }
  }
}
