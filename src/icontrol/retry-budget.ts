/** Tokens at first, and at most. */
const CAPACITY = 500;
/** Taken by one retry. */
const COST = 10;
/** Given back by one request that went well. */
const REFUND = 1;

/**
 * One purse for all retries of a session, so that an outage is not amplified: fifty retries at once, and one for every
 * ten requests that go well. Beyond that, failures are passed on as they are.
 */
export class RetryBudget {
  #tokens = CAPACITY;

  /** True when one more retry is allowed; it is paid for then. */
  take(): boolean {
    if (this.#tokens < COST) return false;
    this.#tokens -= COST;
    return true;
  }

  refund(): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + REFUND);
  }
}
