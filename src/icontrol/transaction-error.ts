/** A commit that the device refused: all of it, because of one command. */
import { type BigIpError, ValidationError } from '../errors.ts';
import type { Method } from './transport.ts';

/** One command of a transaction, as it was queued. */
export interface QueuedCommand {
  readonly method: Method;
  /** Type, path and full path: `POST ltm/pool`, `/k8s/web`. */
  readonly type: string;
  /** Full path or bare name of the object. */
  readonly name: string;
  /** When it was queued, from 1 on. */
  readonly number: number;
}

/**
 * The device refused the commit, and nothing of the transaction was applied. `cause` is the refusal as the class that it
 * has outside of a transaction (InUseError, AlreadyExistsError …), `deviceMessage` the device's own text.
 */
export class TransactionError extends ValidationError {
  static override readonly kind = 'TransactionError';
  override readonly code = 'BIGIP_TRANSACTION';
  /** The command that the device's text speaks of; undefined when it names none of them. */
  readonly command: QueuedCommand | undefined;

  constructor(cause: BigIpError, command: QueuedCommand | undefined, commands: number) {
    const text = (cause.deviceMessage ?? cause.message).replace(/^transaction failed:\s*/, '');
    const code = cause.deviceCode === undefined ? '' : ` (${cause.deviceCode})`;
    const at =
      command === undefined
        ? `one of its ${commands} commands`
        : `command ${command.number} of ${commands}, ${command.method} ${command.type} ${command.name}`;
    super(`BIG-IP refused the transaction because of ${at}, and applied nothing of it: ${text}${code}`, {
      cause,
      status: cause.status,
      deviceCode: cause.deviceCode,
      apiError: cause.apiError,
      deviceMessage: text,
      request: cause.request,
      outcome: 'refused',
    });
    this.command = command;
  }
}
