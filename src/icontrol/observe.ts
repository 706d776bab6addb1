import { type BigIpError, isBigIpError } from '../errors.ts';
import { channels, debugRequest, debugRetry, type RequestEvent, type RetryEvent } from '../log.ts';
import type { Clock } from './clock.ts';
import { type Call, nameOf, type Send } from './exchange.ts';

type Ending = Pick<RequestEvent, 'status' | 'error' | 'outcome'>;

function endingOf(error: unknown): Ending {
  if (!isBigIpError(error)) return { error: 'UNKNOWN' };
  const { status, code, outcome } = error;
  return {
    error: code,
    ...(status === undefined ? {} : { status }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

function tell(call: Call, duration: number, ending: Ending): void {
  const { host, method, path } = call.summary;
  const transaction = call.transaction === undefined ? {} : { transaction: call.transaction };
  const event: RequestEvent = {
    ...(host === undefined ? {} : { host }),
    method,
    path,
    attempt: call.attempt,
    duration,
    ...ending,
    ...transaction,
  };
  channels.request.publish(event);
  const said = [ending.status, ending.error, ending.outcome].filter((part) => part !== undefined).join(' ');
  debugRequest('%s #%d -> %s in %d ms', nameOf(call.summary), call.attempt, said, Math.round(duration));
}

/** Tells those who listen that a request is about to be sent again: `attempt` is the one that failed. */
export function tellRetry(call: Call, error: BigIpError, { attempt, pause }: { attempt: number; pause: number }): void {
  const { host, method, path } = call.summary;
  const event: RetryEvent = {
    ...(host === undefined ? {} : { host }),
    method,
    path,
    attempt,
    error: error.code,
    pause,
  };
  channels.retry.publish(event);
  debugRetry('%s again in %d ms after %s (%s)', nameOf(call.summary), Math.round(pause), error.code, error.outcome);
}

/** Tells those who listen about every attempt, when it has ended. Bodies and headers are never shown. */
export function observing(send: Send, clock: Clock): Send {
  const observed: Send = async (call, ticket) => {
    const began = clock.now();
    try {
      const reply = await send(call, ticket);
      tell(call, clock.now() - began, { status: reply.status });
      return reply;
    } catch (error) {
      tell(call, clock.now() - began, endingOf(error));
      throw error;
    }
  };
  return (call, ticket) =>
    channels.request.hasSubscribers || debugRequest.enabled ? observed(call, ticket) : send(call, ticket);
}
