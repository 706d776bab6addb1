/** A commit whose reply was lost: the device is asked what became of it, and it is never sent again. */
import { BigIpError, type OutcomeUnknownError } from '../errors.ts';
import { refusalClass, splitCode } from './device-error.ts';
import type { Transaction } from './transaction.ts';

/** Milliseconds between two questions for a commit that is still under way, and how many there are at most. */
const POLL = 2_000;
const POLLS = 150;

/** The reason why the reply was lost, which is now known to have changed nothing. */
function notApplied(lost: OutcomeUnknownError): BigIpError {
  if (!(lost.cause instanceof BigIpError)) return lost;
  lost.cause.outcome = 'refused-for-now';
  return lost.cause;
}

/** The refusal that the lost reply would have been. */
function refusal(lost: OutcomeUnknownError, reason: string): BigIpError {
  const { deviceCode, text } = splitCode(reason);
  const Refusal = refusalClass(reason);
  return new Refusal(`BIG-IP refused the transaction: ${text}`, {
    cause: lost,
    deviceCode,
    deviceMessage: text,
    request: lost.request,
    outcome: 'refused',
  });
}

/**
 * Resolves when the commit was applied. Throws the refusal of the device; the reason of the loss when the commit never
 * arrived; and the OutcomeUnknownError when the device does not know the transaction any more, or does not answer.
 */
export async function settleCommit(transaction: Transaction, lost: OutcomeUnknownError): Promise<void> {
  let before = '';
  for (let poll = 0; poll < POLLS; poll += 1) {
    const { state, reason } = await transaction.look().catch(() => {
      // The loss of the reply is what the caller has to know of.
      throw lost;
    });
    if (state === 'COMPLETED') return;
    if (state === 'FAILED') throw refusal(lost, reason);
    if (state === 'gone') break;
    // Asked once more after a while: the commit may have been on its way inside the device.
    if (state === 'STARTED' && before === 'STARTED') throw notApplied(lost);
    before = state;
    await transaction.pause(POLL).catch(() => {
      throw lost;
    });
  }
  throw lost;
}
