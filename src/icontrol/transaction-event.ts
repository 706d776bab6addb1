/** Those who watch are told how a transaction ended. */
import { BigIpError } from '../errors.ts';
import { channels, debugTransaction, type TransactionEvent } from '../log.ts';

/** `host` is that of the device; of `error` only the code is told. */
export function tellEnd(host: string | undefined, end: Omit<TransactionEvent, 'host' | 'error'>, error: unknown): void {
  const code = error instanceof BigIpError ? { error: error.code } : {};
  const event: TransactionEvent = { ...(host === undefined ? {} : { host }), ...end, ...code };
  debugTransaction('%s at %s: %s, %d commands', end.id, host, end.outcome, end.commands);
  if (channels.transaction.hasSubscribers) channels.transaction.publish(event);
}
