/** The failure of a commit, as the error that names the command at fault. */
import { AlreadyExistsError, NotFoundError, PermissionError, ValidationError } from '../errors.ts';
import { BigIpValueError } from '../values/value-error.ts';
import { type Command, commandAtFault, type Refused } from './command-at-fault.ts';
import { TransactionError } from './transaction-error.ts';

/** Undefined for a failure that is no refusal of the device. */
export function refusedCommit(
  error: unknown,
  commands: readonly Command[],
  labelOf: Refused['labelOf'],
): TransactionError | undefined {
  const refused =
    error instanceof ValidationError ||
    error instanceof AlreadyExistsError ||
    error instanceof PermissionError ||
    (error instanceof NotFoundError && error.deviceCode !== undefined);
  if (!refused || error instanceof BigIpValueError) return undefined;
  const { deviceMessage: text = error.message, deviceCode } = error;
  return new TransactionError(error, commandAtFault(commands, { text, deviceCode, labelOf }), commands.length);
}
